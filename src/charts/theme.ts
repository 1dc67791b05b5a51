import type { ChartBlock } from '../model/brief.ts';
import type { Language } from '../model/language.ts';

export type WidthClass = ChartBlock['width'];

const PAGE = {
  text: '#16202a',
  muted: '#5b6770',
  rule: '#d9dee3',
  paper: '#ffffff',
} as const;

/** The page's style sheet has the same values, and their twins for the dark. */
const METALS = {
  copper: '#b5532a',
  aluminum: '#5f7382',
  gold: '#a97b00',
  silver: '#8894a0',
  rare_earths: '#6a4fa3',
  antimony: '#12767a',
  molybdenum: '#2f5d8a',
  lithium: '#c03a76',
  cobalt: '#1c4fc4',
  nickel: '#5f8a1f',
  tin: '#8b6b52',
  tungsten: '#4a4a4a',
  zinc: '#3f8f8a',
  lead: '#6b5b6e',
} as const;

/** Chinese readers expect a rise in red; for others blue and orange, which color-blind eyes can tell apart. */
const MOVES: Readonly<Record<Language, { readonly up: string; readonly down: string }>> = {
  en: { up: '#1f6fb5', down: '#c8641b' },
  zh: { up: '#c8102e', down: '#0a7d4f' },
};

const inkByMetal: ReadonlyMap<string, string> = new Map(Object.entries(METALS));

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

function variable(name: string, light: string): string {
  return `var(--ink-${name.replace('_', '-')},${light})`;
}

/**
 * CSS pixels at print scale: 178 mm of measure, 4 mm between charts. A letter's is narrow, since its type must still be
 * read where a telephone shows it in 300 pixels.
 */
export const SIZES: Readonly<Record<WidthClass, { readonly width: number; readonly height: number }>> = {
  third: { width: 214, height: 136 },
  half: { width: 328, height: 136 },
  full: { width: 672, height: 190 },
  letter: { width: 256, height: 144 },
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
