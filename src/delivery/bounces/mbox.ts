/** Of each message: a status report stands at its beginning, our own letter with its PDF behind it. */
export const MOST_READ = 256 * 1024;

export interface RawMessage {
  /** At most the first 256 KB. */
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** `From MAILER-DAEMON Sun Nov 22 08:00:01 2026`: a time tells it from a sentence that begins with the word. */
const SEPARATOR = /^From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\r?\n?/;
/** No separator is longer. */
const LONGEST = 256;
/** What is known of the bytes before the place that is looked at. */
const BEHIND = 64;
const FROM = Buffer.from('From ');
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x3e;

/**
 * The messages of an mbox, one after the other. Of both common kinds: lines `>From ` and `>>From ` lose one `>`. A
 * separator begins the file or follows an empty line. Looks for that one word only, so that no line of a file costs
 * anything.
 */
export async function* messagesOfMbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawMessage> {
  let held: Buffer = Buffer.alloc(0);
  /** Where in `held` begins what is not given on yet. */
  let at = 0;
  const message = new Collected();
  function* scan(isEnd: boolean): Generator<RawMessage> {
    const limit = isEnd ? held.length : Math.max(at, beforeQuotes(held, held.length - LONGEST));
    for (let hit = held.indexOf(FROM, at); hit >= 0 && hit < limit; hit = held.indexOf(FROM, hit + 1)) {
      const begin = lineBegin(held, hit);
      if (begin === undefined || begin < at) continue;
      if (begin < hit) {
        message.add(held.subarray(at, begin));
        at = begin + 1;
        continue;
      }
      const line = SEPARATOR.exec(held.subarray(hit, hit + LONGEST).toString('latin1'))?.[0];
      if (line === undefined || !followsEmpty(held, hit)) continue;
      message.add(held.subarray(at, hit));
      if (message.isBegun) yield message.take();
      message.begin();
      at = Math.min(held.length, hit + line.length);
    }
    const end = Math.max(at, limit);
    message.add(held.subarray(at, end));
    const kept = Math.max(0, end - BEHIND);
    held = Buffer.from(held.subarray(kept));
    at = end - kept;
  }
  let isFirst = true;
  for await (const chunk of chunks) {
    // A file begins as if an empty line stood before it.
    held = Buffer.concat(isFirst ? [Buffer.from('\n\n'), chunk] : [held, chunk]);
    if (isFirst) at = 2;
    isFirst = false;
    yield* scan(false);
  }
  yield* scan(true);
  if (message.isBegun) yield message.take();
}

/** Quotation marks stay with what they stand before. */
function beforeQuotes(bytes: Buffer, end: number): number {
  let at = end;
  while (at > end - BEHIND && bytes[at - 1] === QUOTE) at -= 1;
  return at;
}

/** Where the line begins that `From ` at `hit` begins, quotation marks before it or not; undefined within a line. */
function lineBegin(bytes: Buffer, hit: number): number | undefined {
  let begin = hit;
  while (bytes[begin - 1] === QUOTE) begin -= 1;
  return bytes[begin - 1] === NEWLINE ? begin : undefined;
}

function followsEmpty(bytes: Buffer, begin: number): boolean {
  return bytes[begin - 2] === NEWLINE || (bytes[begin - 2] === RETURN && bytes[begin - 3] === NEWLINE);
}

/** Bytes of one message as they come, up to the most that is read. */
class Collected {
  #parts: Buffer[] = [];
  #length = 0;
  #isCut = false;
  #isBegun = false;

  get isBegun(): boolean {
    return this.#isBegun;
  }

  begin(): void {
    this.#isBegun = true;
  }

  add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#isBegun = true;
    const part = bytes.subarray(0, MOST_READ - this.#length);
    this.#isCut ||= part.length < bytes.length;
    if (part.length === 0) return;
    // A copy: a view would keep all it is a part of.
    this.#parts.push(Buffer.from(part));
    this.#length += part.length;
  }

  take(): RawMessage {
    const message = { bytes: Buffer.concat(this.#parts), isCut: this.#isCut };
    this.#parts = [];
    this.#length = 0;
    this.#isCut = false;
    this.#isBegun = false;
    return message;
  }
}

/** The first 256 KB of a stream that is one message; the rest is read and dropped, so that nobody's pipe breaks. */
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
