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
beforeAll(async () => {
  const css = await readFile('templates/ink.css', 'utf8');
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

/** The value in force: the language's own rule, else the general one. */
function inkIn(css: string, name: string, language: Language): string {
  const own = css.split('[data-language="zh"]')[1]?.split('}')[0] ?? '';
  const found = (text: string): string | undefined => new RegExp(`${name}: (#\\w+)`).exec(text)?.[1];
  const value = (language === 'zh' ? found(own) : undefined) ?? found(css);
  if (value === undefined) throw new Error(`no ${name}`);
  return value;
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
