import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemLine } from '../../src/errors.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { catalogOf, FILE, rawFile } from '../support/catalog.ts';
import { readCsv } from '../support/read-file.ts';

const CATALOG = catalogOf(
  [
    { id: 'cu_lme_3m', name: { en: 'LME copper 3M', zh: 'LME铜' }, range: [4000, 20000] },
    {
      id: 'cu_shfe',
      name: { en: 'SHFE copper', zh: '沪铜' },
      unit: 'CNY/t',
      venue: 'shfe',
      range: [30000, 160000],
    },
    {
      id: 'cu_comex',
      name: { en: 'COMEX copper', zh: 'COMEX铜' },
      unit: 'US¢/lb',
      venue: 'cme',
      range: [180, 950],
    },
    {
      id: 'cu_tc_idx',
      kind: 'fee',
      name: { en: 'Copper TC index', zh: '铜精矿加工费' },
      unit: 'USD/dmt',
      frequency: 'weekly',
      range: [-90, 110],
    },
    {
      id: 'cu_social',
      kind: 'stock',
      name: { en: 'Copper social stock', zh: '铜社会库存' },
      unit: 't',
      frequency: 'weekly',
      range: [30000, 900000],
    },
    {
      id: 'cu_anode_op',
      kind: 'oprate',
      name: { en: 'Anode plants', zh: '阳极板' },
      unit: '%',
      frequency: 'monthly',
      range: [25, 95],
    },
    {
      id: 're_nd_ox_cn',
      name: { en: 'Nd oxide', zh: '氧化钕' },
      unit: 'CNY/t',
      venue: 'shfe',
      quote: 'mid',
      range: [200000, 1500000],
    },
  ],
  { shfe: ['2025-06-02'] },
);
const OPTIONS = { allowNegative: [], today: '2025-06-15' };

const told = (...lines: string[]) => validate(rawFile(lines), CATALOG, OPTIONS).findings.map(problemLine);
const kept = (...lines: string[]) => {
  const { observations, findings } = validate(rawFile(lines), CATALOG, OPTIONS);
  expect(findings).toEqual([]);
  return observations.map(({ series, date, value, status }) => [series, date, value, status]);
};

describe('good rows', () => {
  test('become observations in the series’ own unit, as plain decimals', () => {
    expect(
      kept(
        '2025-06-13,cu_lme_3m,9647.50,USD/t',
        '2025-06-13,cu_shfe,7.801,万元/吨',
        '2025-06-13,cu_comex,4.8505,USD/lb',
        '2025-06-12,cu_social,14.48,万吨',
        '2025-06-13,cu_tc_idx,-44.75,USD/dmt',
        '2025-06-13,re_nd_ox_cn,450000',
      ),
    ).toEqual([
      ['cu_lme_3m', '2025-06-13', '9647.5', 'traded'],
      ['cu_shfe', '2025-06-13', '78010', 'traded'],
      ['cu_comex', '2025-06-13', '485.05', 'traded'],
      ['cu_social', '2025-06-12', '144800', 'traded'],
      ['cu_tc_idx', '2025-06-13', '-44.75', 'traded'],
      // An agency's middle price, unless the row says otherwise.
      ['re_nd_ox_cn', '2025-06-13', '450000', 'assessed'],
    ]);
  });

  test('keep the place they were read', () => {
    const { observations } = validate(rawFile(['2025-06-13,cu_lme_3m,9647.5']), CATALOG, OPTIONS);
    expect(observations[0]?.place).toEqual({ file: FILE, row: 2, column: 3 });
  });

  test('a converted value keeps no more digits than any source has', () => {
    expect(kept('2025-06-13,cu_comex,10694.3,USD/t')).toEqual(
      [['cu_comex', '2025-06-13', '485.0852876', 'traded']].map((row) => [
        row[0],
        row[1],
        expect.stringMatching(/^485\.0852\d{0,9}$/),
        row[3],
      ]),
    );
  });

  test('commas between thousands are read where they stand right', async () => {
    const { rows } = await readCsv('date,series,value\n2025-06-13,cu_lme_3m,"9,647.50"\n', FILE);
    const file = { ...rawFile([]), rows };
    expect(validate(file, CATALOG, OPTIONS).observations[0]?.value).toBe('9647.5');
  });

  test('a month’s forecast may be dated to the month’s end, nothing else may', () => {
    expect(kept('2025-06-30,cu_anode_op,54.56,%,provisional')).toHaveLength(1);
    expect(told('2025-06-30,cu_anode_op,54.56,%', '2025-06-30,cu_tc_idx,-44,,provisional')).toEqual([
      `E_DATA_FUTURE ${FILE}:2:1: 2025-06-30 is after the report date 2025-06-15. Check the year and month.`,
      `E_DATA_FUTURE ${FILE}:3:1: 2025-06-30 is after the report date 2025-06-15. Check the year and month.`,
    ]);
    expect(told('2025-07-01,cu_anode_op,54.56,%,provisional')).toHaveLength(1);
  });

  test('a series in data.allowNegative may fall below zero', () => {
    const options = { ...OPTIONS, allowNegative: ['cu_lme_3m'] };
    const { observations, findings } = validate(rawFile(['2025-06-13,cu_lme_3m,-37.6']), CATALOG, options);
    expect([observations[0]?.value, findings]).toEqual(['-37.6', []]);
  });
});

describe('what is wrong is told, each to the letter', () => {
  test.each<[name: string, row: string, expected: string]>([
    [
      'letter O',
      '2025-06-13,cu_lme_3m,9.1O2',
      'E_DATA_NUMBER :2:3: "9.1O2" is not a number (letter O at character 4). Expected digits with a point, such as 9647.50.',
    ],
    [
      'letter l',
      '2025-06-13,cu_lme_3m,9l02',
      'E_DATA_NUMBER :2:3: "9l02" is not a number (letter l, not the digit 1, at character 2). Expected digits with a point, such as 9647.50.',
    ],
    [
      'NaN',
      '2025-06-13,cu_lme_3m,NaN',
      'E_DATA_NUMBER :2:3: "NaN" is not a price. Leave the cell empty for "no quotation".',
    ],
    [
      'a spreadsheet’s error',
      '2025-06-13,cu_lme_3m,#REF!',
      'E_DATA_NUMBER :2:3: "#REF!" is not a number. Leave the cell empty for "no quotation".',
    ],
    [
      'a word',
      '2025-06-13,cu_lme_3m,HOLIDAY',
      'E_DATA_NUMBER :2:3: "HOLIDAY" is not a number. Leave the cell empty for "no quotation".',
    ],
    [
      'full width',
      '2025-06-13,cu_lme_3m,９647',
      'E_DATA_NUMBER :2:3: "９647" is not a number (full-width "９" at character 1). Expected digits with a point, such as 9647.50.',
    ],
    [
      'a true minus',
      '2025-06-13,cu_tc_idx,−44',
      'E_DATA_NUMBER :2:3: "−44" is not a number ("−" at character 1 is not the minus sign "-"). Expected digits with a point, such as 9647.50.',
    ],
    [
      'per cent',
      '2025-06-13,cu_anode_op,54.56%',
      'E_DATA_NUMBER :2:3: "54.56%" is not a number (percent sign at character 6). Expected digits with a point, such as 9647.50.',
    ],
    [
      'a currency',
      '2025-06-13,cu_lme_3m,$9647',
      'E_DATA_NUMBER :2:3: "$9647" is not a number (currency sign "$" at character 1). Expected digits with a point, such as 9647.50.',
    ],
    [
      'an exponent',
      '2025-06-13,cu_lme_3m,9.6e3',
      'E_DATA_NUMBER :2:3: "9.6e3" is not a plain number (exponent form). Write it out.',
    ],
    [
      'two points',
      '2025-06-13,cu_lme_3m,9.647.50',
      'E_DATA_NUMBER :2:3: "9.647.50" is not a number (second point at character 6). Expected digits with a point, such as 9647.50.',
    ],
    [
      'a control character',
      '2025-06-13,cu_lme_3m,9\u0007647',
      'E_DATA_NUMBER :2:3: "9\\u0007647" is not a number ("\\u0007" at character 2). Expected digits with a point, such as 9647.50.',
    ],
    [
      'a negative price',
      '2025-06-13,cu_lme_3m,-37.6',
      'E_DATA_RANGE :2:3: price -37.6 is not allowed for "LME copper 3M" (cu_lme_3m). Add cu_lme_3m to data.allowNegative if it is right.',
    ],
    [
      'cents for dollars',
      '2025-06-13,cu_lme_3m,437.6',
      'E_DATA_RANGE :2:3: 437.6 is outside 4,000 to 20,000 USD/t, the range of "LME copper 3M" (cu_lme_3m). Probably in US¢/lb (= 9,647.43 USD/t).',
    ],
    [
      '万元 for 元',
      '2025-06-13,cu_shfe,7.801',
      'E_DATA_RANGE :2:3: 7.801 is outside 30,000 to 160,000 CNY/t, the range of "SHFE copper" (cu_shfe). Probably in 万元/吨 (= 78,010 CNY/t).',
    ],
    [
      '万吨 for 吨',
      '2025-06-13,cu_social,14.48',
      'E_DATA_RANGE :2:3: 14.48 is outside 30,000 to 900,000 t, the range of "Copper social stock" (cu_social). Probably in 万吨 (= 144,800 t).',
    ],
    [
      'a decimal point lost in another unit',
      '2025-06-13,cu_social,144.8,万吨',
      'E_DATA_RANGE :2:3: 144.8 万吨 (1,448,000 t) is outside 30,000 to 900,000 t, the range of "Copper social stock" (cu_social). Probably 144,800: ÷ 10.',
    ],
    [
      'a tenth',
      '2025-06-13,cu_anode_op,5.456',
      'E_DATA_RANGE :2:3: 5.456 is outside 25 to 95 %, the range of "Anode plants" (cu_anode_op). Probably 54.56: × 10.',
    ],
    [
      'far off',
      '2025-06-13,cu_tc_idx,-1e9'.replace('1e9', '95'),
      'E_DATA_RANGE :2:3: -95 is outside -90 to 110 USD/dmt, the range of "Copper TC index" (cu_tc_idx). Probably -9.5: ÷ 10.',
    ],
    [
      'another unit',
      '2025-06-13,cu_shfe,78010,USD/t',
      'E_DATA_UNIT :2:4: unit "USD/t" does not fit "SHFE copper" (cu_shfe): USD to CNY takes the exchange rate of the day, which is not given; expected "CNY/t" or a unit that converts to it.',
    ],
    [
      'no unit',
      '2025-06-13,cu_shfe,78010,quid',
      'E_DATA_UNIT :2:4: unit "quid" is not a known unit (cu_shfe); expected "CNY/t" or a unit that converts to it.',
    ],
    [
      'a mistyped series',
      '2025-06-13,cu_lme_3n,9647.5',
      'E_DATA_SERIES :2:2: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"?',
    ],
    [
      'a strange series',
      '2025-06-13,pork,9647.5',
      'E_DATA_SERIES :2:2: unknown series "pork". Add it to data/metals/*.yaml, or remove its rows.',
    ],
    [
      'no series',
      '2025-06-13,,9647.5',
      'E_DATA_SERIES :2:2: the series id is missing. Expected one of data/metals/*.yaml.',
    ],
    [
      'no such day',
      '2023-02-29,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "2023-02-29" does not exist (2023 is not a leap year).',
    ],
    [
      'no such day of April',
      '2025-04-31,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "2025-04-31" does not exist (April has 30 days).',
    ],
    [
      'no such month',
      '2025-13-01,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "2025-13-01" does not exist (there is no month 13).',
    ],
    [
      'slashes',
      '2025/6/13,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "2025/6/13" is not a date. Write 2025-06-13.',
    ],
    [
      'Chinese',
      '2025年6月13日,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "2025年6月13日" is not a date. Write 2025-06-13.',
    ],
    [
      'day first',
      '13/06/2025,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "13/06/2025" is not a date. Expected a date such as 2026-11-20.',
    ],
    [
      'a serial number',
      '45821,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "45821" is not a date (a serial number of a spreadsheet?). Expected a date such as 2026-11-20.',
    ],
    [
      'no date',
      ',cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: the date is missing. Expected a date such as 2026-11-20.',
    ],
    [
      'the header again',
      'date,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "date" is not a date: the header is repeated here. Remove the line.',
    ],
    [
      'long ago',
      '1025-06-13,cu_lme_3m,9647.5',
      'E_DATA_DATE :2:1: "1025-06-13" is before 1800-01-01. Check the year.',
    ],
    [
      'the future',
      '2026-06-13,cu_lme_3m,9647.5',
      'E_DATA_FUTURE :2:1: 2026-06-13 is after the report date 2025-06-15. Check the year and month.',
    ],
    [
      'a strange status',
      '2025-06-13,cu_lme_3m,9647.5,,trade',
      'E_DATA_STATUS :2:5: unknown status "trade". Did you mean "traded"? Expected traded, assessed, holiday, rolled, provisional, missing, illustrative.',
    ],
    [
      'a value that is missing',
      '2025-06-13,cu_lme_3m,9647.5,,missing',
      'E_DATA_STATUS :2:5: status "missing" beside the value "9647.5". Leave the value empty, or give another status.',
    ],
    [
      'a holiday',
      '2025-06-02,cu_shfe,78010',
      'W_DATA_HOLIDAY :2:1: SHFE was closed on 2025-06-02 but "SHFE copper" has a price.',
    ],
    [
      'a Saturday',
      '2025-06-07,cu_lme_3m,9647.5',
      'W_DATA_HOLIDAY :2:1: LME was closed on 2025-06-07 but "LME copper 3M" has a price.',
    ],
  ])('%s', (_name, row, expected) => {
    expect(told(row)).toEqual([expected.replace(' :', ` ${FILE}:`)]);
  });

  test('the same row twice is a warning, and ignored', () => {
    const twice = ['2025-06-13,cu_lme_3m,9647.5', '2025-06-13,cu_lme_3m,9647.50,USD/t'];
    expect(told(...twice)).toEqual([`W_DATA_DUPLICATE ${FILE}:3:1: same row as line 2; ignored.`]);
    expect(validate(rawFile(twice), CATALOG, OPTIONS).observations).toHaveLength(1);
  });

  test('two values, or two statuses, for one day are a conflict', () => {
    expect(
      told('2025-06-13,cu_lme_3m,9647.5', '2025-06-13,cu_lme_3m,9650', '2025-06-13,cu_lme_3m,9647.5,,rolled'),
    ).toEqual([
      `E_DATA_CONFLICT ${FILE}:3:3: "LME copper 3M" (cu_lme_3m) on 2025-06-13 is 9650 here and 9647.5 on line 2. Keep one of them.`,
      `E_DATA_CONFLICT ${FILE}:4:3: "LME copper 3M" (cu_lme_3m) on 2025-06-13 is status rolled here and traded on line 2. Keep one of them.`,
    ]);
  });

  test('a closed day that says so itself is fine, and so is an agency’s make-up Saturday', () => {
    expect(
      told(
        '2025-06-02,cu_shfe,78010,,holiday',
        '2025-06-07,cu_lme_3m,9600,,illustrative',
        '2025-06-07,re_nd_ox_cn,450000',
        '2025-06-14,cu_social,144800',
      ),
    ).toEqual([]);
  });

  test('everything wrong with a row is told, and everything wrong with a file, in its order', () => {
    expect(
      told('2025-02-30,cu_lme_3m,x', '2025-06-13,cu_lme_3m,1', 'y,cu_shfe,z').map(
        (line) => line.split(': ')[0],
      ),
    ).toEqual([
      `E_DATA_DATE ${FILE}:2:1`,
      `E_DATA_NUMBER ${FILE}:2:3`,
      `E_DATA_RANGE ${FILE}:3:3`,
      `E_DATA_DATE ${FILE}:4:1`,
      `E_DATA_NUMBER ${FILE}:4:3`,
    ]);
  });

  test('what is wrong with a whole series is told once, with its number of rows', () => {
    expect(
      told(
        '2025-06-11,cu_shfee,1',
        '2025-06-12,cu_shfee,1',
        '2025-06-13,cu_shfee,1',
        '2025-06-12,cu_shfe,78010,USD/t',
        '2025-06-13,cu_shfe,78010,USD/t',
      ),
    ).toEqual([
      `E_DATA_SERIES ${FILE}:2:2: unknown series "cu_shfee" (and on 2 more rows). Did you mean "cu_shfe"?`,
      `E_DATA_UNIT ${FILE}:5:4: unit "USD/t" does not fit "SHFE copper" (cu_shfe): USD to CNY takes the exchange rate of the day, which is not given; expected "CNY/t" or a unit that converts to it (and on 1 more row).`,
    ]);
  });

  test('in wide form a series is blamed at its header', async () => {
    const { rows } = await readCsv('date,cu_lme_3m,cu_shfee\n2025-06-13,9647.5,78010\n', FILE);
    expect(validate({ ...rawFile([]), rows }, CATALOG, OPTIONS).findings.map(problemLine)).toEqual([
      `E_DATA_SERIES ${FILE}:1:3: unknown series "cu_shfee". Did you mean "cu_shfe"?`,
    ]);
  });

  test('any row is kept or told of', () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('2025-06-13', 'cu_lme_3m', '9647.5', 'USD/t', 'traded', '__proto__', 'constructor'),
    );
    fc.assert(
      fc.property(fc.tuple(anything, anything, anything, anything, anything), (cells) => {
        const line = cells.map((cell) => cell.replaceAll(',', '')).join(',');
        const { observations, findings } = validate(rawFile([line]), CATALOG, OPTIONS);
        expect(observations.length + findings.length).toBeGreaterThan(0);
      }),
    );
  });
});

test('fifty thousand rows come through whole', async () => {
  const days = Array.from({ length: 25_000 }, (_, at) =>
    new Date(Date.UTC(1955, 0, 1 + at)).toISOString().slice(0, 10),
  );
  const text = `date,series,value,unit\n${days.map((day, at) => `${day},cu_comex,${200 + (at % 700)}.50,USc/lb\n${day},cu_lme_3m,${5000 + (at % 900)}.0,USD/t`).join('\n')}\n`;
  const { rows, findings } = await readCsv(text, FILE, 65_536);
  const { observations } = validate({ ...rawFile([]), rows }, CATALOG, OPTIONS);
  expect([rows.length, findings.length, observations.length]).toEqual([50_000, 0, 50_000]);
});
