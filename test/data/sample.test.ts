import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCalendar } from '../../src/calendar/trading.ts';
import { weekOf } from '../../src/calendar/week.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import type { Observation } from '../../src/model/observation.ts';
import { programRoot } from '../../src/program.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { listInbox } from '../../src/sources/index.ts';
import { temporaryDesk } from '../support/desk.ts';
import { readInboxFile } from '../support/read-file.ts';

const data = join(programRoot(), 'data');
const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
const files = await Promise.all(
  (await listInbox(join(data, 'inbox'))).map(({ file, label }) => readInboxFile(file, label)),
);
const read = files.map((file) => ({
  file,
  ...validate(file, catalog, { allowNegative: [], today: '2025-06-14' }),
}));
const byDate = (a: Observation, b: Observation) => (a.date < b.date ? -1 : 1);
const observations = read.flatMap((one) => one.observations).sort(byDate);
const of = (series: string) => observations.filter((one) => one.series === series);
const at = (series: string, date: string) => of(series).find((one) => one.date === date);
const illustrative = observations.filter(({ status }) => status === 'illustrative');

describe('the sample inbox', () => {
  test('is read without an error or a warning', () => {
    expect(files.map(({ label }) => label)).toEqual([
      'data/inbox/2025-W24.csv',
      'data/inbox/history-illustrative.csv',
      'data/inbox/world-bank-monthly.csv',
    ]);
    expect(observations.length).toBeGreaterThan(25_000);
    expect(read.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('is small', async () => {
    const sizes = await Promise.all(
      files.map(async ({ label }) => (await stat(join(data, '..', label))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_600_000);
  });

  // As published for the week ending 13 June 2025, in the units the values are stored in.
  test.each([
    ['cu_lme_3m', '2025-06-06', '9670.5', '2025-06-13', '9647.5'],
    ['cu_shfe', '2025-06-06', '78930', '2025-06-13', '78010'],
    ['cu_social', '2025-06-09', '149500', '2025-06-12', '144800'],
    ['cu_anode_op', '2025-05-31', '52.99', '2025-06-30', '54.56'],
    ['al_lme_3m', '2025-06-06', '2451.5', '2025-06-13', '2503'],
    ['al_shfe', '2025-06-06', '20095', '2025-06-13', '20465'],
    ['al_social', '2025-06-09', '477000', '2025-06-12', '460000'],
    ['al_proc_op', '2025-06-06', '61.3', '2025-06-13', '60.9'],
    ['au_comex', '2025-06-06', '3346.8', '2025-06-13', '3452.6'],
    ['au_spdr', '2025-06-06', '936.22', '2025-06-13', '940.49'],
    ['re_dy_eu', '2025-06-05', '800', '2025-06-12', '800'],
    ['re_tb_eu', '2025-06-05', '3500', '2025-06-12', '3500'],
    ['mo_conc', '2025-06-06', '3840', '2025-06-13', '3840'],
    ['li_carb_bg', '2025-06-06', '60160', '2025-06-13', '60400'],
    ['li_hydrox', '2025-06-06', '67470', '2025-06-13', '66000'],
    ['ni_lme_3m', '2025-06-06', '15490', '2025-06-13', '15100'],
    ['co_metal', '2025-06-06', '233500', '2025-06-13', '233500'],
  ])('holds the published %s of %s and %s', (series, before, previous, date, value) => {
    expect(at(series, before)).toMatchObject({ value: previous });
    expect(at(series, date)).toMatchObject({ value });
    for (const day of [before, date]) expect(at(series, day)?.status).not.toBe('illustrative');
  });

  test('holds the published level of two series whose week before is made up', () => {
    expect(at('cu_tc_idx', '2025-06-13')).toMatchObject({ value: '-44.75', status: 'assessed' });
    expect(at('sb_ingot_cn', '2025-06-13')).toMatchObject({ value: '189500', status: 'assessed' });
    // Antimony fell in the week; how far was not published.
    const before = at('sb_ingot_cn', '2025-06-06');
    expect(before?.status).toBe('illustrative');
    expect(Number(before?.value)).toBeGreaterThan(189_500);
  });

  test('marks every made-up value and nothing else', () => {
    const made = files.find(({ label }) => label.endsWith('history-illustrative.csv'));
    expect(illustrative.length).toBe(made?.rows.length);
    expect(
      observations.filter(
        ({ place, status }) => place.file.includes('illustrative') !== (status === 'illustrative'),
      ),
    ).toEqual([]);
  });

  test('never makes up a value beside a real one, or after the week', () => {
    const real = new Set(
      observations
        .filter(({ status }) => status !== 'illustrative')
        .map((one) => `${one.series} ${one.date}`),
    );
    expect(
      illustrative.filter((one) => real.has(`${one.series} ${one.date}`) || one.date > '2025-06-13'),
    ).toEqual([]);
  });

  test('dates what is made up on sessions of its venue', () => {
    const calendars = new Map(
      [...catalog.calendars.values()].map((spec) => [spec.venue, openCalendar(spec)]),
    );
    const off = illustrative.filter(({ series, date }) => {
      const spec = catalog.series.get(series);
      return spec?.frequency !== 'monthly' && !calendars.get(spec?.venue ?? '')?.isSession(date);
    });
    expect(off).toEqual([]);
  });

  test('gives some sixty series of the catalog a value in the week, and five years before it', () => {
    const shown = [...catalog.series.values()].filter(
      ({ id, background, frequency }) =>
        background !== true &&
        frequency !== 'monthly' &&
        of(id).some(({ date }) => weekOf(date) === '2025-W24'),
    );
    expect(shown.length).toBeGreaterThanOrEqual(60);
    const young = shown.filter(({ id }) => (of(id)[0]?.date ?? '') > '2020-01-10').map(({ id }) => id);
    // Both began with the futures in 2023.
    expect(young).toEqual(['li_gfex', 'li_warrant']);
  });

  test('is daily for a year and more, weekly before', () => {
    const dates = of('cu_lme_3m').map(({ date }) => date);
    expect(dates.filter((date) => date >= '2024-04-01').length).toBeGreaterThan(290);
    const weeks = dates.filter((date) => date < '2024-04-01').map(weekOf);
    expect(new Set(weeks).size).toBe(weeks.length);
  });

  test('leaves assessed minor metals unchanged in three to five weeks of ten, and exchanges never for long', () => {
    const still = (series: string): number => {
      const weekly = new Map(of(series).map(({ date, value }) => [weekOf(date), value]));
      const values = [...weekly.values()];
      return values.filter((value, at) => at > 0 && value === values[at - 1]).length / values.length;
    };
    for (const series of ['sb_ingot_cn', 'mo_conc', 'w_conc', 're_ndpr_ox', 're_dy_ox', 'co_metal']) {
      expect(still(series), series).toBeGreaterThan(0.28);
      expect(still(series), series).toBeLessThan(0.52);
    }
    for (const series of ['cu_lme_3m', 'al_shfe', 'au_comex'])
      expect(still(series), series).toBeLessThan(0.01);
  });

  test('keeps every relation of the catalog inside its band', () => {
    const valueOn = (series: string, date: string) => Number(values.get(`${series} ${date}`) ?? Number.NaN);
    const values = new Map(observations.map((one) => [`${one.series} ${one.date}`, one.value]));
    let checked = 0;
    for (const { id, formula, of: parts, scale = 1, fx, band } of catalog.derived.values()) {
      const [first, second] = parts;
      if (!band || !first || !second || formula === 'sum' || id === 'cu_comex_lme') continue;
      for (const { date } of of(first)) {
        const [a, b, rate] = [valueOn(first, date), valueOn(second, date), fx ? valueOn(fx, date) : 1];
        const value = { difference: a - b, ratio: a / (b * scale), parity: a / (b * rate * 1.13) }[formula];
        if (Number.isNaN(value)) continue;
        checked += 1;
        expect(value, `${id} ${date}`).toBeGreaterThanOrEqual(band[0]);
        expect(value, `${id} ${date}`).toBeLessThanOrEqual(band[1]);
      }
    }
    expect(checked).toBeGreaterThan(3_000);
  });

  test('follows the open months where there are any', () => {
    for (const [series, open] of [
      ['cu_lme_3m', 'cu_wb'],
      ['al_lme_3m', 'al_wb'],
      ['ni_lme_3m', 'ni_wb'],
      ['au_comex', 'au_wb'],
      ['ag_comex', 'ag_wb'],
    ] as const) {
      for (const { date, value } of of(open).filter((one) => one.date >= '2024-05-01')) {
        const month = of(series)
          .filter((one) => one.date.startsWith(date.slice(0, 7)))
          .map((one) => Number(one.value));
        const mean = month.reduce((sum, one) => sum + one, 0) / month.length;
        expect(Math.abs(mean / Number(value) - 1), `${series} ${date}`).toBeLessThan(0.08);
      }
    }
  });
});

test('the made-up history is what its script writes, byte for byte', async () => {
  const root = await temporaryDesk({});
  const write = (name: string, ...words: string[]): Buffer => {
    const out = join(root, name);
    execFileSync(process.execPath, [
      join(data, '..', 'src/setup/sample-history.mjs'),
      '--out',
      out,
      ...words,
    ]);
    return readFileSync(out);
  };
  const kept = readFileSync(join(data, 'inbox', 'history-illustrative.csv'));
  expect(write('again.csv').equals(kept)).toBe(true);
  expect(write('other.csv', '--seed', '1').equals(kept)).toBe(false);
});
