import { z } from 'zod';
import type { Instant, IsoDate } from './time.ts';

/** What kind of value it is; `illustrative` is made-up history and is marked wherever it is used. */
export const STATUSES = [
  'traded',
  'assessed',
  'holiday',
  'rolled',
  'provisional',
  'missing',
  'illustrative',
] as const;
export const statusSchema = z.enum(STATUSES);
export type Status = z.infer<typeof statusSchema>;

const BY_NAME: ReadonlyMap<string, Status> = new Map(STATUSES.map((status) => [status, status]));

/** Looked up instead of parsed: asked of every value there is. */
export function statusNamed(text: string): Status | undefined {
  return BY_NAME.get(text);
}

/** Where something was read. Rows and columns count from 1, the header being row 1. */
export interface Place {
  readonly file: string;
  readonly row: number;
  readonly column?: number;
}

/** One cell's worth of an input file as its source gave it: nothing trusted yet. */
export interface RawRow {
  readonly place: Place;
  readonly date: string;
  readonly series: string;
  readonly value: string;
  readonly unit?: string;
  readonly status?: string;
  /** A change over the week printed beside the level: `+1.41%`, `-250`. */
  readonly change?: string;
  /** Columns of each part where known, for messages. */
  readonly columns?: {
    readonly date?: number;
    readonly series?: number;
    readonly value?: number;
    readonly unit?: number;
    readonly status?: number;
    readonly change?: number;
  };
}

/** One value of a series for one date, in the series' canonical unit. `value` is a plain decimal, `9647.5`. */
export interface Observation {
  readonly series: string;
  readonly date: IsoDate;
  readonly value: string;
  readonly status: Status;
  readonly place: Place;
}

/** Who changed a value: its publisher (also by making a provisional value final), or we who had it wrong. */
export type Revision = 'source' | 'correction';

/** An observation and when it became known to the desk. */
export interface Vintage extends Observation {
  readonly knownAt: Instant;
  /** Hash of the file as it was when this was read from it. */
  readonly sha256?: string;
  /** Where the series and date had another value or status before. */
  readonly revision?: Revision;
  /** What was said when the file was imported. */
  readonly reason?: string;
}
