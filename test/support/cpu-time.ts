import { readFileSync } from 'node:fs';

/** Of a process, with those it has started that have ended: seconds of the processor so far; zero where there is no /proc. */
export function cpuSeconds(pid: number | string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Its own, by itself and by the system, and the same of its children, in hundredths; the name before may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return 0;
  }
}
