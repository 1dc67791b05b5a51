import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/index.ts';
import { hasRealDesk, realRows, realSnapshot } from '../support/real-desk.ts';

describe.skipIf(!hasRealDesk())('around New Year, on real prices', () => {
  it.each(['2016-W01', '2020-W53', '2021-W01', '2022-W52', '2025-W01', '2026-W01'])(
    'in %s the year to date starts from the last session of the year before',
    async (week) => {
      const { series } = analyze(await realSnapshot(week));
      let compared = 0;
      for (const id of ['cu_lme_3m', 'cu_shfe', 'cu_comex', 'au_spot', 'usdcny']) {
        const ytd = series.get(id)?.changes.ytd;
        if (ytd === undefined) continue;
        const year = ytd.to.date.slice(0, 4);
        const before = (await realRows('exchange-daily.csv', id)).filter((row) => row.date < `${year}-01-01`);
        const base = before.at(-1);
        if (base === undefined) throw new Error(`no row of ${id} before ${year}`);
        expect([id, ytd.from.date]).toEqual([id, base.date]);
        expect(Number(ytd.value)).toBeCloseTo((Number(ytd.to.value) / base.value - 1) * 100, 9);
        compared += 1;
      }
      expect(compared).toBeGreaterThanOrEqual(2);
    },
  );
});
