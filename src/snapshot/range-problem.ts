import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { convert } from '../units/convert.ts';
import { Decimal, plain } from '../units/decimal.ts';
import { unitLabel } from '../units/print.ts';
import { type ProbableSlip, slipOf } from '../units/slips.ts';
import { parseUnit, type Unit } from '../units/unit.ts';

/** Kinds of which nothing at or below zero is plausible, whatever the range says. */
const ABOVE_ZERO: ReadonlySet<string> = new Set(['price', 'fx', 'index']);

/** Units a value of each quantity is often given in by mistake. */
const SLIPS = [
  't',
  'kg',
  'kt',
  '10kt',
  'short ton',
  'ozt',
  'lb',
  'USD/t',
  'USD/kg',
  'USD/lb',
  'US¢/lb',
  'USD/ozt',
  '10kUSD/t',
  'CNY/t',
  'CNY/kg',
  'CNY/g',
  'kCNY/t',
  '10kCNY/t',
  'CNY/t contained',
  '10kCNY/t contained',
  'CNY/kg contained',
].map((text) => parseUnit(text));

/**
 * Whether the value, in the series' own unit, is one the series can have. Series in `allowNegative` may be
 * zero or below, down to the mirror image of their upper bound.
 */
export function inRange(value: number, spec: SeriesSpec, mayBeNegative: boolean): boolean {
  const [low, high] = spec.range;
  if (value <= 0 && mayBeNegative) return value >= -high;
  if (value <= 0 && ABOVE_ZERO.has(spec.kind)) return false;
  return value >= low && value <= high;
}

export interface RangeProblem {
  readonly message: string;
  /** The slip that explains it beside the value before, for programs. */
  readonly cause?: string;
}

/**
 * What is wrong with a value out of range, as `given` in the file and `value` in the series' unit; `previous` is the
 * series' value before it, where one is known.
 */
export function rangeProblem(
  value: Decimal,
  given: string,
  spec: SeriesSpec,
  previous?: number,
): RangeProblem {
  const name = `${quoted(spec.name.en)} (${spec.id})`;
  const shown = quoted(given).slice(1, -1);
  if (value.lte(0) && ABOVE_ZERO.has(spec.kind)) {
    const message = `${spec.kind} ${shown} is not allowed for ${name}. Add ${spec.id} to data.allowNegative if it is right.`;
    return { message };
  }
  const [low, high] = spec.range.map((bound) => grouped(new Decimal(bound)));
  const slip = previous === undefined ? undefined : slipOf(value.toNumber(), previous);
  const probably = likely(value, spec);
  const advice = [
    ...(probably ? [`Probably ${probably}.`] : []),
    ...(slip && previous !== undefined ? [slipWords(slip, previous)] : []),
  ];
  const message = `${shown} is outside ${low} to ${high} ${spec.unit}, the range of ${name}. ${advice.join(' ') || 'Widen the range in the catalog if it is right.'}`;
  return { message, ...(slip ? { cause: slip.cause } : {}) };
}

function slipWords({ direction, factor, words }: ProbableSlip, previous: number): string {
  const sign = direction === 'times' ? '×' : '÷';
  const before = grouped(new Decimal(previous));
  return `It is about ${sign} ${grouped(new Decimal(factor))} of the value before, ${before}: ${words}.`;
}

/** A unit slip that would explain the value; else a power of ten. */
function likely(value: Decimal, spec: SeriesSpec): string | undefined {
  const own = parseUnit(spec.unit);
  if (!own) return undefined;
  const fits = (candidate: Decimal) => inRange(candidate.toNumber(), spec, false);
  const slips = SLIPS.flatMap((unit) => {
    if (!unit || unit.canonical === own.canonical) return [];
    const meant = convert(value, unit, own);
    return meant && fits(meant) ? [`in ${spelled(unit)} (= ${grouped(meant)} ${own.canonical})`] : [];
  });
  if (slips.length > 0) return slips.slice(0, 2).join(' or ');
  for (const places of [1, -1, 2, -2, 3, -3, 4, -4]) {
    const factor = new Decimal(10).pow(places);
    const meant = value.times(factor);
    if (fits(meant))
      return `${grouped(meant)}: ${places > 0 ? '×' : '÷'} ${grouped(factor.pow(Math.sign(places)))}`;
  }
  return undefined;
}

/** Units of ten thousands exist in Chinese only, and are known by their Chinese spelling. */
function spelled({ canonical }: Unit): string {
  return canonical.startsWith('10k') ? unitLabel(canonical, 'zh') : canonical;
}

/** For people: thousands apart, at most six digits that say something. */
function grouped(value: Decimal): string {
  const [whole = '', fraction] = plain(value.toSignificantDigits(6)).split('.');
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
