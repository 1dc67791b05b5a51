import { weeksInYear } from '../calendar/week.ts';
import { AssayError, quoted } from '../errors.ts';
import type { EditionId, WeekId } from '../model/time.ts';

export interface EditionName {
  readonly edition: EditionId;
  readonly week: WeekId;
  /** 0 for the first publication, 1 for the first correction. */
  readonly correction: number;
}

/** By year: an archive asks for the same few hundreds of times. */
const weeks = new Map<number, number>();

function weeksOf(year: number): number {
  const known = weeks.get(year) ?? weeksInYear(year);
  weeks.set(year, known);
  return known;
}

const SHAPE = /^([1-9]\d{3})-W(\d{2})(?:\.([1-9]\d{0,2}))?$/;

/**
 * Checks a name before it becomes a path: `2025-W24`, or `2025-W24.1` for a correction, of a week that exists.
 * Throws AssayError usage E_EDITION_ID.
 */
export function parseEditionId(text: string): EditionName {
  const [, year, week, correction] = SHAPE.exec(text) ?? [];
  if (year === undefined || week === undefined) {
    throw noSuch(`${quoted(text)}. Expected a week like 2025-W24, or 2025-W24.1 for its first correction.`);
  }
  const last = weeksOf(Number(year));
  if (Number(week) < 1 || Number(week) > last) throw noSuch(`${quoted(text)} (${year} has ${last} weeks).`);
  return { edition: text, week: `${year}-W${week}`, correction: Number(correction ?? 0) };
}

function noSuch(rest: string): AssayError {
  return new AssayError('usage', { code: 'E_EDITION_ID', where: '', message: `No such edition: ${rest}` });
}

/** Weeks in order, corrections after what they correct. */
export function byEdition(a: EditionName, b: EditionName): number {
  if (a.week !== b.week) return a.week < b.week ? -1 : 1;
  return a.correction - b.correction;
}
