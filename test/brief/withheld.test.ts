import { beforeAll, describe, expect, test } from 'vitest';
import type { PlacedOverride } from '../../src/catalog/index.ts';
import { drawChart } from '../../src/charts/index.ts';
import type { Block, Brief } from '../../src/model/brief.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { briefText, figuresText, openTheme, renderHtml, type Theme } from '../../src/render/index.ts';
import { gate } from '../../src/snapshot/gate.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { Decimal } from '../../src/units/decimal.ts';
import { printedUnitOf } from '../../src/units/print.ts';
import { fridays, snapshotOf, weekdays } from '../support/snapshot.ts';
import { composed, runsOf, sampleSnapshot, textOf, wholeText } from './sample-desk.ts';

const FRIDAY = '2025-06-13';
const today = '2025-06-15';

let theme: Theme;
beforeAll(async () => {
  theme = await openTheme(['templates']);
});

/** The snapshot with another value of one day. */
function withValue(snapshot: Snapshot, id: string, date: string, value: string): Snapshot {
  const own = snapshot.series[id];
  const at = own?.dates.indexOf(date) ?? -1;
  if (own === undefined || at < 0) throw new Error(`no value of ${id} on ${date}`);
  return {
    ...snapshot,
    series: { ...snapshot.series, [id]: { ...own, values: own.values.with(at, value) } },
  };
}

function excluding(series: string, given: Partial<PlacedOverride> = {}): PlacedOverride {
  return {
    series,
    date: FRIDAY,
    action: 'exclude',
    by: 'Li Wei',
    reason: 'typed from the wrong column',
    expires: '2025-07-31',
    where: 'data/overrides.yaml:1:3',
    ...given,
  };
}

/** Where a drawing's lines run is no number that anybody reads. */
const GEOMETRY =
  /<style>.*?<\/style>|<path[^>]*>| (?:x|y|x1|x2|y1|y2|cx|cy|width|height|transform|viewBox)="[^"]*"/gs;

/** All that an edition of the snapshot holds in words, numbers and drawings, by where. */
async function everything(snapshot: Snapshot, language: Language): Promise<Record<string, string>> {
  const { brief, charts, printed } = composed(snapshot, language);
  const svgs = new Map<string, string>();
  // The drawings of one language are looked at as drawn, those of the other as they are to be drawn: it takes long.
  if (language === 'en') for (const { id, spec } of charts) svgs.set(id, await drawChart(spec, id));
  return {
    lines: wholeText(brief),
    brief: briefText(brief),
    html: (await renderHtml(brief, svgs, theme)).replace(GEOMETRY, ''),
    figures: figuresText([printed]),
    charts: JSON.stringify(charts),
  };
}

/** How a value may stand anywhere: in each language's unit, to each number of digits, with and without commas. */
function formsOf(id: string, value: string, snapshot: Snapshot): string[] {
  const spec = snapshot.metals.flatMap((metal) => metal.series).find((one) => one.id === id);
  if (spec === undefined) throw new Error(`no series ${id}`);
  const forms = LANGUAGES.flatMap((language) => {
    const printed = new Decimal(value).times(printedUnitOf(spec, language).factor);
    return [
      printed.toFixed(),
      ...[0, 1, 2, 3].map((digits) => printed.toFixed(digits, Decimal.ROUND_HALF_UP)),
    ];
  });
  const all = [value, ...forms].flatMap((form) => {
    const [whole = '', fraction] = form.split('.');
    const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return [form, fraction === undefined ? commas : `${commas}.${fraction}`];
  });
  // Shorter ones stand in other numbers by chance.
  return [...new Set(all)].filter((form) => form.replace(/\D/g, '').length >= 4);
}

/** The value as charts' data have it. */
function exactly(id: string, value: string, snapshot: Snapshot, language: Language = 'en'): string {
  const spec = snapshot.metals.flatMap((metal) => metal.series).find((one) => one.id === id);
  if (spec === undefined) throw new Error(`no series ${id}`);
  return new Decimal(value).times(printedUnitOf(spec, language).factor).toFixed();
}

/** Whether a text has the number as one of its own and not as a part of another. */
function holds(text: string, form: string): boolean {
  return new RegExp(`(?<![\\d.,])${form.replace('.', '\\.')}(?!\\d)`).test(text);
}

interface Case {
  readonly name: string;
  readonly id: string;
  readonly value: string;
  readonly overrides: readonly PlacedOverride[];
  /** Derived series that rest on it. */
  readonly resting: readonly string[];
  /** Whether a chart of the sample shows it. */
  readonly drawn: boolean;
  /** What stands in its row, by language. */
  readonly cell: Readonly<Record<Language, RegExp>>;
}

const CASES: readonly Case[] = [
  {
    name: 'a copper price that is held as a unit slip',
    id: 'cu_lme_3m',
    value: '9647531.25',
    overrides: [],
    resting: ['cu_parity', 'cu_comex_lme'],
    drawn: false,
    cell: { en: /^withheld: .*kilograms for tonnes/, zh: /^暂不列示：.*千克误作吨/ },
  },
  {
    name: 'a copper price that somebody excluded, quoting it',
    id: 'cu_lme_3m',
    value: '9873.625',
    overrides: [excluding('cu_lme_3m', { reason: 'typed as 9,873.625 from the wrong column' })],
    resting: ['cu_parity', 'cu_comex_lme'],
    drawn: false,
    cell: {
      en: /^excluded by Li Wei: typed as … from the wrong column$/,
      zh: /^由Li Wei剔除：typed as … from the wrong column$/,
    },
  },
  {
    name: 'copper stocks that are part of a sum',
    id: 'cu_lme_stk',
    value: '118643',
    overrides: [excluding('cu_lme_stk')],
    resting: ['cu_visible'],
    drawn: true,
    cell: { en: /^excluded by Li Wei: typed from the wrong column$/, zh: /^由Li Wei剔除：/ },
  },
];

describe.each(CASES)('$name', ({ id, value, overrides, resting, drawn, cell }) => {
  async function week(): Promise<{ wrong: Snapshot; screened: Snapshot }> {
    const wrong = withValue(await sampleSnapshot(), id, FRIDAY, value);
    return { wrong, screened: screen(wrong, { overrides, today }) };
  }

  test.each(LANGUAGES)(
    'is printed nowhere in %s: no line, no cell, no drawing, no file',
    async (language) => {
      const { wrong, screened } = await week();
      const before = await everything(wrong, language);
      const after = await everything(screened, language);
      for (const [where, text] of Object.entries(before)) {
        // Rounded, it would be found among the coordinates of other charts.
        const forms = where === 'charts' ? [exactly(id, value, wrong, language)] : formsOf(id, value, wrong);
        const seen = forms.filter((form) => holds(text, form));
        if (where !== 'charts' || drawn)
          expect(seen.length, `${where} has ${forms.join(' ')}`).toBeGreaterThan(0);
        expect(
          forms.filter((form) => holds(after[where] ?? '', form)),
          where,
        ).toEqual([]);
      }
    },
  );

  test('has no figure, nor has anything that rests on it', async () => {
    const { wrong, screened } = await week();
    const owners = new Set([id, ...resting]);
    const printedBy = (snapshot: Snapshot): string[] =>
      LANGUAGES.flatMap((language) => composed(snapshot, language).printed)
        .map((figure) => figure.series)
        .filter((series) => owners.has(series));
    expect(new Set(printedBy(wrong))).toEqual(owners);
    expect(printedBy(screened)).toEqual([]);
  });

  test.each(LANGUAGES)('says in its row and in those of derived series why, in %s', async (language) => {
    const { screened } = await week();
    const { brief } = composed(screened, language);
    const words = rowsOf(brief)
      .filter((row) => row.series === id)
      .map((row) => textOf(row.cells.at(-1)?.line ?? []));
    expect(words.length).toBeGreaterThan(0);
    for (const text of words) expect(text).toMatch(cell[language]);
    for (const one of resting) {
      const rows = rowsOf(brief).filter((row) => row.series === one);
      expect(rows.length, one).toBeGreaterThan(0);
      for (const row of rows)
        expect(textOf(row.cells.at(-1)?.line ?? [])).toMatch(
          language === 'zh' ? /^暂不列示：以.+为依据$/ : /^withheld: rests on /,
        );
    }
  });

  test.each(LANGUAGES)('is told of in the data notes and counted on the cover, in %s', async (language) => {
    const { screened } = await week();
    const { brief } = composed(screened, language);
    const notes = brief.sections.find((section) => section.id === 'data-notes');
    const title =
      overrides.length === 0
        ? { en: 'Withheld', zh: '暂不列示' }
        : { en: 'Decided by the desk', zh: '人工处理' };
    const block = notes?.blocks.find((one) => one.kind === 'points' && one.title === title[language]);
    expect(block).toBeDefined();
    expect(textOf(brief.cover.dataLine)).toMatch(language === 'zh' ? /\d+项暂不列示/ : /\d+ withheld/);
    expect(runsOf(brief).filter((run) => run.kind === 'text' && /\p{Nd}/u.test(run.text))).toEqual([]);
  });

  test('has no older value of the week in its place', async () => {
    const { screened } = await week();
    const thursday = screened.series[id]?.values.at(-2) ?? '';
    const { charts, printed } = composed(screened, 'en');
    expect(printed.filter((figure) => figure.series === id)).toEqual([]);
    expect(holds(JSON.stringify(charts), exactly(id, thursday, screened))).toBe(false);
  });
});

const before = (values: readonly number[]) => fridays('2025-W24', values);

describe('a withheld value in history', () => {
  const points = weekdays('2023-01-02', FRIDAY, (index) => 9000 + (index % 7) * 10);
  const made = snapshotOf({ week: '2025-W24', series: [{ id: 'cu_lme_3m', points }] });
  const screened = screen(made, { overrides: [excluding('cu_lme_3m', { date: '2025-06-06' })], today });

  test.each(LANGUAGES)(
    'is missing there: the change from it is not made from another day, and a note says why (%s)',
    (language) => {
      const { brief, printed } = composed(screened, language);
      const ids = printed.map((figure) => figure.id);
      expect(ids).toContain('cu_lme_3m.last');
      expect(ids).toContain('cu_lme_3m.four-weeks');
      expect(ids).not.toContain('cu_lme_3m.week');
      const row = rowsOf(brief).find((one) => one.series === 'cu_lme_3m');
      expect(row?.cells.map((one) => textOf(one.line))).toContain(language === 'zh' ? '暂缺' : 'n.a.');
      expect(wholeText(brief)).toContain(
        language === 'zh' ? '上周数值暂不列示，无可比数据' : 'the value of a week earlier is withheld',
      );
      expect(wholeText(brief)).toContain(
        language === 'zh' ? '暂缺：对比基数暂不列示' : 'n.a.: the value to compare with is withheld',
      );
    },
  );

  test('of a day between leaves all comparisons as they are', () => {
    const between = screen(made, { overrides: [excluding('cu_lme_3m', { date: '2025-06-11' })], today });
    const ids = composed(between, 'en').printed.map((figure) => figure.id);
    expect(ids).toContain('cu_lme_3m.week');
  });
});

test('parts of a whole without a total are stacked up to the last week in which all may be shown', () => {
  const stock = { kind: 'stock', unit: 't', frequency: 'weekly', staleAfterDays: 9 } as const;
  const values = Array.from({ length: 80 }, (_, index) => 50_000 + index * 100);
  const made = snapshotOf({
    week: '2025-W24',
    series: ['al_a', 'al_b'].map((id) => ({ ...stock, id, points: before(values) })),
    charts: [{ id: 'stocks', kind: 'stacked', series: ['al_a', 'al_b'] }],
  });
  const last = (snapshot: Snapshot): number => {
    const chart = composed(snapshot, 'en').charts.find((one) => one.id === 'stocks');
    const days = [...JSON.stringify(chart?.spec).matchAll(/"of":"al_[ab]","x":(\d+),"low":0?[\d.]+,/g)].map(
      ([, x]) => Number(x),
    );
    expect(days.length).toBeGreaterThan(50);
    return Math.max(...days);
  };
  expect(new Date(last(screen(made, { overrides: [], today }))).toISOString()).toContain(FRIDAY);
  const without = screen(made, { overrides: [excluding('al_a')], today });
  expect(new Date(last(without)).toISOString()).toContain('2025-06-06');
});

test('a season’s line that stops before the week says when', () => {
  const stock = { kind: 'stock', unit: 't', frequency: 'weekly', staleAfterDays: 9 } as const;
  const points = before(Array.from({ length: 300 }, (_, index) => 50_000 + (index % 52) * 100));
  const made = snapshotOf({
    week: '2025-W24',
    series: [{ ...stock, id: 'al_a', points }],
    charts: [{ id: 'stocks', kind: 'seasonal', series: ['al_a'] }],
  });
  const label = (snapshot: Snapshot): string =>
    /"text":"((?:2025|6 June 2025) {2}[^"]+)"/.exec(JSON.stringify(composed(snapshot, 'en').charts))?.[1] ??
    '';
  expect(label(screen(made, { overrides: [], today }))).toMatch(/^2025 {2}/);
  expect(label(screen(made, { overrides: [excluding('al_a')], today }))).toMatch(/^6 June 2025 {2}/);
});

test('a value of a day without a session that is excluded leaves the last session’s in its place', () => {
  const points = [...before([100, 101, 102]).slice(0, -1), ['2025-06-12', 102], [FRIDAY, 140]] as const;
  const made = snapshotOf({
    week: '2025-W24',
    series: [{ id: 'cu_lme_3m', points }],
    closed: { lme: [FRIDAY] },
  });
  const { printed } = composed(screen(made, { overrides: [excluding('cu_lme_3m')], today }), 'en');
  const ids = printed.map((figure) => figure.id);
  expect(ids).toContain('cu_lme_3m.week');
  expect(printed.find((figure) => figure.id === 'cu_lme_3m.last')?.value).toBe('102');
});

test('an edition that holds for core series alone goes on without a neighbor’s wrong value, in every file', async () => {
  const sample = await sampleSnapshot();
  const desk = { ...sample.desk, gate: { hold: 'core' as const } };
  const wrong = withValue({ ...sample, desk }, 'ni_lme_3m', FRIDAY, '15123517.25');
  const screened = screen(wrong, { overrides: [], today });
  expect(gate(screened)).toMatchObject({ verdict: 'notes', series: { ni_lme_3m: 'hold' } });
  const { lines = '', html } = await everything(screened, 'en');
  expect(lines).toContain('withheld');
  expect(html).not.toContain('15,123,517');
});

describe('what a person wrote', () => {
  const odd = `<script>alert(1)</script> {{text}} ${'𠮷🎉\u202eabc\u0000'} ${'x'.repeat(300)} ${'long '.repeat(200)}`;

  test('is escaped, cut in rows, and of characters the page has', async () => {
    const points = weekdays('2025-01-02', FRIDAY, (index) => 100 + (index % 3));
    const made = snapshotOf({
      week: '2025-W24',
      series: [
        { id: 'cu_lme_3m', points },
        { id: 'zn_lme_3m', points },
      ],
    });
    const screened = screen(made, { overrides: [excluding('cu_lme_3m', { by: odd, reason: odd })], today });
    const { html = '', lines = '' } = await everything(screened, 'en');
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    expect(lines).toContain('{{text}}');
    for (const odd of ['\u202e', '\u0000', '🎉', '𠮷']) expect(lines).not.toContain(odd);
    expect(lines).not.toMatch(/x{41}/);
    const row = rowsOf(composed(screened, 'en').brief).find((one) => one.series === 'cu_lme_3m');
    expect(textOf(row?.cells.at(-1)?.line ?? []).length).toBeLessThan(110);
    expect(Math.max(...lines.split('\n').map((line) => line.length))).toBeLessThan(800);
  });
});

function rowsOf(brief: Brief) {
  return brief.sections
    .flatMap((section) => section.blocks)
    .flatMap((block: Block) => (block.kind === 'table' ? block.groups.flatMap((group) => group.rows) : []));
}
