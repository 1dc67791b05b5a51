import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/archive/canonical.ts';
import {
  compareEdition,
  listEditions,
  publish,
  readEdition,
  readManifest,
  verifyArchive,
  verifyEdition,
} from '../../src/archive/index.ts';
import { sealManifest } from '../../src/archive/manifest.ts';
import { problemLine } from '../../src/errors.ts';
import { draftOf, effectsAt, filesOf, temporaryReports } from './desk.ts';

const effects = effectsAt('2025-06-15T10:00:00.000Z');

async function archived(...editions: string[]) {
  const desk = await temporaryReports();
  for (const edition of editions) {
    const files = filesOf(edition);
    await publish(desk.reports, draftOf(edition, files), files, effects);
  }
  return desk;
}

async function flipBit(path: string, bit: number): Promise<void> {
  const bytes = await readFile(path);
  const at = Math.floor(bit / 8) % bytes.byteLength;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit % 8));
  await writeFile(path, bytes);
}

const PATHS = filesOf('').map((file) => file.path);

test.each(PATHS)('one flipped bit in %s is named, and only it', async (path) => {
  await using desk = await archived('2025-W24');
  await flipBit(join(desk.reports, '2025-W24', path), 4711);
  const findings = await verifyEdition(desk.reports, '2025-W24');
  expect(findings.map(({ code, where }) => [code, where])).toEqual([
    ['E_ARCHIVE_CHANGED', `reports/2025-W24/${path}`],
  ]);
  expect(findings[0]?.message).toMatch(
    /^published with sha256 [0-9a-f]{12}…, now [0-9a-f]{12}… \(\d+ bytes as before\)\. Restore the folder/,
  );
});

test('any one flipped bit of edition.json is named', async () => {
  await using desk = await archived('2025-W24');
  const path = join(desk.reports, '2025-W24/edition.json');
  const sound = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: sound.byteLength * 8 - 1 }), async (bit) => {
      await writeFile(path, sound);
      await flipBit(path, bit);
      const findings = await verifyEdition(desk.reports, '2025-W24');
      expect(findings.map(({ code, where }) => [code, where])).toEqual([
        ['E_ARCHIVE_MANIFEST', 'reports/2025-W24/edition.json'],
      ]);
      await expect(readManifest(desk.reports, '2025-W24')).rejects.toMatchObject({
        exit: 'data',
        problems: [{ code: 'E_ARCHIVE_MANIFEST' }],
      });
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['laid out anew', (text: string) => JSON.stringify(JSON.parse(text))],
  ['given a key twice', (text: string) => text.replace('"checks": 12,', '"checks": 9,\n  "checks": 12,')],
  ['given another spelling of a number', (text: string) => text.replace('"checks": 12,', '"checks": 12.0,')],
  ['given a byte order mark', (text: string) => `\ufeff${text}`],
  ['without its last line end', (text: string) => text.trimEnd()],
])('an edition.json that was %s is named, though its content is the same', async (_, edit) => {
  await using desk = await archived('2025-W24');
  const path = join(desk.reports, '2025-W24/edition.json');
  const text = await readFile(path, 'utf8');
  expect(edit(text)).not.toBe(text);
  await writeFile(path, edit(text));
  expect(await verifyEdition(desk.reports, '2025-W24')).toMatchObject([{ code: 'E_ARCHIVE_MANIFEST' }]);
});

test('missing, added, linked and hollow are told apart, each by its path', async () => {
  await using desk = await archived('2025-W24');
  const dir = join(desk.reports, '2025-W24');
  await rm(join(dir, 'figures.json'));
  await rm(join(dir, 'zh'), { recursive: true });
  await rename(join(dir, 'en/brief.pdf'), join(desk.reports, 'elsewhere.pdf'));
  await symlink(join(desk.reports, 'elsewhere.pdf'), join(dir, 'en/brief.pdf'));
  await writeFile(join(dir, 'en/notes.txt'), 'mine');
  await mkdir(join(dir, 'fr/empty'), { recursive: true });
  await symlink('/etc/hostname', join(dir, '.link'));
  const findings = await verifyEdition(desk.reports, '2025-W24');
  expect(findings.map(({ code, where, message }) => `${code} ${where}: ${message.split(/[.,]/)[0]}`)).toEqual(
    [
      'E_ARCHIVE_CHANGED reports/2025-W24/en/brief.pdf: now a symbolic link',
      'E_ARCHIVE_MISSING reports/2025-W24/figures.json: published with 2200 bytes',
      'E_ARCHIVE_MISSING reports/2025-W24/zh/brief.html: published with 2300 bytes',
      'E_ARCHIVE_MISSING reports/2025-W24/zh/brief.json: published with 2300 bytes',
      'E_ARCHIVE_MISSING reports/2025-W24/zh/brief.pdf: published with 2200 bytes',
      'E_ARCHIVE_ADDED reports/2025-W24/.link: a symbolic link that was not published with the edition',
      'E_ARCHIVE_ADDED reports/2025-W24/en/notes.txt: a file that was not published with the edition',
      'E_ARCHIVE_ADDED reports/2025-W24/fr: a folder that was not published with the edition',
      'E_ARCHIVE_ADDED reports/2025-W24/fr/empty: a folder that was not published with the edition',
    ],
  );
});

test('an edition that became a link to the same bytes is named, by every command', async () => {
  await using desk = await archived('2025-W24', '2025-W25');
  const folder = join(desk.reports, '2025-W24');
  await rename(folder, join(desk.reports, 'kept-elsewhere'));
  await symlink('kept-elsewhere', folder);
  await rm(join(desk.reports, '2025-W25'), { recursive: true });
  await writeFile(join(desk.reports, '2025-W25'), 'a file');
  const line = (edition: string, kind: string): string =>
    `E_ARCHIVE_CHANGED reports/${edition}: now ${kind}, not the folder that was published. Restore the folder from a copy of the archive.`;
  for (const [edition, kind] of [
    ['2025-W24', 'a symbolic link'],
    ['2025-W25', 'no folder'],
  ] as const) {
    const findings = await verifyEdition(desk.reports, edition);
    expect(findings.map(problemLine)).toEqual([line(edition, kind)]);
    await expect(readManifest(desk.reports, edition)).rejects.toThrow(line(edition, kind));
  }
  expect(await listEditions(desk.reports)).toEqual([
    { edition: '2025-W24', problem: 'now a symbolic link, not the folder that was published' },
    { edition: '2025-W25', problem: 'now no folder, not the folder that was published' },
  ]);
});

test('a manifest that became a link to the same bytes is named', async () => {
  await using desk = await archived('2025-W24');
  const manifest = join(desk.reports, '2025-W24/edition.json');
  await rename(manifest, join(desk.reports, 'elsewhere.json'));
  await symlink('../elsewhere.json', manifest);
  expect((await verifyEdition(desk.reports, '2025-W24')).map(problemLine)).toEqual([
    'E_ARCHIVE_CHANGED reports/2025-W24/edition.json: now a symbolic link, not a file. Restore the folder from a copy of the archive.',
  ]);
});

test('a folder of an edition that became a link to the same bytes is named', async () => {
  await using desk = await archived('2025-W24');
  await rename(join(desk.reports, '2025-W24/en'), join(desk.reports, 'en'));
  await symlink('../en', join(desk.reports, '2025-W24/en'));
  const findings = await verifyEdition(desk.reports, '2025-W24');
  expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
    'E_ARCHIVE_MISSING reports/2025-W24/en/brief.html',
    'E_ARCHIVE_MISSING reports/2025-W24/en/brief.json',
    'E_ARCHIVE_MISSING reports/2025-W24/en/brief.pdf',
    'E_ARCHIVE_ADDED reports/2025-W24/en',
  ]);
});

test.each(['edition.json', 'en/brief.pdf'])('a pipe in place of %s is told, not waited for', async (path) => {
  await using desk = await archived('2025-W24');
  const file = join(desk.reports, '2025-W24', path);
  await rm(file);
  execFileSync('mkfifo', [file]);
  const [finding] = await verifyEdition(desk.reports, '2025-W24');
  expect(finding?.where).toBe(`reports/2025-W24/${path}`);
  expect(finding?.message).toMatch(/a pipe|a special file/);
  await expect(readEdition(desk.reports, '2025-W24')).rejects.toThrow('a pipe, not a file');
});

test.each([
  ['[]', "is not an edition's manifest (it is a list; expected a map of fields)"],
  ['null', "is not an edition's manifest (it is empty; expected a map of fields)"],
  ['{}', `is not an edition's manifest ("schema" is missing)`],
  ['{"schema":2}', `is not an edition's manifest ("schema" is 2 where it cannot be)`],
])('an edition.json that holds %s is told in words', async (text, problem) => {
  await using desk = await archived('2025-W24');
  await writeFile(join(desk.reports, '2025-W24/edition.json'), text);
  const [finding] = await verifyEdition(desk.reports, '2025-W24');
  expect(finding?.message).toBe(
    `${problem}. What it says of the other files cannot be trusted, so they were not checked. Restore the folder from a copy of the archive.`,
  );
});

test('a file in place of the archive is told as such', async () => {
  await using desk = await temporaryReports();
  await mkdir(join(desk.reports, '..'), { recursive: true });
  await writeFile(desk.reports, '');
  await expect(listEditions(desk.reports)).rejects.toThrow(
    'E_ARCHIVE_PLACE reports: is not a folder. Expected the folder that holds the editions.',
  );
});

test('a whole edition under the name of another week is named', async () => {
  await using desk = await archived('2025-W24');
  await cp(join(desk.reports, '2025-W24'), join(desk.reports, '2025-W25'), { recursive: true });
  expect(await verifyEdition(desk.reports, '2025-W24')).toEqual([]);
  expect(await verifyEdition(desk.reports, '2025-W25')).toMatchObject(
    [
      {
        code: 'E_ARCHIVE_MANIFEST',
        where: 'reports/2025-W25/edition.json',
        message: /^belongs to edition 2025-W24/,
      },
    ].map((one) => ({ ...one, message: expect.stringMatching(one.message) })),
  );
});

test('a manifest that is sound in itself but names another snapshot is found', async () => {
  await using desk = await archived('2025-W24');
  const files = filesOf('2025-W24');
  const forged = sealManifest(
    { ...draftOf('2025-W24', files), snapshot: '0'.repeat(64) },
    files,
    '2025-06-15T10:00:00.000Z',
  );
  await writeFile(join(desk.reports, '2025-W24/edition.json'), canonicalJson(forged));
  const findings = await verifyEdition(desk.reports, '2025-W24');
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toMatch(/^names snapshot 000000000000…, but lists [0-9a-f]{12}…/);
});

test('an edition without its manifest is damaged, not absent', async () => {
  await using desk = await archived('2025-W24');
  await rm(join(desk.reports, '2025-W24/edition.json'));
  expect(await verifyEdition(desk.reports, '2025-W24')).toMatchObject([
    { code: 'E_ARCHIVE_MANIFEST', where: 'reports/2025-W24/edition.json' },
  ]);
  await expect(readManifest(desk.reports, '2025-W24')).rejects.toThrow(/the edition has lost it/);
});

test('the list is in order of week and correction, and shows a broken edition with its problem', async () => {
  await using desk = await archived('2025-W24.10', '2025-W24.2', '2026-W01', '2025-W24', '2025-W09');
  await writeFile(join(desk.reports, '2026-W01/edition.json'), '{');
  await mkdir(join(desk.reports, '2025-W30'));
  await mkdir(join(desk.reports, '2026-W54'));
  await mkdir(join(desk.reports, '.drafts/2025-W31'), { recursive: true });
  await writeFile(join(desk.reports, 'README.md'), '');
  const published = { publishedAt: '2025-06-15T10:00:00.000Z', verdict: 'notes' };
  expect(await listEditions(desk.reports)).toEqual([
    { edition: '2025-W09', ...published },
    { edition: '2025-W24', ...published },
    { edition: '2025-W24.2', ...published },
    { edition: '2025-W24.10', ...published },
    { edition: '2025-W30', problem: 'no readable edition.json' },
    { edition: '2026-W01', problem: 'edition.json is not readable JSON' },
  ]);
  const verified = await verifyArchive(desk.reports);
  expect(verified.map(({ edition, findings }) => [edition, findings.length])).toEqual([
    ['2025-W09', 0],
    ['2025-W24', 0],
    ['2025-W24.2', 0],
    ['2025-W24.10', 0],
    ['2025-W30', 1],
    ['2026-W01', 1],
    ['2026-W54', 1],
  ]);
});

test('an archive that does not exist yet is empty', async () => {
  await using desk = await temporaryReports();
  expect(await listEditions(desk.reports)).toEqual([]);
  expect(await verifyArchive(desk.reports)).toEqual([]);
  await expect(verifyEdition(desk.reports, '2025-W24')).rejects.toMatchObject({
    exit: 'missing',
    message:
      'E_EDITION_MISSING reports/2025-W24: no such edition. None is archived yet; make one with "assay build".',
  });
});

test('an edition that is not there is told with those that are', async () => {
  await using desk = await archived('2025-W24');
  await expect(readManifest(desk.reports, '2025-W23')).rejects.toThrow(
    'E_EDITION_MISSING reports/2025-W23: no such edition. Archived: 2025-W24.',
  );
});

test('an edition read back compares equal with what was published, and a changed one says where', async () => {
  await using desk = await archived('2025-W24');
  const { files } = await readEdition(desk.reports, '2025-W24');
  const remade = filesOf('2025-W24');
  expect(files).toHaveLength(9);
  expect(compareEdition(files, remade)).toEqual([]);
  const changed = remade.map((file) => {
    if (file.path !== 'en/brief.html') return file;
    const bytes = Uint8Array.from(file.bytes);
    bytes[777] = 0;
    return { ...file, bytes };
  });
  const shorter = changed
    .filter((file) => file.path !== 'zh/brief.pdf')
    .map((file) => (file.path === 'figures.json' ? { ...file, bytes: file.bytes.slice(0, 100) } : file));
  expect(compareEdition(files, [...shorter, { path: 'zh/brief.txt', bytes: new Uint8Array() }])).toEqual([
    { path: 'en/brief.html', kind: 'changed', offset: 777, lengths: [2300, 2300] },
    { path: 'figures.json', kind: 'changed', offset: 100, lengths: [2200, 100] },
    { path: 'zh/brief.pdf', kind: 'missing' },
    { path: 'zh/brief.txt', kind: 'added' },
  ]);
});
