import { dayNumber } from '../calendar/day.ts';
import type { WeeklyPoint } from '../model/analysis.ts';
import { leanPath } from './path.ts';

/** Sizes and colors are the style sheet's (`.spark`, `.range`): two hundred of these stand on a page. */
const SPARK = { width: 56, height: 12, inset: 2 } as const;
const BAR = { width: 44, height: 8, tick: 1.6 } as const;

/**
 * The last points as a line without axes, the newest dotted; evenly spaced by date. In the color of the text around
 * it. Empty for fewer than two points: there is no line to draw.
 */
export function sparkline(points: readonly WeeklyPoint[]): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return '';
  const values = points.map((point) => point.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const start = dayOf(first);
  const span = Math.max(1, dayOf(last) - start);
  const x = (point: WeeklyPoint): number =>
    SPARK.inset + ((dayOf(point) - start) / span) * (SPARK.width - 2 * SPARK.inset);
  // A series that stood still is a line through the middle.
  const y = (value: number): number =>
    high === low
      ? SPARK.height / 2
      : SPARK.inset + ((high - value) / (high - low)) * (SPARK.height - 2 * SPARK.inset);
  const path = leanPath(`M${points.map((point) => `${x(point)},${y(point.value)}`).join('L')}`) ?? '';
  return `<svg class="spark" aria-hidden="true"><path d="${path}"/><circle cx="${short(x(last))}" cy="${short(y(last.value))}" r="1.6"/></svg>`;
}

/** A thin bar of the 52-week range with a tick at `position`, 0 (low) to 100 (high). */
export function rangeBar(position: number): string {
  const at = Math.min(100, Math.max(0, position));
  const x = (at / 100) * (BAR.width - BAR.tick);
  const middle = BAR.height / 2;
  return `<svg class="range" aria-hidden="true"><path d="M0 ${middle - 0.75}h${BAR.width}v1.5H0z"/><path d="M${short(x)} 0h${BAR.tick}v${BAR.height}h-${BAR.tick}z"/></svg>`;
}

function dayOf(point: WeeklyPoint): number {
  return dayNumber(point.date);
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
