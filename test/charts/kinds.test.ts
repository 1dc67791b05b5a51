import { describe, expect, it } from 'vitest';
import { countMarks } from '../../src/charts/index.ts';
import { CHART_KINDS } from '../../src/model/catalog.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { chartNamed, DRAWN, drawn, faultsOf, textsOf } from './drawing.ts';

const LARGEST_BYTES = 15_000;

it('the gallery has every kind of chart', () => {
  expect(new Set(DRAWN.map((line) => line.kind))).toEqual(new Set(CHART_KINDS));
});

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(DRAWN.map((line) => line.id))('%s has marks, words and a sound drawing', async (id) => {
    const { block } = chartNamed(id, language);
    const svg = await drawn(id, language);
    expect(countMarks(svg)).toBeGreaterThan(0);
    expect(block.missing).toBeUndefined();
    expect(block.alt.length).toBeGreaterThan(40);
    expect(block.source).not.toBe('');
    expect(block.series.length).toBeGreaterThan(0);
    expect(svg.length).toBeLessThan(LARGEST_BYTES);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|null/);
    expect(svg).not.toMatch(/aria-|role=|<image|<script|<style|href=|url\((?!#)/);
    expect(svg.match(/\d\.\d{3,}/g)).toBeNull();
  });

  it.each(DRAWN.map((line) => line.id))('no word of %s is cut at the edge or covers another', async (id) => {
    const svg = await drawn(id, language);
    expect(textsOf(svg).length).toBeGreaterThan(3);
    expect(faultsOf(svg)).toEqual([]);
  });
});

it('bars start at zero and lines need not', async () => {
  const months = textsOf(await drawn('months')).map((text) => text.text);
  expect(months).toContain('0');
  const price = textsOf(await drawn('one')).map((text) => text.text);
  expect(price).not.toContain('0');
});

it('a negative fee keeps its zero line, and its minus is a minus', async () => {
  const texts = textsOf(await drawn('fee')).map((text) => text.text);
  expect(texts).toContain('0');
  expect(texts.some((text) => /^−\d/.test(text))).toBe(true);
  expect(texts.some((text) => text.includes('-'))).toBe(false);
});

it('a line ends at the value that tables print, in the printed unit of the language', async () => {
  const { analysis } = (await import('./gallery.ts')).gallery();
  const last = Number(analysis.series.get('cu_shfe')?.last?.value);
  expect(textsOf(await drawn('dual', 'en')).map((text) => text.text)).toContain(
    Math.round(last).toLocaleString('en-US'),
  );
  expect(textsOf(await drawn('dual', 'zh')).map((text) => text.text)).toContain((last / 10_000).toFixed(2));
});

it('one axis has one unit: short tons are drawn as the thousand tonnes of the others', () => {
  const { block } = chartNamed('stack');
  expect(block.subtitle).toContain('kt');
  const comex = /COMEX, kt: last ([\d.]+)/.exec(block.alt)?.[1];
  expect(Number(comex)).toBeGreaterThan(100);
  expect(Number(comex)).toBeLessThan(200);
});

it('a missing stretch breaks the line', async () => {
  const line = /<g class="chart-lines">(.*?)<\/g>/s.exec(await drawn('gaps'))?.[1] ?? '';
  expect(line.match(/M/g)).toHaveLength(2);
  const whole = /<g class="chart-lines">(.*?)<\/g>/s.exec(await drawn('one'))?.[1] ?? '';
  expect(whole.match(/M/g)).toHaveLength(1);
});

it('two lines of one chart differ in weight or dash, not in color alone', async () => {
  for (const id of ['dual', 'dual_yield', 'two', 'long']) {
    const lines = /<g class="chart-lines">(.*?)<\/g>/s.exec(await drawn(id))?.[1] ?? '';
    const pens = [...lines.matchAll(/<path ([^>]*)>/g)].map(([, attributes = '']) =>
      [/stroke-width="[^"]*"/, /stroke-dasharray="[^"]*"/].map((part) => part.exec(attributes)?.[0]).join(),
    );
    expect(pens.length).toBeGreaterThan(1);
    expect(new Set(pens).size).toBe(pens.length);
  }
});

it('movers print both dates once, and beside the bar whose venue has others', async () => {
  expect(chartNamed('bars').block.subtitle).toBe('Week to 13 Jun against 6 Jun 2025, %');
  expect(chartNamed('bars', 'zh').block.subtitle).toBe('2025年6月13日较6月6日，%');
  const texts = textsOf(await drawn('bars')).map((text) => text.text);
  expect(texts.filter((text) => text.includes('5 Jun'))).toHaveLength(1);
  const values = texts.filter((text) => /%$/.test(text));
  expect(values).toEqual(['+3.16%', '+2.10%', '+0.50%', '+0.40%', '−0.24%', '−2.50%', '−2.57%']);
});

it('the alt text of a ratio names no unit, for it has none', () => {
  expect(chartNamed('ratio').block.alt).toMatch(/Tb ÷ Dy oxide: last [\d.]+, range/);
  expect(chartNamed('ratio', 'zh').block.alt).toMatch(/铽镝比：最新[\d.]+，区间/);
});

it('the alt text says what, when and how much', () => {
  expect(chartNamed('one').block.alt).toMatch(
    /^Line chart, weekly, 1[0-9] June 2020 to 13 June 2025\. LME copper 3M, USD\/t: last [\d,.]+, range [\d,.]+ to [\d,.]+\.$/,
  );
  expect(chartNamed('one', 'zh').block.alt).toMatch(
    /^折线图，周度，2020年6月\d+日至2025年6月13日。LME铜3个月（美元\/吨）：最新[\d,.]+，区间[\d,.]+至[\d,.]+。$/,
  );
});
