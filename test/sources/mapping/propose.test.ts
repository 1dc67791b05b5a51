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
