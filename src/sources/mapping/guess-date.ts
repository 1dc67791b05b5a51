import type { IsoDate } from '../../model/time.ts';
import { type DateReader, dateReader } from './dates.ts';

/** How a column's dates are written, as far as its cells tell. */
export interface DateGuess {
  readonly format: string;
  readonly pivot: number;
  /** Every date is the first of a month: a month's figure dated by its beginning. */
  readonly monthStarts: boolean;
  /** Days and months could be the other way round. */
  readonly ambiguous: boolean;
  readonly dates: number;
}

/** What people and programs write, the unmistakable first. */
const FORMATS = [
  'yyyy-MM-dd',
  'yyyyMMdd',
  "yyyy'M'MM",
  'yyyy/M/d',
  'yyyy-M-d',
  'yyyy.M.d',
  'yyyy年M月d日',
  'yyyy年M月',
  'd-MMM-yyyy',
  'd MMM yyyy',
  'd. MMMM yyyy',
  'd MMMM yyyy',
  'MMMM d, yyyy',
  'MMM d, yyyy',
  'd-MMM-yy',
  'MMM-yyyy',
  'MMM yyyy',
  'MMM-yy',
  'yyyy-MM',
  'yyyy/MM',
  'd.M.yyyy',
  'd/M/yyyy',
  'M/d/yyyy',
];
const DEFAULT_PIVOT = 50;
const MIRRORED: Readonly<Record<string, string>> = { 'd/M/yyyy': 'M/d/yyyy' };

/** The format most of these cells are in; undefined where fewer than half are dates. */
export function guessDate(cells: readonly string[]): DateGuess | undefined {
  let best: { readonly format: string; readonly found: readonly IsoDate[] } | undefined;
  for (const format of FORMATS) {
    const found = datesIn(cells, format, DEFAULT_PIVOT);
    if (found.length > (best?.found.length ?? 0)) best = { format, found };
  }
  if (best === undefined || best.found.length * 2 < cells.length) return undefined;
  const { format, found } = best;
  const mirrored = MIRRORED[format];
  return {
    format,
    pivot: /(?<!y)yy(?!y)/.test(format) ? pivotOf(cells, format) : DEFAULT_PIVOT,
    monthStarts: format.includes('d') && found.length > 2 && found.every((date) => date.endsWith('-01')),
    ambiguous: mirrored !== undefined && datesIn(cells, mirrored, DEFAULT_PIVOT).length === found.length,
    dates: found.length,
  };
}

function datesIn(cells: readonly string[], format: string, pivot: number): IsoDate[] {
  const read: DateReader | string = dateReader(format, pivot);
  if (typeof read === 'string') return [];
  return cells.flatMap((cell) => {
    const date = read(cell.trim());
    // A price like 18930101 is no date anybody keeps.
    return date !== undefined && date >= '1800' && date < '2100' ? [date] : [];
  });
}

/** Tables run in one direction: years that would jump from 1968 to 2068 or back say where the century turns. */
function pivotOf(cells: readonly string[], format: string): number {
  const turns = (pivot: number) => {
    const dates = datesIn(cells, format, pivot);
    return dates.filter((date, at) => Math.abs(yearOf(date) - yearOf(dates[at - 1] ?? date)) > 10).length;
  };
  const candidates = [DEFAULT_PIVOT, 60, 40, 70, 30, 80];
  return candidates.reduce((best, one) => (turns(one) < turns(best) ? one : best));
}

function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}
