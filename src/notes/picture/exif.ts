/** How a camera was held, 1 (upright) to 8; from 5 on width and height change places. */
export type Turn = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
const TURNS: readonly Turn[] = [1, 2, 3, 4, 5, 6, 7, 8];

const ORIENTATION = 0x0112;

/** What an EXIF block (TIFF, from its byte order on) says of it; upright where it says nothing that can be read. */
export function turnOf(tiff: Uint8Array): Turn {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return 1;
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let at = directory + 2; at + 12 <= tiff.length && at < directory + 2 + entries * 12; at += 12)
    if (view.getUint16(at, little) === ORIENTATION) {
      const value = view.getUint16(at + 8, little);
      return TURNS.find((turn) => turn === value) ?? 1;
    }
  return 1;
}

/** An EXIF block that says how to turn the picture, and nothing else. */
export function exifOf(turn: Turn): Uint8Array {
  const head = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8];
  const entry = [ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0];
  return Uint8Array.from([...head, 0, 1, ...entry, 0, 0, 0, 0]);
}
