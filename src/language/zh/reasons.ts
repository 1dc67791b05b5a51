import { DELIVERY } from './reasons/delivery.ts';
import { MAPPING } from './reasons/mapping.ts';
import { SCHEDULE } from './reasons/schedule.ts';
import { TRAIL } from './reasons/trail.ts';

/** What stands around a reason: how the page writes moments and names series. */
export interface Around {
  /** `2025-06-15T10:00:00.000Z` by the desk's clocks. */
  readonly at: (moment: string) => string;
  /** A series by its id, in Chinese. */
  readonly series: (id: string) => string;
}

/** A way a reason begins or is built, and the same in Chinese; `say` tells of a part of it. */
export type Rule = readonly [
  pattern: RegExp,
  words: (parts: readonly string[], say: (part: string) => string, around: Around) => string,
];

const RULES: readonly Rule[] = [...SCHEDULE, ...DELIVERY, ...MAPPING, ...TRAIL];

/** Undefined of what nobody but a person can have written. */
export function reasonOf(reason: string, around: Around): string | undefined {
  const say = (part: string): string => reasonOf(part, around) ?? part;
  for (const [pattern, words] of RULES) {
    const found = pattern.exec(reason.trim());
    if (found === null) continue;
    const parts = [...found].slice(1).map((part) => part ?? '');
    return words(parts, say, around);
  }
  return undefined;
}
