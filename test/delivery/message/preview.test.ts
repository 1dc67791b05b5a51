import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { isTokenOf } from '../../../src/delivery/leaving/tokens.ts';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { writePreview } from '../../../src/delivery/message/preview.ts';
import { writeTogether } from '../../../src/delivery/message/write-together.ts';
import { AssayError } from '../../../src/errors.ts';
import { browserPath } from '../../../src/program.ts';
import { openPress } from '../../../src/render/index.ts';
import { stillEffects } from '../../support/effects.ts';
import { archived, KEY, mailOf, type Shape, SUBJECT } from './edition.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-preview-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A PNG of one red pixel: the browser has to show it. */
const RED =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><style>
body{margin:0;background:#fff}@media (prefers-color-scheme:dark){body{background:#111}}
</style></head><body><p style="height:300px">Copper</p><!--when correction--><p>A correction</p><!--end-->
<img src="email-1.png" alt="Copper" width="100" height="100"></body></html>`;

async function previewed(into: string, shape: Shape): Promise<string[]> {
  await using edition = await archived({ html: HTML, picture: Buffer.from(RED, 'base64'), ...shape });
  const press = openPress({ executable: browserPath(), effects: stillEffects() });
  onTestFinished(() => press.close());
  const letters = await openLetters({ ...edition, mail: mailOf(), key: KEY });
  return writePreview({ letters, press, folder: into });
}

/** Width and height, as the PNG's own head has them. */
const sizeOf = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a preview has every letter of the edition, and how each language’s looks wide and narrow, by light and dark', async () => {
  const into = join(folder, 'new', 'preview');
  const paths = await previewed(into, {});
  const names = ['en', 'zh'].flatMap((language) =>
    [
      ...[
        'html.eml',
        'link.eml',
        'pdf-360-dark.png',
        'pdf-360-light.png',
        'pdf-700-dark.png',
        'pdf-700-light.png',
      ],
      'pdf.eml',
    ].map((name) => `2025-W24-${language}-${name}`),
  );
  expect((await readdir(into)).sort()).toEqual(names);
  expect(paths.toSorted()).toEqual(names.map((name) => join(into, name)));
  const pictures = new Set<string>();
  for (const width of [360, 700]) {
    for (const light of ['light', 'dark']) {
      const png = await readFile(join(into, `2025-W24-zh-pdf-${width}-${light}.png`));
      expect(sizeOf(png)[0]).toBe(width * 2);
      expect(sizeOf(png)[1]).toBeGreaterThanOrEqual(800);
      pictures.add(png.toString('base64'));
    }
  }
  expect(pictures.size).toBe(4);
  const email = await PostalMime.parse(await readFile(join(into, '2025-W24-zh-pdf.eml')));
  expect(email.subject).toBe(SUBJECT.zh);
  expect(email.to?.[0]?.address).toBe('reader@example.org');
  const [, token] = /\/u\/([A-Za-z0-9_-]{32})/.exec(email.text ?? '') ?? [];
  expect(isTokenOf(KEY, token ?? '', { id: 0, key: 'reader@example.org' })).toBe(true);
});

test('a preview of a correction also has the letter to those who got what it corrects', async () => {
  const paths = await previewed(folder, { edition: '2025-W24.1', languages: ['en'] });
  expect(paths.filter((path) => path.endsWith('.eml')).map((path) => path.slice(folder.length + 1))).toEqual([
    ...['2025-W24.1-en-pdf.eml', '2025-W24.1-en-link.eml', '2025-W24.1-en-html.eml'],
    '2025-W24.1-en-correction.eml',
  ]);
  const email = await PostalMime.parse(await readFile(join(folder, '2025-W24.1-en-correction.eml')));
  expect(email.subject).toMatch(/^Correction: /);
  expect(email.html).toContain('A correction');
});

describe('files written together', () => {
  const files = [
    { path: 'a.eml', bytes: Buffer.from('a') },
    { path: 'b.png', bytes: Buffer.from('b') },
  ];
  const refusal = async (into: string): Promise<AssayError> => {
    const error: unknown = await writeTogether(into, files).catch((thrown: unknown) => thrown);
    if (error instanceof AssayError) return error;
    throw new Error(`no AssayError: ${String(error)}`);
  };

  test('replace those of the same names and leave all others', async () => {
    await writeFile(join(folder, 'a.eml'), 'old');
    await writeFile(join(folder, 'mine.txt'), 'mine');
    await writeTogether(folder, files);
    expect((await readdir(folder)).sort()).toEqual(['a.eml', 'b.png', 'mine.txt']);
    expect(await readFile(join(folder, 'a.eml'), 'utf8')).toBe('a');
  });

  test('are not written where a file stands for the folder', async () => {
    await writeFile(join(folder, 'file'), 'x');
    for (const into of [join(folder, 'file'), join(folder, 'file', 'below')]) {
      const { exit, message } = await refusal(into);
      expect(exit).toBe('cannotCreate');
      expect(message).toMatch(
        /^E_PREVIEW_PLACE .*: cannot be a folder for it \(E[A-Z]+\)\. Nothing was written\./,
      );
    }
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('x');
  });

  test('are not written into a published edition, which could never be mailed then', async () => {
    await writeFile(join(folder, 'edition.json'), '{}');
    const { exit, message } = await refusal(folder);
    expect(exit).toBe('cannotCreate');
    expect(message).toMatch(/^E_PREVIEW_PLACE .*: is a published edition\. Nothing was written\./);
    expect(await readdir(folder)).toEqual(['edition.json']);
  });

  test('are none of them written when one cannot be', async () => {
    await mkdir(join(folder, 'b.png'));
    const { exit, message } = await refusal(folder);
    expect(exit).toBe('cannotCreate');
    expect(message).toMatch(/^E_PREVIEW_PLACE .*b\.png: a folder stands in its way\. Nothing was written\./);
    expect(await readdir(folder)).toEqual(['b.png']);
  });
});
