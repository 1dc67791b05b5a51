import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../src/catalog/index.ts';
import { programRoot } from '../../../src/program.ts';
import { proposalFor } from '../../../src/sources/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { sharedData } from '../../support/real-desk.ts';
import { mapped, mappingsOf } from './mapped.ts';

const data = join(programRoot(), 'data');
let catalog: ReturnType<typeof readCatalog> | undefined;

async function proposed(file: string): Promise<string> {
  catalog ??= readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
  const proposal = await proposalFor(file, 'x', await catalog);
  return proposal?.yaml ?? '';
}

async function proposedFor(content: string): Promise<string> {
  const root = await temporaryDesk({ 'x.csv': content });
  return proposed(join(root, 'x.csv'));
}

/** Without name and file, which `mapped` gives. */
function rest(yaml: string): string {
  const lines = yaml.split('\n').filter((line) => !/^(?:name|file):/.test(line));
  expect(lines.length).toBeLessThan(yaml.split('\n').length);
  return lines.join('\n');
}

describe('a mapping is proposed for a layout nobody knows', () => {
  const content =
    '本周价格,,\n日期,氧化铈（千元/吨）,SHFE copper (CNY/t),Something else\n2024年1月5日,6.8,"68,000",1\n2024年1月8日,停牌,"68,100",1\n';

  test('it is whole where every series is known, and reads the file', async () => {
    const yaml = await proposedFor(content);
    expect(yaml).toContain('  - { series: re_ce_ox_cn, column: "氧化铈(千元/吨)", unit: "千元/吨" }');
    expect(yaml).toContain(
      '#  - { series: TODO, column: "Something else", unit: TODO } # TODO which series?',
    );
    expect(yaml).toContain('missing: ["停牌"]');
    const { values, said } = await mapped(rest(yaml), content);
    expect(said).toEqual([]);
    expect(values).toContain('2024-01-05 re_ce_ox_cn 6.8 千元/吨');
    expect(values).not.toContain('停牌');
  });

  test('numbers that cannot be in the series’ own unit are not taken to be', async () => {
    const yaml = await proposedFor('date,氧化钕\n2024-01-05,36.5\n2024-01-08,36.6\n2024-01-09,36.7\n');
    expect(yaml).toContain('  - { series: re_nd_ox_cn, column: "氧化钕", unit: TODO }');
    await expect(mappingsOf({ 'x.yaml': yaml })).rejects.toThrow('unit "TODO" is not known');
    const tonnes = await proposedFor(
      'date,氧化钕\n2024-01-05,365000\n2024-01-08,366000\n2024-01-09,367000\n',
    );
    expect(tonnes).toContain('  - { series: re_nd_ox_cn, column: "氧化钕", unit: "CNY/t" }');
  });

  test('GB18030 and other marks between the cells are seen', async () => {
    // 日期;铜 in GB18030.
    const gb = Buffer.concat([
      Buffer.from('c8d5c6da3bcdad', 'hex'),
      Buffer.from('\n2024-01-05;68000\n2024-01-08;68100\n'),
    ]);
    const root = await temporaryDesk({ '周报.csv': gb });
    const yaml = await proposed(join(root, '周报.csv'));
    expect(yaml).toContain('name: "周报"\nfile: "周报*.csv"\nencoding: "gb18030"\ndelimiter: ";"\n');
    expect(yaml).toContain('column: "日期", formats: ["yyyy-MM-dd"]');
    expect(await proposedFor('date\tcopper\n2024-01-05\t68000\n2024-01-08\t68100\n')).toContain(
      'delimiter: "\\t"',
    );
  });

  test('a text without a table gives none', async () => {
    expect(await proposedFor('Dear all,\nprices are up.\n')).toBe('');
    expect(await proposedFor('a,b\nx,1\ny,2\n')).toBe('');
  });
});

describe('the foreign files without their mappings', () => {
  const folder = join(sharedData, 'foreign');
  const isThere = existsSync(folder);
  if (!isThere && process.env.CI) throw new Error(`no ${folder}; set ASSAY_TEST_DATA`);
  if (!isThere) console.warn(`\n!!! No ${folder}: proposals for real files are SKIPPED.\n`);

  test.skipIf(!isThere).each([
    [
      'GLD_US_archive_EN.csv',
      'cells: ["Date", "GLD Close"]',
      'column: "Date", formats: ["d-MMM-yyyy"]',
      '"HOLIDAY", "NYSE Closed", "AWAITED"',
    ],
    [
      'gfex-ALLFUTURES2024.csv',
      'cells: ["交易日期", "交割月份"]',
      'column: "交易日期", formats: ["yyyyMMdd"]',
      'column: "品种名称"',
    ],
    [
      'gold-monthly.csv',
      'cells: ["Date", "Price"]',
      'column: "Date", formats: ["yyyy-MM-dd"], at: month-end',
      'column: "Price"',
    ],
    [
      'pinksheet-bare-cr.csv',
      'cells: ["date", "price"]',
      'column: "date", formats: ["MMM-yy"], pivot: 50',
      'column: "price"',
    ],
    [
      'rare-earth-cn.csv',
      'cells: ["日期", "氧化钕最低价"]',
      'column: "日期", formats: ["yyyy-MM-dd"]',
      'series: re_nd_ox_cn, low: "氧化钕最低价", high: "氧化钕最高价", mean: "氧化钕平均价", unit: TODO',
    ],
    [
      'CMO-Historical-Data-Monthly_2025-12.xlsx',
      'rows: 3, names: [1], units: 2',
      `column: 1, formats: ["yyyy'M'MM"]`,
      'column: "Copper", unit: "$/mt"',
    ],
  ])('%s', async (name, header, date, more) => {
    const yaml = await proposed(join(folder, name));
    expect(yaml).toContain(
      `header: { ${header.startsWith('rows') ? 'cells: ["Crude oil, average", "Crude oil, Brent"], ' : ''}${header} }`,
    );
    expect(yaml).toContain(`date: { ${date} }`);
    expect(yaml).toContain(more);
    // A date's parts in columns of their own are no series.
    expect(yaml).not.toContain('"年"');
  });
});

describe('a desk’s own spreadsheet, with what people write around a table', () => {
  test('titles, sums and remarks do not hide a short table; the mapping passes over them', async () => {
    const content =
      '有色金属价格周报,,\n\n日期,沪铜主力(元/吨),LME铜3个月(美元/吨)\n2025-06-12,78580,9703\n2025-06-13,78380,9647.5\n平均,78480,9675.25\n数据来源：交易所,,\n注：仅供参考,,\n';
    const yaml = await proposedFor(content);
    expect(yaml).toContain('subtotals: ["平均"]');
    expect(yaml).toContain('skip: { where: [{ column: "日期", matches: "^\\\\D+$" }] } # rows of words');
    const { values, said } = await mapped(rest(yaml), content);
    expect(said).toEqual([]);
    expect(values).toContain('2025-06-13 cu_lme_3m 9647.5 美元/吨');
    expect(values).not.toContain('9675.25');
  });

  test('a decimal comma is seen, and a column of units', async () => {
    const german = 'Datum;LME copper 3M (USD/t)\n12.06.2025;9.703,00\n13.06.2025;9.647,50\n';
    const yaml = await proposedFor(german);
    expect(yaml).toContain("thousands: '.'\ndecimal: ','\n");
    const { values, said } = await mapped(rest(yaml), german);
    expect(said).toEqual([]);
    expect(values).toContain('2025-06-13 cu_lme_3m 9647.50 USD/t');
    expect(
      await proposedFor(
        'Trade date,Instrument,Close,Currency\n2025-06-12,LME copper 3M,9703,USD/t\n2025-06-13,LME copper 3M,9647.5,USD/t\n2025-06-13,LME aluminum 3M,2503,USD/t\n2025-06-12,LME aluminum 3M,2518,USD/t\n',
      ),
    ).toContain('unitColumn: "Currency"');
  });

  test('two columns of one name are not both taken for one series, and a second column of dates is told', async () => {
    const root = await temporaryDesk({
      'x.csv':
        'Date,LME copper 3M,,Date,LME copper 3M\n12-Jun-2025,9703,,12-Jun-2025,9647\n13-Jun-2025,9647,,13-Jun-2025,9703\n',
    });
    const proposal = await proposalFor(
      join(root, 'x.csv'),
      'x',
      await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') }),
    );
    expect(proposal?.yaml).not.toContain('series: cu_lme_3m');
    expect(proposal?.notes).toContain(
      'it has dates in 2 columns, like tables side by side: give each its own "date" and "columns" under "blocks".',
    );
  });
});
