import type { CheckContext, Point, Subject } from '../../src/checks/index.ts';
import { runChecks } from '../../src/checks/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { Decimal, plain } from '../../src/units/decimal.ts';

/** What is done to the week's value, and the words by which a message names it. */
export interface Mutation {
  readonly name: string;
  readonly words: string;
  readonly factor: (rate: number) => number;
}

const fixed = (name: string, factor: number, words: string): Mutation => ({
  name,
  words,
  factor: () => factor,
});

export const HELD: readonly Mutation[] = [
  fixed('x10', 10, ' 10 ('),
  fixed('x100', 100, ' 100 ('),
  fixed('x1000', 1000, ' 1,000 ('),
  fixed('x22.05', 22.0462262, ' 22.0462 ('),
  fixed('x31.1', 31.1034768, ' 31.1035 ('),
  fixed('x2204.6', 2204.62262, ' 2,204.62 ('),
  { name: 'fx', words: 'yuan and dollars', factor: (rate) => rate },
];

export const WARNED: readonly Mutation[] = [
  fixed('vat', 1.13, 'VAT'),
  fixed('x0.907', 0.907, 'short tons and tonnes'),
];

/** Both ways: the value in the larger unit, the value in the smaller one. */
export function bothWays(value: string, { factor }: Mutation, rate: number): string[] {
  const by = new Decimal(factor(rate));
  return [new Decimal(value).times(by), new Decimal(value).div(by)].map((one) =>
    plain(one.toSignificantDigits(12)),
  );
}

/** `4183` for `1483`; the value itself where it has but one digit. */
export function firstTwoSwapped(value: string): string {
  return value.replace(/^(\d)(\.?)(\d)/, '$3$2$1');
}

/** What the rules say of a series' last value when it is another. Rules between series are left out. */
export function findingsOn(context: CheckContext, subject: Subject, text: string): Finding[] {
  const last = lastOf(subject);
  const mutant: Point = { ...last, value: Number(text), text };
  const subjects = new Map(context.subjects);
  subjects.set(subject.spec.id, { ...subject, points: [...subject.points.slice(0, -1), mutant] });
  const alone = { ...context, subjects, derived: new Map(), relations: [] };
  return runChecks(alone, (id) => id === subject.spec.id).findings.filter(
    ({ series, date }) => series === subject.spec.id && date === last.date,
  );
}

export function lastOf({ points, spec }: Subject): Point {
  const last = points.at(-1);
  if (!last) throw new Error(`${spec.id} has no value`);
  return last;
}

export const isHeld = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error');

/** At most three causes are named, the nearest first. */
export function names(findings: readonly Finding[], { words }: Mutation): boolean {
  return findings.some(
    ({ message }) => message.includes(words) && (message.match(/[×÷] [\d,.]+ \(/g) ?? []).length <= 3,
  );
}
