import { isAscii, isUtf8 } from 'node:buffer';
import { quoted } from '../errors.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { isGb18030, LOOKS_GB18030, ModestLetters } from './gb18030.ts';
import { hexPair } from './hex.ts';
import { SourceRefused } from './table.ts';

const SAVE_AS = 'Save it as UTF-8 (in Excel: "CSV UTF-8").';

/**
 * The text of a file, piece by piece, without its byte order mark: UTF-8, UTF-16 where a mark says so, else the
 * encoding a mapping names. Throws SourceRefused at the first byte that is no text; a character is never torn.
 */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  label: string,
  encoding?: string,
): AsyncGenerator<string, void> {
  let decoder: PieceDecoder | undefined;
  for await (const piece of whole(bytes)) {
    if (!decoder) {
      const { name, skip } = marked(piece.subarray(0, 3)) ?? { name: encoding ?? 'utf-8', skip: 0 };
      decoder = decoderFor(name, piece.subarray(0, 4), label);
      yield decoder.text(piece.subarray(skip), skip);
    } else yield decoder.text(piece, 0);
  }
  if (!decoder) {
    const message = 'the file is empty (0 bytes). Expected a header line and at least one row.';
    throw new SourceRefused([findingAt('E_DATA_EMPTY', label, message)]);
  }
  yield decoder.end();
}

/** The first piece holds the mark and the signature whole, however small the pieces of a pipe may be. */
async function* whole(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let first: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of bytes) {
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    if (first === undefined) {
      yield buffer;
      continue;
    }
    first = first.length === 0 ? buffer : Buffer.concat([first, buffer]);
    if (first.length < 4) continue;
    yield first;
    first = undefined;
  }
  if (first && first.length > 0) yield first;
}

function marked(start: Buffer): { readonly name: string; readonly skip: number } | undefined {
  const hex = start.toString('hex');
  if (hex === 'efbbbf') return { name: 'utf-8', skip: 3 };
  if (hex.startsWith('fffe')) return { name: 'utf-16le', skip: 2 };
  return hex.startsWith('feff') ? { name: 'utf-16be', skip: 2 } : undefined;
}

interface PieceDecoder {
  /** `skipped`: bytes of a mark before the piece. */
  text(piece: Buffer, skipped: number): string;
  end(): string;
}

function decoderFor(name: string, start: Buffer, label: string): PieceDecoder {
  const plain = name.toLowerCase().replace(/^utf8$/, 'utf-8');
  return plain === 'utf-8' ? utf8(start, label) : declared(plain, start, label);
}

/** By hand: the checks of Node's buffers are many times faster than a decoder's, and know the place. */
function utf8(start: Buffer, label: string): PieceDecoder {
  const signature = Buffer.from(start);
  const modest = new ModestLetters(label, SAVE_AS);
  let offset = 0;
  let torn: Buffer = Buffer.alloc(0);
  return {
    text: (piece, skipped) => {
      const buffer = torn.length === 0 ? piece : Buffer.concat([torn, piece]);
      offset += skipped;
      const nul = buffer.indexOf(0);
      if (nul >= 0) throw new SourceRefused([binary(signature, offset + nul, label)]);
      const length = isAscii(buffer) ? buffer.length : wholeCharacters(buffer);
      const sound = buffer.subarray(0, length);
      torn = buffer.subarray(length);
      if (isAscii(sound)) {
        offset += length;
        return sound.toString('latin1');
      }
      if (!isUtf8(sound)) throw new SourceRefused([notUtf8(sound, offset, label)]);
      const text = sound.toString('utf8');
      modest.see(text, sound, offset);
      offset += length;
      return text;
    },
    end: () => {
      if (torn.length > 0) throw new SourceRefused([notUtf8(torn, offset, label)]);
      modest.judge();
      return '';
    },
  };
}

/** Bytes up to the last character that may be cut off at the end. */
function wholeCharacters(buffer: Buffer): number {
  for (let back = 1; back <= 3 && back <= buffer.length; back += 1) {
    const byte = buffer[buffer.length - back] ?? 0;
    if (byte < 0x80) return buffer.length;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? buffer.length - back : buffer.length;
  }
  return buffer.length;
}

/** Any other encoding, by the platform's decoder. */
function declared(name: string, start: Buffer, label: string): PieceDecoder {
  const decoder = decoderNamed(name, label);
  const signature = Buffer.from(start);
  const wide = name.startsWith('utf-16');
  let offset = 0;
  const step = (work: () => string, piece: Buffer): string => {
    try {
      return work();
    } catch {
      const at = offset + (wide ? 0 : firstUndecodable(piece, name));
      const seen = wide ? '' : ` (${hexPair(piece, at - offset)})`;
      const message = `not valid ${name.toUpperCase()} ${wide ? 'after' : 'at'} byte ${at}${seen}. ${SAVE_AS}`;
      throw new SourceRefused([findingAt('E_DATA_ENCODING', label, message)]);
    }
  };
  return {
    text: (piece, skipped) => {
      offset += skipped;
      if (!wide && piece.includes(0))
        throw new SourceRefused([binary(signature, offset + piece.indexOf(0), label)]);
      const text = step(() => decoder.decode(piece, { stream: true }), piece);
      const nul = text.indexOf('\0');
      if (nul >= 0) throw new SourceRefused([binary(signature, offset + nul * 2, label)]);
      offset += piece.length;
      return text;
    },
    end: () => step(() => decoder.decode(), Buffer.alloc(0)),
  };
}

function decoderNamed(name: string, label: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: true });
  } catch {
    const message = `no encoding ${quoted(name)} is known. Expected utf-8, utf-16le, gb18030 or another of the web's names.`;
    throw new SourceRefused([findingAt('E_DATA_ENCODING', label, message)]);
  }
}

/** Line by line, then byte by byte: no encoding of the web has a line end inside a character. */
function firstUndecodable(piece: Buffer, name: string): number {
  const decodes = (bytes: Buffer, stream: boolean): boolean => {
    try {
      new TextDecoder(name, { fatal: true }).decode(bytes, { stream });
      return true;
    } catch {
      return false;
    }
  };
  let start = 0;
  while (start < piece.length) {
    const end = piece.indexOf(10, start) + 1 || piece.length;
    if (!decodes(piece.subarray(start, end), end === piece.length)) break;
    start = end;
  }
  let good = start;
  for (let end = start + 1; end <= Math.min(piece.length, start + 65_536); end += 1) {
    if (!decodes(piece.subarray(start, end), true)) return good;
    if (decodes(piece.subarray(start, end), false)) good = end;
  }
  return good;
}

/** First bytes of the files people drop by mistake. */
const SIGNATURES: ReadonlyArray<readonly [hex: string, guess: string]> = [
  ['504b', 'starts with "PK": an .xlsx file?'],
  ['d0cf11e0', 'starts with 0xD0CF11E0: an .xls file?'],
  ['25504446', 'starts with "%PDF": a PDF?'],
  ['1f8b', 'starts with 0x1F8B: a .gz file?'],
];

function binary(signature: Buffer, offset: number, label: string): Finding {
  const start = signature.toString('hex');
  // Every other byte of Latin letters is NUL there.
  const isWide = /^(?:(?!00)..00){2}|^(?:00(?!00)..){2}/.test(start);
  const guess =
    SIGNATURES.find(([one]) => start.startsWith(one))?.[1] ??
    (isWide ? 'UTF-16 without its mark?' : undefined);
  const next = isWide ? SAVE_AS : 'Save the table as CSV.';
  return findingAt(
    'E_DATA_BINARY',
    label,
    `NUL byte at offset ${offset}; this is not a text file${guess ? ` (${guess})` : ''}. ${next}`,
  );
}

function notUtf8(bytes: Buffer, before: number, label: string): Finding {
  const invalid = firstInvalid(bytes);
  // Whole lines only: what comes before may end, and what follows may begin, within a character.
  const line = bytes.subarray(bytes.lastIndexOf(10, invalid) + 1);
  const looks = isGb18030(line, true) ? LOOKS_GB18030 : '';
  const place = `at byte ${before + invalid} (${hexPair(bytes, invalid)})`;
  return findingAt('E_DATA_ENCODING', label, `not valid UTF-8 ${place}${looks}. ${SAVE_AS}`);
}

/** Offset of the first byte that begins no valid character. Lines are checked whole first: pieces are large. */
function firstInvalid(bytes: Buffer): number {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start) + 1 || bytes.length;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end;
  }
  while (start < bytes.length) {
    const length = [1, 2, 3, 4].find(
      (n) => start + n <= bytes.length && isUtf8(bytes.subarray(start, start + n)),
    );
    if (length === undefined) return start;
    start += length;
  }
  return start;
}
