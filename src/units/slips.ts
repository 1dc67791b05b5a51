export type SlipCause =
  | 'x10'
  | 'x100'
  | 'x1000'
  | 'x10000'
  | 'x2.2046'
  | 'x22.05'
  | 'x31.1'
  | 'x32.15'
  | 'x2204.6'
  | 'x0.907'
  | 'vat'
  | 'fx';

/** A factor by which a value is off when it is given in a unit that is often mistaken for its own. */
export interface Slip {
  readonly cause: SlipCause;
  readonly factor: number;
  /** The two that are mistaken for each other. */
  readonly words: string;
}

export interface ProbableSlip extends Slip {
  /** Whether the value is the factor too large or too small. */
  readonly direction: 'times' | 'divided';
  /** How far the ratio is from the factor, as a fraction: 0.02 for 2 %. */
  readonly off: number;
}

/** Factors as `reference` of a market's conventions has them. The exchange rate is not among them: it moves. */
export const SLIPS: readonly Slip[] = [
  { cause: 'x10', factor: 10, words: 'a decimal point one place off' },
  { cause: 'x100', factor: 100, words: 'cents and dollars, or a decimal point two places off' },
  { cause: 'x1000', factor: 1000, words: 'kilograms and tonnes, or thousands and ones' },
  { cause: 'x10000', factor: 10_000, words: '万 (ten thousands) and ones' },
  { cause: 'x2.2046', factor: 2.20462262, words: 'pounds and kilograms' },
  { cause: 'x22.05', factor: 22.0462262, words: 'US cents a pound and dollars a tonne' },
  { cause: 'x31.1', factor: 31.1034768, words: 'grams and troy ounces' },
  { cause: 'x32.15', factor: 32.1507466, words: 'troy ounces and kilograms' },
  { cause: 'x2204.6', factor: 2204.62262, words: 'pounds and tonnes' },
  // A short ton is 0.907 tonnes: a count in short tons is 1.102 times that in tonnes.
  { cause: 'x0.907', factor: 0.90718474, words: 'short tons and tonnes' },
  // 16 and 17 % of earlier years lie within its tolerance.
  { cause: 'vat', factor: 1.13, words: 'with and without VAT' },
];

export interface SlipOptions {
  /** CNY for one USD on the day. */
  readonly fx?: number | undefined;
  /** How far a ratio may be from a factor, as a fraction: a market moves between two values too. */
  readonly tolerance?: number;
}

/** A market moves between two values too; the convention of market desks is ±8 %. */
const SLIP_TOLERANCE = 0.08;

/** Every slip that explains why `value` is not near `reference`, the nearest factor first. */
export function slipsOf(value: number, reference: number, options: SlipOptions = {}): ProbableSlip[] {
  const ratio = value / reference;
  if (!(ratio > 0) || !Number.isFinite(ratio)) return [];
  const { fx, tolerance = SLIP_TOLERANCE } = options;
  const direction = ratio >= 1 ? 'times' : 'divided';
  const times = Math.max(ratio, 1 / ratio);
  const known = fx === undefined ? SLIPS : [...SLIPS, exchangeSlip(fx)];
  return known
    .map((slip) => slipFrom(slip, times, direction))
    .filter(({ off }) => off <= tolerance)
    .sort((a, b) => a.off - b.off);
}

function slipFrom(slip: Slip, times: number, direction: ProbableSlip['direction']): ProbableSlip {
  // A factor below one (short tons) works the other way round.
  const below = slip.factor < 1;
  const factor = below ? 1 / slip.factor : slip.factor;
  const off = Math.max(times / factor, factor / times) - 1;
  const other = direction === 'times' ? 'divided' : 'times';
  return { ...slip, direction: below ? other : direction, off };
}

/** The nearest of `slipsOf`. */
export function slipOf(value: number, reference: number, options?: SlipOptions): ProbableSlip | undefined {
  return slipsOf(value, reference, options)[0];
}

function exchangeSlip(fx: number): Slip {
  return { cause: 'fx', factor: fx, words: 'yuan and dollars' };
}
