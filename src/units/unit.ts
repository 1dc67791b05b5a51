import { Decimal } from './decimal.ts';
import { CONTAINED, CURRENCIES, MASSES, MULTIPLIERS, OTHERS } from './spellings.ts';

/** A unit of measure. Two units convert when they measure the same quantity; see `convert`. */
export interface Unit {
  /** The one spelling the program itself uses: `CNY/t`, `US¢/lb`, `10kt`, `short ton`, `%`. */
  readonly canonical: string;
  /** What is measured: `mass`, `contained mass`, `USD per mass`, `%`. */
  readonly quantity: string;
  /** One of this unit is `over ÷ under` of the quantity's base; kept apart so that conversion divides only once. */
  readonly over: Decimal;
  readonly under: Decimal;
  readonly zh: string;
}

const ONE = new Decimal(1);
const known = new Map<string, Unit | undefined>();

/**
 * The unit a text means, in any spelling of English, Chinese or both: full width, case and blanks do not matter.
 * Undefined for what is unknown or could mean two things; nothing is guessed.
 */
export function parseUnit(text: string): Unit | undefined {
  if (text.length > 60) return undefined;
  if (!known.has(text)) {
    // The texts come from files: a hostile one must not fill the memory.
    if (known.size > 1000) known.clear();
    known.set(text, read(text));
  }
  return known.get(text);
}

function read(text: string): Unit | undefined {
  const compact = text.normalize('NFKC').replace(/\s+/g, '');
  // Million tonnes or a hurried "mt": a factor of a million apart.
  if (/(?:^|\/)Mt/.test(compact)) return undefined;
  const spelled = compact.toLowerCase();
  return OTHER_UNITS.get(spelled) ?? mass(spelled) ?? price(spelled) ?? counted(spelled);
}

const OTHER_UNITS = new Map<string, Unit>(
  OTHERS.flatMap(({ canonical, zh, spellings }) =>
    spellings.map((spelling) => [spelling, { canonical, quantity: canonical, over: ONE, under: ONE, zh }]),
  ),
);

const MASS_UNITS = new Map<string, Unit>(
  MASSES.flatMap(({ canonical, quantity, size, zh, spellings }) =>
    spellings.map((spelling) => [spelling, { canonical, quantity, over: new Decimal(size), under: ONE, zh }]),
  ),
);

const CURRENCY_UNITS = new Map<string, Unit>(
  CURRENCIES.flatMap(({ canonical, currency, size, zh, spellings }) =>
    spellings.map((spelling) => [
      spelling,
      { canonical, quantity: currency, over: new Decimal(size), under: ONE, zh },
    ]),
  ),
);

function mass(spelled: string): Unit | undefined {
  return singleMass(spelled) ?? multiplied(spelled, singleMass);
}

function singleMass(spelled: string): Unit | undefined {
  const found = MASS_UNITS.get(spelled);
  if (found) return found;
  for (const element of CONTAINED) {
    if (!spelled.endsWith(element)) continue;
    const bare = MASS_UNITS.get(spelled.slice(0, -element.length).replace(/contained$/, ''));
    if (bare?.quantity === 'ton units') return bare;
    if (bare?.quantity === 'mass') return MASS_UNITS.get(`${bare.canonical}contained`);
  }
  return undefined;
}

function price(spelled: string): Unit | undefined {
  const parts = /^(.+?)(?:\/|per|每)(.+)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return undefined;
  const money = currency(parts[1]);
  const weight = singleMass(parts[2]);
  if (!money || !weight) return undefined;
  return {
    canonical: `${money.canonical}/${weight.canonical}`,
    quantity: `${money.quantity} per ${weight.quantity}`,
    over: money.over.times(weight.under),
    under: money.under.times(weight.over),
    zh: `${money.zh}/${weight.zh}`,
  };
}

function currency(spelled: string): Unit | undefined {
  const single = (text: string) => CURRENCY_UNITS.get(text);
  return single(spelled) ?? multiplied(spelled, single) ?? multiplierLast(spelled);
}

/** `CNY10k/t`, as English tables write 万元/吨. */
function multiplierLast(spelled: string): Unit | undefined {
  const parts = /^(.+?)(10k|k)$/.exec(spelled);
  if (!parts?.[1] || !parts[2]) return undefined;
  return multiplied(parts[2] + parts[1], (text) => CURRENCY_UNITS.get(text));
}

function counted(spelled: string): Unit | undefined {
  return multiplied(spelled, (text) => {
    const other = OTHERS.find((one) => one.countable && one.spellings.includes(text));
    return other && OTHER_UNITS.get(other.canonical);
  });
}

function multiplied(spelled: string, single: (text: string) => Unit | undefined): Unit | undefined {
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
