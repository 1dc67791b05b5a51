import type { LinePoint } from './plot.ts';
import { metalInk, pageInk, STROKE } from './theme.ts';
import { broken, type Track } from './track.ts';

export interface Pen {
  readonly ink: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

/** By place in the chart: never hue alone, but weight and dash tell lines apart. */
const PENS: ReadonlyArray<{ readonly width: number; readonly dash?: readonly number[] }> = [
  { width: STROKE.line },
  { width: STROKE.before },
  { width: STROKE.line, dash: [4, 2] },
  { width: STROKE.before, dash: [1.5, 1.5] },
];

const DARK: ReadonlySet<string> = new Set([metalInk('tungsten'), pageInk('text')]);

/** One pen per track: each metal's first line in the metal's color, its others in text ink. */
export function pensOf(tracks: readonly Track[]): Pen[] {
  return tracks.map((track, index) => {
    const first = tracks.findIndex((other) => other.metal === track.metal) === index;
    const style = PENS[index % PENS.length] ?? { width: STROKE.before };
    // Where the metal's own color is nearly that of text, only gray sets the second line off.
    const other = index % 2 === 1 && !DARK.has(metalInk(track.metal)) ? 'text' : 'muted';
    return { ink: first ? metalInk(track.metal) : pageInk(other), ...style };
  });
}

export const PLAIN: Pen = { ink: pageInk('text'), width: STROKE.before };

/** The track as a line, broken at its gaps; values through `map` onto the scale that is drawn. */
export function linePoints(
  track: Track,
  pen: Pen = PLAIN,
  map: (value: number) => number = (value) => value,
): LinePoint[] {
  return broken(track.points).map(({ day, value }) => ({
    of: track.id,
    x: day,
    y: value === null ? null : map(value),
    ...pen,
  }));
}
