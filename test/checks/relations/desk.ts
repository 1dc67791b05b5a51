import { contextOf } from '../../../src/checks/context.ts';
import { RELATIONS, SUBTOTAL } from '../../../src/checks/relations/index.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { type Made, snapshotOf } from '../../support/snapshot.ts';

export const WEEK = '2025-W24';

/** What the relations say of a hand-made week; `only` as a program that asks for some series would. */
export function found(made: Omit<Made, 'week'>, only: (series: string) => boolean = () => true): Finding[] {
  const context = contextOf(snapshotOf({ week: WEEK, ...made }));
  return [RELATIONS, SUBTOTAL].flatMap((check) => check.run(context, only));
}

/** The findings without their words. */
export function gist(findings: readonly Finding[]) {
  return findings.map(({ code, series, date, cause }) => [code, series, date, cause]);
}
