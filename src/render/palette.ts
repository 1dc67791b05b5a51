/** Pixels row by row, red, green and blue first in each. */
export interface Pixels {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Colors of a palette: what four bits count. */
const MOST = 16;

/** The most frequent colors are the drawing's own inks, be they alike; the others are shades between them and white. */
const INKS = 8;

/** How far apart two shades must be to be kept apart, by the sum over red, green and blue: the least that fits. */
const APART = [12, 18, 24, 32, 42, 54, 68, 84, 102, 128];

/**
 * The picture by places in a palette of at most sixteen colors, three bytes each: rows of PNG, unfiltered, two pixels
 * a byte. The most frequent of like shades stands for them, so white stays white.
 */
export function indexed({ pixels, width, height, channels }: Pixels): {
  readonly palette: Uint8Array;
  readonly indices: Uint8Array;
} {
  const colors = new Uint32Array(width * height);
  for (let at = 0; at < colors.length; at += 1) {
    const from = at * channels;
    colors[at] = ((pixels[from] ?? 0) << 16) | ((pixels[from + 1] ?? 0) << 8) | (pixels[from + 2] ?? 0);
  }
  const ordered = byFrequency(colors);
  const kept = paletteOf(ordered);
  const places = new Map(ordered.map((color) => [color, nearestTo(color, kept)]));
  const stride = Math.ceil(width / 2) + 1;
  const indices = new Uint8Array(stride * height);
  let last = -1;
  let place = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = colors[y * width + x] ?? 0;
      if (color !== last) {
        last = color;
        place = places.get(color) ?? 0;
      }
      const at = y * stride + 1 + (x >> 1);
      indices[at] = (indices[at] ?? 0) | (x % 2 === 0 ? place << 4 : place);
    }
  }
  const palette = kept.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff]);
  return { palette: Uint8Array.from(palette), indices };
}

/** Counted by runs: most of a drawing is white. */
function byFrequency(colors: Uint32Array): number[] {
  const counts = new Map<number, number>();
  let start = 0;
  for (let at = 1; at <= colors.length; at += 1) {
    const color = colors[start] ?? 0;
    if (at < colors.length && colors[at] === color) continue;
    counts.set(color, (counts.get(color) ?? 0) + at - start);
    start = at;
  }
  return [...counts].sort(([a, many], [b, few]) => few - many || a - b).map(([color]) => color);
}

/** Of the colors, most frequent first, those that are apart; a picture of very many inks keeps its most frequent. */
function paletteOf(ordered: readonly number[]): number[] {
  let kept: number[] = [];
  for (const apart of APART) {
    kept = [];
    for (const color of ordered) {
      const least = kept.length < INKS ? (APART[0] ?? 0) : apart;
      if (kept.some((other) => distance(color, other) < least)) continue;
      kept.push(color);
      if (kept.length > MOST) break;
    }
    if (kept.length <= MOST) return kept;
  }
  return kept.slice(0, MOST);
}

function nearestTo(color: number, palette: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, other] of palette.entries()) {
    const far = distance(color, other);
    if (far < least) [best, least] = [at, far];
  }
  return best;
}

function distance(a: number, b: number): number {
  return (
    Math.abs((a >> 16) - (b >> 16)) +
    Math.abs(((a >> 8) & 0xff) - ((b >> 8) & 0xff)) +
    Math.abs((a & 0xff) - (b & 0xff))
  );
}
