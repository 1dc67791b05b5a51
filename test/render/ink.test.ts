import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { metalInk, moveInk, pageInk } from '../../src/charts/theme.ts';
import { LANGUAGES, type Language } from '../../src/model/language.ts';

const METALS = [
  ...['copper', 'aluminum', 'gold', 'silver', 'rare_earths', 'antimony', 'molybdenum', 'lithium'],
  ...['cobalt', 'nickel', 'tin', 'tungsten', 'zinc', 'lead'],
];

let light = '';
let dark = '';
let screen = '';
beforeAll(async () => {
  const css = await readFile('templates/ink.css', 'utf8');
  screen = await readFile('templates/screen-tables.css', 'utf8');
  [light = '', dark = ''] = css.split('@media screen and (prefers-color-scheme: dark)');
});

it.each(LANGUAGES)('charts and %s page have the same colors', (language) => {
  const inks = [
    ...(['text', 'muted', 'rule', 'paper'] as const).map(pageInk),
    ...METALS.map(metalInk),
    ...(['up', 'down'] as const).map((direction) => moveInk(direction, language)),
  ];
  expect(inks).toHaveLength(20);
  for (const ink of inks) {
    const [, name = '', fallback = ''] = /^var\((--ink-[a-z-]+),(#\w{6})\)$/.exec(ink) ?? [];
    expect(inkIn(light, name, language), ink).toBe(fallback);
  }
});

it.each(LANGUAGES)('every color stands out from the %s paper, by day and by night', (language) => {
  for (const css of [light, dark]) {
    const paper = inkIn(css, '--ink-paper', language);
    const names = [...METALS.map((metal) => `--ink-${metal.replace('_', '-')}`), '--ink-up', '--ink-down'];
    for (const name of names)
      expect(contrast(inkIn(css, name, language), paper), name).toBeGreaterThanOrEqual(3);
    for (const name of ['--ink-text', '--ink-muted'])
      expect(contrast(inkIn(css, name, language), paper), name).toBeGreaterThanOrEqual(4.5);
  }
});

it.each(LANGUAGES)('every letter of the %s page can be read, on paper, shade and each tint', (language) => {
  for (const css of [light, dark]) {
    const ink = (name: string): string => inkIn(css, `--ink-${name}`, language);
    const grounds = [ink('paper'), ink('shade')];
    for (const name of ['up', 'down-text', 'gold-text', 'silver-text', 'nickel-text', 'zinc-text'])
      for (const ground of grounds)
        expect(contrast(ink(name), ground), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const [move, letters] of [
      ['up', ink('up')],
      ['down', ink('down-text')],
    ] as const) {
      const tints = tintsOf(move);
      expect(tints).toHaveLength(3);
      for (const [at, tint] of tints.entries()) {
        const deep = at === 0 ? letters : mixed(letters, ink('text'), 0.8);
        expect(contrast(deep, mixed(ink(move), ink('paper'), tint)), move).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});

/** How much of a move's color is in the cells of each grade. */
function tintsOf(move: 'up' | 'down'): number[] {
  const rule = new RegExp(
    `\\.${move}-\\d \\{\\s*background: color-mix\\(in srgb, var\\(--ink-${move}\\) (\\d+)%`,
    'g',
  );
  return [...screen.matchAll(rule)].map(([, percent]) => Number(percent) / 100);
}

function mixed(one: string, other: string, share: number): string {
  const part = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const mix = [1, 3, 5].map((at) => Math.round(part(one, at) * share + part(other, at) * (1 - share)));
  return `#${mix.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The value in force: the language's own rule, else the general one. */
function inkIn(css: string, name: string, language: Language): string {
  const own = css.split('[data-language="zh"]')[1]?.split('}')[0] ?? '';
  const found = (text: string): string | undefined =>
    new RegExp(`${name}: (#\\w+|var\\(--[\\w-]+\\))`).exec(text)?.[1];
  const value = (language === 'zh' ? found(own) : undefined) ?? found(css);
  if (value === undefined) throw new Error(`no ${name}`);
  const other = /^var\((--ink-[a-z-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : inkIn(css, other, language);
}

/** WCAG's ratio of luminances. */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
