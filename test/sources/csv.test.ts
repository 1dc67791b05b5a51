import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import { csvRows } from '../../src/sources/records.ts';
import { SourceRefused, type TableRow } from '../../src/sources/table.ts';
import { piecesOf, readCsv } from '../support/read-file.ts';

const X = 'data/inbox/x.csv';
const read = (text: string) => readCsv(text, X);
const lines = async (text: string) => (await read(text)).findings.map(problemLine);

describe('long form', () => {
  test('gives a row a quotation, each with its place', async () => {
    const { rows, findings } = await read(
      'date,series,value,unit,status\n2025-06-13,cu_lme_3m,"9,647.50",USD/t,\n\n2025-06-13,cu_shfe,78010,,provisional\n',
    );
    const columns = { date: 1, series: 2, value: 3, unit: 4, status: 5 };
    expect(findings).toEqual([]);
    expect(rows).toEqual([
      {
        place: { file: X, row: 2, column: 3 },
        date: '2025-06-13',
        series: 'cu_lme_3m',
        value: '9,647.50',
        unit: 'USD/t',
        columns,
      },
      {
        place: { file: X, row: 4, column: 3 },
        date: '2025-06-13',
        series: 'cu_shfe',
        value: '78010',
        status: 'provisional',
        columns,
      },
    ]);
  });

  test('columns may stand in any order, case and width, with blanks around', async () => {
    const { rows } = await read(' Value ,ＤＡＴＥ,Series\n 1 , 2025-06-13 , a \n');
    expect(rows[0]).toMatchObject({
      value: '1',
      date: '2025-06-13',
      series: 'a',
      columns: { value: 1, date: 2 },
    });
  });

  test.each(['\n', '\r\n', '\r'])('rows are counted as physical lines with line ends %j', async (end) => {
    const text = ['date,series,value', '2025-06-12,"a', 'b",1', '', '2025-06-13,c,2'].join(end);
    expect((await read(text)).rows.map((row) => row.place.row)).toEqual([2, 5]);
  });

  test.each(['', '-', '–', '—', ' - '])('a value of %j is no quotation and gives no row', async (value) => {
    const { rows, findings } = await read(`date,series,value\n2025-06-13,a,${value}\n2025-06-13,b,1\n`);
    expect([rows.map((row) => row.series), findings]).toEqual([['b'], []]);
  });

  test('empty columns and rows that a spreadsheet leaves behind are nothing', async () => {
    const { rows, findings } = await read('date,series,value,,\n2025-06-13,a,1,,\n,,,,\n');
    expect([rows.length, findings]).toEqual([1, []]);
  });
});

describe('wide form', () => {
  test('gives a row a cell, each with its column', async () => {
    const { rows } = await read('date,cu_lme_3m,cu_shfe\n2025-06-12,9703.5,-\n2025-06-13,9647.5,78010\n');
    expect(rows.map(({ place, series, value }) => [place.row, place.column, series, value])).toEqual([
      [2, 2, 'cu_lme_3m', '9703.5'],
      [3, 2, 'cu_lme_3m', '9647.5'],
      [3, 3, 'cu_shfe', '78010'],
    ]);
    expect(rows[2]?.columns).toEqual({ date: 1, value: 3 });
  });
});

describe('what is not CSV as it should be', () => {
  test.each<[name: string, text: string, expected: string[]]>([
    [
      'only blank lines',
      '\n \n',
      [
        'E_DATA_EMPTY data/inbox/x.csv: the file holds only blank lines. Expected a header line and at least one row.',
      ],
    ],
    ['a header alone', 'date,series,value\n', ['E_DATA_NOROWS data/inbox/x.csv:1: header but no rows.']],
    [
      'a column twice',
      'date,close,x,close\n2025-06-13,1,2,3\n',
      ['E_DATA_COLUMN_TWICE data/inbox/x.csv:1: column "close" appears twice (columns 2 and 4).'],
    ],
    [
      'no date',
      'datum,series,value\n2025-06-13,a,1\n',
      [
        'E_DATA_COLUMN data/inbox/x.csv:1: no column "date" in the header "datum,series,value". Expected date,series,value[,unit][,status], or date and one column per series id.',
      ],
    ],
    [
      'no value',
      'date,series,valu\n2025-06-13,a,1\n',
      [
        'E_DATA_COLUMN data/inbox/x.csv:1: no column "value" in the header "date,series,valu". Is "valu" meant to be it? Expected date,series,value[,unit][,status], or date and one column per series id.',
      ],
    ],
    [
      'semicolons',
      'date;series;value\n2025-06-13;a;1\n',
      [
        'E_DATA_COLUMN data/inbox/x.csv:1: no column "date" in the header "date;series;value". Its columns are separated by semicolons; separate them by commas. Expected date,series,value[,unit][,status], or date and one column per series id.',
      ],
    ],
    [
      'a column that long form does not have',
      'date,series,value,units\n2025-06-13,a,1,t\n',
      [
        'E_DATA_COLUMN data/inbox/x.csv:1:4: unknown column "units". Did you mean "unit"? Expected date,series,value[,unit][,status], or date and one column per series id.',
      ],
    ],
    [
      'a column without a name',
      'date,,b\n2025-06-13,1,2\n',
      [
        'E_DATA_COLUMN data/inbox/x.csv:1:2: column 2 has no name. Expected date,series,value[,unit][,status], or date and one column per series id.',
      ],
    ],
    [
      'a key that changes objects',
      'date,__proto__\n2025-06-13,1\n',
      ['E_DATA_KEY data/inbox/x.csv:1:2: the key "__proto__" is not allowed.'],
    ],
    [
      'too few and too many cells',
      'date,series,value\n2025-06-12,a\n2025-06-13,a,1,x\n',
      [
        'E_DATA_COLUMNS data/inbox/x.csv:2:3: the row has 2 cells, the header 3 columns. Give every row the cells of the header.',
        'E_DATA_COLUMNS data/inbox/x.csv:3:4: the row has 4 cells, the header 3 columns. Give every row the cells of the header.',
      ],
    ],
    [
      'a number with commas that nobody quoted',
      'date,series,value\n2025-06-13,a,9,647.50\n',
      [
        'E_DATA_COLUMNS data/inbox/x.csv:2:4: the row has 4 cells, the header 3 columns. A number with commas must be quoted: "9,647.50".',
      ],
    ],
    [
      'a quotation that never ends',
      'date,series,value\n2025-06-12,"a",1\n2025-06-13,"b,1\n2025-06-13,c,2\n',
      [
        'E_DATA_QUOTE data/inbox/x.csv:3: the quotation mark (") opened on this line is never closed. Close it, or remove it.',
      ],
    ],
    [
      'a quotation mark inside a cell',
      'date,series,value\n2025-06-13,a"b"c,1\n',
      [
        'E_DATA_QUOTE data/inbox/x.csv:2: a quotation mark (") stands in the middle of a cell. Quote the whole cell and double the marks inside it.',
      ],
    ],
    [
      'a comment',
      'date,series,value\n# from the desk\n2025-06-13,a,1\n',
      [
        'E_DATA_COMMENT data/inbox/x.csv:2:1: lines that begin with "#" are not skipped: data files have no comments. Remove the line.',
      ],
    ],
    [
      'a comment before the header',
      '# from the desk\ndate,series,value\n2025-06-13,a,1\n',
      [
        'E_DATA_COMMENT data/inbox/x.csv:1:1: lines that begin with "#" are not skipped: data files have no comments. Remove the line.',
      ],
    ],
    [
      'a line that does not end',
      `date,series,value\n2025-06-13,${'a'.repeat(70_000)},1\n`,
      [
        'E_DATA_LINE data/inbox/x.csv:2: a line is longer than 65,536 characters. Expected one row a line, with commas between cells.',
      ],
    ],
    [
      'nothing but empty cells',
      'date,series,value\n2025-06-13,a,\n2025-06-13,b,-\n',
      ['W_DATA_NOVALUE data/inbox/x.csv: none of its 2 rows holds a value.'],
    ],
  ])('%s is told where it is', async (_name, text, expected) => {
    expect(await lines(text)).toEqual(expected);
  });

  test('any text is read or refused, and never throws', async () => {
    const pieces = fc.constantFrom(
      'date',
      'series',
      'value',
      ',',
      '"',
      '\n',
      '\r',
      '#',
      '1',
      '-',
      ' ',
      '\t',
      '__proto__',
      '铜',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (parts) => {
        const { rows, findings } = await read(parts.join(''));
        expect(rows.length + findings.length).toBeGreaterThan(0);
      }),
    );
  });

  test('quoting a cell that needs none changes nothing', async () => {
    const pieces = fc.constantFrom(
      'date',
      'series',
      'value',
      ',',
      ',',
      '\n',
      '\r',
      '\r\n',
      'a',
      '1',
      '-',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 60 }),
        fc.integer({ min: 1, max: 400 }),
        async (parts, size) => {
          const text = `${parts.join('')}\ndate,series,value\n`;
          const quoted = text.replace(/series,value\n$/, '"series",value\n');
          // With a quotation mark in its last line a piece goes the other way.
          expect(await records(quoted, size)).toEqual(await records(text, text.length));
        },
      ),
    );
  });

  test('what was written is read back, whatever stands in the cells and in whatever pieces it comes', async () => {
    const cell = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/^\s*(?:[-–—]?\s*$|#)/.test(text));
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 300 }), async (rows, size) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ['date,series,value', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        const back = (await readCsv(text, X, size)).rows.map(({ date, series, value }) => [
          date,
          series,
          value,
        ]);
        expect(back).toEqual(rows.map((row) => row.map((one) => one.trim())));
      }),
    );
  });

  test('a line or a quotation without end is refused while it is read', async () => {
    let given = 0;
    async function* endless(text: string): AsyncGenerator<Uint8Array, void> {
      while (given < 1e9) {
        given += text.length;
        yield Buffer.from(text);
      }
    }
    for (const [start, code] of [
      ['2025-06-13,a,', 'E_DATA_LINE'],
      ['2025-06-13,"a,1\n', 'E_DATA_QUOTE'],
    ] as const) {
      given = 0;
      async function* bytes(): AsyncGenerator<Uint8Array, void> {
        yield Buffer.from(`date,series,value\n${start}`);
        yield* endless(code === 'E_DATA_LINE' ? 'x'.repeat(9_000) : 'x\n'.repeat(4_500));
      }
      const rows = csvRows(bytes(), X)[Symbol.asyncIterator]();
      const read = async () => {
        while (!(await rows.next()).done);
      };
      await expect(read()).rejects.toMatchObject({ findings: [{ code, where: `${X}:2` }] });
      expect(given).toBeLessThan(200_000);
    }
  });
});

async function records(text: string, size: number): Promise<TableRow[] | string> {
  const all: TableRow[] = [];
  try {
    for await (const rows of csvRows(piecesOf(Buffer.from(text), size), X)) all.push(...rows);
  } catch (error) {
    if (error instanceof SourceRefused) return error.message;
    throw error;
  }
  return all;
}
