import type { Language } from '../model/language.ts';
import type { Letter } from '../model/letter.ts';
import { withPalette } from './png.ts';
import type { Press } from './press.ts';
import { HTML_LANGUAGE } from './view.ts';

/** CSS pixels: the letter's measure of 600 less its margins. */
const WIDTH = 552;
/** White around the drawing, so that it stands on a card where the letter is dark. */
const MARGIN = 12;
/** Device pixels for one of CSS: sharp on every telephone. */
const SCALE = 2;

export interface Drawing {
  /** An SVG element with a `viewBox`. */
  readonly svg: string;
  readonly alt: string;
}

export interface LetterPicture {
  readonly picture: Letter['pictures'][number];
  readonly bytes: Uint8Array;
}

/**
 * Drawings as PNG files, in the order given: `email-1.png` and so on. `fonts`: `@font-face` rules that have their
 * characters. The same drawings, fonts and browser give the same bytes.
 */
export async function letterPngs(
  press: Press,
  drawings: readonly Drawing[],
  fonts: string,
  language: Language,
): Promise<LetterPicture[]> {
  if (drawings.length === 0) return [];
  const sizes = drawings.map(({ svg }) => heightOf(svg));
  const tops = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, height) => sum + height, 0));
  const height = sizes.reduce((sum, one) => sum + one, 0);
  const sheet = await press.open(pageOf(drawings, sizes, fonts, language), {
    screen: { width: WIDTH, height, scale: SCALE },
  });
  try {
    const pictures: Promise<LetterPicture>[] = [];
    for (const [at, { alt }] of drawings.entries()) {
      const clip = { x: 0, y: tops[at] ?? 0, width: WIDTH, height: sizes[at] ?? 0 };
      const file = `email-${at + 1}.png`;
      const picture = { file, alt, width: clip.width, height: clip.height };
      pictures.push(sheet.picture(clip).then(async (png) => ({ picture, bytes: await withPalette(png) })));
    }
    return await Promise.all(pictures);
  } finally {
    await sheet.close();
  }
}

/** The `@font-face` rules of a brief: its letter shows no other characters. */
export function fontRulesOf(html: string): string {
  return (html.match(/@font-face\{[^}]*\}/g) ?? []).join('\n');
}

function heightOf(svg: string): number {
  const [, width = '', height = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  if (width === '') throw new Error('the drawing has no viewBox');
  return Math.ceil(((WIDTH - 2 * MARGIN) * Number(height)) / Number(width)) + 2 * MARGIN;
}

function pageOf(
  drawings: readonly Drawing[],
  sizes: readonly number[],
  fonts: string,
  language: Language,
): string {
  const cards = drawings.map(({ svg }, at) => `<div style="height:${sizes[at]}px">${svg}</div>`);
  return `<!doctype html><html lang="${HTML_LANGUAGE[language]}"><head><meta charset="utf-8"><style>${fonts}
html,body{margin:0;background:#fff}
div{box-sizing:border-box;width:${WIDTH}px;padding:${MARGIN}px;overflow:hidden}
svg{display:block;width:100%;height:auto;font-variant-numeric:tabular-nums lining-nums}</style></head><body>${cards.join('')}</body></html>`;
}
