import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Nobody asked for anything for so long. */
const QUIET_MS = 20_000;
/** Between two looks: what one has freed, the next finds to be more than is needed. */
const AGAIN_MS = 1_500;
const TIMES = 3;

/**
 * Gives memory back when nobody asks for anything: a heap that has grown in a busy hour is not collected by itself
 * before it grows further. `letGo` is asked for what is kept only to save time; `busy` says that somebody has asked.
 */
export function restWhenQuiet(
  letGo: () => Promise<unknown>,
  quietMs = QUIET_MS,
): { busy(): void; end(): void } {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return { busy: () => undefined, end: () => undefined };
  const again = Array.from({ length: TIMES - 1 }, (_, at) =>
    setTimeout(
      () => {
        collect();
        collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
      },
      quietMs + (at + 1) * AGAIN_MS,
    ).unref(),
  );
  const first = setTimeout(() => {
    // What could not be let go of is kept: nobody asked for it.
    letGo().then(
      () => collect(),
      () => collect(),
    );
  }, quietMs).unref();
  const timers = [first, ...again];
  return {
    busy: () => {
      for (const timer of timers) timer.refresh();
    },
    end: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
