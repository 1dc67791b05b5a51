import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import { decoded } from '../../src/sources/encoding.ts';
import { ignoredInInbox, listInbox } from '../../src/sources/index.ts';
import { temporaryDesk } from '../support/desk.ts';
import { piecesOf, readInboxFile } from '../support/read-file.ts';

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

describe('text in other encodings', () => {
  const CHINESE = 'date,series,value,unit\n2025-06-13,cu_shfe,7.801,万元/吨\n';

  test.each([
    ['UTF-16, little end first', Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${CHINESE}`, 'utf16le').swap16()],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${CHINESE}`)],
  ])('%s is known by its mark', async (_name, bytes) => {
    const desk = await temporaryDesk({ 'data/inbox/x.csv': bytes });
    const file = await readInboxFile(join(desk, 'data/inbox/x.csv'), 'data/inbox/x.csv');
    expect(file.findings).toEqual([]);
    expect(file.rows.map((row) => row.unit)).toEqual(['万元/吨']);
  });

  test('half a character of UTF-16 is no text', async () => {
    const bytes = Buffer.concat([Buffer.from(`\ufeff${CHINESE}`, 'utf16le'), Buffer.from([0x00, 0xd8])]);
    expect(await told(bytes)).toEqual([
      expect.stringMatching(
        /^E_DATA_ENCODING data\/inbox\/x\.csv: not valid UTF-16LE after byte \d+\. Save it as UTF-8/,
      ),
    ]);
  });

  test('characters come whole, whatever pieces the bytes come in', async () => {
    const cases: ReadonlyArray<readonly [bytes: Uint8Array, encoding: string | undefined]> = [
      [Buffer.from(`\ufeff${CHINESE}`), undefined],
      [Buffer.from(`\ufeff${CHINESE}`, 'utf16le'), undefined],
      [Buffer.from([0xd4, 0xaa, 0x2f, 0xb6, 0xd6]), 'gb18030'],
    ];
    for (const [bytes, encoding] of cases) {
      for (const size of [1, 2, 3, 5, 1000]) {
        let text = '';
        for await (const piece of decoded(piecesOf(bytes, size), 'x', encoding)) text += piece;
        expect(text).toBe(encoding ? '元/吨' : CHINESE);
      }
    }
  });

  test('a byte that the declared encoding does not have is named by its offset', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xd4, 0xaa, 0xff, 0x41])]);
    const read = async () => {
      for await (const _ of decoded(piecesOf(bytes, 1000), 'x.csv', 'gb18030'));
    };
    await expect(read()).rejects.toThrow('E_DATA_ENCODING x.csv: not valid GB18030 at byte 4 (0xFF 0x41).');
  });
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
      'E_DATA_FILE data/inbox/x.csv: is a folder. Expected a .csv or .xlsx file. Move it out of the inbox.',
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
  test('its .csv and .xlsx files come in the order of their names, however they are cased', async () => {
    const desk = await temporaryDesk({
      'data/inbox/b.csv': GOOD,
      'data/inbox/A.CSV': GOOD,
      'data/inbox/.c.csv': GOOD,
      'data/inbox/c.xlsx': 'x',
      'data/inbox/~$c.xlsx': 'x',
    });
    expect((await listInbox(join(desk, 'data/inbox'))).map((one) => one.label)).toEqual([
      'data/inbox/A.CSV',
      'data/inbox/b.csv',
      'data/inbox/c.xlsx',
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
      'data/inbox/prices.ods': 'x',
      'data/inbox/README.md': 'x',
      'data/inbox/.gitkeep': '',
    });
    await mkdir(join(desk, 'data/inbox/old'));
    expect((await ignoredInInbox(join(desk, 'data/inbox'))).map(problemLine)).toEqual([
      'W_INBOX_IGNORED data/inbox/old: a folder; only files in the inbox itself are read. Expected .csv in long or wide form, or a file that a mapping describes.',
      'W_INBOX_IGNORED data/inbox/prices.ods: not a .csv or .xlsx file and was not read. Expected .csv in long or wide form, or a file that a mapping describes.',
    ]);
  });

  test('a desk without one has no files', async () => {
    expect(await listInbox('/nowhere/inbox')).toEqual([]);
  });
});
