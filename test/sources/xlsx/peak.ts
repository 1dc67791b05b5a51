import { readdirSync, readFileSync } from 'node:fs';
import { cpuSeconds } from '../../support/cpu-time.ts';

/**
 * Watches how much memory the processes started by this one take at most, and how long they and this one work, in
 * seconds of the processor; zero where there is no /proc.
 */
export function peakOfChildren(): {
  /** Readers of workbooks that are there now. */
  running(): string[];
  stop(): { readonly megabytes: number; readonly seconds: number };
} {
  const started = process.cpuUsage();
  const worked = new Map<string, number>();
  let kilobytes = 0;
  const look = () => {
    let sum = 0;
    for (const pid of childrenOfThis()) {
      sum += peakOf(pid);
      worked.set(pid, Math.max(worked.get(pid) ?? 0, cpuSeconds(pid)));
    }
    kilobytes = Math.max(kilobytes, sum);
  };
  const timer = setInterval(look, 5);
  return {
    running: childrenOfThis,
    stop() {
      clearInterval(timer);
      const { user, system } = process.cpuUsage(started);
      const seconds = [...worked.values()].reduce((all, one) => all + one, (user + system) / 1e6);
      return { megabytes: kilobytes / 1024, seconds };
    },
  };
}

function childrenOfThis(): string[] {
  return quietly(() => readdirSync('/proc/self/task'), []).flatMap((task) =>
    quietly(() => readFileSync(`/proc/self/task/${task}/children`, 'utf8'), '')
      .split(' ')
      .filter((pid) => pid !== '' && isReader(pid)),
  );
}

function isReader(pid: string): boolean {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '').includes('xlsx-child.js');
}

/** The most it ever held, which outlives the moment. */
function peakOf(pid: string): number {
  const status = quietly(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
}

/** A process may end between the listing and the look. */
function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
