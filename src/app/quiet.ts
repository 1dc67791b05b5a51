import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Nobody asked for anything for so long. */
const QUIET_MS = 20_000;

/**
 * Gives memory back when nobody asks for anything: a heap that has grown in a busy hour is not collected by itself
 * before it grows further. `busy` says that somebody has asked.
 */
export function restWhenQuiet(quietMs = QUIET_MS): { busy(): void; end(): void } {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const timer = setTimeout(() => {
    // The last resort is what gives the pages back to the system as well.
    if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }, quietMs).unref();
  return { busy: () => timer.refresh(), end: () => clearTimeout(timer) };
}
