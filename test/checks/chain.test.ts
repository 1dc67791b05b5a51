import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainProblem } from '../../src/checks/chain.ts';
import { Decimal } from '../../src/units/decimal.ts';

type Spec = Parameters<typeof chainProblem>[0]['spec'];

const COPPER: Spec = { id: 'cu_lme_3m', unit: 'USD/t', change: 'pct' };
const RATE: Spec = { id: 'us_tips10', unit: '%', change: 'bp' };
const STOCK: Spec = { id: 'cu_social', unit: 't', change: 'pct' };

const problem = (previous: string, level: string, change: string, spec: Spec = COPPER, unit?: string) =>
  chainProblem({ previous, level, change, spec, ...(unit === undefined ? {} : { unit }) });

describe('a printed change', () => {
  test.each([
    ['9670.50', '9647.50', '-0.24%'],
    ['9670.50', '9647.50', '−0.24 %'],
    ['9670.50', '9647.50', '－０．２４％'],
    ['9670.50', '9647.50', '跌0.24%'],
    ['9670.50', '9647.50', '下跌0.24% (较上周五)'],
    ['9670.50', '9647.50', '-23'],
    ['9670.50', '9647.50', '−23.0 USD/t'],
    ['9670.50', '9647.50', '↓23美元/吨'],
    ['9647.50', '9670.50', '+0.24%'],
    ['9647.50', '9670.50', '涨23'],
    ['9647.50', '9647.50', 'unchanged'],
    ['9647.50', '9647.50', '持平'],
    ['9647.50', '9647.50', '0.00%'],
    ['2.05', '2.20', '15bp', RATE],
    ['2.05', '2.20', '+15个基点', RATE],
    ['2.05', '2.20', '15', RATE],
    ['61.3', '60.9', '-0.4pp', RATE],
    ['61.3', '60.9', '下降0.4个百分点', RATE],
    ['14.95', '14.48', '-0.47 万吨 since Monday', STOCK, '万吨'],
    ['14.95', '14.48', '减少4,700 t', STOCK, '万吨'],
  ] as const)('from %s to %s: %s leads there', (previous, level, change, spec = COPPER, unit = undefined) => {
    expect(problem(previous, level, change, spec, unit)).toBeUndefined();
  });

  test.each([
    ['with the wrong sign', '9670.50', '9647.50', '+0.24%', 'sign'],
    ['ten times too large', '9670.50', '9647.50', '-2.38%', 'x10'],
    ['of points printed as per cent', '61.3', '60.9', '-0.4%', 'kind'],
    ['of a level in another unit', '9670.50', '438', '-0.24%', 'x22.05'],
    ['of nothing where the level moved', '9670.50', '9647.50', 'unchanged', undefined],
    ['in full width and the wrong sign', '9670.50', '9647.50', '＋０．２４％', 'sign'],
    ['in Chinese and the wrong sign', '9670.50', '9647.50', '涨0.24%', 'sign'],
    ['from a level rounded to thousands', '15000', '15490', '+5.00%', undefined],
    ['of another week', '9670.50', '9647.50', '+1.41%', undefined],
  ] as const)('%s is a problem', (_, previous, level, change, cause) => {
    const found = problem(previous, level, change);
    expect(found).toBeDefined();
    expect(found?.cause).toBe(cause);
  });

  test('that does not lead there says what would, and what to do', () => {
    expect(problem('9670.50', '9647.50', '+0.24%')?.message).toBe(
      'the printed change "+0.24%" does not lead from 9,670.5 to 9,647.5 USD/t (that is −0.2378%). With the other sign it does: fell for rose? Check both against the page.',
    );
  });

  test('of a rate without a unit is one of basis points', () => {
    expect(problem('2.05', '2.20', '17', RATE)?.message).toContain('(that is +15 bp)');
  });

  test('is judged by what a rounder level can stand for', () => {
    expect(problem('14.48', '14.5', '+0.40%')).toBeUndefined();
    expect(problem('14.48', '14.50', '+0.40%')).toBeDefined();
  });

  test('in words or in a foreign unit is not judged', () => {
    expect(problem('9670.50', '9647.50', 'fell')).toBeUndefined();
    expect(problem('9670.50', '9647.50', '-23 kt')).toBeUndefined();
    expect(problem('9670.50', '9647.50', '')).toBeUndefined();
  });

  test('of levels rounded to tens is good to half of ten', () => {
    expect(problem('15490', '15100', '-2.50%')).toBeUndefined();
    expect(problem('15491', '15101', '-2.50%')).toBeDefined();
  });

  test('leads there whenever it was worked out from levels with more digits', () => {
    const level = fc.integer({ min: 100_000, max: 9_999_999 }).map((number) => new Decimal(number).div(1000));
    fc.assert(
      fc.property(
        level,
        level,
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 3 }),
        (a, b, digits, places) => {
          const percent = b.div(a).minus(1).times(100);
          const printed = percent.toDecimalPlaces(places);
          const change = `${printed.isNegative() ? '−' : '+'}${printed.abs().toFixed(places)}%`;
          expect(problem(a.toFixed(digits), b.toFixed(digits), change)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is good to half a unit of the last digit on each side, and to not a hair more', () => {
    // From 100.5…101.5 to 200.5…201.5, in per cent: 97.537 to 100.4975.
    expect(problem('101', '201', '+97.537%')).toBeUndefined();
    expect(problem('101', '201', '+97.536%')).toBeDefined();
    expect(problem('101', '201', '+100.498%')).toBeUndefined();
    expect(problem('101', '201', '+100.499%')).toBeDefined();
    // In floating point 0.4 − 0.1 is more than 0.3.
    expect(problem('0.1', '0.4', '+0.40')).toBeUndefined();
    expect(problem('0.1', '0.4', '+0.41')).toBeDefined();
  });
});

const SAMPLE = resolve(import.meta.dirname, '../../../shared/data/sample-week-2025-W24.csv');

describe.skipIf(!existsSync(SAMPLE))('a week as a broker printed it', () => {
  test('has a change that leads to each of its levels', async () => {
    const [header = '', ...lines] = (await readFile(SAMPLE, 'utf8')).trim().split('\n');
    expect(header).toBe(
      'series,date,value,unit,change_printed,previous_date,previous_value,previous_is,source_named',
    );
    const checked = lines.flatMap((line) => {
      const [id = '', , level = '', unit = '', change = '', , previous = ''] = line.split(',');
      if (previous === '') return [];
      const spec = { id, unit, change: 'pct' } as const;
      return [
        {
          id,
          found: chainProblem({ previous, level, change, spec, unit }),
          turned: chainProblem({ previous: level, level: previous, change, spec, unit }),
          change,
        },
      ];
    });
    expect(checked).toHaveLength(17);
    expect(checked.filter(({ found }) => found !== undefined)).toEqual([]);
    // Backwards none of those that moved leads there: they were looked at.
    expect(checked.filter(({ turned }) => turned === undefined).map(({ change }) => change)).toEqual(
      checked.filter(({ change }) => change === 'unchanged').map(({ change }) => change),
    );
  });
});
