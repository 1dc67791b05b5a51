import { ABOVE_ZERO, inRange } from '../checks/index.ts';
import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import { convert } from '../units/convert.ts';
import { Decimal } from '../units/decimal.ts';
import { grouped } from '../units/grouped.ts';
import { unitLabel } from '../units/print.ts';
import { type ProbableSlip, slipOf } from '../units/slips.ts';
import { parseUnit, type Unit } from '../units/unit.ts';

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
  'USD/g',
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

export interface RangeProblem {
  readonly message: string;
  /** The slip that explains it beside the value before, for programs. */
  readonly cause?: string;
}

/**
 * What is wrong with a value out of range, as `given` in the file (with its unit where that is another) and `value` in
 * the series' unit; `previous` is the series' value before it, and `fx` the CNY for one USD, where they are known.
 */
export function rangeProblem(
  value: Decimal,
  given: { readonly text: string; readonly unit: string | undefined },
  spec: SeriesSpec,
  previous?: number,
  fx?: number,
): RangeProblem {
  const name = `${quoted(spec.name.en)} (${spec.id})`;
  const shown = quoted(given.unit === undefined ? given.text : `${given.text} ${given.unit}`).slice(1, -1);
  if (value.lte(0) && ABOVE_ZERO.has(spec.kind)) {
    const message = `${spec.kind} ${shown} is not allowed for ${name}. Add ${spec.id} to data.allowNegative if it is right.`;
    return { message };
  }
  const [low, high] = spec.range.map((bound) => grouped(bound));
  const slip = previous === undefined ? undefined : slipOf(value.toNumber(), previous, { fx });
  const probably = likely(value, spec, previous);
  const advice = [
    ...(probably ? [`Probably ${probably}.`] : []),
    ...(slip && previous !== undefined ? [slipWords(slip, previous)] : []),
    // Nothing explains it: the number beside it says most.
    ...(previous !== undefined && !probably && !slip
      ? [
          `Another value of it is ${grouped(previous)}. Correct the value, or widen the range in the catalog if it is right.`,
        ]
      : []),
  ];
  // In another unit than the bounds' it would be compared with the wrong number.
  const amount = given.unit !== undefined ? `${shown} (${grouped(value)} ${spec.unit})` : shown;
  const message = `${amount} is outside ${low} to ${high} ${spec.unit}, the range of ${name}. ${advice.join(' ') || 'Widen the range in the catalog if it is right.'}`;
  return { message, ...(slip ? { cause: slip.cause } : {}) };
}

function slipWords({ direction, factor, words }: ProbableSlip, previous: number): string {
  const sign = direction === 'times' ? '×' : '÷';
  const before = grouped(previous);
  return `It is about ${sign} ${grouped(factor)} of the value before, ${before}: ${words}.`;
}

/** A unit slip that would explain the value; else a power of ten. */
function likely(value: Decimal, spec: SeriesSpec, previous: number | undefined): string | undefined {
  const own = parseUnit(spec.unit);
  if (!own) return undefined;
  const fits = (candidate: Decimal) =>
    inRange(candidate.toNumber(), spec, false) && isNear(candidate.toNumber(), previous);
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

/** A guess that lands far from the value before explains nothing, though the range would let it pass. */
const NEAR = 1.15;

function isNear(value: number, previous: number | undefined): boolean {
  if (previous === undefined) return true;
  return value / previous < NEAR && previous / value < NEAR && value / previous > 0;
}

/** Units of ten thousands exist in Chinese only, and are known by their Chinese spelling. */
function spelled({ canonical }: Unit): string {
  return canonical.startsWith('10k') ? unitLabel(canonical, 'zh') : canonical;
}
