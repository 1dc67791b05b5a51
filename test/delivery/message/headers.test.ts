import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileText, headerText, phrase, unstructured } from '../../../src/delivery/message/headers.ts';
import { bytesOf, expectHeadersOnce, expectPlainLines, parsed, written } from './edition.ts';

/** What subjects, names and file names are made of in the worst of lists. */
const CHARACTERS = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abc XYZ 019,.;:"\\\'()<>@[]?=_-+/*%&|#!$^`{}~') },
  { weight: 3, arbitrary: fc.constantFrom(...'铜铝锌铅镍锡周报价格，。：“”％　') },
  // Rare characters: CJK extensions A to G, compatibility forms, the ones with a place in no old character set.
  { weight: 2, arbitrary: fc.constantFrom(...'㐀䶵𠀀𠮷𡃁𪚥𪜀𫝀𫠠𬜬𬺰𮯠𰀀𰻞𱍊﨑豈𠂉') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '😀',
      '👩‍👩‍👧‍👦',
      '🇨🇳',
      '👍🏽',
      '❤️',
      '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      'é',
      'e\u0301',
      'क्षि',
      'ท้ำ',
      '\u200d',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('שלום', 'مرحبا', '\u202e', '\u2066', '\ufeff', '\u00a0', 'Ω', 'ß', 'İ', 'ﬁ'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...[
        '=?utf-8?Q?a_b?=',
        '=?UTF-8?B?YQ==?=',
        '=?',
        '?=',
        '=?gb2312?B?1tDOxA==?=',
        "utf-8''%41",
        '%0d%0a',
        '=0D=0A',
      ],
      ...[
        '\r\nBcc: all@reader.example',
        '\r\n\r\n<b>',
        '\n.\n',
        '\r',
        '\0',
        '\t',
        '\u007f',
        '\u0085',
        '\u2028',
        '\x1b[31m',
      ],
      ...[
        '=HYPERLINK("http://x.example","y")',
        '"; filename="x.exe',
        '*0*=',
        '  ',
        '   ',
        '@@online@@',
        '--=_assay',
      ],
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const ODD = fc.array(CHARACTERS, { minLength: 1, maxLength: 60 }).map((parts) => parts.join(''));
const LONG = fc.tuple(ODD, fc.integer({ min: 5, max: 30 })).map(([text, times]) => text.repeat(times));

describe('whatever a subject, a name and a file name hold', () => {
  test('an independent reader reads them as they are, in messages that are nothing but ASCII lines', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(ODD, ODD, LONG), async (text) => {
        fc.pre(headerText(text) !== '');
        const message = written({ subject: text, sender: text, attachment: text }, { name: text });
        const bytes = await bytesOf(message);
        const email = await parsed(message);
        const read = headerText(text);
        expect(email.subject).toBe(read);
        expect(email.from).toEqual({ name: read, address: 'weekly@desk.example' });
        expect(email.to).toEqual([{ name: read, address: 'Li.Wei@reader.example' }]);
        expect(email.attachments.at(-1)?.filename).toBe(fileText(text));
        expectPlainLines(bytes);
        expectHeadersOnce(bytes);
        told += 1;
      }),
      { numRuns: 500, examples: [['\\'.repeat(60)]] },
    );
    expect(told).toBe(500);
  });

  test('nothing but control characters, byte order marks, outer blanks and halves of characters is lost of them', () => {
    expect(headerText('  铜\r\nBcc: x\u0000y  ')).toBe('铜 Bcc: x y');
    expect(headerText('a\ud800b')).toBe('a\ufffdb');
    expect(fileText('铜/铝 "周报": a?b*c.pdf')).toBe('铜-铝 -周报-- a-b-c.pdf');
    expect(fileText('brief\u202efdp.exe')).toBe('brief-fdp.exe');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(text.trim() === text && !/[\p{Cc}\u2028\u2029\ufeff]/u.test(text));
        expect(headerText(text)).toBe(text);
      }),
    );
  });

  test('plain words stay plain; what a server or a reader might change is encoded', () => {
    expect(unstructured('Copper, "up" 1.2 %')).toBe('Copper, "up" 1.2 %');
    expect(phrase('Li "W" \\ Wei')).toBe('"Li \\"W\\" \\\\ Wei"');
    for (const text of ['two  blanks', '=?utf-8?Q?a?=', 'a'.repeat(65), '铜']) {
      expect(unstructured(text)).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=/);
      expect(phrase(text)).toBe(unstructured(text));
    }
  });
});
