/** A line or, where it is longer than a piece may be, a part of one. */
export interface Piece {
  /** Without the line's end, CR included as it stands. */
  readonly bytes: Buffer;
  readonly begins: boolean;
  readonly ends: boolean;
}

const LONGEST = 16 * 1024;
const NEWLINE = 0x0a;

/** Lines of a stream in pieces of at most 16 KB: a file without a single line end takes no more memory than another. */
export async function* piecesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Piece[]> {
  let held: Buffer = Buffer.alloc(0);
  let begins = true;
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? asBuffer(chunk) : Buffer.concat([held, asBuffer(chunk)]);
    const pieces: Piece[] = [];
    let at = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, at);
      const stop = end < 0 ? bytes.length : end;
      while (stop - at > LONGEST) {
        pieces.push({ bytes: bytes.subarray(at, at + LONGEST), begins, ends: false });
        begins = false;
        at += LONGEST;
      }
      if (end < 0) break;
      pieces.push({ bytes: bytes.subarray(at, end), begins, ends: true });
      begins = true;
      at = end + 1;
    }
    // A copy: a view would keep the whole chunk.
    held = Buffer.from(bytes.subarray(at));
    yield pieces;
  }
  if (held.length > 0) yield [{ bytes: held, begins, ends: true }];
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
