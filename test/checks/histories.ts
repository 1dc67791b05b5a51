import { contextOf, runChecks } from '../../src/checks/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Made, type MadeSeries, snapshotOf, weekdays } from '../support/snapshot.ts';

/** A Friday: the week's last day. */
export const WEEK = '2025-W24';
export const FRIDAY = '2025-06-13';
const START = '2022-05-02';

/** A market that swings by a few per cent around its level, the same each time: no two days are equal. */
export function swing(level: number, width = 0.03): (index: number) => string {
  return (index) => {
    const share = width * (Math.sin(index / 9) + 0.3 * Math.sin(index * 2.1));
    return (level * (1 + share)).toFixed(level > 1000 ? 1 : 4);
  };
}

/** Three years of weekdays up to the week's Thursday, then what is said of Friday. */
export function market(friday: string | number, given: Partial<MadeSeries> = {}, level = 9000): MadeSeries {
  return {
    id: 'cu_lme_3m',
    ...given,
    points: [...weekdays(START, '2025-06-12', swing(level)), [FRIDAY, friday]],
  };
}

export function thursdayOf(series: MadeSeries): number {
  return Number(series.points?.at(-2)?.[1]);
}

/** What all rules find in a made week, of one series where it is named. */
export function found(series: MadeSeries | readonly MadeSeries[], made: Partial<Made> = {}): Finding[] {
  const list: readonly MadeSeries[] = 'id' in series ? [series] : series;
  return runChecks(contextOf(snapshotOf({ week: WEEK, ...made, series: list }))).findings;
}

export const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
