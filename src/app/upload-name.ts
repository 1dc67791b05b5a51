import { extname } from 'node:path';

/** What a file is by its first bytes; `ole`: an old workbook, or one with a password. */
export type Kind = 'zip' | 'ole' | 'text';

export function kindOf(start: Uint8Array): Kind {
  const hex = Buffer.from(start.subarray(0, 8)).toString('hex');
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip';
  return hex === 'd0cf11e0a1b11ae1' ? 'ole' : 'text';
}

/** UTF-8 bytes: file systems take 255 of them, and a number may follow. */
const LONGEST = 120;

/** Control characters, those that turn the reading direction or take no room, halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * What an uploaded file is called in the inbox: the last part of whatever path its name was, without what folders,
 * shells and terminals read something into, with the ending of what its bytes are. `..\..\prices.CSV` → `prices.csv`.
 */
export function inboxName(given: string, kind: Kind): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(UNSEEN, '')
    .replace(/[<>:"|?*'`$;&]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    // Hidden files, and those a spreadsheet program puts beside a workbook that is open, are not read.
    .replace(/^(?:~\$|[.\s~-])+/, '');
  const ending = extname(clean);
  const stem = (/^\.\p{L}[\p{L}\p{N}]{0,7}$/u.test(ending) ? clean.slice(0, -ending.length) : clean).replace(
    /[.\s]+$/,
    '',
  );
  return `${cut(stem === '' ? 'upload' : stem, LONGEST)}${kind === 'text' ? '.csv' : '.xlsx'}`;
}

/** The name itself, or with the first number that nobody has: `prices_02.csv`, read after `prices.csv`. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  const ending = extname(name);
  const stem = name.slice(0, -ending.length);
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${stem}_${String(number).padStart(2, '0')}${ending}`;
    if (!isTaken(tried)) return tried;
  }
}

/** At most so many bytes of UTF-8, no character torn. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let left = bytes;
  for (const character of text) {
    left -= Buffer.byteLength(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
}
