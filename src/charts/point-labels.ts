import { textWidth } from './advances.ts';
import type { Pixel, Rule, Text } from './plot.ts';
import { FONT_SIZE, LINE_HEIGHT, pageInk, STROKE } from './theme.ts';

/** A point that wants its name beside it. */
export interface NamedPoint extends Pixel {
  readonly text: string;
  readonly radius: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

/** Heights to try beside a point, nearest first; farther than a line and a half needs a leader. */
const STEPS = [0, -5, 5, -9, 9, -14, 14, -20, 20, -26, 26, -32, 32];
const LEADER_FROM = 12;
/** From a line's middle to its baseline. */
const DROP = 3.2;

/**
 * Each name where it covers least of what is there already: points, names before it, the plot's edge. The most
 * crowded points choose first. A name that ends up far from its point is tied to it by a hairline. `lines`: strong
 * lines that no name shall lie on.
 */
export function namedPoints(
  points: readonly NamedPoint[],
  plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  lines: readonly Box[] = [],
): { readonly texts: Text[]; readonly rules: Rule[] } {
  const dots = points.map(({ x, y, radius }) => ({
    x: x - radius,
    x2: x + radius,
    y: y - radius,
    y2: y + radius,
  }));
  const taken: Box[] = [...dots, ...lines];
  const texts: Text[] = [];
  const rules: Rule[] = [];
  for (const point of crowdedFirst(points)) {
    const width = textWidth(point.text, FONT_SIZE);
    const best = placesFor(point, width)
      .map((place, rank) => ({ ...place, cost: costOf(boxOf(place, width), taken, plot) + rank }))
      .reduce((a, b) => (b.cost < a.cost ? b : a));
    taken.push(boxOf(best, width));
    texts.push({ x: best.x, y: best.y, text: point.text, ink: pageInk('text'), align: 'left' });
    const middle = best.y - DROP;
    if (Math.abs(middle - point.y) >= LEADER_FROM) {
      const near = best.x > point.x ? best.x : best.x + width;
      rules.push({ x: point.x, y: point.y, x2: near, y2: middle, ink: pageInk('muted'), width: STROKE.grid });
    }
  }
  return { texts, rules };
}

function crowdedFirst(points: readonly NamedPoint[]): NamedPoint[] {
  const neighbors = (point: NamedPoint): number =>
    points.filter((other) => Math.abs(other.x - point.x) < 70 && Math.abs(other.y - point.y) < 14).length;
  return points
    .map((point, index) => ({ point, index, crowd: neighbors(point) }))
    .sort((a, b) => b.crowd - a.crowd || a.index - b.index)
    .map(({ point }) => point);
}

function placesFor({ x, y, radius }: NamedPoint, width: number): Pixel[] {
  const beside = radius + 2.5;
  return STEPS.flatMap((dy) => [
    { x: x + beside, y: y + DROP + dy },
    { x: x - beside - width, y: y + DROP + dy },
  ]);
}

function boxOf({ x, y }: Pixel, width: number): Box {
  return { x: x - 1, x2: x + width + 1, y: y - LINE_HEIGHT + 2.5, y2: y + 2.2 };
}

const OUTSIDE = 10_000;

function costOf(
  box: Box,
  taken: readonly Box[],
  plot: { left: number; right: number; top: number; bottom: number },
): number {
  const outside = box.x < plot.left || box.x2 > plot.right || box.y < plot.top || box.y2 > plot.bottom;
  const covered = taken.reduce((sum, other) => sum + shared(box, other), 0);
  return (outside ? OUTSIDE : 0) + (covered > 0 ? 50 + covered * 3 : 0);
}

function shared(a: Box, b: Box): number {
  const wide = Math.min(a.x2, b.x2) - Math.max(a.x, b.x);
  const high = Math.min(a.y2, b.y2) - Math.max(a.y, b.y);
  return wide > 0 && high > 0 ? wide * high : 0;
}
