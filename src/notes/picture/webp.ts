import { type Turn, turnOf } from './exif.ts';
import { ascii, joined, type PlainPicture, viewOf } from './pieces.ts';

const KEPT = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
/** Of VP8X: that there is EXIF, that there is XMP. */
const TOLD = 0x08 | 0x04;

/** A WebP without EXIF, XMP and what nobody knows. Undefined of a broken one. */
export function plainWebp(bytes: Uint8Array): PlainPicture | undefined {
  const view = viewOf(bytes);
  const whole = 8 + view.getUint32(4, true);
  if (whole > bytes.length) return undefined;
  const kept: Uint8Array[] = [bytes.slice(0, 12)];
  let turn: Turn = 1;
  for (let at = 12; at + 8 <= whole; ) {
    const [name, size] = [ascii(bytes, at, at + 4), view.getUint32(at + 4, true)];
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) return undefined;
    if (name === 'EXIF') turn = turnOf(withoutMark(bytes.subarray(at + 8, at + 8 + size)));
    if (KEPT.includes(name))
      kept.push(name === 'VP8X' ? untold(bytes.slice(at, end)) : bytes.subarray(at, end));
    at = end;
  }
  const plain = joined(kept);
  viewOf(plain).setUint32(4, plain.length - 8, true);
  return { bytes: plain, turn };
}

function untold(chunk: Uint8Array): Uint8Array {
  chunk[8] = (chunk[8] ?? 0) & ~TOLD;
  return chunk;
}

/** Some write it as it stands in a JPEG. */
function withoutMark(exif: Uint8Array): Uint8Array {
  return ascii(exif, 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
}
