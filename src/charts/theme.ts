import type { ChartBlock } from '../model/brief.ts';
import type { Language } from '../model/language.ts';

export type WidthClass = ChartBlock['width'];

/** Light and dark value of a color. */
export interface Ink {
  readonly light: string;
  readonly dark: string;
}

const PAGE = {
  text: { light: '#16202a', dark: '#e6ebef' },
  muted: { light: '#5b6770', dark: '#9aa6b0' },
  rule: { light: '#d9dee3', dark: '#2a333b' },
  paper: { light: '#ffffff', dark: '#11171c' },
} satisfies Record<string, Ink>;

/** Every dark twin reaches 4.5:1 on the dark paper, every light one 3:1 on white. */
const METALS = {
  copper: { light: '#b5532a', dark: '#d9784e' },
  aluminum: { light: '#5f7382', dark: '#8fa4b3' },
  gold: { light: '#a97b00', dark: '#d0a02a' },
  silver: { light: '#8894a0', dark: '#a9b4be' },
  rare_earths: { light: '#6a4fa3', dark: '#a48ae0' },
  antimony: { light: '#12767a', dark: '#3fa9ad' },
  molybdenum: { light: '#2f5d8a', dark: '#6fa3d6' },
  lithium: { light: '#c03a76', dark: '#e0699b' },
  cobalt: { light: '#1c4fc4', dark: '#7598f2' },
  nickel: { light: '#5f8a1f', dark: '#8bb74a' },
  tin: { light: '#8b6b52', dark: '#b8967c' },
  tungsten: { light: '#4a4a4a', dark: '#b5b5b5' },
  zinc: { light: '#3f8f8a', dark: '#5db3ad' },
  lead: { light: '#6b5b6e', dark: '#ab99ae' },
} satisfies Record<string, Ink>;

/** Chinese readers expect a rise in red; for others blue and orange, which color-blind eyes can tell apart. */
const MOVES: Readonly<Record<Language, { readonly up: Ink; readonly down: Ink }>> = {
  en: { up: { light: '#1f6fb5', dark: '#63a9e6' }, down: { light: '#c8641b', dark: '#e58a48' } },
  zh: { up: { light: '#c8102e', dark: '#f0596f' }, down: { light: '#0a7d4f', dark: '#3fb184' } },
};

const inkByMetal: ReadonlyMap<string, Ink> = new Map(Object.entries(METALS));

/** CSS value of a page color: the page's variable, the light value where there is none. */
export function pageInk(name: keyof typeof PAGE): string {
  return variable(name, PAGE[name]);
}

/** CSS value of a metal's color; of plain text for what has none (macro series, unknown metals). */
export function metalInk(metal: string): string {
  const ink = inkByMetal.get(metal);
  return ink === undefined ? pageInk('text') : variable(metal, ink);
}

export function moveInk(direction: 'up' | 'down', language: Language): string {
  return variable(direction, MOVES[language][direction]);
}

function variable(name: string, ink: Ink): string {
  return `var(--ink-${name.replace('_', '-')},${ink.light})`;
}

/** Every variable the charts use, for the page's style sheet: `--ink-copper` and its two values. */
export function inkVariables(language: Language): ReadonlyArray<{ readonly name: string } & Ink> {
  return Object.entries({ ...PAGE, ...METALS, ...MOVES[language] }).map(([name, ink]) => ({
    name: `--ink-${name.replace('_', '-')}`,
    ...ink,
  }));
}

/** CSS pixels at print scale: 178 mm of measure, 4 mm between charts. */
export const SIZES: Readonly<Record<WidthClass, { readonly width: number; readonly height: number }>> = {
  third: { width: 214, height: 148 },
  half: { width: 328, height: 148 },
  full: { width: 672, height: 190 },
};

/** 7 pt. */
export const FONT_SIZE = 9.3;
export const LINE_HEIGHT = 10.6;
export const FONT_FAMILY = "'Source Sans 3','Noto Sans SC',sans-serif";

/**
 * Stroke widths in CSS pixels: 1.6 pt for this year, 0.8 pt for what it is held against; years of weekly points
 * clot at that weight and get 1.2 pt.
 */
export const STROKE = { now: 2.13, line: 1.6, before: 1.07, grid: 0.5, axis: 0.8 } as const;

/** Opacity of bands and of areas under a line. */
export const TINT = 0.12;
