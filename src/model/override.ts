import { z } from 'zod';

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-20');

/**
 * `data/overrides.yaml`: somebody answers for one value of one day. `accept` lets exactly that value (in the series'
 * own unit) pass what held or warned; `exclude` takes it out of the edition, and its place says so. Both end.
 */
export const overrideSchema = z.strictObject({
  series: z.string(),
  date: isoDate,
  action: z.enum(['accept', 'exclude']),
  /** The value accepted: another one that comes later is not covered. Not needed to exclude. */
  value: z.number().optional(),
  by: z.string().min(1),
  reason: z.string().min(1),
  /** The last day on which it counts. */
  expires: isoDate,
});
export type Override = z.infer<typeof overrideSchema>;

/** A value that is in the snapshot but must not be printed, and why. */
export const withheldSchema = z.strictObject({
  date: z.string(),
  value: z.string(),
  /** The check's code, or `OVERRIDE`. */
  code: z.string(),
  /** Of a check's finding: what likely happened. */
  cause: z.string().optional(),
  /** Of an override. */
  by: z.string().optional(),
  reason: z.string().optional(),
});
export type Withheld = z.infer<typeof withheldSchema>;
