import { describe, expect, test } from 'vitest';
import { mapped } from './mapped.ts';

const ISO = 'date: { column: date }';
const CU = `${ISO}\ncolumns:\n  - { series: cu_shfe, column: close, unit: 元/吨 }`;

describe('where the table is', () => {
  test('a header is found by its number or by its cells, whatever stands above it', async () => {
    const content = 'Copper of the week,\nSource: us,\ndate,close\n2024-01-05,68000\n';
    const expected = ['2024-01-05 cu_shfe 68000 元/吨'];
    expect((await mapped(`header: { row: 3 }\n${CU}`, content)).values).toEqual(expected);
    const found = await mapped(`header: { cells: [close, date] }\n${CU}`, content);
    expect(found.values).toEqual(expected);
    expect(found.said).toEqual([]);
    expect(found.rows[0]).toMatchObject({
      place: { file: 'x.csv', row: 4, column: 2 },
      columns: { date: 1, value: 2 },
    });
  });

  test('a header that is nowhere says what was looked for', async () => {
    const { said } = await mapped(
      `header: { cells: [日期, 收盘价] }\n${CU}`,
      'date,close\n2024-01-05,68000\n',
    );
    expect(said).toEqual([
      'E_MAPPING_HEADER x.csv: no header found in 2 rows. Expected a row with the cells "日期", "收盘价" (mapping "x"). Correct the mapping\'s "header", or use another mapping.',
    ]);
  });

  test('several header rows are joined, continue what is at their left, and may hold the units', async () => {
    const yaml = `header: { row: 1, rows: 3, units: 3, fill: true }
date: { column: 1 }
columns:
  - { series: cu_shfe, column: Copper close }
  - { series: al_shfe, column: Aluminum close }
otherColumns: ignore`;
    const content =
      ',Copper,,Aluminum,\n,open,close,open,close\n,(元/吨),(元/吨),(元/吨),（元/吨）\n2024-01-05,1,68000,2,19000\n';
    const { values, said } = await mapped(yaml, content);
    expect(said).toEqual([]);
    expect(values).toEqual(['2024-01-05 cu_shfe 68000 元/吨', '2024-01-05 al_shfe 19000 元/吨']);
  });

  test('tables that lie side by side have dates of their own', async () => {
    const yaml = `blocks:
  - { date: { column: 1 }, columns: [{ series: cu_shfe, column: 2, unit: 元/吨 }] }
  - { date: { column: 4, formats: [yyyy/M/d] }, columns: [{ series: al_shfe, column: 5, unit: 元/吨 }] }`;
    const content = 'date,close,,date,close\n2024-01-05,68000,,2024/1/4,19000\n2024-01-08,68100,,,\n';
    const { values, said } = await mapped(yaml, content);
    expect(said).toEqual([]);
    expect(values).toEqual([
      '2024-01-05 cu_shfe 68000 元/吨',
      '2024-01-04 al_shfe 19000 元/吨',
      '2024-01-08 cu_shfe 68100 元/吨',
    ]);
  });

  test('a column for the series and one for the unit', async () => {
    const yaml = `${ISO}
series: { column: 品种, values: { 铜: cu_shfe, 铝: al_shfe } }
value: 价格
unitColumn: 单位`;
    const content =
      'date,品种,价格,单位\n2024-01-05,铜,6.8,万元/吨\n2024-01-05,铝,19000,元/吨\n2024-01-05,铅锭,1,元/吨\n';
    const { values, said } = await mapped(yaml, content);
    expect(values).toEqual(['2024-01-05 cu_shfe 6.8 万元/吨', '2024-01-05 al_shfe 19000 元/吨']);
    expect(said).toEqual([
      'E_MAPPING_SERIES x.csv:4:2: "铅锭" is not in the mapping\'s table of series. Add it to "values", or say "others: ignore".',
    ]);
  });

  test('GB18030 and UTF-16 are read as the mapping says, with semicolons between cells', async () => {
    const yaml = `delimiter: ;\nheader: { cells: [日期] }\ndate: { column: 日期 }\ncolumns: [{ series: cu_shfe, column: 铜, unit: 元/吨 }]`;
    const gb = Buffer.concat([
      Buffer.from('c8d5c6da', 'hex'), // 日期
      Buffer.from(';'),
      Buffer.from('cdad', 'hex'), // 铜
      Buffer.from('\n2024-01-05;68000\n'),
    ]);
    const expected = ['2024-01-05 cu_shfe 68000 元/吨'];
    expect((await mapped(`encoding: gb18030\n${yaml}`, gb)).values).toEqual(expected);
    const utf16 = Buffer.from('\ufeff日期;铜\n2024-01-05;68000\n', 'utf16le');
    expect((await mapped(`encoding: utf-16\n${yaml}`, utf16)).values).toEqual(expected);
  });
});

describe('which columns there are', () => {
  test('a mapped column that is missing names the nearest header', async () => {
    const { said, values } = await mapped(CU, 'date,closes\n2024-01-05,68000\n');
    expect(values).toEqual([]);
    expect(said).toEqual([
      'E_MAPPING_COLUMN x.csv:1: no column "close". Nearest: "closes". Expected as mapping "x" says. Correct the mapping, or the file.',
      'I_MAPPING_COLUMN x.csv:1: a column not in mapping "x" and not read: "closes". Map, or name under "ignore".',
    ]);
  });

  test('a column nobody named is a note, and none when it is ignored', async () => {
    const content = 'date,close,volume\n2024-01-05,68000,5\n';
    expect((await mapped(CU, content)).said).toEqual([
      'I_MAPPING_COLUMN x.csv:1: a column not in mapping "x" and not read: "volume". Map, or name under "ignore".',
    ]);
    expect((await mapped(`${CU}\nignore: [volume]`, content)).said).toEqual([]);
    expect((await mapped(`${CU}\notherColumns: ignore`, content)).said).toEqual([]);
  });

  test('a header that stands twice has to be named by its number', async () => {
    const { said } = await mapped(CU, 'date,close,close\n2024-01-05,1,2\n');
    expect(said[0]).toBe(
      'E_MAPPING_COLUMN x.csv:1: column "close" appears twice (columns 2 and 3). Name it by its number in the mapping.',
    );
  });

  test.each(['__proto__', 'constructor'])('the header %s is refused', async (key) => {
    const { said, values } = await mapped(CU, `date,close,${key}\n2024-01-05,1,2\n`);
    expect(values).toEqual([]);
    expect(said).toEqual([`E_DATA_KEY x.csv:1:3: the key "${key}" is not allowed. Rename the column.`]);
  });

  test('a row that lost a comma is an error, a blank one nothing', async () => {
    const { said, values } = await mapped(
      CU,
      'date,close\n2024-01-05,68000\n,\n2024-01-08\n2024-01-09,1,2\n',
    );
    expect(values).toEqual(['2024-01-05 cu_shfe 68000 元/吨']);
    expect(said.map((line) => line.slice(0, 54))).toEqual([
      'E_DATA_COLUMNS x.csv:4:2: the row has 1 cell, the head',
      'E_DATA_COLUMNS x.csv:5:3: the row has 3 cells, the hea',
    ]);
  });
});

describe('how dates and numbers are written', () => {
  test.each([
    ['yyyyMMdd', '20240105', '2024-01-05'],
    ['d-MMM-yyyy', '5-Jan-2024', '2024-01-05'],
    ['d. MMMM yyyy', '30. December 2022', '2022-12-30'],
    ["yyyy'M'MM", '1960M02', '1960-02-29'],
    ['MMM-yy', 'Jan-68', '1968-01-31'],
    ['MMM-yy', 'Jan-25', '2025-01-31'],
    ['yyyy年M月d日', '2024年1月5日', '2024-01-05'],
    ['dd/MM/yyyy', '05/01/2024', '2024-01-05'],
    ['excel', '45296', '2024-01-05'],
    ['excel', '59', '1900-02-28'],
    ['excel', '61', '1900-03-01'],
    ['excel1904', '43834', '2024-01-05'],
  ])('%s: %s is %s', async (format, cell, date) => {
    const yaml = `date: { column: date, formats: ["${format}"] }\ncolumns: [{ series: cu_shfe, column: close }]`;
    expect(await mapped(yaml, `date,close\n${cell},1\n`)).toMatchObject({
      values: [`${date} cu_shfe 1`],
      said: [],
    });
  });

  test('a month that is dated by its first day, and a date in three cells', async () => {
    const columns = 'columns: [{ series: cu_wb, column: close }]';
    const first = await mapped(
      `date: { column: date, at: month-end }\n${columns}`,
      'date,close\n2024-02-01,1\n',
    );
    expect(first.values).toEqual(['2024-02-29 cu_wb 1']);
    const three = await mapped(
      `date: { year: 年, month: 月, day: 日 }\n${columns}`,
      '年,月,日,close\n2024,2,9,1\n2024,2,30,2\n',
    );
    expect(three.values).toEqual(['2024-02-09 cu_wb 1']);
    expect(three.said).toEqual([
      'E_DATA_DATE x.csv:3:1: "2024-2-30" is not a date. Expected year, month and day. Correct the cell, or the mapping\'s "date", "skip" or "stop".',
    ]);
  });

  test('a date in another form is an error at its cell; a thousand of them end the reading', async () => {
    const { said } = await mapped(CU, `date,close\n${'05.01.2024,1\n'.repeat(1000)}`);
    expect(said[0]).toBe(
      'E_DATA_DATE x.csv:2:1: "05.01.2024" is not a date. Expected yyyy-MM-dd. Correct the cell, or the mapping\'s "date", "skip" or "stop".',
    );
    expect(said.length).toBeLessThan(200);
  });

  test('marks of thousands, currencies and missing values are taken off; what is no number stays as it is', async () => {
    const yaml = `${CU}\nthousands: ','\nstrip: [$, '%']\nmissing: [HOLIDAY, …, '#N/A']`;
    const cells = [
      '"1,234,567.5"',
      '$44.37',
      '-$3',
      '0.146%',
      'HOLIDAY',
      '…',
      '#N/A',
      '-',
      '6.66E-2',
      '"1,23"',
      '9l',
    ];
    const { values, said } = await mapped(
      yaml,
      `date,close\n${cells.map((cell, at) => `2024-01-${10 + at},${cell}\n`).join('')}`,
    );
    expect(said).toEqual([]);
    expect(values.map((value) => value.split(' ')[2])).toEqual([
      '1234567.5',
      '44.37',
      '-3',
      '0.146',
      '0.0666',
      '1,23',
      '9l',
    ]);
  });

  test('a decimal comma with points between the thousands', async () => {
    const { values } = await mapped(
      `${CU}\nthousands: '.'\ndecimal: ','\ndelimiter: ;`,
      'date;close\n2024-01-05;68.000,5\n',
    );
    expect(values).toEqual(['2024-01-05 cu_shfe 68000.5 元/吨']);
  });
});

describe('which rows are read', () => {
  const content =
    'date,place,close,total\n2024-01-05,上海,1,\n2024-01-05,广东,2,\n,小 计：,3,\n2024-01-08,上海,4,\n注:,以上,,\n2024-01-09,上海,5,\n';
  const yaml = `${CU}\nignore: [place, total]`;

  test('filters, subtotals, and a row at which the table ends', async () => {
    const { values, said } = await mapped(
      `${yaml}\nwhere: [{ column: place, in: [上海, 小 计：, 以上] }]\nsubtotals: [小计]\nstop: { column: date, matches: "^注" }`,
      content,
    );
    expect(values).toEqual(['2024-01-05 cu_shfe 1 元/吨', '2024-01-08 cu_shfe 4 元/吨']);
    expect(said).toEqual(['I_MAPPING_SUBTOTAL x.csv: 1 subtotal row left out, as the mapping says.']);
  });

  test('rows to skip, by number and by what they say', async () => {
    const { values } = await mapped(
      `${yaml}\nskip: { rows: [2], where: [{ column: place, equals: 广东 }, { column: date, matches: "^(注|$)" }] }`,
      content,
    );
    expect(values).toEqual(['2024-01-08 cu_shfe 4 元/吨', '2024-01-09 cu_shfe 5 元/吨']);
  });

  test('of a day the row with the most open interest, the first of equals', async () => {
    const { values } = await mapped(
      `${CU}\npick: { max: oi }`,
      'date,close,oi\n2024-01-05,1,10\n2024-01-05,2,30\n2024-01-05,3,30\n2024-01-08,4,\n2024-01-08,5,1\n',
    );
    expect(values).toEqual(['2024-01-05 cu_shfe 2 元/吨', '2024-01-08 cu_shfe 5 元/吨']);
  });
});

describe('what is checked on the way', () => {
  test('low and high make a mid, exactly; a printed mean that is another is counted', async () => {
    const columns = (store: string) =>
      `${ISO}\ncolumns: [{ series: re_nd_ox_cn, low: lo, high: hi, mean: avg, store: ${store}, unit: 万元/吨 }]`;
    const content =
      'date,lo,hi,avg\n2024-01-05,36.1,36.2,36.15\n2024-01-08,36.1,36.2,30\n2024-01-09,6.1,6.2,6.1499999999999995\n2024-01-10,,,\n';
    const mid = await mapped(columns('mid'), content);
    expect(mid.values.map((value) => value.split(' ')[2])).toEqual(['36.15', '36.15', '6.15']);
    expect(mid.said).toEqual([
      'W_MAPPING_MEAN x.csv:3:4: the printed mean of re_nd_ox_cn is not the mid of low and high on 1 row; the first: 30 beside 36.15. The mid is kept, as the mapping says.',
    ]);
    const mean = await mapped(columns('mean'), content);
    expect(mean.values.map((value) => value.split(' ')[2])).toEqual(['36.15', '30', '6.1499999999999995']);
  });

  test('an identity that does not hold is one warning with its count', async () => {
    const { said } = await mapped(
      `${CU}\nverify: [{ column: change, plus: [close], minus: [before], tolerance: 1 }]`,
      'date,close,before,change\n2024-01-05,10,7,3\n2024-01-08,10,7,4\n2024-01-09,10,7,5\n2024-01-10,10,7,9\n2024-01-11,10,,9\n',
    );
    expect(said).toEqual([
      'W_MAPPING_IDENTITY x.csv:4:4: "change" is not close − before on 2 rows; the first: 5 beside 3. Look whether the columns are what the mapping says.',
    ]);
  });

  test('a table without values says so', async () => {
    expect((await mapped(CU, 'date,close\n')).said).toEqual(['E_DATA_NOROWS x.csv: header but no rows.']);
    expect((await mapped(CU, 'date,close\n2024-01-05,-\n')).said).toEqual([
      'W_DATA_NOVALUE x.csv: none of its 1 rows holds a value for mapping "x".',
    ]);
  });
});
