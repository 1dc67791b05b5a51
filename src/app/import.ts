import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Imported, ImportRequest } from '../app.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import { type Finding, findingAt, hasErrors } from '../model/finding.ts';
import type { Mapping } from '../model/mapping.ts';
import { nearest } from '../nearest.ts';
import { type FileTaken, type IntakeOptions, takeIn } from '../snapshot/intake.ts';
import { type InputFile, isInOwnForm, type Proposal, proposalFor } from '../sources/index.ts';
import { openStore, openStoreAsIs } from '../store/index.ts';

/** Takes files from anywhere into the desk's store: all of them, or none. A dry run only says what it would do. */
export async function importFiles(desk: Desk, request: ImportRequest, effects: Effects): Promise<Imported> {
  requireNames(request.files);
  const files = request.files.map((file) => ({ file: resolve(file), label: labelIn(desk.root, file) }));
  const options: IntakeOptions = {
    stop: effects.stop,
    ...(request.mapping === undefined ? {} : { mapping: mappingNamed(request.mapping, desk.mappings) }),
    ...(request.release === undefined ? {} : { release: request.release }),
    ...(request.reason === undefined ? {} : { reason: request.reason }),
  };
  // A dry run asks for no right to write, and leaves no store where there is none.
  const store = await (request.dryRun ? openStoreAsIs : openStore)(desk.paths.store);
  try {
    const intake = await takeIn(files, desk, store, effects.now, options);
    const unknown = request.mapping === undefined ? await unknownForms(intake.files, files, desk) : [];
    const findings = [...intake.findings, ...unknown.map(noMapping)];
    const proposals = unknown.flatMap(({ file, proposal }) =>
      proposal === undefined ? [] : [{ file, ...proposal }],
    );
    return {
      ...intake,
      findings,
      kept: intake.kept && !request.dryRun,
      sound: !hasErrors(findings),
      proposals,
    };
  } finally {
    await store.close();
  }
}

/** What says that a file is in no form we know; others say what is wrong in one we do. */
const FOREIGN: ReadonlySet<string> = new Set([
  'E_DATA_COLUMN',
  'E_DATA_COLUMN_TWICE',
  'E_DATA_COMMENT',
  'E_DATA_ENCODING',
  'E_DATA_SERIES',
]);

/** A file that is in no form we know, and the mapping proposed for it, where one could be. */
export interface UnknownForm {
  readonly file: string;
  readonly proposal: Proposal | undefined;
}

/** Of the files that have no mapping and gave nothing those that lack one. */
export async function unknownForms(
  taken: readonly FileTaken[],
  files: readonly InputFile[],
  { catalog }: Pick<Desk, 'catalog'>,
): Promise<UnknownForm[]> {
  const unknown: UnknownForm[] = [];
  for (const [at, { file, label }] of files.entries()) {
    const one = taken[at];
    if (one?.mapping !== '' || one.added + one.same + one.revised > 0) continue;
    const codes = one.findings.map(({ code }) => code);
    if (!codes.some((code) => FOREIGN.has(code)) || (await isInOwnForm(file))) continue;
    const proposal = await proposalFor(file, label, catalog);
    // Without a header of ours it is a table of another form, or no table.
    if (proposal || codes.includes('E_DATA_COLUMN')) unknown.push({ file: label, proposal });
  }
  return unknown;
}

function noMapping({ file, proposal }: UnknownForm): Finding {
  const path = /data\/mappings\/\S+?\.yaml/.exec(proposal?.yaml ?? '')?.[0] ?? 'data/mappings/NAME.yaml';
  const next =
    proposal === undefined
      ? `None can be proposed: no column of dates beside columns of numbers was found. Write one as ${path} (README.md beside the built-in mappings says how), or save the table as date,series,value.`
      : `One is proposed on stdout: look at every line, save it as ${path} and import again.`;
  return findingAt(
    'E_MAPPING_NONE',
    file,
    `neither in long nor in wide form, and no mapping fits its name. ${next}`,
  );
}

/** An empty word, as a shell makes of a variable that is not set, would mean the folder one stands in. */
function requireNames(files: readonly string[]): void {
  if (!files.includes('')) return;
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where: 'import',
    message: 'an empty file name. Expected the path of a .csv or .xlsx file.',
  });
}

/** What a file is called in messages and in the store: its path inside the desk, else only its name. */
export function labelIn(root: string, file: string): string {
  const path = relative(root, resolve(file));
  const isOutside = path === '' || path.startsWith('..') || isAbsolute(path);
  return isOutside ? (path.split(sep).at(-1) ?? path) : path.split(sep).join('/');
}

function mappingNamed(name: string, mappings: readonly Mapping[]): Mapping {
  const found = mappings.find((one) => one.name === name);
  if (found) return found;
  const names = mappings.map((one) => one.name);
  const near = nearest(name, names);
  const hint = near ? ` Did you mean ${quoted(near)}?` : '';
  throw new AssayError('usage', {
    code: 'E_MAPPING_UNKNOWN',
    where: '--mapping',
    message: `no mapping ${quoted(name)}.${hint} Expected one of data/mappings/*.yaml: ${names.join(', ') || 'there is none'}.`,
  });
}
