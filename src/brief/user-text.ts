import { decimal } from '../units/decimal.ts';

/**
 * Characters that our fonts have and that keep to their line: Latin, Greek, Cyrillic, Han, kana, their punctuation and full-width
 * forms. Anything else (emoji, marks that turn the writing round, controls) would show as a box or move its neighbors.
 */
const SHOWN =
  /[^\x20-\x7e\u00a0-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201d\u2026\u20ac\u3001\u3002\u300a-\u3011\u4e00-\u9fa5\uff01-\uff5e]/gu;
const NUMBER = /[\d\uff10-\uff19][\d\uff10-\uff19,，]*(?:[.\uff0e][\d\uff10-\uff19]+)?/g;
/** The longest stretch without a place to break a line. */
const LONGEST_WORD = 40;

/**
 * What a person wrote, fit to print: cut, of characters the page has, broken where it would run out of its column, and
 * without the numbers that must not be printed.
 */
export function userText(text: string, most: number, hidden: readonly string[] = []): string {
  const plain = text.normalize('NFC').replace(/\s+/g, ' ').trim().replace(SHOWN, '?');
  const told = withoutHidden(plain, hidden);
  const broken = told.replace(new RegExp(`[!-~]{${LONGEST_WORD}}(?=[!-~])`, 'g'), '$& ');
  const characters = [...broken];
  return characters.length > most
    ? `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : broken;
}

/** The text without the numbers that must not be printed, in whatever way they are written. */
export function withoutHidden(text: string, hidden: readonly string[]): string {
  return hidden.length === 0
    ? text
    : text.replace(NUMBER, (number) => (isHidden(number, hidden) ? '…' : number));
}

/** Characters that may not be in our fonts, each once. */
export function doubtfulCharacters(text: string): Set<string> {
  return new Set(text.match(SHOWN));
}

function isHidden(number: string, hidden: readonly string[]): boolean {
  const value = decimal(number.normalize('NFKC').replace(/,/g, ''));
  return hidden.some((one) => decimal(one).abs().eq(value));
}
