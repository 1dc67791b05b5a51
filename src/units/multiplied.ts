import { MULTIPLIERS } from './spellings.ts';
import type { Unit } from './unit.ts';

/** A unit with a multiplier before it: `10kt`, 万元. */
export function multiplied<Single extends Unit>(
  spelled: string,
  single: (text: string) => Single | undefined,
): Single | undefined {
  for (const { canonical, factor, zh, spellings } of MULTIPLIERS) {
    const prefix = spellings.find((spelling) => spelled.startsWith(spelling));
    const unit = prefix && single(spelled.slice(prefix.length));
    if (!unit) continue;
    const blank = /^[A-Z]|^t\b/.test(unit.canonical) && canonical.endsWith('k') ? '' : ' ';
    return {
      ...unit,
      canonical: `${canonical}${blank}${unit.canonical}`,
      over: unit.over.times(factor),
      zh: `${zh}${unit.zh}`,
    };
  }
  return undefined;
}
