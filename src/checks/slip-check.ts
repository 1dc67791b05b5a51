import type { IsoDate } from '../model/time.ts';
import { type ProbableSlip, type SlipCause, slipsOf } from '../units/slips.ts';
import type { CheckContext, Point, Subject } from './check.ts';
import { fitsGrain, grainOf } from './grain.ts';
import { isObserved, type Motion, motionOf } from './motion.ts';
import { BEYOND, LOTS_SEEN, POUND_TOLERANCE, SMALLEST_HOLDING, WIDEST_TOLERANCE } from './tuning.ts';

/** Factors so near to one that a market gets there by itself: they warn, the others hold. */
export const SMALL: ReadonlySet<SlipCause> = new Set(['vat', 'x0.907']);

const TENS: ReadonlySet<SlipCause> = new Set(['x10', 'x100', 'x1000', 'x10000']);

/** Which unit slips explain why a value is not near another of its series, the nearest first. */
export type SlipCheck = (value: Point, reference: Point) => ProbableSlip[];

/** For one series, with how it moves and how finely it is quoted looked up once. */
export function slipCheck(subject: Subject, context: CheckContext): SlipCheck {
  const motion = motionOf(subject, context);
  const grain = grainBefore(subject, context.monday);
  return (value, reference) => {
    const move = motion.move(reference.value, value.value);
    if (move === undefined || isOrdinary(value.value / reference.value)) return [];
    const beyond = isBeyond(move, motion);
    if (!beyond && motion.measure === 'difference') return [];
    const broken = grain !== undefined && !fitsGrain(value.value, grain);
    const slips = slipsOf(value.value, reference.value, {
      fx: context.exchangeRate(value.date),
      ...(beyond || broken ? { tolerance: WIDEST_TOLERANCE } : {}),
    }).filter(
      (slip) =>
        !SMALL.has(slip.cause) && (slip.cause !== 'x2.2046' || (beyond && slip.off <= POUND_TOLERANCE)),
    );
    // A wild series of whole lots: of all factors only a shifted decimal point leaves them whole.
    return beyond || broken || grain === undefined ? slips : slips.filter(({ cause }) => TENS.has(cause));
  };
}

/** Nearer to one than any factor that holds: nearly every value, and it need not be looked at further. */
function isOrdinary(ratio: number): boolean {
  return ratio < SMALLEST_HOLDING && ratio > 1 / SMALLEST_HOLDING;
}

/** A jump that nothing in the series' own history comes near. */
function isBeyond(move: number, motion: Motion): boolean {
  return Math.abs(move) > BEYOND * Math.max(motion.steps.largest, motion.weeks.largest);
}

function grainBefore({ spec, points }: Subject, before: IsoDate): number | undefined {
  if (spec.quote !== 'count') return undefined;
  const history = points.filter((point) => point.date < before && isObserved(point));
  const grain = history.length < LOTS_SEEN ? 0 : grainOf(history);
  return grain > 0 ? grain : undefined;
}
