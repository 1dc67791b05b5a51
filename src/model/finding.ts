import { z } from 'zod';

/**
 * The data is imperfect, the brief goes on (or the gate holds it) and the reader is told.
 * `where` is file:line:column, file!sheet!cell, a JSON pointer or a series id.
 */
export const findingSchema = z.strictObject({
  code: z.string().regex(/^[EWI]_[A-Z_]+$/),
  severity: z.enum(['error', 'warning', 'note']),
  where: z.string(),
  message: z.string(),
  series: z.string().optional(),
  /** The day of the value meant. */
  date: z.string().optional(),
  /** The relation between series that does not hold. */
  relation: z.string().optional(),
  /** What likely happened, for programs: `x1000`, `x31.1`, `fx`, `vat`, `digits`. The message says it in words. */
  cause: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a finding is about beside its place. */
export type About = Omit<Finding, 'code' | 'severity' | 'where' | 'message'>;

/** A finding as severe as the first letter of its code: `E_…`, `W_…`, `I_…`. */
export function findingAt(code: string, where: string, message: string, about: About = {}): Finding {
  const severity = code.startsWith('E_') ? 'error' : code.startsWith('W_') ? 'warning' : 'note';
  return { code, severity, where, message, ...about };
}

/** Whether any of them stops what was asked for. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

/** What the gate says of an edition. */
export type Verdict = 'pass' | 'notes' | 'hold';
