import { promisify } from 'node:util';
import { crc32, deflate, inflate } from 'node:zlib';
import { indexed } from './palette.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Kinds of pixels a browser writes, without a palette: RGB and RGBA, eight bits each. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

const inflated = promisify<Buffer, Buffer>(inflate);
const deflated = promisify<Uint8Array, { level: number; memLevel: number }, Buffer>(deflate);

/**
 * The same picture with a palette: a drawing of a few inks and the shades between them and white is a quarter as large
 * so. Shades that nobody tells apart become the one that there is most of; white stays white. No transparency.
 */
export async function withPalette(png: Uint8Array): Promise<Uint8Array> {
  const { width, height, channels, data } = opened(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
  const pixels = unfiltered(await inflated(data), width * channels, height, channels);
  const { palette, indices } = indexed({ pixels, width, height, channels });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Four bits an index, by palette.
  header.set([4, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', await deflated(indices, { level: 6, memLevel: 9 })),
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

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
