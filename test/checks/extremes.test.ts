import { describe, expect, test } from 'vitest';
import type { MadeSeries } from '../support/snapshot.ts';
import { fridays } from '../support/snapshot.ts';
import { found, WEEK } from './histories.ts';

/** Three years of weeks that move as such markets do: a seeded walk whose weekly deviation is the one given. */
function walk(level: number, deviation: number, weeks = 160): number[] {
  let [seed, value] = [20_250_613, level];
  return Array.from({ length: weeks }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    // A sum of draws is near enough to a bell curve.
    const draw = [0, 8, 16].reduce((sum, shift) => sum + ((seed >> shift) % 256) / 128 - 1, 0);
    value *= Math.exp(deviation * draw * (level / value) ** 0.05);
    return value;
  });
}

/** Real weeks of the years to 2026 that a reader must be told of and no rule may hold. */
const EXTREMES: ReadonlyArray<
  readonly [string, number, number, number, readonly number[], Partial<MadeSeries>]
> = [
  ['tungsten concentrate, +16.72 % in a week', 140_000, 0.02, 12, [16.72], { kind: 'price', quote: 'mid' }],
  ['tungsten concentrate, +25 % in two weeks', 140_000, 0.02, 12, [12.4, 11.2], { quote: 'mid' }],
  ['antimony, +14.48 % in a week', 110_000, 0.032, 9, [14.48], { quote: 'mid' }],
  ['tin, +27 % in two weeks', 260_000, 0.03, 10, [11.9, 13.5], {}],
  ['tin, −16.9 % in two weeks', 260_000, 0.03, 10, [-5, -12.5], {}],
  ['aluminum, +9.22 % in a week', 2600, 0.022, 7, [9.22], {}],
  ['NdPr oxide, +12.6 % in two weeks', 450_000, 0.02, 9, [3, 9.3], { quote: 'mid' }],
  ['silver, −31 % in a week', 85, 0.04, 12, [-31], {}],
  ['gold, −11 % in a week', 5000, 0.021, 6, [-11], {}],
  ['nickel, tripled in a week', 28_000, 0.033, 8, [193], {}],
  ['COMEX copper, −20 % in a week', 560, 0.027, 8, [-20], {}],
  ['a treatment charge from −44.75 to −56', -44, 0, 8, [], { kind: 'fee', change: 'abs' }],
];

describe('a real extreme passes as a warning', () => {
  test.each(EXTREMES)('%s', (_, level, deviation, warnMove, moves, given) => {
    const history = walk(Math.abs(level), deviation);
    const values = given.kind === 'fee' ? history.map((_value, at) => level + (at % 3)) : history;
    for (const move of moves) values.push((values.at(-1) ?? level) * (1 + move / 100));
    if (given.kind === 'fee') values.push(-44.75, -56);
    const points = fridays(
      WEEK,
      values.map((value) => value.toFixed(4)),
    );
    const findings = found({ id: 'a', warnMove, ...given, points });
    expect(findings.map(({ severity }) => severity)).toEqual(['warning']);
    expect(findings[0]?.date).toBe(points.at(-1)?.[0]);
  });

  test('but not the gold of London on that week, which printed +0.72 %', () => {
    const history = walk(5000, 0.021);
    history.push((history.at(-1) ?? 0) * 1.0072);
    const points = fridays(
      WEEK,
      history.map((value) => value.toFixed(2)),
    );
    expect(found({ id: 'a', warnMove: 6, points })).toEqual([]);
  });
});
