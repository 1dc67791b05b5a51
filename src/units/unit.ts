import { Decimal } from './decimal.ts';
import { multiplied } from './multiplied.ts';
import { price } from './prices.ts';
import { type MassKind, OTHERS } from './spellings.ts';
import { type StatedVat, taxWords, VAT_LABEL } from './tax-words.ts';
import { weight } from './weights.ts';

/**
 * A unit of measure. Two units convert by a factor when they measure the same quantity (`convert`); what else leads
 * from one to another has to be declared (`declaredConversion`).
 */
export interface Unit {
  /** The one spelling the program itself uses: `CNY/t`, `US¢/lb`, `10kt`, `short ton`, `%`, `CNY/t excl. VAT`. */
  readonly canonical: string;
  /** What is measured: `mass`, `contained mass of Mo`, `USD per mass`, `CNY per mass excl. VAT`, `%`. */
  readonly quantity: string;
  /** One of this unit is `over ÷ under` of the quantity's base; kept apart so that conversion divides only once. */
  readonly over: Decimal;
  readonly under: Decimal;
  readonly zh: string;
  /** Of a price: what is paid in. */
  readonly currency?: string;
  /** Of a mass, and of a price: what is weighed. */
  readonly mass?: Mass;
  /** Of a price, where its text says so. */
  readonly vat?: StatedVat;
}

/** What kind of mass, and of which substance where the text names it. */
export interface Mass {
  readonly kind: MassKind;
  /** `Mo`, `WO3`, `LCE`. */
  readonly of?: string;
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
    // The texts come from files and may each hold on to a piece of them: a hostile one must not fill the memory.
    if (known.size > 200) known.clear();
    known.set(text, read(text));
  }
  return known.get(text);
}

function read(text: string): Unit | undefined {
  const compact = bare(text.normalize('NFKC').replace(/\s+/g, ''));
  // Million tonnes or a hurried "mt": a factor of a million apart. Terawatt or tonnes of tungsten.
  if (/(?:^|\/)(?:Mt|TW$)/.test(compact)) return undefined;
  const spelled = compact.toLowerCase();
  return untaxed(spelled) ?? taxed(spelled);
}

/** A table's head says `单位：元/吨` or `($/mt)`. */
function bare(compact: string): string {
  const named = compact.replace(/^(?:单位|[Uu]nits?):/, '');
  const inside = /^(?:\(([^()]+)\)|\[([^[\]]+)\])$/.exec(named);
  return inside?.[1] ?? inside?.[2] ?? named;
}

function untaxed(spelled: string): Unit | undefined {
  return OTHER_UNITS.get(spelled) ?? weight(spelled) ?? price(spelled) ?? counted(spelled);
}

function taxed(spelled: string): Unit | undefined {
  const found = taxWords(spelled);
  const unit = found && price(bare(found.rest));
  if (!found || !unit) return undefined;
  const { en, zh } = VAT_LABEL[found.vat];
  return {
    ...unit,
    canonical: `${unit.canonical}${en}`,
    // Another quantity: nothing that only knows factors may take it for a price that says nothing of tax.
    quantity: `${unit.quantity}${en}`,
    zh: `${unit.zh}${zh}`,
    vat: found.vat,
  };
}

const OTHER_UNITS = new Map<string, Unit>(
  OTHERS.flatMap(({ canonical, zh, spellings }) =>
    spellings.map((spelling) => [spelling, { canonical, quantity: canonical, over: ONE, under: ONE, zh }]),
  ),
);

function counted(spelled: string): Unit | undefined {
  return multiplied(spelled, (text) => {
    const other = OTHERS.find((one) => one.countable && one.spellings.includes(text));
    return other && OTHER_UNITS.get(other.canonical);
  });
}
