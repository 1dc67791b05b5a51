import { chartNumber } from '../language/chart.ts';
import { textWidth } from './advances.ts';
import type { Rule, Scale, Text } from './plot.ts';
import { placed } from './plot.ts';
import { FONT_SIZE, pageInk, STROKE } from './theme.ts';

const FEWEST = 4;
const MOST = 6;
const STEPS = [1, 2, 2.5, 5];
/** Between a label's baseline and its grid line. */
const LIFT = 2.6;
/** Between the labels and the first point. */
const GAP = 5;

/** Part of its level that an axis spans at least: a steep line for a move of a thousandth would mislead. */
const LEAST_SPAN = 0.02;

/** Lowest and highest value, moved apart where they are nearly the same. */
export function reachOf(values: readonly number[]): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const lacking = (Math.abs(low + high) / 2) * LEAST_SPAN - (high - low);
  return lacking > 0 ? [low - lacking / 2, high + lacking / 2] : [low, high];
}

/** Round values that enclose `low` to `high`, four to six of them; `withZero` makes zero one of the values enclosed. */
export function valueTicks(low: number, high: number, withZero = false): number[] {
  const from = withZero ? Math.min(0, low) : low;
  const to = withZero ? Math.max(0, high) : high;
  if (from === to) {
    const reach = Math.abs(from) * 0.02 || 1;
    return valueTicks(from - reach, to + reach);
  }
  const power = Math.floor(Math.log10(to - from));
  let best: { readonly step: number; readonly reach: number } | undefined;
  for (let exponent = power - 1; exponent <= power; exponent += 1) {
    for (const base of STEPS) {
      const step = base * 10 ** exponent;
      const [first, last] = enclosing(step, from, to);
      const count = last - first + 1;
      if (count < FEWEST || count > MOST) continue;
      const reach = (last - first) * step;
      if (best === undefined || reach < best.reach * 0.999) best = { step, reach };
    }
  }
  const step = best?.step ?? 10 ** power;
  const [first, last] = enclosing(step, from, to);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

/** Multiples of the step just outside the values. A hair inside the next one is on it: sums in floating point. */
function enclosing(step: number, from: number, to: number): readonly [first: number, last: number] {
  return [Math.floor(from / step + 1e-9), Math.ceil(to / step - 1e-9)];
}

/** As many ticks as the other axis has, so that both share the grid. */
export function matchingTicks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) * 0.04 || 1;
  const power = Math.floor(Math.log10(span / (count - 1)));
  for (let exponent = power; exponent <= power + 2; exponent += 1) {
    for (const base of STEPS) {
      const step = base * 10 ** exponent;
      const first = Math.floor(low / step + 1e-9);
      if ((first + count - 1) * step >= high - step * 1e-9) {
        return Array.from({ length: count }, (_, index) => tidy((first + index) * step));
      }
    }
  }
  return valueTicks(low, high);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

/** All ticks of an axis with the same digits after the point. */
export function tickTexts(ticks: readonly number[]): string[] {
  const decimals = Math.max(...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length));
  return ticks.map((tick) => chartNumber(tick, Math.min(6, decimals)));
}

/** Pixels to keep free of data beside an axis: its widest label. */
export function axisRoom(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => textWidth(text, FONT_SIZE))) + GAP;
}

export function valueScale(ticks: readonly number[], top: number, bottom: number): Scale {
  return { domain: [ticks[0] ?? 0, ticks.at(-1) ?? 1], range: [bottom, top] };
}

/**
 * Grid lines from the left edge to `right` and their labels above them, inside the plot. Zero is drawn stronger:
 * a strong line anywhere else would pass for it.
 */
export function gridOf(
  ticks: readonly number[],
  scale: Scale,
  right: number,
): { readonly rules: Rule[]; readonly texts: Text[] } {
  const texts = tickTexts(ticks);
  return {
    rules: ticks.map((tick) => {
      const y = placed(scale, tick);
      const main = tick === 0;
      return {
        x: 0,
        x2: right,
        y,
        y2: y,
        ink: pageInk(main ? 'muted' : 'rule'),
        width: main ? STROKE.axis : STROKE.grid,
      };
    }),
    texts: ticks.map((tick, index) => ({
      x: 0,
      y: placed(scale, tick) - LIFT,
      text: texts[index] ?? '',
      ink: pageInk('muted'),
      align: 'left' as const,
    })),
  };
}

/** The second axis: labels at the right edge, each with its own end of the grid line. */
export function rightGridOf(
  ticks: readonly number[],
  scale: Scale,
  edge: number,
): { readonly rules: Rule[]; readonly texts: Text[] } {
  const labels = tickTexts(ticks);
  const room = axisRoom(labels);
  return {
    rules: ticks.map((tick) => {
      const y = placed(scale, tick);
      return { x: edge - room + GAP, x2: edge, y, y2: y, ink: pageInk('rule'), width: STROKE.grid };
    }),
    texts: ticks.map((tick, index) => ({
      x: edge,
      y: placed(scale, tick) - LIFT,
      text: labels[index] ?? '',
      ink: pageInk('muted'),
      align: 'right' as const,
    })),
  };
}
