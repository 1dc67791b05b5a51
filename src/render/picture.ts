import type { Language } from '../model/language.ts';
import type { Letter } from '../model/letter.ts';
import { fontFaces } from './fonts.ts';
import { charactersOf } from './glyphs.ts';
import { withPalette } from './png.ts';
import type { Press } from './press.ts';
import { HTML_LANGUAGE } from './view.ts';

/** CSS pixels: at most; in the letter's measure of 552 labels would be larger than its words. */
const WIDTH = 464;
/** White around the drawing, so that it stands on a card where the letter is dark. */
const MARGIN = 8;
/** Device pixels for one of CSS: sharp on every telephone. */
const SCALE = 2;

export interface Drawing {
  /** An SVG element with a `viewBox`. */
  readonly svg: string;
  readonly alt: string;
}

/** The letter's pictures as their message names and sizes them: `email-1.png` and so on, in the order of the drawings. */
export function picturesOf(drawings: readonly Drawing[]): Letter['pictures'] {
  return drawings.map(({ svg, alt }, at) => ({
    file: `email-${at + 1}.png`,
    alt,
    width: WIDTH,
    height: heightOf(svg),
  }));
}

/**
 * The drawings as PNG, in their order. `html`: the brief, whose fonts have their characters. The same drawings, fonts
 * and browser give the same bytes. Throws as `Press.open`.
 */
export async function drawPictures(
  press: Press,
  drawings: readonly Drawing[],
  html: string,
  language: Language,
): Promise<Uint8Array[]> {
  if (drawings.length === 0) return [];
  const heights = drawings.map(({ svg }) => heightOf(svg));
  const top = (at: number): number => heights.slice(0, at).reduce((sum, height) => sum + height, 0);
  const fonts = await fontsFor(drawings, html, language);
  const sheet = await press.open(pageOf(drawings, heights, fonts, language), {
    screen: { width: WIDTH, height: top(heights.length), scale: SCALE },
  });
  try {
    return await Promise.all(
      heights.map(async (height, at) =>
        withPalette(await sheet.picture({ x: 0, y: top(at), width: WIDTH, height })),
      ),
    );
  } finally {
    await sheet.close();
  }
}

/** The brief's own font faces; others only where a label has a character that the brief has nowhere. */
async function fontsFor(drawings: readonly Drawing[], html: string, language: Language): Promise<string> {
  const known = charactersOf(html);
  const needed = new Set(drawings.flatMap(({ svg }) => [...svg.replace(/<[^>]*>/g, '')]));
  // Every brief has all of ASCII.
  const isThere = (character: string): boolean => character < '\x7f' || known.has(character);
  if ([...needed].every(isThere)) return (html.match(/@font-face\{[^}]*\}/g) ?? []).join('\n');
  return fontFaces(needed, language);
}

function heightOf(svg: string): number {
  const [, width = '', height = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  if (width === '') throw new Error('the drawing has no viewBox');
  return Math.ceil(((WIDTH - 2 * MARGIN) * Number(height)) / Number(width)) + 2 * MARGIN;
}

function pageOf(
  drawings: readonly Drawing[],
  heights: readonly number[],
  fonts: string,
  language: Language,
): string {
  const cards = drawings.map(({ svg }, at) => `<div style="height:${heights[at]}px">${svg}</div>`);
  return `<!doctype html><html lang="${HTML_LANGUAGE[language]}"><head><meta charset="utf-8"><style>${fonts}
html,body{margin:0;background:#fff}
div{box-sizing:border-box;width:${WIDTH}px;padding:${MARGIN}px;overflow:hidden}
svg{display:block;width:100%;height:auto;font-variant-numeric:tabular-nums lining-nums}</style></head><body>${cards.join('')}</body></html>`;
}
