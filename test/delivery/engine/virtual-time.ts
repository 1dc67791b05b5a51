import type { Uptime } from '../../../src/delivery/epoch/uptime.ts';
import type { Effects } from '../../../src/effects.ts';

/** Time that passes only when everybody waits. */
export interface VirtualTime extends Effects {
  readonly lines: string[];
  /** By the ticks: no jump of the wall clock moves it. */
  uptime(): Uptime;
  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Real work is under way (a disk, a database): no time passes meanwhile. */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Like `wait`, but a stop does not cut it short: the world goes on. */
  pass(ms: number): Promise<void>;
  /** The wall clock jumps; ticks do not. */
  jump(ms: number): void;
  /** Time passes for everybody, whether they wait or not: a machine that stood still. */
  freeze(ms: number): void;
  abort(): void;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  readonly stoppable: boolean;
}

export function virtualTime(start = '2026-11-21T06:00:00.000Z'): VirtualTime {
  const stop = new AbortController();
  const lines: string[] = [];
  let tick = 0;
  let wall = Date.parse(start);
  let sleepers: Sleeper[] = [];
  let work = 0;
  const resting: Array<() => void> = [];
  let seed = 1;

  const sleep = (ms: number, stoppable: boolean): Promise<void> =>
    new Promise((wake) => {
      if (stoppable && stop.signal.aborted) return wake();
      sleepers.push({ at: tick + Math.max(ms, 0), wake, stoppable });
    });
  const advance = (): void => {
    const next = Math.min(...sleepers.map((one) => one.at));
    if (!Number.isFinite(next)) return;
    wall += Math.max(0, next - tick);
    tick = Math.max(tick, next);
    const woken = sleepers.filter((one) => one.at <= tick);
    sleepers = sleepers.filter((one) => one.at > tick);
    for (const { wake } of woken) wake();
  };

  return {
    lines,
    stop: stop.signal,
    now: () => new Date(wall),
    ticks: () => tick,
    uptime: () => ({ boot: 'virtual', ms: tick }),
    log: (line) => {
      lines.push(line);
    },
    wait: (ms) => sleep(ms, true),
    pass: (ms) => sleep(ms, false),
    random: (bytes) => Uint8Array.from({ length: bytes }, () => (seed = (seed * 48_271) % 2_147_483_647)),
    async run(job) {
      let done = false;
      const settle = (): void => {
        done = true;
      };
      job.then(settle, settle);
      for (;;) {
        await turn();
        await turn();
        if (done) return job;
        if (work === 0) advance();
        else
          await new Promise<void>((resolve) => {
            resting.push(resolve);
          });
      }
    },
    async busy(job) {
      work += 1;
      try {
        return await job;
      } finally {
        work -= 1;
        if (work === 0) for (const wake of resting.splice(0)) wake();
      }
    },
    jump: (ms) => {
      wall += ms;
    },
    freeze: (ms) => {
      wall += ms;
      tick += ms;
    },
    abort: () => {
      stop.abort();
      const woken = sleepers.filter((one) => one.stoppable);
      sleepers = sleepers.filter((one) => !one.stoppable);
      for (const { wake } of woken) wake();
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
