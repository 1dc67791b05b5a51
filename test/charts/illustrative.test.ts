import { expect, it } from 'vitest';
import { chartFor, drawChart } from '../../src/charts/index.ts';
import type { Language } from '../../src/model/language.ts';
import { chartNamed, DRAWN, drawn, textsOf } from './drawing.ts';
import { chartLine, type Made, market, snapshot } from './market.ts';

const WORD: Readonly<Record<Language, string>> = { en: 'illustrative', zh: '示意数据' };

it.each(DRAWN.map((line) => line.id))(
  '%s is hatched if it rests on illustrative history, and only then',
  async (id) => {
    for (const language of ['en', 'zh'] as const) {
      const { block } = chartNamed(id, language);
      const svg = await drawn(id, language);
      const words = textsOf(svg).map((text) => text.text);
      expect(svg.includes('class="chart-hatch"')).toBe(block.illustrative);
      expect(words.includes(WORD[language])).toBe(block.illustrative);
      expect(/llustrative|示意/.test(block.alt)).toBe(block.illustrative);
    }
  },
);

it('the gallery has charts of both sorts', () => {
  const sorts = DRAWN.map((line) => chartNamed(line.id).block.illustrative);
  expect(new Set(sorts).size).toBe(2);
});

const MADE_UP: Made = { id: 'made', illustrative: 261, weeks: 262 };
const OPEN: Made = {
  id: 'open',
  everyDays: 30,
  weeks: 60,
  end: '2025-05-31',
  name: { en: 'Open', zh: '公开' },
};

function shown(made: readonly Made[], line: Parameters<typeof chartLine>[2]) {
  return chartFor(chartLine('line', ['made'], line), snapshot(), market(made), 'en').block;
}

it('open real history is charted instead of illustrative one', () => {
  const block = shown([MADE_UP, OPEN], { instead: ['open'] });
  expect(block).toMatchObject({ series: ['open'], illustrative: false, width: 'third' });
  expect(block.alt).toContain('monthly');
});

it('real history is charted as it is, whatever else there is', () => {
  expect(shown([{ ...MADE_UP, illustrative: 0 }, OPEN], { instead: ['open'] })).toMatchObject({
    series: ['made'],
    illustrative: false,
  });
});

it('illustrative history before the charted window does not count', () => {
  const block = shown([{ ...MADE_UP, illustrative: 100 }, OPEN], { instead: ['open'], years: 2 });
  expect(block).toMatchObject({ series: ['made'], illustrative: false });
});

it('an open series without data, or made up itself, replaces nothing', () => {
  expect(shown([MADE_UP], { instead: ['open'] }).series).toEqual(['made']);
  expect(shown([MADE_UP, { ...OPEN, illustrative: 3 }], { instead: ['open'] }).series).toEqual(['made']);
});

it('where the wanted series was never observed, the open one is charted', () => {
  expect(shown([{ ...MADE_UP, weeks: 0 }, OPEN], { instead: ['open'] }).series).toEqual(['open']);
});

it('the second axis stays only where it is real', () => {
  const right = { id: 'right', unit: 'CNY/t' };
  expect(
    shown([MADE_UP, OPEN, { ...right, illustrative: 10 }], { instead: ['open'], right: ['right'] }).series,
  ).toEqual(['open']);
  expect(shown([MADE_UP, OPEN, right], { instead: ['open'], right: ['right'] }).series).toEqual([
    'open',
    'right',
  ]);
});

it('only the made-up stretch is hatched', async () => {
  const block = chartFor(
    chartLine('line', ['made'], { years: 4 }),
    snapshot(),
    market([{ ...MADE_UP, illustrative: 131 }]),
    'en',
  );
  if (block.spec === undefined) throw new Error('no picture');
  const hatch = /<g class="chart-hatch">(.*?)<\/g>/s.exec(await drawChart(block.spec, 'half'))?.[1] ?? '';
  const starts = [...hatch.matchAll(/M(-?[\d.]+)/g)].map(([, x]) => Number(x));
  expect(starts.length).toBeGreaterThan(5);
  expect(Math.max(...starts)).toBeLessThan(110);
});
