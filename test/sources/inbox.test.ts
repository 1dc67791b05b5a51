import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import { ignoredInInbox, listInbox, readInboxFile } from '../../src/sources/index.ts';
import { temporaryDesk } from '../support/desk.ts';

const GOOD = 'date,series,value\n2025-06-13,cu_lme_3m,9647.50\n';

async function told(content: string | Uint8Array, options = {}): Promise<string[]> {
  const desk = await temporaryDesk({ 'data/inbox/x.csv': content });
  const file = await readInboxFile(join(desk, 'data/inbox/x.csv'), 'data/inbox/x.csv', options);
  expect(file.rows).toEqual([]);
  return file.findings.map(problemLine);
}

test('a good file gives rows, its size and its hash, with and without a byte order mark', async () => {
  const desk = await temporaryDesk({ 'data/inbox/a.csv': GOOD, 'data/inbox/b.csv': `\ufeff${GOOD}` });
  const [a, b] = await Promise.all(
    ['a', 'b'].map((name) => readInboxFile(join(desk, `data/inbox/${name}.csv`), `data/inbox/${name}.csv`)),
  );
  expect(a).toMatchObject({
    label: 'data/inbox/a.csv',
    bytes: 47,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    findings: [],
  });
  expect(a?.rows.map((row) => row.value)).toEqual(['9647.50']);
  expect(b?.rows.map((row) => row.value)).toEqual(['9647.50']);
  expect(b?.sha256).not.toBe(a?.sha256);
});

test('a file known by its hash is not parsed', async () => {
  const desk = await temporaryDesk({ 'data/inbox/x.csv': GOOD });
  const asked: string[] = [];
  const isKnown = async (sha256: string) => asked.push(sha256) > 0;
  const file = await readInboxFile(join(desk, 'data/inbox/x.csv'), 'data/inbox/x.csv', { isKnown });
  expect(file).toMatchObject({ known: true, rows: [], findings: [], sha256: asked[0] });
});

describe('a file that is no text', () => {
  test('empty', async () => {
    expect(await told('')).toEqual([
      'E_DATA_EMPTY data/inbox/x.csv: the file is empty (0 bytes). Expected a header line and at least one row.',
    ]);
  });

  test('Chinese in GB18030: the first bad byte is named, lines before it counted', async () => {
    const gb = (text: string, ...rest: number[]) => Buffer.concat([Buffer.from(text), Buffer.from(rest)]);
    // 元/吨
    expect(
      await told(gb(`date,series,value,unit\n2025-06-13,cu_shfe,78010,`, 0xd4, 0xaa, 0x2f, 0xb6, 0xd6, 10)),
    ).toEqual([
      'E_DATA_ENCODING data/inbox/x.csv: not valid UTF-8 at byte 51 (0xB6 0xD6); looks like GB18030. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ]);
    // 铜 alone happens to be a letter of UTF-8.
    expect(await told(gb('date,', 0xcd, 0xad, 10))).toEqual([
      'E_DATA_ENCODING data/inbox/x.csv: hardly UTF-8 at byte 5 (0xCD 0xAD); looks like GB18030. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ]);
  });

  test('Latin-1 is not taken for Chinese', async () => {
    expect(await told(Buffer.concat([Buffer.from(GOOD), Buffer.from([0xe9, 0x0a])]))).toEqual([
      'E_DATA_ENCODING data/inbox/x.csv: not valid UTF-8 at byte 47 (0xE9 0x0A). Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ]);
  });

  test('UTF-16', async () => {
    expect(await told(Buffer.from(`\ufeff${GOOD}`, 'utf16le'))).toEqual([
      'E_DATA_ENCODING data/inbox/x.csv: starts with 0xFF 0xFE: UTF-16, not UTF-8. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ]);
  });

  test('a workbook under another name', async () => {
    expect(await told(Buffer.from('PK\u0003\u0004\u0014\u0000'))).toEqual([
      'E_DATA_BINARY data/inbox/x.csv: NUL byte at offset 5; this is not a text file (starts with "PK": an .xlsx file?). Save the table as CSV.',
    ]);
  });

  test('NUL bytes in a table', async () => {
    expect(await told(`${GOOD}\0`)).toEqual([
      'E_DATA_BINARY data/inbox/x.csv: NUL byte at offset 47; this is not a text file. Save the table as CSV.',
    ]);
  });

  test('larger than the desk allows: nothing is read', async () => {
    expect(await told('x'.repeat(3 * 1024 * 1024), { maxBytes: 2 * 1024 * 1024 })).toEqual([
      'E_DATA_SIZE data/inbox/x.csv: 3 MB; the limit is 2 MB (data.maxBytes).',
    ]);
  });
});

describe('a file that cannot be read', () => {
  test('missing: what lies there instead is named', async () => {
    const desk = await temporaryDesk({ 'data/inbox/lme_1120.csv': GOOD, 'data/inbox/shfe.csv': GOOD });
    const file = await readInboxFile(join(desk, 'data/inbox/lme.csv'), 'data/inbox/lme.csv');
    expect(file.findings.map(problemLine)).toEqual([
      'E_DATA_MISSING data/inbox/lme.csv: no such file. Present in data/inbox/: lme_1120.csv, shfe.csv.',
    ]);
  });

  test('a folder', async () => {
    const desk = await temporaryDesk({ 'data/inbox/x.csv/y.csv': GOOD });
    const file = await readInboxFile(join(desk, 'data/inbox/x.csv'), 'data/inbox/x.csv');
    expect(file.findings.map(problemLine)).toEqual([
      'E_DATA_FILE data/inbox/x.csv: is not a file. Expected a .csv file. Move it out of the inbox.',
    ]);
  });

  // Root may read everything, so there is nothing to see as root.
  test.skipIf(process.getuid?.() === 0)('not permitted', async () => {
    const desk = await temporaryDesk({ 'data/inbox/x.csv': GOOD });
    await chmod(join(desk, 'data/inbox/x.csv'), 0o000);
    const file = await readInboxFile(join(desk, 'data/inbox/x.csv'), 'data/inbox/x.csv');
    expect(file.findings.map(problemLine)).toEqual([
      expect.stringMatching(
        /^E_DATA_PERMISSION data\/inbox\/x\.csv: cannot read \(owner user \d+, mode 0000, running as ".+"\)\./,
      ),
    ]);
  });
});

describe('the inbox', () => {
  test('its .csv files come in the order of their names, however they are cased', async () => {
    const desk = await temporaryDesk({
      'data/inbox/b.csv': GOOD,
      'data/inbox/A.CSV': GOOD,
      'data/inbox/.c.csv': GOOD,
    });
    expect((await listInbox(join(desk, 'data/inbox'))).map((one) => one.label)).toEqual([
      'data/inbox/A.CSV',
      'data/inbox/b.csv',
    ]);
  });

  test('a link that leads nowhere is listed, so that somebody hears of it', async () => {
    const desk = await temporaryDesk({});
    await symlink('/nowhere/at/all.csv', join(desk, 'data/inbox/x.csv'));
    const [found] = await listInbox(join(desk, 'data/inbox'));
    const file = await readInboxFile(found?.file ?? '', found?.label ?? '');
    expect(file.findings.map((one) => one.code)).toEqual(['E_DATA_MISSING']);
  });

  test('what else lies there is named; READMEs and hidden files are left alone', async () => {
    const desk = await temporaryDesk({
      'data/inbox/a.csv': GOOD,
      'data/inbox/prices.xlsx': 'x',
      'data/inbox/README.md': 'x',
      'data/inbox/.gitkeep': '',
    });
    await mkdir(join(desk, 'data/inbox/old'));
    expect((await ignoredInInbox(join(desk, 'data/inbox'))).map(problemLine)).toEqual([
      'W_INBOX_IGNORED data/inbox/old: a folder; only files in the inbox itself are read. Expected .csv in long or wide form.',
      'W_INBOX_IGNORED data/inbox/prices.xlsx: not a .csv file and was not read. Expected .csv in long or wide form.',
    ]);
  });

  test('a desk without one has no files', async () => {
    expect(await listInbox('/nowhere/inbox')).toEqual([]);
  });
});
