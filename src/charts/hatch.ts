import { textWidth } from './advances.ts';
import type { Pixel, Scale, Text } from './plot.ts';
import { placed } from './plot.ts';
import { FONT_SIZE, LINE_HEIGHT, pageInk } from './theme.ts';
import type { Track } from './track.ts';

/** Distance between hatching lines, along x. */
const STEP = 9;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Days on which any track is made up, as stretches in time order. */
export function illustrativeStretches(tracks: readonly Track[]): Stretch[] {
  const all = tracks.flatMap(stretchesOf).sort((a, b) => a.from - b.from);
  const merged: Stretch[] = [];
  for (const stretch of all) {
    const before = merged.at(-1);
    if (before !== undefined && stretch.from <= before.to) {
      merged[merged.length - 1] = { from: before.from, to: Math.max(before.to, stretch.to) };
    } else {
      merged.push(stretch);
    }
  }
  return merged;
}

function stretchesOf({ points }: Track): Stretch[] {
  const stretches: Stretch[] = [];
  points.forEach((point, index) => {
    if (!point.illustrative) return;
    const before = points[index - 1];
    // The line into the next real point is made up as well: it starts from nowhere.
    const to = points[index + 1]?.day ?? point.day;
    const open = stretches.at(-1);
    if (open !== undefined && before?.illustrative) stretches[stretches.length - 1] = { from: open.from, to };
    else stretches.push({ from: point.day, to });
  });
  return stretches;
}

/** Slanted lines over the stretches, as one broken line in pixels; and the word, where it covers no data. */
export function hatching(
  stretches: readonly Stretch[],
  scale: Scale,
  top: number,
  bottom: number,
  word: string,
  marks: readonly Pixel[],
): { readonly hatch: (Pixel | null)[]; readonly texts: Text[] } {
  const hatch: (Pixel | null)[] = [];
  let widest = { left: 0, right: 0 };
  for (const stretch of stretches) {
    const left = placed(scale, stretch.from);
    const right = placed(scale, stretch.to);
    hatch.push(...slanted(left, right, top, bottom));
    if (right - left > widest.right - widest.left) widest = { left, right };
  }
  if (hatch.length === 0) return { hatch, texts: [] };
  return { hatch, texts: [wordAt(word, widest.left, widest.right, top, bottom, scale, marks)] };
}

/** The whole of a plot without a time axis, whose values rest on illustrative history somewhere. */
export function hatchedPlot(box: {
  left: number;
  right: number;
  top: number;
  bottom: number;
}): (Pixel | null)[] {
  return slanted(box.left, box.right, box.top, box.bottom);
}

/** Lines of slope one through a grid fixed to the chart, so that stretches side by side meet. */
function slanted(left: number, right: number, top: number, bottom: number): (Pixel | null)[] {
  const lines: (Pixel | null)[] = [];
  for (let sum = Math.ceil((left + top) / STEP) * STEP; sum < right + bottom; sum += STEP) {
    const x = Math.max(left, sum - bottom);
    const end = Math.min(right, sum - top);
    if (end - x > 0.5) lines.push({ x, y: sum - x }, { x: end, y: sum - end }, null);
  }
  return lines;
}

/** In the corner of the stretch with the fewest points under it. */
function wordAt(
  word: string,
  left: number,
  right: number,
  top: number,
  bottom: number,
  scale: Scale,
  marks: readonly Pixel[],
): Text {
  const width = textWidth(word, FONT_SIZE);
  const near = Math.min(left + 4, scale.range[1] - width);
  const far = Math.max(near, right - width - 4);
  const corners = [top + LINE_HEIGHT, bottom - 5].flatMap((y) =>
    [near, (near + far) / 2, far].map((x) => ({ x, y })),
  );
  const crowd = ({ x, y }: Pixel): number =>
    marks.filter(
      (mark) => mark.x > x - 8 && mark.x < x + width + 8 && mark.y > y - LINE_HEIGHT && mark.y < y + 4,
    ).length;
  const best = corners.reduce((a, b) => (crowd(b) < crowd(a) ? b : a));
  return { ...best, text: word, ink: pageInk('muted'), align: 'left' };
}
