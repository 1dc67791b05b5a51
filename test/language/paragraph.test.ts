import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Difference,
  dateForms,
  phrases,
  plainText,
  printFigure,
  roundedFigure,
  type Statement,
} from '../../src/language/index.ts';
import type { Run } from '../../src/model/brief.ts';
import { SERIES_KINDS } from '../../src/model/catalog.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import { changeFigure, copper } from './figure.ts';

const UP = {
  en: /\b(rose|edged up|climbed|jumped|rises|edges up|climbs|jumps)\b/,
  zh: /上涨|微涨|大涨|增加|上升/,
};
const DOWN = {
  en: /\b(fell|slipped|dropped|tumbled|plunged|edged down|falls|slips|drops|tumbles|plunges|edges down)\b/,
  zh: /下跌|微跌|大跌|减少|下降/,
};

const strengths = fc.constantFrom('slight' as const, 'plain' as const, 'strong' as const, 'great' as const);
const kinds = fc.constantFrom(...SERIES_KINDS, 'derived' as const);
const change = fc.double({ min: -40, max: 40, noNaN: true, noDefaultInfinity: true });

describe.each(LANGUAGES)('in %s', (language) => {
  test('the verb goes the way of the printed change, and only then', () => {
    fc.assert(
      fc.property(change, strengths, kinds, (value, strength, kind) => {
        const figure = changeFigure(value.toFixed(6));
        const printed = roundedFigure(figure, copper, language);
        fc.pre(!printed.isZero());
        const direction = printed.isNegative() ? 'down' : 'up';
        const said = moved(language, value, direction, strength, kind);
        for (const text of [phrases(language).paragraph([said]), phrases(language).title(said)].map(
          plainText,
        )) {
          expect(UP[language].test(text)).toBe(direction === 'up');
          expect(DOWN[language].test(text)).toBe(direction === 'down');
          expect(text).not.toMatch(/stable|稳定/);
        }
      }),
    );
  });

  test('two moves share a sentence, each with its own verb', () => {
    const text = say(language, [moved(language, 1.5, 'up'), moved(language, -2.25, 'down')]);
    expect(text).toMatch(UP[language]);
    expect(text).toMatch(DOWN[language]);
    expect(text.split(language === 'zh' ? '。' : '. ').filter(Boolean)).toHaveLength(1);
  });

  test('what did not move is unchanged, since when and over how many quotations', () => {
    const since = { date: dateForms(language).full('2026-08-10'), quotations: number('24') };
    const text = say(language, [
      {
        name: 'Cobalt',
        kind: 'price',
        says: 'unchanged',
        level: [number('53')],
        against: { span: 'week' },
        since,
      },
    ]);
    expect(text).toBe(
      language === 'zh'
        ? 'Cobalt报53，自2026年8月10日以来未变动（共24次报价）。'
        : 'Cobalt was quoted at 53, unchanged since 10 August 2026 (24 quotations).',
    );
  });

  test('series that fell silent on one day are named together', () => {
    const since = dateForms(language).full('2026-09-24');
    const silent = (name: string): Statement => ({ name, kind: 'price', says: 'stale', since });
    expect(say(language, [silent('NdPr'), silent('Dy')])).toBe(
      language === 'zh'
        ? 'NdPr和Dy自2026年9月24日以来无新数据。'
        : 'There has been no observation of NdPr and Dy since 24 September 2026.',
    );
  });

  test('what has no session is told of in one sentence, wherever it stands', () => {
    const on = dateForms(language).short('2026-02-13', '2026-02-20');
    const shut = (name: string, kind: 'price' | 'stock', level: string): Statement => ({
      name,
      kind,
      says: 'closed',
      level: [number(level)],
      on,
    });
    const text = say(language, [
      shut('SHFE copper', 'price', '100,630'),
      moved(language, 1.5, 'up'),
      shut('SHFE stock', 'stock', '272.5'),
    ]);
    expect(text).toContain(
      language === 'zh'
        ? 'SHFE copper和SHFE stock因本周休市未更新，2月13日的最新数据分别为100,630和272.5。'
        : 'SHFE copper (100,630) and the SHFE stock (272.5) had no session this week and were last updated on 13 Feb.',
    );
    expect(text.split(language === 'zh' ? '。' : '. ').filter(Boolean)).toHaveLength(2);
  });

  test('series that fell silent on different days share a sentence too', () => {
    const { full } = dateForms(language);
    const silent = (name: string, day: string): Statement => ({
      name,
      kind: 'price',
      says: 'stale',
      since: full(day),
    });
    const text = say(language, [silent('NdPr', '2026-09-24'), silent('Dy', '2026-07-17')]);
    expect(text).toBe(
      language === 'zh'
        ? 'NdPr自2026年9月24日以来，Dy自2026年7月17日以来均无新数据。'
        : 'There has been no observation of NdPr since 24 September 2026 or of Dy since 17 July 2026.',
    );
  });

  test('one dagger closes a sentence that rests on illustrative history throughout', () => {
    const marked = (text: string): Run => ({ kind: 'figure', text, figure: 'x.last', dagger: true });
    const said = (level: Run): Statement => ({
      name: 'LME copper',
      kind: 'price',
      says: 'move',
      level: [level],
      change: { direction: 'up', size: [marked('1.50%')], against: { span: 'week' } },
      strength: 'plain',
      remarks: [],
    });
    const stop = language === 'zh' ? '†。' : '†.';
    const through = phrases(language).paragraph([said(marked('9,647.50'))]);
    expect(plainText(through).endsWith(stop)).toBe(true);
    expect(through.filter((run) => run.kind === 'figure' && run.dagger === true)).toEqual([]);
    const partly = phrases(language).paragraph([said(number('9,647.50'))]);
    expect(plainText(partly)).not.toContain('†');
    expect(partly.filter((run) => run.kind === 'figure' && run.dagger === true)).toHaveLength(1);
  });

  test('a forecast is said to be one, with its month and the month before', () => {
    const { month } = dateForms(language);
    const text = say(language, [
      {
        name: 'Anode rate',
        kind: 'oprate',
        says: 'month',
        level: [number('54.56%')],
        month: month('2025-06-30', '2025-06-13'),
        forecast: true,
        change: {
          direction: 'up',
          size: [number('1.57')],
          against: { span: 'month', month: month('2025-05-31', '2025-06-13') },
        },
      },
    ]);
    expect(text).toBe(
      language === 'zh'
        ? 'Anode rate6月预计为54.56%，较5月上升1.57。'
        : 'The anode rate is put at 54.56% in the June forecast, 1.57 above May.',
    );
  });

  test('a stock is compared with Monday and with last Thursday', () => {
    const { day } = dateForms(language);
    const against = (size: string, date: string, lastWeek: boolean): Difference => ({
      direction: 'down',
      size: [number(size)],
      against: { span: 'day', day: day(date), lastWeek },
    });
    const text = say(language, [
      {
        name: 'LME stock',
        kind: 'stock',
        says: 'compare',
        level: [number('144.8')],
        on: day('2025-06-12'),
        changes: [against('4.7', '2025-06-09', false), against('3.2', '2025-06-05', true)],
      },
    ]);
    expect(text).toBe(
      language === 'zh'
        ? '截至周四，LME stock为144.8，较周一减少4.7，较上周四减少3.2。'
        : 'The LME stock stood at 144.8 on Thursday, 4.7 less than on Monday and 3.2 less than last Thursday.',
    );
  });
});

test('streaks and extremes follow the move they belong to', () => {
  const said = moved('en', -1.2, 'down');
  if (said.says !== 'move') throw new Error('not a move');
  const remarks: typeof said.remarks = [
    { kind: 'streak', direction: 'down', count: number('third') },
    { kind: 'extreme', which: 'low' },
  ];
  expect(say('en', [{ ...said, remarks }])).toMatch(
    /, the third weekly fall in a row and the lowest in a year\.$/,
  );
});

test('a price that fell below nought fell to a number more negative', () => {
  const said: Statement = {
    name: 'TC index',
    kind: 'fee',
    says: 'move',
    level: [number('−44.75')],
    change: { direction: 'down', size: [number('0.85')], against: { span: 'week' } },
    strength: 'plain',
    remarks: [],
  };
  expect(say('en', [said])).toBe('The TC index fell 0.85 on the week to −44.75.');
  expect(say('zh', [said])).toBe('本周TC index下降0.85至−44.75。');
});

function say(language: Language, statements: readonly Statement[]): string {
  return plainText(phrases(language).paragraph(statements));
}

function moved(
  language: Language,
  value: number,
  direction: 'up' | 'down',
  strength: 'slight' | 'plain' | 'strong' | 'great' = 'plain',
  kind: Statement['kind'] = 'price',
): Statement {
  const { text } = printFigure(changeFigure(value.toFixed(6)), copper, language, 'size');
  return {
    name: 'LME copper',
    kind,
    says: 'move',
    level: [number('9,647.50')],
    change: { direction, size: [number(text)], against: { span: 'week' } },
    strength,
    remarks: [],
  };
}

function number(text: string): Run {
  return { kind: 'figure', text, figure: 'x.last' };
}
