import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/model/language.ts';
import { browserPath } from '../../src/program.ts';
import {
  drawPictures,
  letterPictures,
  openPress,
  openTheme,
  type Press,
  picturesOf,
  renderHtml,
} from '../../src/render/index.ts';
import { composed, sampleSnapshot } from '../brief/sample-desk.ts';
import { stillEffects } from '../support/effects.ts';
import { letterFilesOf, type MadeLetter } from '../support/letter.ts';

let press: Press;
beforeAll(() => {
  press = openPress({ executable: browserPath(), effects: stillEffects() });
});
afterAll(() => press.close());

describe.each(LANGUAGES)('in %s', (language) => {
  let letter: MadeLetter;
  let html: string;
  let pngs: readonly Uint8Array[];
  beforeAll(async () => {
    letter = await letterFilesOf(await sampleSnapshot(), language);
    html = await briefHtml(language);
    pngs = await drawPictures(press, letter.drawings, html, language);
  });

  test('the charts are PNG of twice the size they are shown at, on white, the same bytes again', async () => {
    const pictures = picturesOf(letter.drawings);
    expect(pictures.map(({ file }) => file)).toEqual(['email-1.png', 'email-2.png']);
    expect(pngs).toHaveLength(2);
    for (const [at, png] of pngs.entries()) {
      const { width, height, colors, corner } = opened(png);
      expect([width, height]).toEqual([(pictures[at]?.width ?? 0) * 2, (pictures[at]?.height ?? 0) * 2]);
      expect(corner).toBe('#ffffff');
      expect(colors.length).toBeGreaterThan(6);
      expect(png.length).toBeGreaterThan(4_000);
      expect(png.length).toBeLessThan(30_000);
    }
    expect(await drawPictures(press, letter.drawings, html, language)).toEqual(pngs);
  });

  test('a telephone of 360 pixels shows their labels in 11 or more', () => {
    // Margins take 16 pixels a side, and the white around the drawing a thirtieth.
    const shown = (360 - 2 * 16) * (1 - 1 / 29);
    for (const { svg } of letter.drawings) {
      const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1]);
      const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
      expect(sizes.length).toBeGreaterThan(0);
      expect((Math.min(...sizes) * shown) / width).toBeGreaterThanOrEqual(11);
    }
  });

  test('a label with a character that the brief has nowhere is in our fonts all the same', async () => {
    const odd = letter.drawings.map(({ svg, alt }) => ({ svg: svg.replace('</text>', '鼐鼗</text>'), alt }));
    const own = await drawPictures(press, odd, html, language);
    const asWithIt = await drawPictures(press, odd, await briefHtml(language, '鼐鼗'), language);
    expect(html).not.toMatch(/[鼐鼗]/);
    expect(own).toEqual(asWithIt);
    expect(own).not.toEqual(pngs);
  });

  test('the letter is pictured at 360 and 700 pixels, light and dark', async () => {
    const pictures = new Map(pngs.map((png, at) => [`email-${at + 1}.png`, png] as const));
    for (const dark of [false, true]) {
      const seen = await letterPictures(letter.html, press, { widths: [360, 700], dark, pictures });
      const [narrow = '', wide = ''] = seen.map((png) => firstPixel(png));
      // The letter itself on a telephone, what lies around it on a wider screen.
      expect([narrow, wide]).toEqual(dark ? ['#11171c', '#0b0f13'] : ['#ffffff', '#f4f6f8']);
      const sizes = seen.map((png) => chunksOf(png).get('IHDR'));
      expect(sizes.map((header) => header?.readUInt32BE(0))).toEqual([720, 1400]);
      for (const header of sizes) expect(header?.readUInt32BE(4)).toBeGreaterThan(3_000);
    }
  });

  test('nothing sticks out of a telephone', async () => {
    const page = letter.html.replaceAll(/src="email-\d\.png"/g, 'src="data:,"');
    const sheet = await press.open(page, { screen: { width: 360, height: 800, scale: 1 } });
    const wide = await sheet.ask('document.documentElement.scrollWidth');
    await sheet.close();
    expect(wide).toBe(360);
  });
});

test('the letter asks for nothing from outside when it is pictured', async () => {
  const html = '<img src="https://example.org/x.png">';
  await expect(
    letterPictures(html, press, { widths: [360], dark: false, pictures: new Map() }),
  ).rejects.toThrow(/E_RENDER_REQUEST.*https:\/\/example\.org/);
});

async function briefHtml(language: (typeof LANGUAGES)[number], also = ''): Promise<string> {
  const { brief } = composed(await sampleSnapshot(), language);
  return renderHtml({ ...brief, title: brief.title + also }, new Map(), await openTheme(['templates']));
}

/** A PNG with a palette of at most sixteen colors. */
function opened(bytes: Uint8Array): { width: number; height: number; colors: string[]; corner: string } {
  const chunks = chunksOf(bytes);
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  const palette = chunks.get('PLTE')?.toString('hex') ?? '';
  const colors = (palette.match(/.{6}/g) ?? []).map((color) => `#${color}`);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const corner = colors[(rows[1] ?? 0) >> 4] ?? '';
  return { width: header.readUInt32BE(0), height: header.readUInt32BE(4), colors, corner };
}

/** Nothing stands before it, so it is as it is however its row is written. */
function firstPixel(png: Uint8Array): string {
  const rows = inflateSync(chunksOf(png).get('IDAT') ?? Buffer.alloc(0));
  return `#${rows.subarray(1, 4).toString('hex')}`;
}

/** By kind, those of one kind together. */
function chunksOf(bytes: Uint8Array): Map<string, Buffer> {
  const png = Buffer.from(bytes);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const kind = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    chunks.set(kind, Buffer.concat([chunks.get(kind) ?? Buffer.alloc(0), data]));
  }
  return chunks;
}
