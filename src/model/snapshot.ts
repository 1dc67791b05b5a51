import { z } from 'zod';
import { calendarSchema, deskSchema, metalSchema } from './catalog.ts';
import { findingSchema } from './finding.ts';
import { weekNotesSchema } from './notes.ts';
import { statusSchema } from './observation.ts';
import { overrideSchema, withheldSchema } from './override.ts';

/**
 * A series' observations, oldest first, as parallel columns: `values[i]` (a plain decimal in the canonical unit)
 * is for `dates[i]`. Daily from the first day of the calendar year before the week's, 400 days at least; before that
 * the last observation of each ISO week, back six years: what metrics, bands and charts need and no more.
 */
export const snapshotSeriesSchema = z.strictObject({
  dates: z.array(z.string()),
  values: z.array(z.string()),
  /** Status of all points, or of the points by index where they differ from it. */
  status: statusSchema,
  except: z.record(z.string(), statusSchema).optional(),
  /** Runs `[first index, file index, column where known]` of points read from one file. */
  files: z.array(z.tuple([z.int(), z.int(), z.int().optional()])),
  /** The row of each point in its file. */
  rows: z.array(z.int()),
});
export type SnapshotSeries = z.infer<typeof snapshotSeriesSchema>;

/**
 * All series as known at one moment: immutable, hashed, all that a brief is made from. Its file (`snapshotText`)
 * holds the same with the columns written as runs.
 */
export const snapshotSchema = z.strictObject({
  schema: z.literal(1),
  week: z.string(),
  /** The Friday the week ends on. */
  weekEnding: z.string(),
  /** Observations after this moment are not in the edition: Saturday noon in the desk's zone, in UTC. */
  cutoff: z.string(),
  /** Only vintages known by then were read; absent: all. */
  knownBy: z.string().optional(),
  issue: z.int().optional(),
  /** Editions from before the schedule was none of their business still have it. */
  desk: deskSchema.extend({ schedule: z.unknown().optional() }),
  metals: z.array(metalSchema),
  calendars: z.array(calendarSchema),
  /** Input files of the observations used, and their sha256. */
  inputs: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
  series: z.record(z.string(), snapshotSeriesSchema),
  findings: z.array(findingSchema),
  /** How many checks were run over its values; absent where it was never screened. */
  checks: z.int().optional(),
  /** Overrides of `data/overrides.yaml` that touch a value of this snapshot. */
  overrides: z.array(overrideSchema).optional(),
  /** Values by series that are kept here as evidence and are printed nowhere. */
  withheld: z.record(z.string(), z.array(withheldSchema)).optional(),
  /** What people wrote of the week; absent where nobody did. */
  notes: weekNotesSchema.optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
