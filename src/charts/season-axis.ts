import { textWidth } from './advances.ts';
import { placed, type Rule, type Scale, type Text } from './plot.ts';
import { FONT_SIZE, pageInk, STROKE } from './theme.ts';

/** ISO weeks 1 to 53. */
export const SEASON_WEEKS: readonly [number, number] = [1, 53];
const WEEKS_PER_MONTH = 52.18 / 12;
const APART = 4;

/** A tick where each month begins, every month, second or third of them named as there is room. */
export function monthAxis(
  scale: Scale,
  bottom: number,
  edge: number,
  months: readonly string[],
): { readonly rules: Rule[]; readonly texts: Text[] } {
  const starts = months.map((_, index) => placed(scale, 1 + index * WEEKS_PER_MONTH));
  const room = placed(scale, 1 + WEEKS_PER_MONTH) - placed(scale, 1);
  const widest = Math.max(...months.map((month) => textWidth(month, FONT_SIZE))) + APART;
  const every = [1, 2, 3, 6].find((count) => room * count >= widest) ?? 12;
  const named = months.flatMap((text, index) => {
    const x = starts[index] ?? 0;
    return index % every === 0 && x + textWidth(text, FONT_SIZE) <= edge ? [{ x, text }] : [];
  });
  return {
    rules: starts.map((x) => ({
      x,
      x2: x,
      y: bottom,
      y2: bottom + 3,
      ink: pageInk('muted'),
      width: STROKE.grid,
    })),
    texts: named.map(({ x, text }) => ({
      x,
      y: bottom + 10.5,
      text,
      ink: pageInk('muted'),
      align: 'left' as const,
    })),
  };
}
