import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Blob, Buffer, Face, Font, shape } from 'harfbuzzjs';
import { type Chart, chartFor, drawChart } from '../../src/charts/index.ts';
import type { ChartLine } from '../../src/model/catalog.ts';
import type { Language } from '../../src/model/language.ts';
import { gallery } from './gallery.ts';
import { snapshot } from './market.ts';

const fontFile = createRequire(import.meta.url);
const fonts = {
  regular: openFont('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  bold: openFont('@expo-google-fonts/source-sans-3/700Bold/SourceSans3_700Bold.ttf'),
};

function openFont(file: string): Font {
  const bytes = readFileSync(fontFile.resolve(file));
  return new Font(new Face(new Blob(Uint8Array.from(bytes).buffer)));
}

/** Width as the shaper sets it, kerning and all; characters the Latin font lacks are one em wide. */
export function shapedWidth(text: string, size: number, bold: boolean): number {
  const font = bold ? fonts.bold : fonts.regular;
  const buffer = new Buffer();
  buffer.addText(text);
  buffer.guessSegmentProperties();
  shape(font, buffer);
  const infos = buffer.getGlyphInfos();
  const units = buffer
    .getGlyphPositions()
    .reduce((sum, position, index) => sum + (infos[index]?.codepoint === 0 ? 1000 : position.xAdvance), 0);
  return (units * size) / 1000;
}

export interface DrawnText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

/** The words of a drawing with the room they take. */
export function textsOf(svg: string): DrawnText[] {
  const size = Number(/font-size="([\d.]+)"/.exec(svg)?.[1]);
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)].map(([, attributes = '', content = '']) => {
    const attribute = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const text = content.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
    const width = shapedWidth(text, size, attribute('font-weight') === '700');
    const x = Number(attribute('x'));
    const anchor = attribute('text-anchor');
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    return { text, left, right: left + width, baseline: Number(attribute('y')) };
  });
}

function viewBox(svg: string): { readonly width: number; readonly height: number } {
  const [, width = '', height = ''] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

const made = gallery();

/** The lines of the gallery that have a picture. */
export const DRAWN: readonly ChartLine[] = made.lines.filter((line) => line.id !== 'nothing');

export function chartNamed(id: string, language: Language = 'en'): Chart {
  const line = made.lines.find((each) => each.id === id);
  if (line === undefined) throw new Error(`no chart ${id} in the gallery`);
  return chartFor(line, snapshot(), made.analysis, language);
}

export async function drawn(id: string, language: Language = 'en'): Promise<string> {
  const { spec } = chartNamed(id, language);
  if (spec === undefined) throw new Error(`${id} has no picture`);
  return drawChart(spec, id);
}

/** Words that run over the drawing's edge, and pairs that cover each other. */
export function faultsOf(svg: string): string[] {
  const { width, height } = viewBox(svg);
  const texts = textsOf(svg);
  const cut = texts.filter(
    ({ left, right, baseline }) => left < -0.3 || right > width + 0.3 || baseline < 6.5 || baseline > height,
  );
  const covered = texts.flatMap((a, index) =>
    texts
      .slice(index + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.abs(a.baseline - b.baseline) < 7,
      )
      .map((b) => `${a.text} covers ${b.text}`),
  );
  return [...cut.map(({ text }) => `${text} is cut`), ...covered];
}
