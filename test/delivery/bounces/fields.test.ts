import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeIn, fateOf, statusIn } from '../../../src/delivery/bounces/fate.ts';
import { fieldBlocks, meantBy } from '../../../src/delivery/bounces/fields.ts';

describe('fields of a report', () => {
  test('blocks, folded lines and the first of a name', () => {
    const text =
      'Reporting-MTA: dns; a.example\r\n\r\nFinal-Recipient: rfc822; li@x.cn\r\nDiagnostic-Code: smtp; 550-5.1.1 No\r\n  such user\r\n\there\r\nAction: failed\r\nAction: delivered\r\n folded\r\n\r\n\r\nAction: delayed';
    const blocks = fieldBlocks(text).map((block) => Object.fromEntries(block));
    expect(blocks).toEqual([
      { 'reporting-mta': 'dns; a.example' },
      {
        'final-recipient': 'rfc822; li@x.cn',
        'diagnostic-code': 'smtp; 550-5.1.1 No such user here',
        action: 'failed',
      },
      { action: 'delayed' },
    ]);
  });

  test('whatever is written and folded is read again', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
    const word = fc.stringMatching(/^[!-~]{1,30}$/);
    const block = fc.uniqueArray(fc.tuple(name, fc.array(word, { minLength: 1, maxLength: 5 })), {
      minLength: 1,
      maxLength: 6,
      selector: ([one]) => one.toLowerCase(),
    });
    const end = fc.constantFrom('\n', '\r\n');
    const fold = fc.constantFrom(' ', '\t', '\n ', '\r\n\t');
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), end, fold, (blocks, newline, between) => {
        const text = blocks
          .map((fields) => fields.map(([key, words]) => `${key}: ${words.join(between)}`).join(newline))
          .join(newline + newline);
        const expected = blocks.map((fields) =>
          fields.map(([key, words]) => [key.toLowerCase(), words.join(between === '\t' ? '\t' : ' ')]),
        );
        expect(fieldBlocks(text).map((one) => [...one])).toEqual(expected);
      }),
    );
  });

  test('any text is read without an error, in bounds', () => {
    const piece = fc.constantFrom(
      '\n',
      '\r',
      ' ',
      ':',
      'Action: failed',
      'Status',
      '\u0000',
      '\t',
      'é',
      '：',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const blocks = fieldBlocks(any);
        expect(blocks.length).toBeLessThanOrEqual(100);
        for (const fields of blocks) {
          expect(fields.size).toBeGreaterThan(0);
          for (const [key, value] of fields) {
            expect(key).toMatch(/^[!-9;-~]{1,80}$/);
            expect(value.length).toBeLessThanOrEqual(2_000);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a million lines take no longer than they must', () => {
    const began = process.cpuUsage();
    const blocks = fieldBlocks(`A: b\n${' x\n'.repeat(500_000)}${'n: v\n'.repeat(500_000)}`);
    expect(blocks).toHaveLength(1);
    // Of the processor, so that other work on the machine does not count; microseconds.
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
  });

  test.each([
    ['rfc822; Li@x.cn', ['Li@x.cn']],
    ['RFC822;<li@x.cn>', ['li@x.cn']],
    ['li@x.cn', ['li@x.cn']],
    ['rfc822; li+2Btag@x.cn', ['li+2Btag@x.cn', 'li+tag@x.cn']],
    ['utf-8; \\x{674E}@x.cn', ['\\x{674E}@x.cn', '李@x.cn']],
    ['rfc822; li+0A@x.cn', ['li+0A@x.cn']],
    ['', ['']],
  ])('recipient %j may mean %j', (value, meant) => {
    expect(meantBy(value)).toEqual(meant);
  });
});

describe('fates', () => {
  test.each([
    ['failed', '5.1.1', '550 5.1.1 unknown', 'failed', 'gone', false],
    ['failed', '5.1.10', '', 'failed', 'gone', false],
    ['Failed', '5.0.0', '550 5.1.1 User unknown', 'failed', 'gone', false],
    ['failed', '', '550 no such user', 'failed', 'strike', false],
    ['failed', '5.0.0', '550 User not found: li', 'failed', 'strike', false],
    ['failed', '5.2.2', '552 5.2.2 mailbox full', 'failed', 'strike', false],
    ['failed', '5.1.2', '', 'failed', 'strike', false],
    ['failed', '5.4.4', 'Host not found', 'failed', 'strike', false],
    ['failed', '4.4.7', 'delivery time expired', 'failed', undefined, false],
    ['failed', '4.2.2', '452 4.2.2 full', 'failed', undefined, false],
    ['failed', '', '', 'failed', undefined, false],
    ['failed', '5.7.1', '550 5.7.1 rejected', 'failed', undefined, true],
    ['failed', '5.7.26', 'unauthenticated', 'failed', undefined, true],
    ['failed', '5.3.4', '552 5.3.4 too big', 'failed', undefined, true],
    ['failed', '5.0.0', '554 DT:SPM 163 smtp', 'failed', undefined, true],
    ['failed', '5.0.0', '550 Mail content denied', 'failed', undefined, true],
    ['failed', '5.1.1', '550 blocked user unknown', 'failed', 'gone', false],
    ['failed', '5.6.0', '', 'failed', undefined, false],
    ['delayed', '4.4.1', '', 'delayed', undefined, false],
    ['delivered', '2.0.0', '', 'passed', undefined, false],
    ['relayed', '2.0.0', '', 'passed', undefined, false],
    ['expanded', '2.0.0', '', 'passed', undefined, false],
    ['frobbed', '5.1.1', '', 'unclear', undefined, false],
  ] as const)('%s %s %j → %s, %s', (action, enhanced, text, what, strike, ours) => {
    expect(fateOf(action, { enhanced, text })).toMatchObject({ what, strike, ours });
  });

  test('codes are found in words, and addresses of machines are none', () => {
    expect(statusIn('(#5.1.1)')).toBe('5.1.1');
    expect(statusIn('550-5.7.26 This')).toBe('5.7.26');
    expect(statusIn('host 5.1.1.20 said no.')).toBeUndefined();
    expect(statusIn('it is 15.1.1')).toBeUndefined();
    expect(codeIn('said: 550 no')).toBe(550);
    expect(codeIn('550-5.1.1 no')).toBe(550);
    expect(codeIn('price 550.')).toBe(0);
  });
});
