import type { Effects } from '../../../src/effects.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';

/** What is to befall a sender, each at its so-many-th step; a step is either side of a call to the outside. */
export interface Fate {
  readonly dieAt: number;
  readonly freezeAt: number;
  readonly freezeMs: number;
  readonly stopAt: number;
}

/** A sender's process: it may be killed between any two of its awaits, or stand still and wake later. */
export interface Life {
  readonly name: string;
  readonly effects: Effects;
  readonly isDead: boolean;
  /** Resolves when it is killed. */
  readonly death: Promise<'died'>;
  /** Resolves when it begins to stand still, if it ever does. */
  readonly standstill: Promise<void>;
  /** A call to the outside; it never comes back to the dead. */
  step<T>(work: () => Promise<T>): Promise<T>;
}

const NEVER = new Promise<never>(() => undefined);

export function liveLife(name: string, time: VirtualTime, fate: Fate): Life {
  const stop = new AbortController();
  let steps = 0;
  let isDead = false;
  let die: (how: 'died') => void = () => undefined;
  let freeze: () => void = () => undefined;
  let frozen: Promise<void> | undefined;
  const death = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const standstill = new Promise<void>((resolve) => {
    freeze = resolve;
  });

  const gate = async (): Promise<void> => {
    steps += 1;
    if (steps === fate.dieAt) {
      isDead = true;
      die('died');
    }
    if (steps === fate.stopAt) stop.abort();
    if (steps === fate.freezeAt) {
      frozen = time.pass(fate.freezeMs).then(() => {
        frozen = undefined;
      });
      freeze();
    }
    if (frozen !== undefined) await frozen;
    if (isDead) await NEVER;
  };
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    await gate();
    try {
      return await work();
    } finally {
      await gate();
    }
  };
  const aborted = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const effects: Effects = {
    ...time,
    stop: stop.signal,
    wait: (ms) => step(() => (stop.signal.aborted ? aborted : Promise.race([time.pass(ms), aborted]))),
  };
  return {
    name,
    effects,
    death,
    standstill,
    step,
    get isDead() {
      return isDead;
    },
  };
}
