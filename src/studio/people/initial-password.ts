import type { Effects } from '../../effects.ts';

/** Nobody takes one of them for another, in print or on the telephone. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const OF_GROUP = 5;

/** `k7qmx-4txbp-…`: 99 bits, told once. */
export function initialPassword(effects: Pick<Effects, 'random'>): string {
  const signs = randomSigns(SIGNS, GROUPS * OF_GROUP, effects);
  return signs.replace(/(.{5})(?=.)/g, '$1-');
}

/** So many of these signs, each as likely as the others. */
export function randomSigns(of: string, count: number, { random }: Pick<Effects, 'random'>): string {
  // Bytes beyond the last whole run of signs would make the first signs likelier.
  const most = 256 - (256 % of.length);
  let signs = '';
  while (signs.length < count)
    for (const byte of random(count)) if (byte < most && signs.length < count) signs += of[byte % of.length];
  return signs;
}
