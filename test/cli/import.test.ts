import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';

const HEAD = 'date,series,value,unit\n';
const row = (date: string, value: string, series = 'cu_lme_stk', unit = 't') =>
  `${date},${series},${value},${unit}\n`;

/** A desk without data, and a folder beside it with files. */
async function desk(
  files: Readonly<Record<string, string>>,
): Promise<{ root: string; path: (name: string) => string }> {
  const root = await temporaryDesk({});
  await mkdir(join(root, 'elsewhere'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, 'elsewhere', name), text);
  return { root, path: (name) => join(root, 'elsewhere', name) };
}

const show = async (root: string, ...words: string[]): Promise<string[]> =>
  (await assay(['show', 'cu_lme_stk', '--desk', root, ...words])).stdout.trimEnd().split('\n').slice(1);

describe('assay import', () => {
  test('takes in files from anywhere, says what was news, and knows them again', async () => {
    const { root, path } = await desk({
      'a.csv': HEAD + row('2025-06-12', '100000') + row('2025-06-13', '101000'),
      'b.csv': HEAD + row('2025-06-13', '101500') + row('2025-06-06', '99000'),
    });
    const first = await assay(['import', path('a.csv'), path('b.csv'), '--desk', root]);
    expect(first).toMatchObject({
      code: 0,
      stdout:
        'elsewhere/a.csv: 2 new, 0 same, 0 revised, 0 refused\nelsewhere/b.csv: 1 new, 0 same, 1 revised, 0 refused\n',
      stderr: expect.stringMatching(
        /^W_DATA_CORRECTED elsewhere\/b\.csv:2:3: "LME copper stock" \(cu_lme_stk\) of 2025-06-13 is 101500 here and was 101000 in what was read before\. .+\nKept\.\n$/,
      ),
    });
    const again = await assay(['import', path('a.csv'), path('b.csv'), '--desk', root]);
    expect(again).toMatchObject({
      code: 0,
      stdout:
        'elsewhere/a.csv: known already, nothing to do\nelsewhere/b.csv: known already, nothing to do\n',
      stderr: 'Nothing to do.\n',
    });
  });

  test('a file outside the desk is called by its name alone', async () => {
    const { path } = await desk({ 'a.csv': HEAD + row('2025-06-12', '100000') });
    const other = await temporaryDesk({});
    const { stdout } = await assay(['import', path('a.csv'), '--desk', other]);
    expect(stdout).toBe('a.csv: 1 new, 0 same, 0 revised, 0 refused\n');
    expect(await show(other)).toEqual([expect.stringMatching(/\ta\.csv:2$/)]);
  });

  test('with one error in one file nothing of any is kept, and every error is told', async () => {
    const { root, path } = await desk({
      'a.csv': HEAD + row('2025-06-12', '100000'),
      'b.csv': HEAD + row('2025-06-13', '1O1500') + row('2025-06-31', '99000') + row('2025-06-06', '99000'),
    });
    expect(await assay(['import', path('a.csv'), path('b.csv'), '--desk', root])).toMatchObject({
      code: 65,
      stdout:
        'elsewhere/a.csv: 1 new, 0 same, 0 revised, 0 refused\nelsewhere/b.csv: 1 new, 0 same, 0 revised, 2 refused\n',
      stderr: [
        'E_DATA_NUMBER elsewhere/b.csv:2:3: "1O1500" is not a number (letter O at character 2). Expected digits with a point, such as 9647.50.',
        'E_DATA_DATE elsewhere/b.csv:3:1: "2025-06-31" does not exist (June has 30 days).',
        'Nothing was kept: one error and no file goes in.\n',
      ].join('\n'),
    });
    expect(await show(root)).toEqual([]);
  });

  test('a dry run says the same and keeps nothing, not even a store', async () => {
    const { root, path } = await desk({ 'a.csv': HEAD + row('2025-06-12', '100000') });
    expect(await assay(['import', path('a.csv'), '--dry-run', '--desk', root])).toMatchObject({
      code: 0,
      stdout: 'elsewhere/a.csv: 1 new, 0 same, 0 revised, 0 refused\n',
      stderr: 'A dry run: nothing was kept. Without --dry-run these rows go into the store.\n',
    });
    expect(await readdir(join(root, 'data'))).toEqual(['inbox']);
  });

  test('what is missing, and a mapping nobody has, end with their own codes', async () => {
    const { root, path } = await desk({ 'a.csv': HEAD });
    expect(await assay(['import', path('b.csv'), '--desk', root])).toMatchObject({
      code: 66,
      stderr: expect.stringContaining(
        'E_DATA_MISSING elsewhere/b.csv: no such file. Present in elsewhere/: a.csv.',
      ),
    });
    expect(await assay(['import', path('a.csv'), '--mapping', 'shmett', '--desk', root])).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^E_MAPPING_UNKNOWN --mapping: no mapping "shmett"\. .*Expected one of/),
    });
    expect(await assay(['import', '--desk', root])).toMatchObject({ code: 64 });
  });

  test('as one JSON document', async () => {
    const { root, path } = await desk({ 'a.csv': HEAD + row('2025-06-12', '100000') });
    const { stdout } = await assay(['import', path('a.csv'), '--json', '--desk', root]);
    expect(JSON.parse(stdout)).toMatchObject({
      sound: true,
      kept: true,
      findings: [],
      files: [{ label: 'elsewhere/a.csv', added: 1, same: 0, revised: 0, refused: 0, known: false }],
    });
  });
});

describe('two vintages', () => {
  test('are both known, each with its moment, its file and who changed it', async () => {
    const { root, path } = await desk({
      'monday.csv': HEAD + row('2025-06-12', '100000') + row('2025-06-13', '101000'),
      'tuesday.csv': HEAD + row('2025-06-13', '101500'),
      'release.csv': HEAD + row('2025-06-12', '100250'),
    });
    await assay(['import', path('monday.csv'), '--desk', root]);
    await assay(['import', path('tuesday.csv'), '--reason', 'typed twice', '--desk', root]);
    const [, newest = ''] = await show(root);
    const knownAt = newest.split('\t')[4] ?? '';
    await assay(['import', path('release.csv'), '--release', '--desk', root]);
    expect((await show(root, '--revisions')).map((line) => line.split('\t'))).toEqual([
      [
        '2025-06-12',
        '100000 → 100250',
        't',
        'traded',
        expect.any(String),
        'elsewhere/release.csv:2',
        'source revision',
      ],
      [
        '2025-06-13',
        '101000 → 101500',
        't',
        'traded',
        knownAt,
        'elsewhere/tuesday.csv:2',
        'correction',
        'typed twice',
      ],
    ]);
    const values = (lines: string[]) => lines.map((line) => line.split('\t')[1]);
    expect(values(await show(root, '--as-of', knownAt))).toEqual(['100000', '101500']);
    expect(values(await show(root))).toEqual(['100250', '101500']);
    expect(values(await show(root, '--as-of', new Date(Date.parse(knownAt) - 1).toISOString()))).toEqual([
      '100000',
      '101000',
    ]);
  });
});

describe('a file in a form nobody knows', () => {
  test('is refused with a mapping proposed for it, and nothing is kept', async () => {
    const { root, path } = await desk({
      'stocks.csv':
        'Exchange report\nDay,Copper stock (t)\n12-Jun-2025,100000\n13-Jun-2025,101000\n16-Jun-2025,101500\n',
    });
    const { code, stdout, stderr } = await assay(['import', path('stocks.csv'), '--desk', root]);
    expect(code).toBe(65);
    expect(stdout).toMatch(/^elsewhere\/stocks\.csv: 0 new, /);
    expect(stdout).toMatch(/^name: "stocks"$/m);
    expect(stderr).toMatch(
      /^E_MAPPING_NONE elsewhere\/stocks\.csv: .* save it as data\/mappings\/stocks\.yaml and import again\.$/m,
    );
    expect(await show(root)).toEqual([]);
  });
});
