import { AssayError } from '../../errors.ts';
import type { Alert } from './alert.ts';

const PATIENCE_MS = 10_000;

/**
 * Tells an address by POST, as JSON. Follows no redirect: what is told goes where the desk says and nowhere else.
 * Throws AssayError unavailable E_ALERT_WEBHOOK; of the address it says no more than its host, the rest may be a secret.
 */
export async function postAlert(
  address: string,
  alert: Alert & { readonly desk: string },
  stop: AbortSignal,
): Promise<void> {
  const { host } = new URL(address);
  const problem = (message: string, cause?: unknown): AssayError =>
    new AssayError(
      'unavailable',
      { code: 'E_ALERT_WEBHOOK', where: host, message: `${message}. It is told again at the next look.` },
      { cause },
    );
  const late = AbortSignal.timeout(PATIENCE_MS);
  let status: number;
  try {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', 'user-agent': 'assay' },
      body: JSON.stringify(alert),
      signal: AbortSignal.any([stop, late]),
    });
    ({ status } = response);
    await response.body?.cancel();
  } catch (error) {
    if (late.aborted) throw problem(`did not answer within ${PATIENCE_MS / 1000} s`, error);
    throw problem(`cannot be reached (${reasonOf(error)})`, error);
  }
  if (status >= 300 && status < 400) throw problem(`answered ${status}, a redirect, which is not followed`);
  if (status < 200 || status > 299) throw problem(`answered ${status}`);
}

/** What the system says, `ECONNREFUSED`: the words around it may hold the address. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const one of [cause, error])
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code;
  return 'no connection';
}
