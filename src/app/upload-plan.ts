import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { weekOf } from '../calendar/week.ts';
import { readMappings } from '../catalog/index.ts';
import type { Desk } from '../desk.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import { type Finding, findingAt, hasErrors } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { Mapping } from '../model/mapping.ts';
import type { Vintage } from '../model/observation.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { type FileTaken, type Intake, takeIn } from '../snapshot/intake.ts';
import type { InputFile } from '../sources/index.ts';
import { mappingFor } from '../sources/mapping/index.ts';
import type { Store } from '../store/index.ts';
import { unknownForms } from './import.ts';
import type { UploadFolder } from './upload-folder.ts';
import { freeName } from './upload-name.ts';

/** What an import would change, or has changed. */
export interface ImportPlan {
  readonly at: Instant;
  readonly by: string;
  /** Whether it may be imported: nothing is wrong with any file. */
  readonly sound: boolean;
  readonly files: ReadonlyArray<Omit<FileTaken, 'findings'> & { readonly findings: number }>;
  /** Series with values that are new or other than they were, in the catalog's order. */
  readonly series: readonly PlannedSeries[];
  /** Weeks with such values, newest first. */
  readonly weeks: readonly WeekId[];
  /** The newest of them and how many more, `2025-W24 2025-W23 +10`: as forms carry and the audit trail names them. */
  readonly weeksText: string;
  readonly findings: readonly Finding[];
  /** Findings beyond those. */
  readonly more: number;
  /** Mappings proposed for files in no known form. */
  readonly proposals: ReadonlyArray<{
    readonly file: string;
    readonly yaml: string;
    readonly notes: readonly string[];
  }>;
  /** Mappings the files were read by, as typed, and what is wrong with them. */
  readonly mappings: readonly string[];
  readonly problems: readonly Problem[];
}

export interface PlannedSeries {
  readonly id: string;
  readonly metal: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: string;
  readonly added: number;
  readonly revised: number;
  readonly first: IsoDate;
  readonly last: IsoDate;
  /** The value of the last day. */
  readonly newest: string;
  /** The newest values that replace others. */
  readonly changes: ReadonlyArray<{
    readonly date: IsoDate;
    readonly before: string;
    readonly after: string;
  }>;
}

/** More are not read by anybody. */
const MOST_SHOWN = 200;
const MOST_CHANGES = 5;

/** Mappings that were typed, checked as the desk's own would be. */
export async function typedMappings(
  upload: UploadFolder,
  desk: Desk,
): Promise<{ readonly mappings: readonly Mapping[]; readonly problems: readonly Problem[] }> {
  if (upload.record.mappings.length === 0) return { mappings: [], problems: [] };
  const folder = join(upload.dir, 'mappings');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const texts = upload.record.mappings.filter((text) => text.trim() !== '');
  await Promise.all(texts.map((text, at) => writeFile(join(folder, `mapping-${at + 1}.yaml`), text)));
  try {
    const mappings = await readMappings({ own: folder, builtIn: join(folder, 'none') }, desk.catalog);
    return { mappings, problems: taken(mappings, desk) };
  } catch (error) {
    if (!(error instanceof AssayError) || error.exit !== 'config') throw error;
    const problems = error.problems.map((one) => ({ ...one, where: one.where.replace(/^.*mappings\//, '') }));
    return { mappings: [], problems };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function taken(mappings: readonly Mapping[], desk: Desk): Problem[] {
  return mappings.flatMap(({ name }) => {
    if (!desk.mappings.some((one) => one.name === name)) return [];
    const message = `there is a mapping ${quoted(name)} already. Expected a new name. Change "name:".`;
    return [{ code: 'E_MAPPING_TAKEN', where: 'name', message }];
  });
}

/** Where the files will lie in the inbox, and which cannot: another file has the name, and no other would do. */
async function inboxPlaces(
  upload: UploadFolder,
  desk: Desk,
  mappings: readonly Mapping[],
): Promise<{ readonly files: readonly InputFile[]; readonly findings: readonly Finding[] }> {
  const { inbox } = desk.paths;
  const present = await readdir(inbox).catch((): string[] => []);
  const names = new Map(present.map((name) => [name.toLowerCase(), name]));
  const files: InputFile[] = [];
  const findings: Finding[] = [];
  for (const name of upload.record.files) {
    const file = join(upload.dir, 'files', name);
    const twin = names.get(name.toLowerCase());
    const isSame = twin !== undefined && (await hashOf(join(inbox, twin))) === (await hashOf(file));
    const free = isSame ? twin : freeName(name, (tried) => names.has(tried.toLowerCase()));
    if (mappingFor(free, mappings)?.name !== mappingFor(name, mappings)?.name) {
      const message = `another file of this name is in the inbox, and as ${quoted(free)} its mapping would no longer fit. Give it a name that fits the mapping, and upload it again.`;
      findings.push(findingAt('E_INBOX_TAKEN', `data/inbox/${name}`, message));
    }
    names.set(free.toLowerCase(), free);
    files.push({ file, label: `data/inbox/${free}` });
  }
  return { files, findings };
}

/** undefined for what cannot be read: it is not the same as anything. */
async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** Takes the files into a store, and says what that changed in it. The store decides whether it lasts. */
export async function takeUpload(
  upload: UploadFolder,
  desk: Desk,
  store: Store,
  given: { readonly now: Date; readonly stop: AbortSignal },
): Promise<{ readonly plan: ImportPlan; readonly intake: Intake; readonly files: readonly InputFile[] }> {
  const { now, stop } = given;
  const typed = await typedMappings(upload, desk);
  const mappings = [...typed.mappings, ...desk.mappings];
  const { files, findings: places } = await inboxPlaces(upload, desk, mappings);
  const reading = { ...desk, mappings };
  const isBlocked = typed.problems.length > 0 || places.length > 0;
  // What must not be kept is looked at all the same, in a store that forgets it.
  const intake = isBlocked ? NOTHING_TAKEN : await takeIn(files, reading, store, () => now, { stop });
  const unknown = await unknownForms(intake.files, files, reading);
  const findings = [...places, ...intake.findings, ...unknown.map(unknownForm)];
  const changed = intake.kept ? await changedValues(store, files, now.toISOString()) : [];
  const weeks = [...new Set(changed.map(({ date }) => weekOf(date)))].sort().reverse();
  const plan: ImportPlan = {
    at: now.toISOString(),
    by: upload.record.by,
    sound: !isBlocked && !hasErrors(findings),
    files: intake.files.map((one) => ({ ...one, findings: one.findings.length })),
    series: await plannedSeries(changed, desk, store),
    weeks,
    weeksText: weeksText(weeks),
    findings: findings.slice(0, MOST_SHOWN),
    more: Math.max(0, findings.length - MOST_SHOWN),
    proposals: unknown.flatMap(({ file, proposal }) =>
      proposal === undefined ? [] : [{ file, ...proposal }],
    ),
    mappings: upload.record.mappings,
    problems: typed.problems,
  };
  return { plan, intake, files };
}

const MOST_WEEKS = 8;

function weeksText(weeks: readonly WeekId[]): string {
  const more = weeks.length - MOST_WEEKS;
  const shown = weeks.slice(0, MOST_WEEKS).join(' ');
  return more > 0 ? `${shown} +${more}` : shown;
}

const NOTHING_TAKEN: Intake = { files: [], findings: [], rows: 0, kept: false };

function unknownForm({ file, proposal }: Awaited<ReturnType<typeof unknownForms>>[number]): Finding {
  const next =
    proposal === undefined
      ? 'None can be proposed: no column of dates beside columns of numbers was found. Save the table as date,series,value.'
      : 'One is proposed below: look at every line.';
  return findingAt(
    'E_MAPPING_NONE',
    file,
    `neither in long nor in wide form, and no mapping fits its name. ${next}`,
  );
}

/** Values of these files that were taken in at that moment. */
async function changedValues(
  store: Store,
  files: readonly InputFile[],
  knownAt: Instant,
): Promise<Vintage[]> {
  const labels = files.map(({ label }) => label);
  return (await store.observations()).filter(
    (one) =>
      one.knownAt === knownAt &&
      labels.some((label) => one.place.file === label || one.place.file.startsWith(`${label}!`)),
  );
}

async function plannedSeries(
  changed: readonly Vintage[],
  desk: Desk,
  store: Store,
): Promise<PlannedSeries[]> {
  const bySeries = new Map<string, Vintage[]>();
  for (const one of changed) {
    const own = bySeries.get(one.series);
    if (own === undefined) bySeries.set(one.series, [one]);
    else own.push(one);
  }
  const planned: PlannedSeries[] = [];
  for (const [id, spec] of desk.catalog.series) {
    const values = bySeries.get(id);
    const [first, last] = [values?.[0], values?.at(-1)];
    if (values === undefined || first === undefined || last === undefined) continue;
    const revised = values.filter((one) => one.revision !== undefined);
    planned.push({
      id,
      metal: spec.metal,
      name: spec.name,
      unit: spec.unit,
      added: values.length - revised.length,
      revised: revised.length,
      first: first.date,
      last: last.date,
      newest: last.value,
      changes: revised.length === 0 ? [] : changesOf(revised, await store.revisions(id)),
    });
  }
  return planned;
}

function changesOf(revised: readonly Vintage[], vintages: readonly Vintage[]): PlannedSeries['changes'] {
  return revised
    .slice(-MOST_CHANGES)
    .reverse()
    .map(({ date, value }) => {
      const own = vintages.filter((one) => one.date === date);
      return { date, before: own.at(-2)?.value ?? '', after: value };
    });
}
