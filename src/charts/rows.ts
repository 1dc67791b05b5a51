import type { WidthClass } from './theme.ts';

/** What decides a chart's place in a row: how wide it would like to be, and whether it can be narrower. */
export interface Wish {
  readonly width: WidthClass;
  /** Named points and bars do not go into a third. */
  readonly narrows: boolean;
}

/** What it costs that a chart is wider than it would like, or narrower: labels of a squeezed one collide. */
const WIDER = 1;
const NARROWER = 5;

/**
 * Widths with which charts fill whole rows, two halves or three thirds to a row, as near to their wishes as that
 * allows. `beside`: what it costs to put the first one beside the words before them; undefined where there are none.
 * Only a lone chart, or one that had to be squeezed, is left over.
 */
export function rowWidths(wishes: readonly Wish[], beside?: number): WidthClass[] {
  const full = wishes.map((wish) => wish.width === 'full');
  const open = wishes.flatMap((wish, at) => (full[at] ? [] : [{ ...wish, at }]));
  const widths: WidthClass[] = wishes.map(({ width }) => width);
  const best = [filled(open), ...(beside === undefined ? [] : [withFirstBeside(open, beside)])]
    .flatMap((plan) => plan ?? [])
    .sort((a, b) => a.cost - b.cost)[0];
  for (const [index, { at }] of open.entries()) widths[at] = best?.widths[index] ?? 'half';
  return widths;
}

interface Plan {
  readonly cost: number;
  readonly widths: readonly WidthClass[];
}

function filled(wishes: readonly Wish[]): Plan | undefined {
  const plans = Array.from({ length: Math.floor(wishes.length / 2) + 1 }, (_, pairs) => pairs * 2)
    .filter((halves) => (wishes.length - halves) % 3 === 0)
    .flatMap((halves) => planned(wishes, halves) ?? []);
  return plans.sort((a, b) => a.cost - b.cost)[0];
}

/** Halves go to those that cannot do without, then to those that want one, then in the order of the charts. */
function planned(wishes: readonly Wish[], halves: number): Plan | undefined {
  const need = ({ width, narrows }: Wish): number => (narrows ? 0 : 2) + (width === 'half' ? 1 : 0);
  const chosen = new Set(
    wishes
      .map((wish, at) => ({ wish, at }))
      .sort((a, b) => need(b.wish) - need(a.wish) || a.at - b.at)
      .slice(0, halves)
      .map(({ at }) => at),
  );
  if (wishes.some((wish, at) => !wish.narrows && !chosen.has(at))) return undefined;
  const widths = wishes.map((_, at): WidthClass => (chosen.has(at) ? 'half' : 'third'));
  const cost = wishes.reduce((sum, wish, at) => sum + costOf(wish, widths[at]), 0);
  return { cost, widths };
}

function withFirstBeside(wishes: readonly Wish[], beside: number): Plan | undefined {
  const [first, ...others] = wishes;
  const rest = filled(others);
  if (first === undefined || rest === undefined) return undefined;
  return { cost: beside + costOf(first, 'half') + rest.cost, widths: ['half', ...rest.widths] };
}

function costOf({ width }: Wish, given: WidthClass | undefined): number {
  return width === given ? 0 : given === 'half' ? WIDER : NARROWER;
}
