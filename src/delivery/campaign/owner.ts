import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { bootOf } from '../epoch/uptime.ts';

/**
 * Who holds a lease: `host:boot:pid:start`. Where there is no /proc, boot and start are empty and nobody is ever held
 * for dead: their leases end by themselves.
 */
export function ownerName(): string {
  return [plain(hostname()), bootOf(), process.pid, startOf(process.pid) ?? ''].join(':');
}

/** Whether that owner is a process of this machine, since its last start, that is gone. */
export function isDead(owner: string): boolean {
  const [host, boot, pid, start, ...rest] = owner.split(':');
  if (rest.length > 0 || !start || !boot || host !== plain(hostname()) || boot !== bootOf()) return false;
  const found = startOf(Number(pid));
  return found !== start;
}

/** Whether it is a process of this host before its last start: its files, not its leases, are surely nobody's. */
export function isOfEarlierBoot(owner: string): boolean {
  const [host, boot = ''] = owner.split(':');
  // In another container of the same boot it may well be at work.
  const [then, now] = [kernelOf(boot), kernelOf(bootOf())];
  return host === plain(hostname()) && then !== '' && now !== '' && then !== now;
}

function kernelOf(boot: string): string {
  return boot.split('.')[0] ?? '';
}

/** When the process began, in the kernel's ticks since boot; undefined where there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22; fields are counted after the name in parentheses, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie does nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function plain(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_');
}
