import { setMaxListeners } from 'node:events';

/**
 * Aborted with the first of two signals, until it is let go. `AbortSignal.any` stays in the memory of a signal for as
 * long as that lives: of one that lives as long as the server, for each job it ever did.
 */
export function joined(
  one: AbortSignal,
  other: AbortSignal,
): { readonly signal: AbortSignal; release(): void } {
  const both = [one, other];
  const first = new AbortController();
  const release = (): void => {
    for (const signal of both) signal.removeEventListener('abort', abort);
  };
  const abort = (): void => {
    release();
    first.abort();
  };
  if (both.some(({ aborted }) => aborted)) abort();
  else for (const signal of both) signal.addEventListener('abort', abort, { once: true });
  return { signal: first.signal, release };
}

/** A signal that as many may listen to as there is work: more than ten are no sign of a leak. */
export function heardByMany(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
