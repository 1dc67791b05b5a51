import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { compose, linesOf } from '../../src/brief/index.ts';
import type { Brief, Line, Run } from '../../src/model/brief.ts';
import type { Figure } from '../../src/model/figure.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { Decimal } from '../../src/units/decimal.ts';
import { printedUnitOf } from '../../src/units/print.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { composed, runsOf, sampleSnapshot } from './sample-desk.ts';

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(
  ' ',
);
const WEEKS = ['2026-W27', '2026-W40'];

type FigureRun = Extract<Run, { kind: 'figure' }>;

describe.each(LANGUAGES)('the sample brief in %s', (language) => {
  test('holds no digit outside figures, names and dates', async () => {
    const { brief } = composed(await sampleSnapshot(), language);
    expect(runsOf(brief).length).toBeGreaterThan(1000);
    expect(bareDigits(runsOf(brief))).toEqual([]);
  });

  test('prints each figure as its value, rounded in the printed unit', async () => {
    const snapshot = await sampleSnapshot();
    expect(wronglyPrinted(snapshot, language)).toEqual([]);
  });

  test('lists every figure it prints with all its texts, and no other', async () => {
    const { brief, printed } = composed(await sampleSnapshot(), language);
    const texts = new Map(printed.map((figure) => [figure.id, figure.printed[language] ?? []]));
    const runs = runsOf(brief).filter((run): run is FigureRun => run.kind === 'figure');
    expect(runs.length).toBeGreaterThan(500);
    expect(runs.filter((run) => !texts.get(run.figure)?.includes(run.text))).toEqual([]);
    expect(new Set(runs.map((run) => run.figure))).toEqual(new Set(texts.keys()));
  });

  test('marks exactly the figures that rest on illustrative history, each or by a dagger on its sentence', async () => {
    const { brief, printed } = composed(await sampleSnapshot(), language);
    const illustrative = new Map(printed.map((figure) => [figure.id, figure.illustrative]));
    const hatched = new Set(hatchedTitles(brief));
    const sentences = linesOf(brief)
      .filter((line) => !hatched.has(line))
      .flatMap(sentencesOf);
    expect(sentences.filter((sentence) => sentence.some(isDagger)).length).toBeGreaterThan(10);
    const wrong = sentences.flatMap((sentence) => {
      const whole = sentence.some(isDagger);
      return sentence.filter(
        (run) => run.kind === 'figure' && (whole || run.dagger === true) !== illustrative.get(run.figure),
      );
    });
    expect(wrong).toEqual([]);
    expect([...illustrative.values()]).toContain(true);
    expect(brief.illustrative).toBe(true);
  });

  test('puts no dagger on the title of a hatched chart', async () => {
    const { brief } = composed(await sampleSnapshot(), language);
    const titles = hatchedTitles(brief);
    expect(titles.length).toBeGreaterThan(10);
    const marked = titles.filter((title) =>
      title.some((run) => isDagger(run) || (run.kind === 'figure' && run.dagger === true)),
    );
    expect(marked).toEqual([]);
  });

  test('has every unit right behind its figure, in a run of its own', async () => {
    const { brief } = composed(await sampleSnapshot(), language);
    const pairs = linesOf(brief).flatMap((line) => line.map((run, at) => ({ run, before: line[at - 1] })));
    expect(pairs.filter(({ run }) => run.kind === 'unit').length).toBeGreaterThan(50);
    expect(pairs.filter(({ run, before }) => run.kind === 'unit' && before?.kind !== 'figure')).toEqual([]);
    const loose = pairs.filter(
      ({ run, before }) =>
        run.kind === 'text' &&
        before?.kind === 'figure' &&
        /^\s?(%|[A-Z]{3}|k?t\b|[万元吨]|美)/u.test(run.text),
    );
    expect(loose).toEqual([]);
  });

  test('never gives two different per cents for one change of one series', async () => {
    const { printed } = composed(await sampleSnapshot(), language);
    const week = printed.filter((figure) => figure.metric === 'week' && figure.unit === '%');
    expect(week.length).toBeGreaterThan(30);
    const sizes = week.map(
      (figure) => new Set(figure.printed[language]?.map((text) => text.replace(/[+−]/, ''))),
    );
    expect(sizes.filter((texts) => texts.size > 1)).toEqual([]);
  });
});

test.runIf(hasRealDesk())('real weeks print true figures and no bare digit in either language', async () => {
  for (const week of WEEKS) {
    const snapshot = await realSnapshot(week);
    for (const language of LANGUAGES) {
      const { brief } = composed(snapshot, language);
      expect(runsOf(brief).length).toBeGreaterThan(500);
      expect(bareDigits(runsOf(brief))).toEqual([]);
      expect(wronglyPrinted(snapshot, language)).toEqual([]);
      expect(brief.illustrative).toBe(false);
    }
  }
});

/** A line's sentences: a full stop that is followed by more, or ends the line, closes one. */
function sentencesOf(line: Line): Line[] {
  const sentences: Run[][] = [[]];
  for (const run of line) {
    sentences.at(-1)?.push(run);
    if (run.kind === 'text' && /(\. |。|\.$)/u.test(run.text)) sentences.push([]);
  }
  return sentences;
}

function isDagger(run: Run): boolean {
  return run.kind === 'dagger';
}

/** Titles of charts whose hatching says for the whole picture what daggers would. */
function hatchedTitles(brief: Brief): Line[] {
  return brief.sections
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'charts' ? block.charts : []))
    .filter((chart) => chart.illustrative && chart.kind !== 'movers')
    .map((chart) => chart.title);
}

function bareDigits(runs: readonly Run[]): string[] {
  return runs
    .filter((run) => run.kind === 'text' || run.kind === 'strong')
    .filter((run) => /\p{Nd}/u.test(run.text))
    .map((run) => run.text);
}

/** Reads every printed figure back and compares it with its value, rounded to as many digits. */
function wronglyPrinted(snapshot: Snapshot, language: Language): string[] {
  const analysis = analyze(snapshot);
  const { brief, printed } = compose(snapshot, analysis, language, snapshot.week);
  const figures = new Map(printed.map((figure) => [figure.id, figure]));
  const wrong: string[] = [];
  for (const run of runsOf(brief)) {
    if (run.kind !== 'figure') continue;
    const figure = figures.get(run.figure);
    const value = figure && valueIn(figure, language, analysis.series.get(figure.series)?.spec);
    if (value === undefined || !reads(run.text, value)) wrong.push(`${run.figure} ${run.text}`);
  }
  return wrong;
}

function reads(text: string, value: Decimal): boolean {
  if (text === 'nc' || text === '持平') return value.abs().lt('0.5');
  const ordinal = ORDINALS.indexOf(text);
  const number = ordinal >= 0 ? String(ordinal + 1) : /[\d,]+(\.\d+)?/.exec(text)?.[0].replaceAll(',', '');
  if (number === undefined) return false;
  const digits = number.split('.')[1]?.length ?? 0;
  const same = value.abs().toDecimalPlaces(digits, Decimal.ROUND_HALF_UP).eq(number);
  const sign = text.startsWith('−') ? value.isNegative() : text.startsWith('+') ? value.isPositive() : true;
  return same && sign;
}

function valueIn(
  figure: Figure,
  language: Language,
  spec: Parameters<typeof printedUnitOf>[0] | undefined,
): Decimal {
  const value = new Decimal(figure.value);
  const inUnit = spec !== undefined && figure.unit === spec.unit && figure.unit !== '%';
  return inUnit ? value.times(printedUnitOf(spec, language).factor) : value;
}
