import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { textWidth } from './advances.ts';
import type { Rule, Scale, Text } from './plot.ts';
import { placed } from './plot.ts';
import { FONT_SIZE, pageInk, STROKE } from './theme.ts';

/** Below the plot: ticks and one line of labels. */
export const FOOT = 14;
const TICK = 3;
const BASELINE = 10.5;
/** Least distance between two labels. */
const APART = 5;
/** Up to this many days the axis tells months, above it years. */
const MONTHS_UP_TO_DAYS = 800;

interface Mark {
  readonly at: number;
  readonly text: string;
}

/**
 * Ticks where years or months begin, each label starting at its tick, never turned and never cut: one that would
 * run over `edge` or into the next is left out. `bottom` is the foot of the plot.
 */
export function timeAxis(
  scale: Scale,
  bottom: number,
  edge: number,
  months: readonly string[],
): { readonly rules: Rule[]; readonly texts: Text[] } {
  const [from, to] = scale.domain;
  const marks = to - from > MONTHS_UP_TO_DAYS ? yearMarks(scale) : monthMarks(scale, months);
  return {
    rules: marks
      .filter(({ at }) => at >= from)
      .map(({ at }) => {
        const x = placed(scale, at);
        return { x, x2: x, y: bottom, y2: bottom + TICK, ink: pageInk('muted'), width: STROKE.grid };
      }),
    texts: fitting(scale, marks, edge).map(({ x, text }) => ({
      x,
      y: bottom + BASELINE,
      text,
      ink: pageInk('muted'),
      align: 'left' as const,
    })),
  };
}

function yearMarks(scale: Scale): Mark[] {
  const [from, to] = scale.domain;
  const first = Number(dayOfNumber(from).slice(0, 4));
  const last = Number(dayOfNumber(to).slice(0, 4));
  const room = (placed(scale, from + 365) - placed(scale, from)) / (textWidth('2020', FONT_SIZE) + APART);
  const every = [1, 2, 3, 5, 10].find((years) => room * years >= 1) ?? 10;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .filter((year) => year % every === 0 || every === 1)
    .map((year) => ({ at: dayNumber(`${year}-01-01`), text: String(year) }));
}

function monthMarks(scale: Scale, months: readonly string[]): Mark[] {
  const [from, to] = scale.domain;
  const widest = Math.max(
    ...months.map((month) => textWidth(month, FONT_SIZE)),
    textWidth('2020', FONT_SIZE),
  );
  const room = (placed(scale, from + 30) - placed(scale, from)) / (widest + APART);
  const every = [1, 2, 3, 6].find((count) => room * count >= 1) ?? 12;
  const marks: Mark[] = [];
  for (let month = monthIndex(from); month <= monthIndex(to); month += 1) {
    if (month % every !== 0) continue;
    const year = Math.floor(month / 12);
    const at = dayNumber(`${year}-${String((month % 12) + 1).padStart(2, '0')}-01`);
    // January says its year: the months around it then need none.
    marks.push({ at, text: month % 12 === 0 ? String(year) : (months[month % 12] ?? '') });
  }
  return marks;
}

/** Months since year 0. */
function monthIndex(day: number): number {
  const date = dayOfNumber(day);
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function fitting(scale: Scale, marks: readonly Mark[], edge: number): Array<{ x: number; text: string }> {
  const shown: Array<{ x: number; text: string }> = [];
  // From the right: the newest label is the one a reader looks for.
  let limit = edge;
  for (const { at, text } of marks.toReversed()) {
    const x = Math.max(placed(scale, at), scale.range[0]);
    const end = x + textWidth(text, FONT_SIZE);
    if (end > limit) continue;
    shown.unshift({ x, text });
    limit = x - APART;
  }
  return shown;
}
