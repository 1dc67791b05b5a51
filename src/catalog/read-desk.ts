import { isTimeZone } from '../calendar/time-zone.ts';
import { parseWeek } from '../calendar/week.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import { type DeskFile, deskFileSchema } from '../model/catalog.ts';
import { fieldProblems, valueAt } from './field-problems.ts';
import { mailProblems, siteFault } from './mail-problems.ts';
import { labelOf, readSource } from './read-source.ts';
import { scheduleProblems } from './schedule-problems.ts';
import { type Checked, type SourceFile, soundOf } from './source-file.ts';
import type { Path } from './yaml.ts';

const KNOWN_VERSION = 1;

/** Reads `data/desk.yaml`. Throws AssayError `config` with every problem in it, `missing` when there is no such file. */
export async function readDeskConfig(file: string): Promise<DeskFile> {
  const source = await readSource(file, labelOf(file, 1));
  return soundOf(source, (unplaced) => unplaced.placed(), check);
}

async function check(source: SourceFile): Promise<Checked<DeskFile>> {
  if (source.problems.length > 0) return { problems: source.problems };
  const version = valueAt(source.value, ['version']);
  if (typeof version === 'number' && version > KNOWN_VERSION) {
    const message = `version ${version}; this program knows up to ${KNOWN_VERSION}. Use a newer program for this desk.`;
    return { problems: [{ code: 'E_CONFIG_VERSION', where: source.where(['version']), message }] };
  }
  const parsed = deskFileSchema.safeParse(source.value);
  if (!parsed.success) return { problems: fieldProblems(deskFileSchema, parsed.error, source) };
  const problems = deskProblems(parsed.data, source);
  return problems.length > 0 ? { problems } : { value: parsed.data };
}

function deskProblems(desk: DeskFile, source: SourceFile): Problem[] {
  const problems: Problem[] = [];
  const wrong = (path: Path, message: string, code = 'E_CONFIG_FIELD') => {
    problems.push({ code, where: source.where(path), message });
  };
  const { timeZone } = desk;
  if (!isTimeZone(timeZone))
    wrong(['timeZone'], `timeZone is ${quoted(timeZone)}. Expected a time zone's name, like Asia/Shanghai.`);
  for (const list of ['languages', 'sections'] as const) {
    const names: readonly string[] = desk[list];
    names.forEach((name, at) => {
      if (names.indexOf(name) < at)
        wrong([list, at], `${list} names ${quoted(name)} twice. Remove one of the two.`);
    });
  }
  const week = desk.firstIssue?.week;
  if (week !== undefined) {
    const fault = weekFault(week);
    if (fault !== undefined) wrong(['firstIssue', 'week'], `firstIssue.week is ${quoted(week)}. ${fault}`);
  }
  if (desk.schedule !== undefined) problems.push(...scheduleProblems(desk.schedule, desk, source));
  if (desk.mail !== undefined) problems.push(...mailProblems(desk.mail, source));
  const { site } = desk.studio;
  const atSite = site === undefined ? undefined : (siteFault(site, 'passwords') ?? originFault(site));
  if (atSite !== undefined) wrong(['studio', 'site'], `studio.site is ${quoted(site ?? '')}. ${atSite}`);
  return problems;
}

/** Sessions are of a whole host: two studios under one name would share them. */
function originFault(site: string): string | undefined {
  const { origin } = new URL(site);
  return origin === site ? undefined : `Expected no path in it. Write it as ${origin}`;
}

function weekFault(week: string): string | undefined {
  try {
    parseWeek(week);
    return undefined;
  } catch (error) {
    if (error instanceof AssayError) return error.problems[0]?.message ?? '';
    throw error;
  }
}
