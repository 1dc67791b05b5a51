import { type Piece, piecesOf } from './pieces.ts';

/** Of each message: a status report stands at its beginning, our own letter with its PDF behind it. */
export const MOST_READ = 512 * 1024;

export interface RawMessage {
  /** At most the first 512 KB. */
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** `From MAILER-DAEMON Sun Nov 22 08:00:01 2026`: a time tells it from a sentence that begins with the word. */
const SEPARATOR = /^From .*\d{1,2}:\d{2}/;
const QUOTED = /^>+From /;
const NEWLINE = Buffer.from('\n');

/**
 * The messages of an mbox, one after the other. Of both common kinds: lines `>From ` and `>>From ` lose one `>`. A
 * separator begins the file or follows an empty line.
 */
export async function* messagesOfMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawMessage> {
  let message: Collected | undefined;
  let afterEmpty = true;
  for await (const pieces of piecesOf(chunks)) {
    for (const piece of pieces) {
      if (piece.begins && afterEmpty && SEPARATOR.test(startOf(piece))) {
        if (message !== undefined) yield message.whole();
        message = new Collected();
        afterEmpty = false;
        continue;
      }
      message ??= new Collected();
      message.add(piece);
      afterEmpty = piece.begins && piece.ends && isEmpty(piece.bytes);
    }
  }
  if (message !== undefined) yield message.whole();
}

function startOf({ bytes }: Piece): string {
  return bytes.subarray(0, 200).toString('latin1');
}

function isEmpty(line: Buffer): boolean {
  return line.length === 0 || (line.length === 1 && line[0] === 0x0d);
}

/** Bytes of one message as they come, up to the most that is read. */
class Collected {
  readonly #parts: Buffer[] = [];
  #length = 0;
  #isCut = false;

  add(piece: Piece): void {
    if (this.#length >= MOST_READ) {
      this.#isCut = true;
      return;
    }
    const quoted = piece.begins && QUOTED.test(startOf(piece));
    // A copy: a view would keep the whole chunk it is a part of.
    const line = Buffer.from(quoted ? piece.bytes.subarray(1) : piece.bytes);
    this.#parts.push(line);
    if (piece.ends) this.#parts.push(NEWLINE);
    this.#length += line.length + 1;
  }

  whole(): RawMessage {
    return { bytes: Buffer.concat(this.#parts), isCut: this.#isCut };
  }
}

/** The first 512 KB of a stream that is one message; the rest is read and dropped, so that nobody's pipe breaks. */
export async function oneMessage(chunks: AsyncIterable<Uint8Array>): Promise<RawMessage> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isCut = false;
  for await (const chunk of chunks) {
    const room = MOST_READ - length;
    if (chunk.length > room) isCut = true;
    if (room <= 0) continue;
    const part = chunk.subarray(0, room);
    parts.push(part);
    length += part.length;
  }
  const bytes = Buffer.concat(parts);
  // Delivery agents put the envelope's line before what they pipe.
  const first = bytes.subarray(0, Math.max(0, bytes.indexOf(NEWLINE) + 1));
  return {
    bytes: first.toString('latin1').startsWith('From ') ? bytes.subarray(first.length) : bytes,
    isCut,
  };
}
