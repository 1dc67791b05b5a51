import { describe, expect, test } from 'vitest';
import type { Note } from '../../src/model/notes.ts';
import { checkNoteText, knownOf, parseNote } from '../../src/notes/index.ts';
import { snapshotOf } from '../support/snapshot.ts';

const { metals, desk } = snapshotOf({
  week: '2025-W24',
  series: [{ id: 'cu_lme_3m' }, { id: 'al_lme_3m', metal: 'aluminum' }],
});
const known = knownOf(metals, desk.sections);
const FILE = 'data/notes/2025-W24.en.md';

const parsed = (text: string) => parseNote(text, FILE, known);
const blocksOf = (text: string) => parsed(text).sections.flatMap(({ blocks }) => blocks);
const lines = async (text: string): Promise<string[]> =>
  (await checkNoteText(text, FILE, known)).problems.map(
    ({ code, where, message }) => `${code} ${where}: ${message}`,
  );

describe('headings', () => {
  test.each([
    ['## copper', 'copper'],
    ['## Copper', 'copper'],
    ['## 铜', 'copper'],
    ['##   COPPER  ##', 'copper'],
    ['## inventories', 'inventories'],
    ['## Inventories and spreads', 'inventories'],
    ['## 库存与价差', 'inventories'],
    ['## overview', 'overview'],
    ['## cover', 'overview'],
    ['## 本周点评', 'overview'],
    ['## macro', 'macro'],
    ['## 数据说明', 'data-notes'],
  ])('%j is of %s', (heading, place) => {
    const { sections, problems } = parsed(`${heading}\n\nwords`);
    expect(problems).toEqual([]);
    expect(sections.map((one) => one.place)).toEqual([place]);
  });

  test('words before the first are said of the whole week', () => {
    expect(parsed('words\n\n## copper\n\nmore').sections.map(({ place }) => place)).toEqual([
      'overview',
      'copper',
    ]);
  });

  test('what nobody prints, knows or says twice is an error at its place', async () => {
    const PLACES = [...known.printed].join(', ');
    expect(await lines('# The week\n\n## Coppr\n\n## disclaimer\n\n## copper\n\na\n\n## 铜\n\nb')).toEqual([
      `E_NOTE_HEADING ${FILE}:1:1: a heading of the first level. Expected ## before the name of a section or metal, and ### within one; the headline stands in the front matter.`,
      `E_NOTE_SECTION ${FILE}:3:4: unknown heading "Coppr". Did you mean "copper"? Expected ${PLACES}, or such a name in the other language.`,
      `E_NOTE_SECTION ${FILE}:5:4: this desk does not print "disclaimer". Expected one of ${PLACES}. Add it to sections of data/desk.yaml, or put the words elsewhere.`,
      `E_NOTE_TWICE ${FILE}:11:4: "铜" is spoken of already on line 7. Expected one heading for each section and metal; bring the words together.`,
    ]);
  });

  test('a rule under a line makes no heading of it', () => {
    expect(blocksOf('words\n---\nmore').map(({ kind }) => kind)).toEqual(['text', 'text']);
  });
});

describe('front matter', () => {
  test('gives author and headline, and is no text', async () => {
    const { note, problems } = await checkNoteText(
      '---\nauthor: 陈安\nheadline: "Up: {{cu_lme_3m}}"\n---\nwords\n',
      FILE,
      known,
    );
    expect(problems).toEqual([]);
    expect(note).toEqual<Note>({ author: '陈安', headline: 'Up: {{cu_lme_3m}}', text: 'words\n' });
  });

  test.each([
    [
      '---\nauthor: a\n',
      `${FILE}:1:1: front matter that is not closed. Expected a second line "---" under author and headline.`,
    ],
    [
      '---\nautor: a\n---\n',
      `${FILE}:2:1: unknown field "autor". Did you mean "author"? Expected only author, headline.`,
    ],
    ['---\nauthor: [a]\n---\n', `${FILE}:2:9: author is a list of 1. Expected a text.`],
    ['---\nheadline: a {{b\n---\n', undefined],
  ])('%j is wrong', async (text, line) => {
    const [first = ''] = await lines(text);
    expect(first).toBe(
      line === undefined
        ? `E_NOTE_SLOT ${FILE}:2:13: a slot that is not closed. Expected {{series}} or {{series measure}} on one line; close it with }}, or write \\{{ for braces.`
        : `E_NOTE_FRONT ${line}`,
    );
  });

  test('what is wrong in it and under it is told together, each at its line of the file', async () => {
    const found = await lines('---\nauthor: 5\nheadline: "at {{cu_lme_4m}}"\n---\n\n{{cu_lme_3m wwo}}\n');
    expect(found.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `E_NOTE_FRONT ${FILE}:2:9:`,
      `E_NOTE_SLOT ${FILE}:3:15:`,
      `E_NOTE_SLOT ${FILE}:6:1:`,
    ]);
  });
});

describe('Markdown', () => {
  const words = (text: string, more = {}) => ({ kind: 'words', text, ...more });

  test('gives words, figures, strong and leaning ones, links', () => {
    expect(blocksOf('a **b {{cu_lme_3m wow}}** *c* <https://a.cn/x> [d](mailto:a@b.cn)')).toEqual([
      {
        kind: 'text',
        line: [
          words('a '),
          words('b ', { strong: true }),
          { kind: 'slot', slot: { series: 'cu_lme_3m', measure: 'week', absolute: false }, strong: true },
          words(' '),
          words('c', { em: true }),
          words(' '),
          words('https://a.cn/x', { link: 'https://a.cn/x' }),
          words(' '),
          words('d', { link: 'mailto:a@b.cn' }),
        ],
      },
    ]);
  });

  test('a strong figure between Chinese words is strong, and a line end between them is no blank', () => {
    expect(blocksOf('铜价**{{cu_lme_3m}}**，库存\n下降')).toEqual([
      {
        kind: 'text',
        line: [
          words('铜价'),
          { kind: 'slot', slot: { series: 'cu_lme_3m', measure: 'last', absolute: false }, strong: true },
          words('，库存'),
          words('下降'),
        ],
      },
    ]);
  });

  test('gives lists in lists, quotations, headings, tables, pictures', () => {
    const text = `- one\n\n  3. three\n\n> said\n\n### Next\n\n| a | b |\n|---|--:|\n| c | {{cu_lme_3m}} |\n\n![what](p/a.png "note") after\n`;
    expect(blocksOf(text)).toEqual([
      {
        kind: 'list',
        items: [
          [
            { kind: 'text', line: [words('one')] },
            { kind: 'list', start: 3, items: [[{ kind: 'text', line: [words('three')] }]] },
          ],
        ],
      },
      { kind: 'quote', blocks: [{ kind: 'text', line: [words('said')] }] },
      { kind: 'subheading', line: [words('Next')] },
      {
        kind: 'grid',
        columns: [
          { head: [words('a')], align: 'left' },
          { head: [words('b')], align: 'right' },
        ],
        rows: [
          [[words('c')], [{ kind: 'slot', slot: { series: 'cu_lme_3m', measure: 'last', absolute: false } }]],
        ],
      },
      { kind: 'image', file: 'p/a.png', alt: 'what', caption: 'note' },
      { kind: 'text', line: [words(' after')] },
    ]);
    expect(parsed(text).problems).toEqual([]);
    expect(parsed(text).pictures).toEqual([{ file: 'p/a.png', alt: 'what', where: `${FILE}:13:1` }]);
  });

  test('knows no HTML, no code, no entities, no references: they are the letters they are', () => {
    const text =
      '<b>a</b> `{{cu_lme_3m}}` &lt; [x] ~~y~~\n\n[x]: http://a.cn\n\n    indented\n\n```\nfenced\n```';
    const shown = blocksOf(text)
      .flatMap((block) => (block.kind === 'text' ? block.line : []))
      .map((part) => (part.kind === 'words' ? part.text : `(${part.kind})`))
      .join('');
    expect(shown).toBe('<b>a</b> `(slot)` &lt; [x] ~~y~~[x]: http://a.cnindented``` fenced ```');
  });

  test.each([
    ['[a](javascript:alert(1))', 5, 'E_NOTE_LINK'],
    ['[a](JaVaScRiPt:alert(1))', 5, 'E_NOTE_LINK'],
    ['[a](data:text/html,x)', 5, 'E_NOTE_LINK'],
    ['[a](file:///etc/passwd)', 5, 'E_NOTE_LINK'],
    ['[a](//evil.cn)', 5, 'E_NOTE_LINK'],
    ['[a](/local)', 5, 'E_NOTE_LINK'],
    ['[a](https:\\\\evil.cn)', 1, 'E_NOTE_LINK'],
    ['[a](https://user:pass@evil.cn)', 5, 'E_NOTE_LINK'],
    ['[a](<https://a.cn/a b>)', 6, 'E_NOTE_LINK'],
    ['x <javascript:alert(1)>', 4, 'E_NOTE_LINK'],
    ['[a](https://a.cn/{{cu_lme_3m}})', 18, 'E_NOTE_LINK'],
    ['<https://a.cn/{{cu_lme_3m}}>', 15, 'E_NOTE_LINK'],
    ['## copper {{cu_lme_3m}}', 11, 'E_NOTE_SLOT'],
    ['a ｛｛cu_lme_3m｝｝', 3, 'E_NOTE_SLOT'],
    ['![{{cu_lme_3m}}](b.png)', 3, 'E_NOTE_SLOT'],
    ['![a](b.png "at {{cu_lme_3m}}")', 16, 'E_NOTE_SLOT'],
    ['##铜', 1, 'E_NOTE_HEADING'],
    ['＃＃ 铜', 1, 'E_NOTE_HEADING'],
    ['# ![a](b.png)', 1, 'E_NOTE_HEADING'],
    ['### ![a](b.png)', 5, 'E_NOTE_IMAGE'],
    ['![a](b c.png)', 1, 'E_NOTE_IMAGE'],
    ['a\u202eb', 2, 'E_NOTE_CHARACTER'],
    ['a\u0007b', 2, 'E_NOTE_CHARACTER'],
    ['a\ue0000\ue001b', 2, 'E_NOTE_CHARACTER'],
    [`${'> '.repeat(20)}a`, 1, 'E_NOTE_DEEP'],
    ['{{cu_lme_3m', 1, 'E_NOTE_SLOT'],
    ['a {{ cu_lme_3m\n}}', 3, 'E_NOTE_SLOT'],
  ])('%j is refused at column %d with %s', (text, column, code) => {
    const [first] = parsed(text).problems;
    expect(first).toMatchObject({ code, where: `${FILE}:1:${column}` });
  });

  test('a row of many blanks takes no time', () => {
    const row = `| a${' '.repeat(200_000)}b |`;
    const begun = process.cpuUsage();
    expect(parsed(`| h |\n|---|\n${row}`).problems).toEqual([]);
    expect(process.cpuUsage(begun).user).toBeLessThan(10_000_000);
  });

  test('a row with more cells than its head is an error: Markdown would leave them out', () => {
    expect(
      parsed('| a |\n|---|\n| b | c |').problems.map(({ where, message }) => `${where}: ${message}`),
    ).toEqual([
      `${FILE}:3:1: a row of more than the 1 cells that the table's head has. Expected as many; write \\| for a bar within a cell.`,
    ]);
    expect(parsed('| a | b |\n|---|---|\n| c \\| d | e |\n| f |').problems).toEqual([]);
  });

  test('what is copied along unseen is taken out', async () => {
    const { note, problems } = await checkNoteText(
      '\ufeff---\r\nauthor: a\u200b\r\n---\r\nco\u00adpper\r\n',
      FILE,
      known,
    );
    expect(problems).toEqual([]);
    expect(note).toEqual({ author: 'a', text: 'copper\n' });
  });
});

describe('a note that is wrong all over', () => {
  const full = (piece: string): string => piece.repeat(Math.ceil(16_384 / piece.length)).slice(0, 16_384);
  test.each([
    ['headings nobody knows', '## coppr\n', 'E_NOTE_SECTION'],
    ['headings without a blank', '##x\n', 'E_NOTE_HEADING'],
    ['slots nobody knows', '{{cu_lme_4m}}\n', 'E_NOTE_SLOT'],
    ['characters nobody prints', '\u0001', 'E_NOTE_CHARACTER'],
    ['rows too wide', '1|2|3\n', 'E_NOTE_TABLE'],
  ])('with %s is told of a hundred, and how many more there are', async (_what, piece, code) => {
    const head = code === 'E_NOTE_TABLE' ? 'a|b\n-|-\n' : '';
    const { problems } = await checkNoteText(head + full(piece), FILE, known);
    expect(problems.length).toBe(101);
    const last = problems.at(-1);
    expect(problems.filter((one) => one.code === code).length).toBe(100);
    expect([
      last?.code,
      /^and [\d,]{5,} more problems\. Mend those above first\.$/.test(last?.message ?? ''),
    ]).toEqual(['E_NOTE_MORE', true]);
  });

  test('asks for what is nearest to what it tells alone', async () => {
    let asked = 0;
    const places = new Map(known.places);
    const watched: ReadonlyMap<string, string> = Object.assign(places, {
      [Symbol.iterator]: () => {
        asked += 1;
        return new Map(known.places)[Symbol.iterator]();
      },
    });
    const text = Array.from({ length: 5000 }, (_, at) => `## c${at}`).join('\n');
    const { problems } = parseNote(text, FILE, { ...known, places: watched });
    expect([problems.length, asked]).toEqual([101, 100]);
  });
});

describe('braces that are meant as such', () => {
  test.each([
    ['\\{{cu_lme_3m}}', '{{cu_lme_3m}}'],
    ['a \\{{ b', 'a {{ b'],
    ['\\{{{x}}}', '{{{x}}}'],
    ['**\\{{x}}**', '{{x}}'],
  ])('%s is words', (typed, shown) => {
    const { sections, problems } = parsed(typed);
    expect(problems).toEqual([]);
    expect(sections.flatMap(({ blocks }) => blocks)).toMatchObject([
      { kind: 'text', line: [{ kind: 'words', text: shown }] },
    ]);
  });

  test('a backslash that is meant as such leaves a slot a slot', () => {
    expect(blocksOf('\\\\{{cu_lme_3m}}')).toMatchObject([
      {
        line: [
          { kind: 'words', text: '\\' },
          { kind: 'slot', slot: { series: 'cu_lme_3m' } },
        ],
      },
    ]);
  });
});
