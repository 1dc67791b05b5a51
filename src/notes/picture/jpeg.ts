import { exifOf, type Turn, turnOf } from './exif.ts';
import { ascii, joined, type PlainPicture, viewOf } from './pieces.ts';

const [SOI, EOI, SOS, COM] = [0xd8, 0xd9, 0xda, 0xfe];
const EXIF = 'Exif\0\0';

/**
 * A JPEG without comments and applications' segments (EXIF with its places and cameras, XMP, IPTC) and without what
 * follows its end. Kept are the colours' (JFIF, ICC, Adobe) and how it is to be turned. Undefined of a broken one.
 */
export function plainJpeg(bytes: Uint8Array): PlainPicture | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let turn: Turn = 1;
  for (let at = 2; at + 2 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // Any number of them may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) return { bytes: joined([...withTurn(kept, turn), bytes.subarray(at, at + 2)]), turn };
    const end = isBare(marker) ? at + 2 : at + 4 > bytes.length ? Infinity : at + 2 + view.getUint16(at + 2);
    if (end > bytes.length || (!isBare(marker) && end < at + 4)) return undefined;
    const segment = bytes.subarray(at, end);
    if (isExif(segment)) turn = turn === 1 ? turnOf(segment.subarray(4 + EXIF.length)) : turn;
    if (isKept(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== SOS) continue;
    const scanned = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, scanned));
    at = scanned;
  }
  return undefined;
}

/** Without a length of its own. */
function isBare(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= SOI);
}

function isExif(segment: Uint8Array): boolean {
  return segment[1] === 0xe1 && ascii(segment, 4, 4 + EXIF.length) === EXIF;
}

/** Without APP0 (JFIF), APP2 (a profile of its colours) and APP14 (Adobe) the colours would be others. */
function isKept(marker: number, segment: Uint8Array): boolean {
  if (marker === COM) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = ascii(segment, 4, 16);
  return (
    (marker === 0xe0 && name.startsWith('JFIF\0')) ||
    (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) ||
    (marker === 0xee && name.startsWith('Adobe'))
  );
}

/** Where the next marker stands: within a scan 0xff is followed by zero or by a mark to start anew. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? EOI;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Behind JFIF's segment, which wants to be the first. */
function withTurn(kept: readonly Uint8Array[], turn: Turn): Uint8Array[] {
  if (turn === 1) return [...kept];
  const exif = exifOf(turn);
  const length = 2 + EXIF.length + exif.length;
  const head = Uint8Array.from([0xff, 0xe1, length >> 8, length & 0xff, ...new TextEncoder().encode(EXIF)]);
  const first = kept[1]?.[1] === 0xe0 ? 2 : 1;
  return [...kept.slice(0, first), head, exif, ...kept.slice(first)];
}
