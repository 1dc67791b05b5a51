import { Decimal } from './decimal.ts';
import { multiplied } from './multiplied.ts';
import { MASSES } from './spellings.ts';
import { SUBSTANCES } from './substances.ts';
import type { Mass, Unit } from './unit.ts';

const ONE = new Decimal(1);

export interface MassUnit extends Unit {
  readonly mass: Mass;
}

const MASS_UNITS = new Map<string, MassUnit>(
  MASSES.flatMap(({ canonical, kind, size, zh, spellings }) =>
    spellings.map((spelling) => [
      spelling,
      { canonical, quantity: kind, over: new Decimal(size), under: ONE, zh, mass: { kind } },
    ]),
  ),
);

const SUBSTANCE_SPELLINGS = SUBSTANCES.flatMap(({ symbol, spellings }) =>
  spellings.map((spelling) => ({ symbol, spelling })),
);

/** A gram is not among them: `gal` is a gallon, `GW` a gigawatt. */
const WEIGHED_IN: ReadonlySet<string> = new Set(['t', 'kg', 'lb', 'short ton', 'mtu', 'stu']);

/** A weight in a compact lower-case text: `10kt`, `kgmo`. */
export function weight(spelled: string): MassUnit | undefined {
  return singleWeight(spelled) ?? multiplied(spelled, singleWeight);
}

/** The same without a multiplier: what a price can be per. */
export function singleWeight(spelled: string): MassUnit | undefined {
  const found = MASS_UNITS.get(spelled);
  if (found) return found;
  const words = spelled.replace(/[()[\]-]/g, '');
  return MASS_UNITS.get(words) ?? weightOf(words.replace(/ofcontained|contained|content/, ''));
}

/** `USD/lb Mo`, `t Sb`, `金属吨Sb`: a mass named with what is weighed in it is contained mass of that. */
function weightOf(words: string): MassUnit | undefined {
  for (const { symbol, spelling } of SUBSTANCE_SPELLINGS) {
    const mass = words.endsWith(spelling) && MASS_UNITS.get(words.slice(0, -spelling.length));
    if (!mass) continue;
    const kind = mass.mass.kind === 'mass' ? 'contained mass' : mass.mass.kind;
    const canonical = mass.canonical.replace(/ contained$/, '');
    if (!WEIGHED_IN.has(canonical)) return undefined;
    return {
      ...mass,
      canonical: `${canonical} ${symbol}`,
      quantity: `${kind} of ${symbol}`,
      zh: `${mass.zh.replace(/^金属(?=吨)|金属$/, '')}${symbol}`,
      mass: { kind, of: symbol },
    };
  }
  return undefined;
}
