import { ascii, joined, type PlainPicture } from './pieces.ts';

const [EXTENSION, IMAGE, TRAILER] = [0x21, 0x2c, 0x3b];
const [COMMENT, APPLICATION] = [0xfe, 0xff];

/** A GIF without comments and applications' blocks, but for how often it begins anew. Undefined of a broken one. */
export function plainGif(bytes: Uint8Array): PlainPicture | undefined {
  const kept: Uint8Array[] = [];
  let at = 13 + tableBytes(bytes[10] ?? 0);
  kept.push(bytes.subarray(0, at));
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === TRAILER) return { bytes: joined([...kept, Uint8Array.of(TRAILER)]), turn: 1 };
    if (kind !== EXTENSION && kind !== IMAGE) return undefined;
    const data = kind === IMAGE ? at + 11 + tableBytes(bytes[at + 9] ?? 0) : at + 2;
    const end = endOfBlocks(bytes, data);
    if (end === undefined) return undefined;
    if (kind === IMAGE || isKept(bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}

function isKept(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 1] === COMMENT) return false;
  return (
    bytes[at + 1] !== APPLICATION || /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(ascii(bytes, at + 3, at + 14))
  );
}

/** Of the table of colours that a field of flags tells of. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function endOfBlocks(bytes: Uint8Array, from: number): number | undefined {
  for (let at = from; at < bytes.length; ) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return undefined;
}
