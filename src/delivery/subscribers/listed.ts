import type { Subscriber } from '../../model/subscriber.ts';

/** Names of what `listedCells` gives. A list read in again knows the first seven. */
export const LISTED = [
  'address',
  'name',
  'language',
  'time zone',
  'metals',
  'format',
  'lists',
  'state',
  'since',
  'reason',
] as const;

/** A subscriber as a row of a table. */
export function listedCells(one: Subscriber): string[] {
  const { address, name, language, timeZone, metals, format, lists, state, since, reason } = one;
  return [address, name, language, timeZone, metals.join(' '), format, lists.join(' '), state, since, reason];
}
