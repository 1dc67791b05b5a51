import { promisify } from 'node:util';
import { crc32, deflate, inflate } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Kinds of pixels a browser writes, without a palette: RGB and RGBA, eight bits each. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

const inflated = promisify<Buffer, Buffer>(inflate);
const deflated = promisify<Buffer, { level: number; memLevel: number }, Buffer>(deflate);

/**
 * The same picture with a palette: a drawing of a few inks and the shades between them and white is a quarter as large
 * so. Shades that nobody tells apart become the one that there is most of; white stays white. No transparency.
 */
export async function withPalette(png: Uint8Array): Promise<Uint8Array> {
  const { width, height, channels, data } = opened(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
  const pixels = unfiltered(await inflated(data), width * channels, height, channels);
  const { palette, indices } = indexed(pixels, width, height, channels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits an index, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', await deflated(indices, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Opened {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Compressed. */
  readonly data: Buffer;
}

function opened(png: Buffer): Opened {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('the browser gave no PNG');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const channels = CHANNELS[png[25] ?? 0];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0)
    throw new Error('the browser gave a PNG of another kind than 8-bit RGB');
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    channels,
    data: Buffer.concat(parts),
  };
}

/** Each row says how it differs from its neighbors: none, left, above, their mean, Paeth's guess. */
function unfiltered(rows: Buffer, width: number, height: number, step: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  let before = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const kind = rows[y * (width + 1)] ?? 0;
    const row = pixels.subarray(y * width, (y + 1) * width);
    row.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)));
    if (kind > 0) unfilter(row, before, kind, step);
    before = row;
  }
  return pixels;
}

function unfilter(row: Uint8Array, before: Uint8Array, kind: number, step: number): void {
  for (let x = 0; x < row.length; x += 1) {
    const left = x >= step ? (row[x - step] ?? 0) : 0;
    const corner = x >= step ? (before[x - step] ?? 0) : 0;
    row[x] = (row[x] ?? 0) + guess(kind, left, before[x] ?? 0, corner);
  }
}

function guess(kind: number, left: number, above: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return above;
  if (kind === 3) return (left + above) >> 1;
  const sum = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** How far apart two shades must be to be kept apart, by the sum over red, green and blue: the least that fits a palette. */
const APART = [12, 18, 24, 32, 42, 54, 68, 84, 102, 128];

function indexed(
  pixels: Uint8Array,
  width: number,
  height: number,
  step: number,
): { readonly palette: Buffer; readonly indices: Buffer } {
  const counts = new Map<number, number>();
  const colors = new Uint32Array(width * height);
  for (let at = 0; at < colors.length; at += 1) {
    const from = at * step;
    colors[at] = ((pixels[from] ?? 0) << 16) | ((pixels[from + 1] ?? 0) << 8) | (pixels[from + 2] ?? 0);
  }
  let last = -1;
  let run = 0;
  for (const color of colors) {
    if (color === last) run += 1;
    else {
      if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
      last = color;
      run = 1;
    }
  }
  counts.set(last, (counts.get(last) ?? 0) + run);
  // Most frequent first: the first of a shade stands for it.
  const ordered = [...counts].sort(([a, many], [b, few]) => few - many || a - b).map(([color]) => color);
  const colorsKept = paletteOf(ordered);
  const places = new Map(ordered.map((color) => [color, nearestTo(color, colorsKept)]));
  const indices = Buffer.alloc((width + 1) * height);
  let place = places.get(last) ?? 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = colors[y * width + x] ?? 0;
      if (color !== last) {
        last = color;
        place = places.get(color) ?? 0;
      }
      indices[y * (width + 1) + 1 + x] = place;
    }
  }
  const palette = Buffer.from(
    colorsKept.flatMap((color) => [color >> 16, (color >> 8) & 0xff, color & 0xff]),
  );
  return { palette, indices };
}

/** Colors of a palette. */
const MOST = 24;

/** Of the colors, most frequent first, those that are apart; a picture of very many inks keeps its most frequent. */
function paletteOf(ordered: readonly number[]): number[] {
  let kept: number[] = [];
  for (const apart of APART) {
    kept = [];
    for (const color of ordered) {
      if (kept.some((other) => distance(color, other) < apart)) continue;
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

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
