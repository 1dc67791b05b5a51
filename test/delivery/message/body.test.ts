import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quotedPrintable } from '../../../src/delivery/message/quoted-printable.ts';
import { bytesOf, expectPlainLines, parsed, written } from './edition.ts';

const WORDS = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'copper ',
      ' ',
      '  ',
      '.',
      'From ',
      '=',
      '=20',
      '==\n',
      '\n',
      '\n\n',
      '\t',
      'a'.repeat(90),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '镍价',
      '𠮷',
      '👩‍👩‍👧‍👦',
      'é',
      '\u00a0',
      '--=_assay',
      '--',
      '\r\n',
      '\0',
      '\u2028',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
);
const TEXT = fc.array(WORDS, { maxLength: 60 }).map((parts) => parts.join(''));

/** Line ends are CR LF on the way and what the reader has afterwards; half characters are lost on any way. */
const told = (text: string): string => Buffer.from(text).toString().replace(/\r\n?/g, '\n');

describe('the text of a letter, cut into pieces wherever', () => {
  test('reads as it was written, in lines that nothing on the way would change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(TEXT, { minLength: 1, maxLength: 8 }), async (texts) => {
        // Pieces of other conditions in turn: each is encoded by itself.
        const pieces = texts.map((text, at) => (at % 2 === 0 ? { text } : { text, when: 'pdf' }));
        const message = written({ text: pieces }, {}, pieces);
        expectPlainLines(await bytesOf(message));
        const { text, html } = await parsed(message);
        // Cut between its two halves a line end is two of them.
        const whole = texts.map(told).join('');
        // The reader ends the last line where the letter does not.
        expect(text).toBe(`${whole}\n`);
        expect(html).toBe(`${whole}\n`);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing of it is left for DKIM to make equal: no blanks in a row, none at the end of a line', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const written = quotedPrintable(text).toString('latin1');
        expect(written).not.toMatch(/[ \t]{2}|[ \t]\r\n|\t/);
        // RFC 2045: its own limit, soft break included.
        expect(written.split('\r\n').filter(({ length }) => length > 76)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
