import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { NewAuditEvent, Office } from '../store/office/index.ts';

/** Who does what to what. */
export type Deed = Pick<NewAuditEvent, 'actor' | 'action' | 'target' | 'detail'>;

/**
 * Work that the audit trail tells of: `asked` before it begins, then `done`, or `refused` with the error's code. What
 * is cut off in between has been asked at least.
 */
export async function audited<T>(
  { audit }: Pick<Office, 'audit'>,
  deed: Deed,
  { now }: Pick<Effects, 'now'>,
  work: () => Promise<T>,
): Promise<T> {
  const note = (outcome: NewAuditEvent['outcome'], detail: string): Promise<unknown> =>
    audit.append({ ...deed, at: now().toISOString(), outcome, detail });
  await note('asked', deed.detail);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The first error is what people need to hear of.
    await note('refused', codeOf(error)).catch(() => undefined);
    throw error;
  }
  await note('done', deed.detail);
  return result;
}

function codeOf(error: unknown): string {
  return error instanceof AssayError ? (error.problems[0]?.code ?? '') : 'E_INTERNAL';
}
