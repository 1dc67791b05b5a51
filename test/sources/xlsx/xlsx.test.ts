import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { type WriteOptions, writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { SourceRefused } from '../../../src/sources/index.ts';
import { openWorkbook } from '../../../src/sources/xlsx/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { mapped } from '../mapping/mapped.ts';
import { peakOfChildren } from './peak.ts';
import { number, text, textsOf, workbookParts, zipOf } from './zip.ts';

async function saved(bytes: Uint8Array): Promise<string> {
  const file = join(await temporaryDesk({}), 'x.xlsx');
  await writeFile(file, bytes);
  return file;
}

/** A sheet's rows as text, and what was said of the workbook. */
async function read(bytes: Uint8Array, sheet?: string | number, formulas?: 'stored') {
  const file = await saved(bytes);
  const book = await openWorkbook({
    file,
    label: 'x.xlsx',
    ...(sheet === undefined ? {} : { sheet }),
    ...(formulas === undefined ? {} : { formulas }),
  });
  const rows: string[] = [];
  for await (const batch of book.rows()) {
    rows.push(...batch.map(({ row, cells }) => `${row}: ${cells.join('|')}`));
  }
  await book.close();
  return {
    sheet: book.sheet,
    rows,
    notes: book.notes.map((one) => `${one.code} ${one.where}: ${one.message}`),
  };
}

async function refusal(bytes: Uint8Array, sheet: string | number): Promise<string> {
  return read(bytes, sheet).then(
    () => 'nothing',
    (error: unknown) => (error instanceof SourceRefused ? error.message : Promise.reject(error)),
  );
}

const book = (options: WriteOptions) => writeXlsx(options);

describe('a workbook as hucre writes it', () => {
  test('numbers are the shortest decimal, dates are days, empty cells at the end are none', async () => {
    const { rows, notes } = await read(
      await book({
        sheets: [
          {
            name: 'Prices',
            rows: [
              ['date', 'copper', 'note'],
              [new Date('2024-01-05T00:00:00Z'), 35.270000000000003, null],
              [new Date('2024-01-05T15:00:00Z'), 0.0000001, '铜 & <"zinc">'],
              [],
              [true, -1e21, ''],
            ],
          },
        ],
      }),
    );
    expect(rows).toEqual([
      '1: date|copper|note',
      '2: 2024-01-05|35.27',
      '3: 2024-01-05T15:00:00|0.0000001|铜 & <"zinc">',
      '5: TRUE|-1000000000000000000000',
    ]);
    expect(notes).toEqual([]);
  });

  test('the system of dates that begins in 1904 gives the same days', async () => {
    const sheets = [{ name: 'A', rows: [[new Date('2024-02-29T00:00:00Z')]] }];
    expect((await read(await book({ sheets, dateSystem: '1904' }))).rows).toEqual(['1: 2024-02-29']);
    expect((await read(await book({ sheets }))).rows).toEqual(['1: 2024-02-29']);
  });

  const three = book({
    sheets: [
      { name: '说明', rows: [['x']], hidden: true },
      { name: '价格', rows: [['p']] },
      { name: '库存', rows: [['s']] },
    ],
  });

  test('the first sheet that is not hidden is read, others by name or number', async () => {
    expect(await read(await three)).toEqual({
      sheet: '价格',
      rows: ['1: p'],
      notes: [
        'I_XLSX_SHEET x.xlsx: sheet "价格" is read; not read: "说明", "库存". Name another under "sheet" in a mapping.',
      ],
    });
    expect(await read(await three, '库存')).toMatchObject({ rows: ['1: s'], notes: [] });
    expect(await read(await three, 1)).toMatchObject({
      rows: ['1: x'],
      notes: [
        'I_XLSX_HIDDEN x.xlsx!说明: the sheet is hidden in the workbook; it is read as the mapping says.',
      ],
    });
  });

  test('a sheet that is missing lists those there are', async () => {
    expect(await refusal(await three, 'Prices')).toBe(
      'E_XLSX_SHEET x.xlsx: no sheet "Prices". Sheets: 说明, 价格, 库存.',
    );
    expect(await refusal(await three, 4)).toBe('E_XLSX_SHEET x.xlsx: no sheet 4. Sheets: 说明, 价格, 库存.');
  });

  test('a text cell over merged columns counts for all of them', async () => {
    const { rows } = await read(
      await book({
        sheets: [
          {
            name: 'A',
            rows: [
              ['', 'Copper', null, 'Zinc'],
              ['date', 'open', 'close', 'close'],
            ],
            merges: [{ startRow: 0, startCol: 1, endRow: 0, endCol: 2 }],
          },
        ],
      }),
    );
    expect(rows).toEqual(['1: |Copper|Copper|Zinc', '2: date|open|close|close']);
  });
});

describe('what a workbook holds besides values', () => {
  test('numbers of formulas are read where somebody says so, their words and dates always', async () => {
    const cells = `<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>UPPER("x")</f><v>X</v></c>`;
    const bytes = zipOf(workbookParts(`<row r="1">${cells}</row>`));
    expect(await read(bytes)).toMatchObject({ rows: ['1: #FORMULA!|X'], notes: [] });
    expect(await read(bytes, undefined, 'stored')).toMatchObject({ rows: ['1: 2|X'] });
    const held = table('<c r="B2"><f>60000+8000</f><v>68000</v></c>');
    expect((await mapped(mapping, held, 'x.xlsx')).said).toContain(
      'E_XLSX_CELL x.xlsx!Prices!B2: the cell holds a formula, whose stored result may be old. Paste it as a value, or say "formulas: stored" in the file\'s mapping.',
    );
    const { values, said } = await mapped(`${mapping}\nformulas: stored`, held, 'x.xlsx');
    expect(values).toEqual(['2024-01-05 cu_shfe 68000']);
    expect(said).toEqual(['I_XLSX_FORMULA x.xlsx!Prices: 1 formula: the results stored with them are read.']);
    expect(
      (await mapped(mapping, table(`${number('B2', 1)}<c r="C2"><f>2</f><v>2</v></c>`), 'x.xlsx')).said,
    ).toEqual([]);
  });

  test('results of formulas are said, hidden rows and macros too', async () => {
    const rows = `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row><row r="2" hidden="1">${number('B2', 3)}</row>`;
    const { rows: found, notes } = await read(
      zipOf(workbookParts(rows, [{ name: 'xl/vbaProject.bin', data: 'x' }])),
      undefined,
      'stored',
    );
    expect(found).toEqual(['1: 2', '2: |3']);
    expect(notes).toEqual([
      'I_XLSX_MACRO x.xlsx: the workbook holds macros; they are never run.',
      'I_XLSX_HIDDEN x.xlsx!Prices: 1 hidden row read like the others.',
      'I_XLSX_FORMULA x.xlsx!Prices: 1 formula: the results stored with them are read.',
    ]);
  });

  const table = (cell: string) =>
    zipOf(
      workbookParts(
        `<row r="1">${text('A1', 'date')}${text('B1', 'close')}${text('C1', 'x')}</row><row r="2">${number('A2', 45296)}${cell}</row>`,
      ),
    );
  const mapping =
    'date: { column: date, formats: [excel] }\ncolumns: [{ series: cu_shfe, column: close }]\notherColumns: ignore';

  test('under a mapping only the cells it reads have to be sound', async () => {
    const other = table(`${number('B2', 68000)}<c r="C2" t="e"><v>#REF!</v></c>`);
    const { values, said, rows } = await mapped(mapping, other, 'x.xlsx');
    expect(said).toEqual([]);
    expect(values).toEqual(['2024-01-05 cu_shfe 68000']);
    expect(rows[0]?.place).toEqual({ file: 'x.xlsx!Prices', row: 2, column: 2 });
    expect((await mapped(mapping, table('<c r="B2" t="e"><v>#DIV/0!</v></c>'), 'x.xlsx')).said).toContain(
      'E_XLSX_CELL x.xlsx!Prices!B2: #DIV/0! — the cell holds a formula error. Correct the formula, or leave the cell empty.',
    );
    expect(
      (await mapped(`${mapping}\nmissing: ['#N/A']`, table('<c r="B2" t="e"><v>#N/A</v></c>'), 'x.xlsx'))
        .said,
    ).toEqual(['W_DATA_NOVALUE x.xlsx!Prices: none of its 1 rows holds a value for mapping "x".']);
  });

  test('a table in long form needs no mapping', async () => {
    const bytes = await book({
      sheets: [
        {
          name: 'A',
          rows: [
            ['date', 'series', 'value', 'unit'],
            [new Date('2024-01-05T00:00:00Z'), 'cu_shfe', 68000, ''],
          ],
        },
      ],
    });
    const root = await temporaryDesk({ 'y.xlsx': bytes });
    const { openInput } = await import('../../../src/sources/index.ts');
    const input = await openInput(join(root, 'y.xlsx'), 'y.xlsx');
    const batches = [];
    for await (const batch of input.read()) batches.push(...batch.rows);
    expect(batches).toMatchObject([{ date: '2024-01-05', series: 'cu_shfe', value: '68000' }]);
  });
});

describe('the process that reads', () => {
  test('reads or refuses a workbook with any byte changed, and never fails', async () => {
    const good = Buffer.from(
      await book({
        sheets: [
          {
            name: 'A',
            rows: [
              ['date', 'close'],
              ['2024-01-05', 1],
            ],
          },
        ],
      }),
    );
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const { at, to } of changes) bytes[at] = to;
        const outcome = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof SourceRefused)
          expect(outcome.message).toMatch(/^E_XLSX_(?!READER|MEMORY|TIME)/);
        else expect(outcome).toMatchObject({ sheet: expect.any(String) });
      }),
      { numRuns: 40 },
    );
  });

  test('has a memory of its own, and is done when it is full', async () => {
    // A table of texts under a name nobody expects, which the guard does not weigh.
    const rels = workbookParts('').find((part) => part.name === 'xl/_rels/workbook.xml.rels');
    const odd = { name: rels?.name ?? '', data: String(rels?.data).replace('sharedStrings.xml', 'odd.xml') };
    const texts = { name: 'xl/odd.xml', data: `<sst>${textsOf(500_000).join('')}</sst>` };
    const file = await saved(zipOf(workbookParts('<row r="1"/>', [odd, texts])));
    const watch = peakOfChildren();
    const full = async () => {
      // More time than it has in earnest: on a busy machine that would be over first.
      const opened = await openWorkbook({ file, label: 'x.xlsx' }, 60);
      for await (const batch of opened.rows()) expect(batch).toEqual([]);
    };
    await expect(full()).rejects.toThrow(
      'E_XLSX_MEMORY x.xlsx: needs more than the 128 MB of memory a workbook may take. Save the sheet as CSV.',
    );
    expect(watch.stop().megabytes).toBeLessThan(256);
  });

  test('is given up when it takes too long', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `<row r="${at + 1}">${number(`A${at + 1}`, at)}</row>`,
    );
    const file = await saved(zipOf(workbookParts(rows.join(''))));
    const watch = peakOfChildren();
    await expect(openWorkbook({ file, label: 'x.xlsx' }, 0.1)).rejects.toThrow(
      'E_XLSX_TIME x.xlsx: not read within 0.1 s. Save the sheet as CSV.',
    );
    expect(watch.running()).toEqual([]);
    watch.stop();
  });

  test('ends when nobody reads on', async () => {
    const rows = Array.from(
      { length: 50_000 },
      (_, at) => `<row r="${at + 1}">${number(`A${at + 1}`, at)}</row>`,
    );
    const file = await saved(zipOf(workbookParts(rows.join(''))));
    const watch = peakOfChildren();
    const opened = await openWorkbook({ file, label: 'x.xlsx' });
    for await (const batch of opened.rows()) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    await opened.close();
    expect(watch.running()).toEqual([]);
    watch.stop();
  });
});
