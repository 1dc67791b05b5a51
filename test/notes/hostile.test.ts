import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { compose } from '../../src/brief/index.ts';
import { knownOf, parseNote, withNotes } from '../../src/notes/index.ts';
import { openTheme } from '../../src/render/index.ts';
import { briefView } from '../../src/render/view.ts';
import { fridays, snapshotOf } from '../support/snapshot.ts';

const WEEK = '2025-W24';
const week = snapshotOf({ week: WEEK, series: [{ id: 'cu_lme_3m', points: fridays(WEEK, [9000, 9500]) }] });
const analysis = analyze(week);
const known = knownOf(week.metals, week.desk.sections);
const theme = await openTheme(['templates']);

/** The page a note makes, without fonts and drawings, which no note decides. */
function pageOf(text: string, more: { readonly author?: string; readonly headline?: string } = {}): string {
  const { brief } = compose(withNotes(week, { texts: { en: { ...more, text } } }), analysis, 'en', WEEK);
  return theme.render(briefView(brief, { svgs: new Map(), sections: theme.names }), '');
}

const WITHOUT = pageOf('');
const countOf = (page: string, what: RegExp): number => page.match(what)?.length ?? 0;

/** What a page may not gain by any note: something that runs, asks, includes, or leads anywhere but to web and mail. */
function expectHarmless(page: string): void {
  for (const what of [
    /<script/gi,
    /<(?:iframe|object|embed|svg|style|meta|base|form|input|link|button)\b/gi,
    /\son\w+=/gi,
    /<!--/g,
  ])
    expect(countOf(page, what), String(what)).toBe(countOf(WITHOUT, what));
  for (const [, address = ''] of page.matchAll(/\shref="([^"]*)"/g))
    expect(address).toMatch(/^(?:#|https?:|mailto:)/);
  expect(page).not.toMatch(/\s(?:src|srcset|style|background|poster|data)="/);
}

const PIECES = fc.constantFrom(
  ...[
    '## copper',
    '##',
    '# ',
    '- ',
    '1. ',
    '> ',
    '| a | b |',
    '|---|---|',
    '\n',
    '\n\n',
    '  ',
    '\t',
    '\\',
    '`',
    '```',
    '~~~',
    '---',
    '***',
  ],
  ...[
    '**',
    '*',
    '_',
    '~~',
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '<',
    '>',
    '"',
    "'",
    '&',
    '&#106;',
    '&lt;',
    '\u0000',
    '\u202e',
    '\ue0000\ue001',
    '\ufeff',
  ],
  ...[
    '{{',
    '}}',
    '{{cu_lme_3m}}',
    '{{cu_lme_3m wow}}',
    '{{{cu_lme_3m}}}',
    '{{constructor}}',
    '{{#with "s" as |x|}}',
    '{{> brief}}',
    '{{lookup . "x"}}',
    '{{@root}}',
  ],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=x>',
    '</div>',
    '<!--',
    '-->',
    '<style>',
    ']]>',
    '<![CDATA[',
  ],
  ...[
    '[a](javascript:alert(1))',
    '[a](JAVASCRIPT&colon;x)',
    '[a](\u0001javascript:x)',
    '<javascript:x>',
    '[a](data:text/html,<script>)',
    '[a](vbscript:x)',
  ],
  ...[
    '![a](file:///etc/passwd)',
    '![a](https://evil.cn/a.png)',
    '![a](../../../etc/passwd)',
    '![a](//evil.cn/x)',
    '[a](file:///etc/passwd)',
    '[a](https://a.cn "onclick=x")',
  ],
  ...['[a]: javascript:x', '铜', '。', '9,647.50', 'word', ' '],
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(PIECES, { maxLength: 40 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

describe('whatever a note holds', () => {
  test('it is read without an exception, and its faults have places in it', () => {
    fc.assert(
      fc.property(text, (note) => {
        const lines = note.split('\n').length;
        for (const { where, message } of parseNote(note, 'n.md', known).problems) {
          const [, line = 0] = /^n\.md:(\d+):[1-9]\d*$/.exec(where)?.map(Number) ?? [];
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
          expect(message).not.toMatch(/[\n\ue000\ue001]/);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('its page gains nothing that runs, asks or leads astray', () => {
    fc.assert(
      fc.property(text, text, (note, other) => {
        expectHarmless(pageOf(note, { author: other, headline: other }));
      }),
      { numRuns: 120 },
    );
  });
});

describe('the page is read by no template', () => {
  test('slots are figures, and every other brace is a letter', () => {
    const page = pageOf('{{cu_lme_3m}} {{{cu_lme_3m}}} {{constructor}} {{#each x}} {{> brief}}', {
      headline: '{{cu_lme_3m}} {{title}}',
    });
    expect(page).not.toContain('{{');
    expect(page).toContain('[constructor]');
    expect(page).toContain('9,500.00');
    expectHarmless(page);
    const written = pageOf('\\{{cu_lme_3m}}, \\{{{title}}}, \\\\{{cu_lme_3m}}');
    expect(written).toMatch(/\{\{cu_lme_3m\}\}, \{\{\{title\}\}\}, \\<[^>]*>9,500\.00/);
    expectHarmless(written);
  });

  test('HTML is shown as it was typed', () => {
    const page = pageOf('<script>alert(1)</script> & <b onclick="x()">bold</b>');
    expect(page).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b onclick&#x3D;&quot;x()&quot;&gt;bold&lt;/b&gt;',
    );
    expectHarmless(page);
  });
});

test.each([
  '[',
  '*',
  '![',
  '[a](',
  '> ',
  '- ',
  '**a ',
  '_a',
  '<a',
  '\\',
  '|',
  '((',
  '{{',
  '{{a',
  '&#',
  '<http:',
])('a quarter of a megabyte of %j is read in seconds', (piece) => {
  const begun = process.cpuUsage();
  parseNote(piece.repeat((256 * 1024) / piece.length), 'n.md', known);
  expect(process.cpuUsage(begun).user).toBeLessThan(30_000_000);
});
