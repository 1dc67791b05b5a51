import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Made, makeEdition } from '../../src/edition.ts';
import { browserPath } from '../../src/program.ts';
import { openPress, openTheme, type Press, themeFromFiles } from '../../src/render/index.ts';
import { parseSnapshot, snapshotText } from '../../src/snapshot/freeze.ts';
import { stopwatch } from '../../src/stopwatch.ts';
import { readPdf } from '../render/pdf-reader.ts';
import { stillEffects } from '../support/effects.ts';
import { textOfPdf, unspaced } from '../support/pdf.ts';

const GOLDEN = resolve(import.meta.dirname, '../golden/noted-week/input/snapshot.json');
const effects = stillEffects();

let press: Press;
let made: Made;
beforeAll(async () => {
  press = openPress({ executable: browserPath(), effects });
  made = await editionOf(readFileSync(GOLDEN, 'utf8'), await openTheme(['templates']));
});
afterAll(() => press.close());

function editionOf(text: string, theme: Parameters<typeof makeEdition>[1]['theme']): Promise<Made> {
  const snapshot = parseSnapshot(text);
  const shop = { edition: snapshot.week, languages: ['en', 'zh'] as const, press, watch: stopwatch(effects) };
  return makeEdition(snapshot, { ...shop, theme });
}

function bytesOf({ files }: Made, path: string): Buffer {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  return Buffer.from(file.bytes);
}

describe('an edition with notes', () => {
  test('prints them on paper, in both languages, with their links, lists, tables and pictures', async () => {
    const en = bytesOf(made, 'en/brief.pdf');
    const words = unspaced(await textOfPdf(en));
    for (const said of [
      'Words of the week, with 3 free numbers: 1, 2 and 3.',
      'Analyst’s note · A. Chen',
      'Headline by A. Chen',
      'see the exchange (www.lme.com)',
      'Somebody said so.',
      'A square, drawn here',
    ])
      expect(words).toContain(unspaced(said));
    const { tags, tagged, outline } = await readPdf(en);
    expect(tagged).toBe(true);
    expect(outline).toContain('The desk’s view');
    expect(outline).toContain('Next');
    expect(tags.get('BlockQuote')).toBe(1);
    expect(tags.get('Link')).toBeGreaterThan(0);
    const zh = unspaced(await textOfPdf(bytesOf(made, 'zh/brief.pdf')));
    expect(zh).toContain('分析师点评·陈安');
    expect(zh).toContain('本部分点评仅有英文版。');
  });

  test('lists the figures that only notes print', () => {
    const figures = bytesOf(made, 'figures.json').toString();
    expect(figures).toContain('"id":"au_comex.four-weeks.absolute"');
  });

  test('keeps its picture once, and shows it in each page that names it', () => {
    const { notes } = parseSnapshot(bytesOf(made, 'snapshot.json').toString());
    const [image] = notes?.images ?? [];
    expect(image?.file).toBe('pictures/square.png');
    const source = `src="data:image/png;base64,${image?.data.replaceAll('=', '&#x3D;')}"`;
    expect(bytesOf(made, 'en/brief.html').toString()).toContain(source);
    expect(bytesOf(made, 'zh/brief.html').toString()).not.toContain('<img');
  });

  test('is not made with a picture that cannot be drawn', async () => {
    const snapshot = parseSnapshot(bytesOf(made, 'snapshot.json').toString());
    // A frame's header, and nothing behind it.
    const data = Buffer.from('ffd8ffc200110801020304030000000000', 'hex').toString('base64');
    const images = snapshot.notes?.images?.map((image) => ({ ...image, data }));
    const broken = { ...snapshot, notes: { texts: {}, ...snapshot.notes, ...(images ? { images } : {}) } };
    await expect(editionOf(snapshotText(broken), await openTheme(['templates']))).rejects.toThrow(
      'E_NOTE_IMAGE en/brief.pdf, picture "A square": cannot be drawn: its file is damaged.',
    );
  });

  test('is made again from its own files alone, to the byte', async () => {
    const text = bytesOf(made, 'snapshot.json').toString();
    expect(snapshotText(parseSnapshot(text))).toBe(text);
    const templates: Record<string, string> = JSON.parse(bytesOf(made, 'templates.json').toString());
    const again = await editionOf(text, themeFromFiles(new Map(Object.entries(templates))));
    expect(again.files.map(({ path }) => path)).toEqual(made.files.map(({ path }) => path));
    const differing = made.files.filter(
      ({ path, bytes }) => !Buffer.from(bytes).equals(bytesOf(again, path)),
    );
    expect(differing.map(({ path }) => path)).toEqual([]);
  });
});
