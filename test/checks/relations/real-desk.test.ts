import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/analysis/index.ts';
import { contextOf } from '../../../src/checks/context.ts';
import { relationsOf } from '../../../src/checks/relations/declared.ts';
import { RELATIONS, SUBTOTAL } from '../../../src/checks/relations/index.ts';
import { measure } from '../../../src/checks/relations/measure.ts';
import { comparisonsOf, partsOf } from '../../../src/checks/relations/pairing.ts';
import { hasRealDesk, realSnapshot } from '../../support/real-desk.ts';
import { gist } from './desk.ts';

describe.skipIf(!hasRealDesk())('the relations of a real desk', () => {
  // The premium of COMEX in 2025, the tax cut of 2019, a change of year, and a week with every series.
  test.each(['2018-W18', '2019-W14', '2022-W10', '2025-W01', '2025-W30', '2025-W31', '2026-W05', '2026-W27'])(
    'hold in %s',
    async (week) => {
      const context = contextOf(await realSnapshot(week));
      expect(context.subjects.get('cu_lme_3m')?.points.length).toBeGreaterThan(100);
      expect([RELATIONS, SUBTOTAL].flatMap((check) => check.run(context, () => true))).toEqual([]);
    },
  );

  test('measure what the brief prints of a derived series', async () => {
    const compared = new Set<string>();
    for (const week of ['2017-W20', '2018-W18', '2019-W14', '2026-W27']) {
      const snapshot = await realSnapshot(week);
      const context = contextOf(snapshot);
      const { series } = analyze(snapshot);
      for (const relation of relationsOf(context)) {
        const printed = context.derived.has(relation.id) ? series.get(relation.id)?.last : undefined;
        if (printed === undefined || printed.date < context.monday) continue;
        const parts = partsOf(relation, context) ?? [];
        const fx = context.subjects.get(relation.fx ?? '');
        const last = comparisonsOf(parts, fx, context.monday).at(-1);
        const measured = last && measure(relation, parts, last);
        expect(last?.date, relation.id).toBe(printed.date);
        expect(measured?.value, `${relation.id} ${week}`).toBeCloseTo(Number(printed.value), 8);
        compared.add(relation.id);
      }
    }
    expect([...compared]).toEqual(
      expect.arrayContaining(['cu_parity', 'cu_cash_3m', 'au_ag_spot', 're_tb_dy_fob']),
    );
  });

  test('are outside their band for once when copper fell through a night, and it is a note in the weeks after', async () => {
    const told = async (week: string) => gist(RELATIONS.run(contextOf(await realSnapshot(week)), () => true));
    expect(await told('2020-W12')).toEqual([['W_CHECK_BAND', 'cu_lme_3m', '2020-03-18', undefined]]);
    expect(await told('2022-W38')).toEqual([['W_CHECK_BAND', 'cu_lme_3m', '2022-09-23', undefined]]);
    expect(await told('2022-W39')).toEqual([['I_CHECK_BAND', 'cu_lme_3m', '2022-09-27', undefined]]);
  });
});
