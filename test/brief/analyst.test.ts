import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { linesOf, slotsFor } from '../../src/brief/index.ts';
import type { PlacedOverride } from '../../src/catalog/index.ts';
import type { Brief, Section } from '../../src/model/brief.ts';
import type { Language } from '../../src/model/language.ts';
import type { WeekNotes } from '../../src/model/notes.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { withNotes } from '../../src/notes/index.ts';
import { snapshotHash } from '../../src/snapshot/freeze.ts';
import { screen } from '../../src/snapshot/screen.ts';
import { fridays, snapshotOf } from '../support/snapshot.ts';
import { composed, textOf } from './sample-desk.ts';

const WEEK = '2025-W24';
const week = snapshotOf({
  week: WEEK,
  series: [
    {
      id: 'cu_lme_3m',
      name: { en: 'LME copper', zh: '伦铜' },
      points: fridays(WEEK, [9000, 9500, 9650, 9647.5]),
    },
    { id: 'cu_stock', kind: 'stock', unit: 't', points: fridays(WEEK, [2000, 1000, 900, 1800]) },
    { id: 'cu_tc', kind: 'fee', change: 'abs', unit: 'USD/dmt', points: fridays(WEEK, [-40, -44.75]) },
    { id: 'cu_old', points: [['2025-05-02', 5]] },
    { id: 'cu_late', staleAfterDays: 20, points: [['2025-06-05', 5]] },
    { id: 'cu_never' },
    { id: 'al_lme_3m', metal: 'aluminum', points: fridays(WEEK, [2400, 2500]) },
    { id: 'xx', metal: 'kryptonite' },
  ],
});
/** A metal that is printed only where there is something to print. */
const bare: Snapshot = {
  ...week,
  metals: week.metals.map((metal) => (metal.metal === 'kryptonite' ? { ...metal, core: false } : metal)),
};

function noted(texts: WeekNotes['texts'], snapshot = bare): Snapshot {
  return withNotes(snapshot, { texts });
}

function briefOf(texts: WeekNotes['texts'], language: Language = 'en', snapshot = bare): Brief {
  return composed(noted(texts, snapshot), language).brief;
}

function sectionOf(brief: Brief, id: string): Section | undefined {
  return brief.sections.find((section) => section.id === id);
}

/** All words of the notes of a place. */
function noteAt(brief: Brief, id: string): string[] {
  const own = sectionOf(brief, id)?.blocks.filter(({ kind }) => kind === 'analyst') ?? [];
  return linesOf({ ...brief, sections: [{ id, title: '', level: 1, blocks: own }] })
    .slice(linesOf({ ...brief, sections: [] }).length)
    .map(textOf);
}

const said = (text: string, language: Language = 'en', snapshot = bare): string | undefined =>
  noteAt(briefOf({ [language]: { text: `## copper\n\n${text}` } }, language, snapshot), 'copper')[1];

describe('a slot prints', () => {
  test.each([
    ['{{cu_lme_3m}}', '9,647.50\u202fUSD/t', '9,647.50美元/吨'],
    ['{{cu_lme_3m wow}}', '−0.03%', '−0.03%'],
    ['{{cu_lme_3m wow absolute}}', '−2.50\u202fUSD/t', '−2.50美元/吨'],
    ['{{cu_stock wow}}', '+100.00%', '+100.00%'],
    ['{{cu_tc wow}}', '−4.75\u202fUSD/dmt', '−4.75美元/干吨'],
    ['{{cu_lme_3m four weeks}}', '(no earlier value to compare with)', '（缺此前可比数值）'],
    ['{{cu_old}}', '(no observation since 2 May 2025)', '（自2025年5月2日以来无新数据）'],
    ['{{cu_old wow}}', '(no observation this week)', '（本周无新数据）'],
    ['{{cu_late}}', '5.00\u202fUSD/t (5 Jun)', '5.00美元/吨（6月5日）'],
    ['{{cu_never}}', '(no observation yet)', '（尚无数据）'],
    ['{{cu_never wow}}', '(no observation yet)', '（尚无数据）'],
  ])('%s as %j and %j', (slot, en, zh) => {
    expect(said(slot, 'en')).toBe(en);
    expect(said(slot, 'zh')).toBe(zh);
  });

  test('a figure that the edition lists, with its unit in a run of its own', () => {
    const { brief, printed } = composed(noted({ en: { text: '## copper\n\n**{{cu_tc wow}}**' } }), 'en');
    const runs = linesOf(brief).flat();
    const [run] = runs.filter((one) => one.kind === 'figure' && one.strong === true);
    expect(run).toMatchObject({ figure: 'cu_tc.week', text: '−4.75' });
    expect(printed.find(({ id }) => id === 'cu_tc.week')?.printed.en).toContain('−4.75');
  });

  test('why there is none where its value is excluded or withheld, and the number nowhere', () => {
    const exclude: PlacedOverride = {
      series: 'cu_lme_3m',
      date: '2025-06-13',
      action: 'exclude',
      by: 'Li Wei',
      reason: 'typed 9647.5 from the wrong column',
      expires: '2025-07-31',
      where: 'data/overrides.yaml:1:3',
    };
    const screened = screen(bare, { overrides: [exclude], today: '2025-06-15' });
    expect(said('{{cu_lme_3m}} at 9,647.50, ９６４７.5 or 9650', 'en', screened)).toBe(
      '(excluded by Li Wei: typed … from the wrong column) at …, … or 9650',
    );
    expect(said('{{cu_lme_3m wow}}', 'zh', screened)).toBe('（由Li Wei剔除：typed … from the wrong column）');
    const { brief } = composed(
      noted({ en: { headline: 'Copper at 9,647.50', author: 'Li 9647.5', text: '9647.50' } }, screened),
      'en',
    );
    expect(JSON.stringify(brief)).not.toMatch(/9,?647\.50?(?!\d)/);
  });

  test('its own words where it asks for nothing we have, as in a draft', () => {
    expect(said('a {{cu_lme_4m}} b {{')).toBe('a [cu_lme_4m] b []');
  });
});

describe('notes stand', () => {
  const text =
    'Of the week.\n\n## copper\n\nOf copper.\n\n## inventories\n\nOf stocks.\n\n## data-notes\n\nOf data.';
  const brief = briefOf({ en: { author: 'A. Chen', text } });

  test('behind the own words of their part, each under whose they are', () => {
    expect(brief.sections[0]).toMatchObject({ id: 'overview', title: 'The desk’s view', level: 1 });
    expect(noteAt(brief, 'overview')).toEqual(['Analyst’s note · A. Chen', 'Of the week.']);
    expect(noteAt(brief, 'copper')).toEqual(['Analyst’s note · A. Chen', 'Of copper.']);
    const kinds = (id: string): string[] => sectionOf(brief, id)?.blocks.map(({ kind }) => kind) ?? [];
    expect(kinds('copper').slice(0, 2)).toEqual(['paragraph', 'analyst']);
    expect(kinds('inventories').slice(0, 2)).toEqual(['analyst', 'table']);
    expect(kinds('data-notes').at(-1)).toBe('analyst');
    expect(kinds('dashboard')).not.toContain('analyst');
  });

  test('of a metal without figures too, which is else left out', () => {
    expect(sectionOf(brief, 'kryptonite')).toBeUndefined();
    const spoken = briefOf({ en: { text: '## kryptonite\n\nRare.' } });
    expect(noteAt(spoken, 'kryptonite')).toEqual(['Analyst’s note', 'Rare.']);
  });

  test('nowhere where there are none: the brief and the snapshot are as they were', () => {
    expect(composed(withNotes(noted({ en: { text } }), undefined), 'en').brief).toEqual(
      composed(bare, 'en').brief,
    );
    expect(snapshotHash(withNotes(noted({ en: { text } }), undefined))).toBe(snapshotHash(bare));
    expect(snapshotHash(noted({ en: { text } }))).not.toBe(snapshotHash(bare));
    expect(snapshotHash(noted({ en: { text } }))).not.toBe(snapshotHash(noted({ en: { text: `${text}!` } })));
  });
});

describe('a language without words', () => {
  const notes = (brief: Brief): string[] =>
    brief.sections.flatMap(({ id, blocks }) =>
      blocks.flatMap((block) =>
        block.kind === 'note' && /only in|仅有/.test(textOf(block.line))
          ? [`${id}: ${textOf(block.line)}`]
          : [],
      ),
    );

  test('says once, in its own words, that the others are only in the other', () => {
    const text = '## copper\n\na\n\n## inventories\n\nb';
    expect(notes(briefOf({ zh: { text } }, 'en'))).toEqual([
      'dashboard: This week’s notes are only in Chinese.',
    ]);
    expect(notes(briefOf({ en: { text } }, 'zh'))).toEqual(['dashboard: 本周点评仅有英文版。']);
    expect(notes(briefOf({ en: { text } }, 'en'))).toEqual([]);
  });

  test('says so of the parts that it lacks, where it has others', () => {
    const texts = { en: { text: '## copper\n\na' }, zh: { text: 'c\n\n## 铜\n\na\n\n## inventories\n\nb' } };
    expect(notes(briefOf(texts, 'en'))).toEqual([
      'overview: The note on this part is only in Chinese.',
      'inventories: The note on this part is only in Chinese.',
    ]);
    expect(notes(briefOf(texts, 'zh'))).toEqual([]);
  });
});

describe('a headline that a person wrote', () => {
  const texts = {
    en: { author: 'A. Chen', headline: 'Quiet at {{cu_lme_3m}}, [they](https://a.cn) said', text: '' },
  };

  test('stands on the cover and in the letter, under its writer’s name; the subject says what the figures say', () => {
    const { brief, letter } = composed(noted(texts), 'en');
    expect(textOf(brief.cover.headline)).toBe('Quiet at 9,647.50\u202fUSD/t, they said');
    expect(textOf(brief.cover.byline ?? [])).toBe('Headline by A. Chen');
    expect(brief.cover.headline.some((run) => run.kind === 'words' && run.link !== undefined)).toBe(false);
    expect(letter.headline).toEqual(brief.cover.headline);
    expect(letter.head.subject).toBe(composed(bare, 'en').letter.head.subject);
    expect(letter.text.map((piece) => piece.text).join('')).toContain(
      'USD/t, they said\nHeadline by A. Chen\n\n',
    );
  });

  test('is the other language’s own affair', () => {
    const { cover } = briefOf(texts, 'zh');
    expect(cover).toEqual(composed(bare, 'zh').brief.cover);
  });
});

describe('the letter', () => {
  const letterOf = (text: string) => composed(noted({ en: { author: 'A. Chen', text } }), 'en').letter;

  test('has the first paragraphs of what is said of the week, without links', () => {
    const letter = letterOf(
      'One [link](https://a.cn) at {{cu_lme_3m}}.\n\nTwo.\n\n- list\n\nThree.\n\n## copper\n\nFour.',
    );
    expect(letter.comment?.lines.map(textOf)).toEqual(['One link at 9,647.50\u202fUSD/t.', 'Two.']);
    expect(JSON.stringify(letter.comment)).not.toContain('https');
    expect(letter.printed.map(({ id }) => id)).toContain('cu_lme_3m.last');
    expect(letter.text.map((piece) => piece.text).join('')).toContain(
      '| Analyst’s note · A. Chen\n|\n| One link at',
    );
  });

  test('leaves out what it has no room for', () => {
    expect(letterOf(`${'long '.repeat(170)}\n\n${'longer '.repeat(20)}`).comment?.lines).toHaveLength(1);
    expect(letterOf('long '.repeat(300)).comment).toBeUndefined();
    expect(letterOf('## copper\n\nFour.').comment).toBeUndefined();
  });
});

test('whoever writes a note is told every slot and what it prints', () => {
  const [copper] = slotsFor(bare, analyze(bare), 'en');
  expect(copper).toMatchObject({
    series: 'cu_lme_3m',
    name: 'LME copper',
    metal: 'copper',
    slots: [
      { slot: 'cu_lme_3m', text: '9,647.50\u202fUSD/t' },
      { slot: 'cu_lme_3m wow', text: '−0.03%' },
    ],
  });
  expect(slotsFor(bare, analyze(bare), 'zh').map(({ series }) => series)).not.toContain('cu_never');
});
