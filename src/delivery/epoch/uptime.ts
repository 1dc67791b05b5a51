import { readFileSync, readlinkSync } from 'node:fs';

/** How long a machine is up, by a clock that nobody sets. */
export interface Uptime {
  /** Which start of it: of two starts nothing can be told. */
  readonly boot: string;
  /** Milliseconds since, also those it slept. */
  readonly ms: number;
}

/** Of this machine; undefined where there is no /proc. */
export function machineUptime(): Uptime | undefined {
  const boot = bootOf();
  if (boot === '') return undefined;
  try {
    const ms = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000;
    return Number.isFinite(ms) ? { boot, ms } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The kernel's boot and the process namespace: a container does not see its neighbor's processes. Empty where there is
 * no /proc.
 */
export function bootOf(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
    return `${boot}.${namespace}`;
  } catch {
    return '';
  }
}
