import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { AssayError } from '../errors.ts';
import {
  type Snapshot,
  type SnapshotSeries,
  snapshotSchema,
  snapshotSeriesSchema,
} from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import { packRuns, unpackRuns } from './runs.ts';
import { type Layout, sortedJson } from './sorted-json.ts';

/** A series as the file has it: days and rows as steps from the one before, all columns as runs. */
const packedSeriesSchema = snapshotSeriesSchema.omit({ dates: true, values: true, rows: true }).extend({
  from: z.string(),
  days: z.string(),
  values: z.string(),
  rows: z.string(),
});
type PackedSeries = z.infer<typeof packedSeriesSchema>;

const fileSchema = snapshotSchema.extend({ series: z.record(z.string(), packedSeriesSchema) });

/** A line for each entry of the upper levels, so that two snapshots can be compared by eye. */
const LINES: Layout = {
  item: (depth) => (depth < 2 ? '\n' : ''),
  close: (depth) => (depth < 2 ? '\n' : ''),
  colon: ':',
};

/** The snapshot's one text: keys sorted, the same bytes for the same snapshot. What is archived and hashed. */
export function snapshotText(snapshot: Snapshot): string {
  const series = Object.fromEntries(Object.entries(snapshot.series).map(([id, one]) => [id, packed(one)]));
  return `${sortedJson({ ...snapshot, series }, LINES)}\n`;
}

/** sha256 of `snapshotText`, in hex. */
export function snapshotHash(snapshot: Snapshot): string {
  return createHash('sha256').update(snapshotText(snapshot)).digest('hex');
}

/** Throws AssayError data `E_SNAPSHOT` when the text is not a snapshot. */
export function parseSnapshot(text: string): Snapshot {
  try {
    const file = fileSchema.parse(JSON.parse(text));
    const dateOf = datesByNumber();
    const series = Object.fromEntries(
      Object.entries(file.series).map(([id, one]) => [id, unpacked(one, dateOf)]),
    );
    return { ...file, series };
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? firstIssue(error) : error instanceof Error ? error.message : '';
    throw new AssayError(
      'data',
      {
        code: 'E_SNAPSHOT',
        where: 'snapshot.json',
        message: `not a snapshot (${reason}). Restore it from a copy of the edition.`,
      },
      { cause: error },
    );
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `/${issue.path.join('/')}: ${issue.message}` : error.message;
}

function packed({ dates, values, rows, ...rest }: SnapshotSeries): PackedSeries {
  const days = dates.map(dayNumber);
  return {
    ...rest,
    from: dates[0] ?? '',
    days: packRuns(steps(days)),
    values: packRuns(values),
    rows: packRuns([...rows.slice(0, 1), ...steps(rows)]),
  };
}

/** What is added to each number to come to the next. */
function steps(numbers: readonly number[]): number[] {
  return numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
}

/** All series share their days: each is spelled once. */
function datesByNumber(): (day: number) => IsoDate {
  const known = new Map<number, IsoDate>();
  return (day) => {
    const date = known.get(day) ?? dayOfNumber(day);
    known.set(day, date);
    return date;
  };
}

function unpacked(
  { from, days, values, rows, ...rest }: PackedSeries,
  dateOf: (day: number) => IsoDate,
): SnapshotSeries {
  const dates = from === '' ? [] : walk([dayNumber(from), ...unpackRuns(days).map(Number)]).map(dateOf);
  const columns = { dates, values: unpackRuns(values), rows: walk(unpackRuns(rows).map(Number)) };
  if (columns.values.length !== dates.length || columns.rows.length !== dates.length) {
    throw new RangeError('columns of different lengths');
  }
  return { ...rest, ...columns };
}

function walk(first: readonly number[]): number[] {
  let sum = 0;
  return first.map((step) => {
    sum += step;
    return sum;
  });
}
