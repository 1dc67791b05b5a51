import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalog, readMappings } from '../../src/catalog/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Observation, RawRow } from '../../src/model/observation.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { openInput } from '../../src/sources/index.ts';
import { sharedData } from '../support/real-desk.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(sharedData, 'foreign');

interface Imported {
  readonly mapping: string;
  readonly rows: readonly RawRow[];
  readonly findings: readonly Finding[];
  readonly observations: readonly Observation[];
}

/** A file of the folder as `assay import` takes it: by the built-in mapping its name fits, then validated. */
async function imported(name: string): Promise<Imported> {
  const builtIn = join(root, 'data/mappings');
  const catalog = await readCatalog({
    metals: join(root, 'data/metals'),
    calendars: join(root, 'data/calendars'),
  });
  const mappings = await readMappings({ own: builtIn, builtIn }, catalog);
  const input = await openInput(join(folder, name), `data/inbox/${name}`, { mappings });
  const rows: RawRow[] = [];
  const findings: Finding[] = [];
  for await (const batch of input.read()) {
    rows.push(...batch.rows);
    findings.push(...batch.findings);
  }
  const valid = validate({ rows, findings }, catalog, { allowNegative: [], today: '2026-11-22' });
  return { mapping: input.mappingKey, rows, findings: valid.findings, observations: valid.observations };
}

function has(name: string): boolean {
  if (existsSync(join(folder, name))) return true;
  if (process.env.CI)
    throw new Error(`no ${name} in ${folder}; set ASSAY_TEST_DATA to the folder with foreign/`);
  console.warn(`\n!!! No ${name} in ${folder}: its import is SKIPPED.\n`);
  return false;
}

function counts({ observations }: Imported): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { series } of observations) found[series] = (found[series] ?? 0) + 1;
  return found;
}

function value({ observations }: Imported, series: string, date: string): string | undefined {
  return observations.find((one) => one.series === series && one.date === date)?.value;
}

function said({ findings }: Imported, severity: Finding['severity']): string[] {
  return findings
    .filter((one) => one.severity === severity)
    .map((one) => `${one.code} ${one.where}: ${one.message}`);
}

/**
 * A cell of the file as it stands there, read by splitting lines: nothing of the program between, and no licensed
 * value in the project.
 */
async function printed(name: string, line: RegExp, column: number): Promise<string> {
  const text = await readFile(join(folder, name), 'utf8');
  const found = text.split(/\r\n|\r|\n/).filter((one) => line.test(one));
  expect(found, `one line like ${line}`).toHaveLength(1);
  return (found[0]?.split(',')[column - 1] ?? '').trim();
}

/** Plain decimals that differ only in trailing zeros are one value. */
function same(text: string | undefined): number {
  expect(text).toMatch(/^-?\d+(?:\.\d+)?$/);
  return Number(text);
}

describe('the foreign files are imported whole', () => {
  test.skipIf(!has('rare-earth-cn.csv'))('rare earths with two units and no column of units', async () => {
    const file = 'rare-earth-cn.csv';
    const read = await imported(file);
    expect(said(read, 'error')).toEqual([]);
    expect(read.mapping).toMatch(/^rare-earth-cn [0-9a-f]{12}$/);
    expect(counts(read)).toEqual({
      re_nd_ox_cn: 2876,
      re_pr_ox_cn: 2876,
      re_ce_ox_cn: 2876,
      re_la_ox_cn: 2876,
    });
    expect(value(read, 're_nd_ox_cn', '2024-07-05')).toBe('369800');
    const day = /^2016-03-01,/;
    expect(same(value(read, 're_ce_ox_cn', '2016-03-01'))).toBe(same(await printed(file, day, 7)) * 1000);
    expect(same(value(read, 're_pr_ox_cn', '2016-03-01'))).toBe(same(await printed(file, day, 13)) * 10_000);
    const means = said(read, 'warning').filter((line) => line.startsWith('W_MAPPING_MEAN'));
    expect(means.map((line) => /mean of (\w+) .* on (\d+) rows/.exec(line)?.slice(1))).toEqual([
      ['re_nd_ox_cn', '526'],
      ['re_pr_ox_cn', '2'],
      ['re_ce_ox_cn', '6'],
    ]);
  });

  test.skipIf(!has('GLD_US_archive_EN.csv'))('gold holdings with words in number columns', async () => {
    const file = 'GLD_US_archive_EN.csv';
    const read = await imported(file);
    expect(said(read, 'error')).toEqual([]);
    // 5,337 days less 175 holidays and two on which New York was closed.
    expect(counts(read)).toEqual({ au_spdr: 5160 });
    expect(value(read, 'au_spdr', '2004-11-25')).toBeUndefined();
    for (const [date, day] of [
      ['2004-11-18', /^18-Nov-2004,/],
      ['2018-07-03', /^03-Jul-2018,/],
      ['2025-05-23', /^23-May-2025,/],
    ] as const) {
      expect(same(value(read, 'au_spdr', date)), date).toBe(same(await printed(file, day, 10)));
    }
  });

  test.skipIf(!has('gfex-ALLFUTURES2024.csv'))(
    'a year of all contracts, of which one is the main',
    async () => {
      const file = 'gfex-ALLFUTURES2024.csv';
      const read = await imported(file);
      expect(said(read, 'error')).toEqual([]);
      expect(said(read, 'warning')).toEqual([]);
      expect(counts(read)).toEqual({ li_gfex: 242 });
      for (const [date, contract] of [
        ['2024-01-02', /^20240102,.*,lc2407,/],
        ['2024-07-01', /^20240701,.*,lc2411,/],
        ['2024-12-31', /^20241231,.*,lc2505,/],
      ] as const) {
        expect(same(value(read, 'li_gfex', date)), date).toBe(same(await printed(file, contract, 9)));
      }
    },
  );

  test.skipIf(!has('gold-monthly.csv'))('gold since 1833, dated by the end of its months', async () => {
    const read = await imported('gold-monthly.csv');
    expect(said(read, 'error')).toEqual([]);
    expect(counts(read)).toEqual({ au_monthly: 2322 });
    expect(value(read, 'au_monthly', '1833-01-31')).toBe('18.93');
    expect(value(read, 'au_monthly', '2024-02-29')).toBe('2023');
    expect(value(read, 'au_monthly', '2026-06-30')).toBe('4228');
  });

  test.skipIf(!has('pinksheet-bare-cr.csv'))(
    'lines that end in a bare CR and years of two digits',
    async () => {
      const file = 'pinksheet-bare-cr.csv';
      const read = await imported(file);
      expect(said(read, 'error')).toEqual([]);
      expect(counts(read)).toEqual({ au_wb_kept: 693 });
      for (const [date, month] of [
        ['1968-01-31', /^Jan-68,/],
        ['2000-02-29', /^Feb-00,/],
        ['2025-09-30', /^Sep-25,/],
      ] as const) {
        expect(same(value(read, 'au_wb_kept', date)), date).toBe(same(await printed(file, month, 2)));
      }
    },
  );

  const pinkSheet = 'CMO-Historical-Data-Monthly_2025-12.xlsx';
  test.skipIf(!has(pinkSheet))('the Pink Sheet, a workbook with three header rows', async () => {
    const read = await imported(pinkSheet);
    expect(said(read, 'error')).toEqual([]);
    const months = 791;
    expect(counts(read)).toEqual({
      cu_wb: months,
      al_wb: months,
      zn_wb: months,
      pb_wb: months,
      ni_wb: months,
      sn_wb: months,
      au_wb: months,
      ag_wb: months,
    });
    expect(value(read, 'cu_wb', '1960-01-31')).toBe('715.4');
    expect(value(read, 'au_wb', '2025-11-30')).toBe('4087.19');
    expect(value(read, 'sn_wb', '2025-09-30')).toBe('34483.91');
    expect(read.observations[0]?.place).toEqual({
      file: `data/inbox/${pinkSheet}!Monthly Prices`,
      row: 8,
      column: 65,
    });
  });
});
