import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { rangeBar, sparkline } from '../../src/charts/index.ts';
import { pointsOf } from './market.ts';

it('a sparkline is one line that ends in a dot', () => {
  const svg = sparkline(pointsOf({ id: 'a', weeks: 13 }));
  expect(svg.match(/<path/g)).toHaveLength(1);
  expect(svg).toContain('<circle cx="54"');
  expect(svg).not.toMatch(/NaN|id=|href/);
  expect(svg.length).toBeLessThan(260);
});

it('the style sheet gives the drawings of cells the size they are drawn for', async () => {
  const css = await readFile('templates/screen-tables.css', 'utf8');
  expect(css).toMatch(/\.spark \{\n {2}width: 56px;\n {2}height: 12px;/);
  expect(css).toMatch(/\.range \{\n {2}width: 44px;\n {2}height: 8px;/);
});

it('a series that stood still is a line through the middle', () => {
  expect(sparkline(pointsOf({ id: 'a', weeks: 13, wave: 0, trend: 0 }))).toContain('cy="6"');
});

it('one point or none is no line', () => {
  expect(sparkline([])).toBe('');
  expect(sparkline(pointsOf({ id: 'a', weeks: 1 }))).toBe('');
});

it('a range bar has its tick at the position, and never outside', () => {
  const tick = (position: number): number => Number(/d="M([\d.]+) 0h1\.6/.exec(rangeBar(position))?.[1]);
  expect(tick(0)).toBe(0);
  expect(tick(50)).toBeCloseTo(21.2, 1);
  expect(tick(100)).toBeCloseTo(42.4, 1);
  expect(tick(120)).toBe(tick(100));
  expect(tick(-5)).toBe(0);
});
