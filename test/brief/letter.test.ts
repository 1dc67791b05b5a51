import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookWidth } from '../../src/brief/look-width.ts';
import { wrappedText } from '../../src/brief/wrapped-text.ts';
import type { Line } from '../../src/model/brief.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { parseSnapshot } from '../../src/snapshot/freeze.ts';
import { letterFilesOf, seenOf, textOfLetter } from '../support/letter.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { composed, sampleSnapshot } from './sample-desk.ts';

const COLUMNS = 76;
const MOST_SUBJECT: Readonly<Record<Language, number>> = { en: 70, zh: 60 };

function goldenSnapshot(name: string): Snapshot {
  const file = resolve(import.meta.dirname, '../golden', name, 'input/snapshot.json');
  return parseSnapshot(readFileSync(file, 'utf8'));
}

describe.each(LANGUAGES)('the letter in %s', (language) => {
  test('has the headline’s news in a subject that an inbox shows whole', async () => {
    const { head } = composed(await sampleSnapshot(), language).letter;
    expect(head.subject).toMatch(/^(?:Metals Weekly|金属周报)/);
    expect(head.subject).toContain('3.16%');
    expect(lookWidth(head.subject)).toBeLessThanOrEqual(MOST_SUBJECT[language]);
    expect(head.correctionSubject).toMatch(/^(?:Correction: |更正：)/);
    expect(lookWidth(head.correctionSubject)).toBeLessThanOrEqual(MOST_SUBJECT[language]);
  });

  test('says beneath the subject what the subject does not', async () => {
    const { head } = composed(await sampleSnapshot(), language).letter;
    expect(head.preheader.length).toBeGreaterThan(20);
    expect(head.preheader).not.toContain('3.16%');
  });

  test('prints no number that is not a figure, a date, or part of a name', async () => {
    const { draft, html, letter } = await letterFilesOf(await sampleSnapshot(), language);
    const known = knownTexts(draft);
    expect(known.length).toBeGreaterThan(40);
    for (const seen of [seenOf(html), unwrapped(textOfLetter(letter)), letter.subject, letter.preheader]) {
      const rest = known.reduce((text, one) => text.replaceAll(one, ' '), spaced(seen));
      expect(rest.match(/\S*\d\S*/g) ?? []).toEqual([]);
    }
  });

  test('has every figure it prints among the figures of the edition', async () => {
    const { letter } = composed(await sampleSnapshot(), language);
    const ids = new Set(letter.printed.map(({ id }) => id));
    const runs = [letter.headline, ...letter.points.map(({ line }) => line)].flat();
    const figures = runs.flatMap((run) => (run.kind === 'figure' ? [run.figure] : []));
    expect(figures.length).toBeGreaterThan(8);
    expect(figures.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('gives a reader of some metals everything but what speaks of others only', async () => {
    const { letter } = composed(await sampleSnapshot(), language);
    const { points, movers } = letter;
    expect(points[0]?.metal).toBeUndefined();
    expect(points.slice(1).map(({ metal }) => metal)).toContain('copper');
    expect(movers?.rows.length).toBe(14);
    expect(movers?.rows.every(({ metal }) => metal !== undefined)).toBe(true);
    const whens = letter.text.flatMap(({ when }) => when ?? []);
    expect(new Set(whens)).toEqual(
      new Set([
        'online',
        'pdf',
        'unsubscribe',
        'unsubscribe-mail',
        'preferences',
        ...whens.filter((when) => when.startsWith('metal.')),
      ]),
    );
    expect(whens).toContain('metal.copper');
    const known = new Set(Object.values(letter.head.groups).flat());
    expect(whens.filter((when) => when.startsWith('metal.') && !known.has(when.slice(6)))).toEqual([]);
  });

  test('shows two charts of two metals, and never the dollar before a metal', async () => {
    const { charts } = composed(await sampleSnapshot(), language).letter;
    expect(charts).toHaveLength(2);
    expect(charts.map(({ width }) => width)).toEqual(['letter', 'letter']);
    const metals = charts.map(({ series }) => series[0]?.split('_')[0]);
    expect(new Set(metals).size).toBe(2);
    expect(charts[0]?.series).toContain('au_comex');
  });

  test('has a text part of at most 76 columns, its numbers under each other', async () => {
    const { letter } = await letterFilesOf(await sampleSnapshot(), language);
    const lines = textOfLetter(letter).split('\n');
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.filter((line) => lookWidth(line) > COLUMNS)).toEqual([]);
    const rows = letter.text
      .filter(({ text, when }) => when?.startsWith('metal.') && !text.startsWith('- '))
      .map(({ text }) => text.trimEnd());
    expect(rows).toHaveLength(14);
    const ends = rows.map((row) => lookWidth(row.replace(/†$/, '')));
    expect(new Set(ends).size).toBe(1);
  });

  test('has nothing in its subject and preheader that an inbox cannot show: no narrow blank', async () => {
    const { letter } = composed(await sampleSnapshot(), language);
    const { subject, correctionSubject, preheader } = letter.head;
    expect(letter.headline.some(({ text }) => text.includes('\u202f'))).toBe(language === 'en');
    expect(`${subject}${correctionSubject}${preheader}`).not.toContain('\u202f');
    // In English it then is plain ASCII, which goes into a header as it is.
    expect(/^[\x20-\x7e]+$/.test(subject)).toBe(language === 'en');
  });

  test('explains the mark of illustrative history right under the key points, and only where there is any', async () => {
    const { draft, html, letter } = await letterFilesOf(await sampleSnapshot(), language);
    expect(draft.warning).toMatch(/^†.*(?:made up|编制)/);
    const at = html.indexOf(draft.warning ?? '?');
    expect(at).toBeGreaterThan(html.lastIndexOf('<!--when metal.lithium-->', html.indexOf('@@online@@')));
    expect(at).toBeLessThan(html.indexOf('@@online@@'));
    const text = unwrapped(textOfLetter(letter));
    expect(text).toMatch(/† (?:rests on illustrative history: made up)|†：以示意历史为依据；/);
    // Behind the unit, as the brief and the letter's own HTML have it.
    expect(text).toMatch(/kt†|万吨†/);
    expect(text).not.toMatch(/\d† ?(?:kt|万吨)/);
    const real = await letterFilesOf(goldenSnapshot('empty-week'), language);
    expect(real.draft.warning).toBeUndefined();
  });

  test('a correction says so to those who got the first, and a first edition cannot', async () => {
    const first = await letterFilesOf(goldenSnapshot('ordinary-week'), language);
    const second = await letterFilesOf(goldenSnapshot('ordinary-week'), language, '2025-W24.1');
    expect(first.html).not.toContain('<!--when correction-->');
    expect(first.letter.text.map(({ when }) => when)).not.toContain('correction');
    expect(second.html).toMatch(/<!--when correction-->.*(?:corrects|更正).*?<!--end-->/);
    expect(second.letter.text.find(({ when }) => when === 'correction')?.text).toMatch(/corrects|更正/);
    expect(second.letter.attachment).toMatch(/ 2025-W24\.1\.pdf$/);
  });

  test('prints nothing of a value that is withheld, and says that it is', async () => {
    const snapshot = goldenSnapshot('withheld-week');
    const withheld = Object.entries(snapshot.withheld ?? {});
    expect(withheld.length).toBeGreaterThan(0);
    const { draft, html, letter } = await letterFilesOf(snapshot, language);
    expect(draft.notes.length).toBeGreaterThan(0);
    const ids = withheld.map(([id]) => id);
    expect(draft.printed.filter(({ id }) => ids.includes(id.split('.')[0] ?? ''))).toEqual([]);
    for (const [, values] of withheld) {
      for (const { value } of values) {
        const digits = new RegExp(`(?<![\\d.,])${grouped(value)}(?![\\d,])`);
        expect(seenOf(html)).not.toMatch(digits);
        expect(textOfLetter(letter)).not.toMatch(digits);
      }
    }
  });

  test('stands without movers, charts and news where the week has none', async () => {
    const { draft, html, letter } = await letterFilesOf(goldenSnapshot('empty-week'), language);
    expect(draft.movers).toBeUndefined();
    expect(draft.charts).toEqual([]);
    expect(letter.pictures).toEqual([]);
    expect(letter.subject.length).toBeGreaterThan(10);
    expect(letter.preheader.length).toBeGreaterThan(5);
    expect(html).not.toContain('<img');
  });
});

test('what a desk calls its newsletter becomes a file name that every system takes', async () => {
  const snapshot = await sampleSnapshot();
  const title = { en: 'A/B: "Metals" <week>', zh: '金属\\周报' };
  const { letter } = composed({ ...snapshot, desk: { ...snapshot.desk, title } }, 'en');
  expect(letter.head.attachment).toBe('A-B- -Metals- -week- 2025-W24.pdf');
});

test('a newsletter’s long name gives way to the news', async () => {
  const snapshot = await sampleSnapshot();
  const title = { en: 'The Very Long Name of a Weekly About Metals and Their Markets', zh: '周报' };
  const { letter } = composed({ ...snapshot, desk: { ...snapshot.desk, title } }, 'en');
  expect(letter.head.subject).toBe('13 Jun: COMEX gold climbs 3.16%');
});

describe('lines of the text part', () => {
  test('count a Chinese character as two columns and a mark above a letter as none', () => {
    expect(lookWidth('LME铜')).toBe(5);
    expect(lookWidth('，。')).toBe(4);
    expect(lookWidth('e\u0301−▲†')).toBe(4);
    expect(lookWidth('𠮷')).toBe(2);
  });

  test('break at blanks and between Chinese characters, never before what closes or between number and unit', () => {
    expect(wrappedText('one two three', 8)).toBe('one two\nthree');
    expect(wrappedText('铜价上涨，库存下降。', 8)).toBe('铜价上\n涨，库存\n下降。');
    expect(wrappedText('at 66,000\u202fCNY/t', 10)).toBe('at\n66,000 CNY/t');
    expect(wrappedText('较上周（3.14%）减少', 12)).toBe('较上周\n（3.14%）减\n少');
  });
});

describe.skipIf(!hasRealDesk())('the letters of real weeks', () => {
  test('name in the table what moved most, and the metal of every fixing and stock', async () => {
    const rows =
      (await realSnapshot('2026-W27').then((week) => composed(week, 'en'))).letter.movers?.rows ?? [];
    const names = rows.map(({ cells }) => (cells[0]?.line ?? []).map(({ text }) => text).join(''));
    // The second series of a metal, with the largest move of the week.
    expect(names).toContain('Li hydroxide fob');
    expect(names).toHaveLength(14);
    const later = composed(await realSnapshot('2026-W40'), 'zh').letter.movers?.rows ?? [];
    expect(later.map(({ cells }) => cells[0]?.line.map(({ text }) => text).join(''))).toEqual([
      'LBMA黄金定盘',
      'LME铜现货',
      'LME铝现货',
    ]);
  });

  const weeks = ['2026-W05', '2026-W14', '2026-W27', '2026-W32', '2026-W37', '2026-W40'];
  test.each(weeks)('%s: subject, text and size stay within what mail programs take', async (week) => {
    const snapshot = await realSnapshot(week);
    for (const language of LANGUAGES) {
      const { letter, html } = await letterFilesOf(snapshot, language);
      expect(lookWidth(letter.subject)).toBeLessThanOrEqual(MOST_SUBJECT[language]);
      expect(lookWidth(letter.correctionSubject)).toBeLessThanOrEqual(MOST_SUBJECT[language]);
      const lines = textOfLetter(letter).split('\n');
      expect(lines.filter((line) => lookWidth(line) > COLUMNS)).toEqual([]);
      expect(Buffer.byteLength(html)).toBeLessThan(50_000);
      expect(html).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

/** Texts with digits that the letter may print, the longest first. */
function knownTexts(draft: ReturnType<typeof composed>['letter']): string[] {
  const lines: Line[] = [
    draft.dateline,
    draft.issue ?? [],
    draft.headline,
    ...draft.points.map(({ line }) => line),
    ...(draft.movers?.rows ?? []).flatMap(({ cells }) => cells.map(({ line }) => line)),
    ...draft.charts.map(({ title }) => title),
    draft.dataLine,
    ...draft.notes,
  ];
  const printed = draft.printed.flatMap((figure) => Object.values(figure.printed).flat());
  const dates = lines.flat().filter((run) => run.kind === 'date' || run.kind === 'name');
  const furniture = [
    draft.movers?.caption ?? '',
    draft.head.edition,
    draft.head.subject.match(/13 Jun|6月13日/)?.[0] ?? '',
    ...draft.charts.flatMap(({ subtitle, source }) => [subtitle, source]),
  ];
  return [...printed, ...dates.map(({ text }) => text), ...furniture]
    .filter((text) => /\d/.test(text))
    .map(spaced)
    .sort((a, b) => b.length - a.length);
}

function spaced(text: string): string {
  return text.replace(/[\s\u202f\u00a0]+/g, ' ');
}

/** Chinese is broken without a blank. */
function unwrapped(text: string): string {
  return text
    .replace(/(\p{Script=Han}|[，。（）、])\n\s*/gu, '$1')
    .replace(/\n\s*(?=\p{Script=Han}|（)/gu, '');
}

function grouped(value: string): string {
  const [whole = '', rest] = value.split('.');
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ',?');
  return rest === undefined ? commas : `${commas}\\.${rest}`;
}
