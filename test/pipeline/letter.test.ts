import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Made, makeEdition } from '../../src/edition.ts';
import { letterSchema } from '../../src/model/letter.ts';
import { browserPath } from '../../src/program.ts';
import { openPress, openTheme, type Press, type Theme, themeFromFiles } from '../../src/render/index.ts';
import { parseSnapshot } from '../../src/snapshot/freeze.ts';
import { stopwatch } from '../../src/stopwatch.ts';
import { stillEffects } from '../support/effects.ts';

const figuresSchema = z.array(
  z.object({ id: z.string(), printed: z.record(z.string(), z.array(z.string())) }),
);

const GOLDEN = resolve(import.meta.dirname, '../golden/ordinary-week/input/snapshot.json');
const effects = stillEffects();

let press: Press;
let theme: Theme;
let made: Made;
beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects });
  theme = await openTheme(['templates']);
  made = await edition(theme);
});
afterAll(() => press.close());

function edition(by: Theme): Promise<Made> {
  const snapshot = parseSnapshot(readFileSync(GOLDEN, 'utf8'));
  const shop = { edition: snapshot.week, languages: ['en', 'zh'] as const, press, watch: stopwatch(effects) };
  return makeEdition(snapshot, { ...shop, theme: by });
}

function bytesOf({ files }: Made, path: string): Buffer {
  return Buffer.from(files.find((file) => file.path === path)?.bytes ?? []);
}

test('an edition has its letter in each language, with the pictures that it names', () => {
  for (const language of ['en', 'zh']) {
    const letter = letterSchema.parse(JSON.parse(bytesOf(made, `${language}/email.json`).toString()));
    const html = bytesOf(made, `${language}/email.html`).toString();
    expect(letter.language).toBe(language);
    expect(letter.pictures.length).toBeGreaterThan(0);
    for (const { file, width, height, alt } of letter.pictures) {
      const png = bytesOf(made, `${language}/${file}`);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width * 2, height * 2]);
      expect(html).toContain(`src="${file}"`);
      expect(alt.length).toBeGreaterThan(20);
    }
  }
});

test('what the letter prints is among the edition’s figures, beside what the brief prints', () => {
  const figures = figuresSchema.parse(JSON.parse(bytesOf(made, 'figures.json').toString()));
  const texts = new Set(figures.flatMap(({ printed }) => printed.en ?? []));
  const html = bytesOf(made, 'en/email.html').toString();
  const seen = [...html.matchAll(/<span [^>]*white-space:nowrap[^>]*>([^<]*)</g)].map(
    ([, text = '']) => text,
  );
  const numbers = seen.flatMap((text) => text.match(/[+−]?[\d,]*\d(?:\.\d+)?/) ?? []);
  expect(numbers.length).toBeGreaterThan(20);
  expect(numbers.filter((number) => ![...texts].some((text) => text.startsWith(number)))).toEqual([]);
});

test('the same snapshot makes the same letter again', async () => {
  const again = await edition(theme);
  const letters = made.files.filter(({ path }) => path.includes('/email'));
  expect(letters.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['en/email.html', 'zh/email.json', 'en/email-1.png', 'zh/email-1.png']),
  );
  for (const { path, bytes } of made.files) expect(bytesOf(again, path).equals(bytes), path).toBe(true);
});

test('an edition from before there were letters is made again without one, else the same', async () => {
  const before = themeFromFiles(new Map([...theme.files].filter(([path]) => !path.includes('email'))));
  const old = await edition(before);
  expect(old.files.filter(({ path }) => path.includes('email'))).toEqual([]);
  for (const { path, bytes } of old.files) {
    if (path !== 'templates.json' && path !== 'figures.json')
      expect(bytesOf(made, path).equals(bytes), path).toBe(true);
  }
  expect(old.files.length).toBe(made.files.filter(({ path }) => !path.includes('email')).length);
});
