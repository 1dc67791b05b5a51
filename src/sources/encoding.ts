import { isUtf8 } from 'node:buffer';
import type { Finding } from '../model/finding.ts';
import { errorAt } from './raw-file.ts';

const SAVE_AS = 'Save it as UTF-8 (in Excel: "CSV UTF-8").';

/** The file's text without its byte order mark, or the finding that says why it is not text in UTF-8. */
export function textOf(bytes: Buffer, label: string): string | Finding {
  if (bytes.length === 0) {
    return errorAt(
      'E_DATA_EMPTY',
      label,
      'the file is empty (0 bytes). Expected a header line and at least one row.',
    );
  }
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') {
    const bytesSeen = mark === 'fffe' ? '0xFF 0xFE' : '0xFE 0xFF';
    return errorAt('E_DATA_ENCODING', label, `starts with ${bytesSeen}: UTF-16, not UTF-8. ${SAVE_AS}`);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) return binary(bytes, nul, label);
  if (!isUtf8(bytes)) return notUtf8(bytes, label);
  const text = bytes.toString('utf8');
  const chance = byChance(text, bytes);
  if (chance !== undefined) return errorAt('E_DATA_ENCODING', label, `hardly UTF-8 ${chance}. ${SAVE_AS}`);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** First bytes of the files people drop by mistake. */
const SIGNATURES: ReadonlyArray<readonly [hex: string, guess: string]> = [
  ['504b', 'starts with "PK": an .xlsx file?'],
  ['d0cf11e0', 'starts with 0xD0CF11E0: an .xls file?'],
  ['25504446', 'starts with "%PDF": a PDF?'],
  ['1f8b', 'starts with 0x1F8B: a .gz file?'],
];

function binary(bytes: Buffer, offset: number, label: string): Finding {
  const start = bytes.subarray(0, 4).toString('hex');
  const guess = SIGNATURES.find(([hex]) => start.startsWith(hex))?.[1];
  return errorAt(
    'E_DATA_BINARY',
    label,
    `NUL byte at offset ${offset}; this is not a text file${guess ? ` (${guess})` : ''}. Save the table as CSV.`,
  );
}

function notUtf8(bytes: Buffer, label: string): Finding {
  const looks = isGb18030(bytes) ? LOOKS : '';
  return errorAt(
    'E_DATA_ENCODING',
    label,
    `not valid UTF-8 ${at(bytes, firstInvalid(bytes))}${looks}. ${SAVE_AS}`,
  );
}

const LOOKS = '; looks like GB18030';

function at(bytes: Buffer, offset: number): string {
  const seen = [...bytes.subarray(offset, offset + 2)]
    .map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join(' ');
  return `at byte ${offset} (${seen})`;
}

/**
 * Single Chinese characters in GB18030, such as 铜 or 元, are two bytes that UTF-8 reads as one letter no market
 * file holds. Chinese that is UTF-8 lies above U+0800, currency signs and accents below U+0180.
 */
function byChance(text: string, bytes: Buffer): string | undefined {
  const found = /[\u0180-\u07ff]/.exec(text);
  if (!found || /[\u0800-\ufefe]/.test(text) || !isGb18030(bytes)) return undefined;
  return `${at(bytes, Buffer.byteLength(text.slice(0, found.index)))}${LOOKS}`;
}

function isGb18030(bytes: Buffer): boolean {
  try {
    // Almost any pair of high bytes decodes to something: only Chinese characters make it a likely guess.
    return /\p{Script=Han}/u.test(new TextDecoder('gb18030', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** Offset of the first byte that begins no valid character. Lines are checked whole first: files may be large. */
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
