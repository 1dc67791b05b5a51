import type { Sending } from '../app/send.ts';
import type { Effects } from '../effects.ts';
import { oneLine } from '../errors.ts';

/** Where progress is shown: stderr, or what stands in for it. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  show(sending: Sending): void;
  /** Leaves the screen as if there had been no bar. */
  end(): void;
}

/** A bar is redrawn so often, a line is written so often, and the rate is that of so long; in milliseconds. */
const REDRAWN = 100;
const WRITTEN = 10_000;
const WINDOW = 10_000;

/** One line that moves where somebody watches; else a line every ten seconds. */
export function openProgress(title: string, effects: Pick<Effects, 'ticks'>, screen: Screen): Progress {
  const started = effects.ticks();
  const seen: Array<{ readonly at: number; readonly done: number }> = [];
  let shown = screen.isTTY === true ? Number.NEGATIVE_INFINITY : started;
  let drawn = false;
  return {
    show: (sending) => {
      const at = effects.ticks();
      seen.push({ at, done: sending.done });
      while (seen.length > 2 && at - (seen[0]?.at ?? at) > WINDOW) seen.shift();
      if (at - shown < (screen.isTTY ? REDRAWN : WRITTEN)) return;
      shown = at;
      const words = wordsOf(sending, rateOf(seen));
      if (!screen.isTTY) {
        screen.write(`${title}: ${words}\n`);
        return;
      }
      drawn = true;
      const line = `${title} ${barOf(sending)} ${words}`;
      screen.write(`\r\x1b[K${line.slice(0, Math.max(20, (screen.columns ?? 80) - 1))}`);
    },
    end: () => {
      if (drawn) screen.write('\r\x1b[K');
      drawn = false;
    },
  };
}

/** A second. */
function rateOf(seen: ReadonlyArray<{ readonly at: number; readonly done: number }>): number {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined || last.at <= first.at) return 0;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

const CELLS = 20;

function barOf({ planned, done }: Sending): string {
  const full = Math.floor((CELLS * done) / Math.max(1, planned));
  return `[${'█'.repeat(full)}${'░'.repeat(CELLS - full)}]`;
}

function wordsOf({ planned, done, accepted, note }: Sending, rate: number): string {
  const count = (n: number) => n.toLocaleString('en-US');
  const speed = rate >= 10 ? count(Math.round(rate)) : rate.toFixed(1);
  return [
    `${count(done)} of ${count(planned)} (${Math.floor((100 * done) / Math.max(1, planned))} %)`,
    ...(rate > 0 ? [`${speed} a second`] : []),
    ...(rate > 0 && done < planned ? [`${duration((planned - done) / rate)} left`] : []),
    ...(accepted < done ? [`${count(done - accepted)} not accepted`] : []),
    ...(note === '' ? [] : [oneLine(note)]),
  ].join(', ');
}

/** `40 s`, `5 min`, `3 h 10 min`, of seconds. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
