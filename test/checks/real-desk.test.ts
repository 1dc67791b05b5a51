import { describe, expect, test } from 'vitest';
import { addDays, weekOf, weekStart } from '../../src/calendar/week.ts';
import { type CheckContext, contextOf, runChecks, type Subject } from '../../src/checks/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { hasRealDesk, realSnapshot } from '../support/real-desk.ts';
import { bothWays, findingsOn, firstTwoSwapped, HELD, isHeld, lastOf, names, WARNED } from './mutations.ts';

/** Of each series, spread evenly; all where it has fewer. */
const WEEKS_EACH = 50;
/** Series a value is taken from, for each value: the next ones in the catalog's order. */
const NEIGHBORS = 6;
/** A history from which one can say what lies outside it. */
const FEWEST_WEEKS = 8;

/**
 * Values that are truly wrong. A day's hold on one of them is right, and each edition whose kept history rests on it
 * has it.
 */
const TRULY_WRONG = [
  {
    series: 'cu_lme_cancelled',
    date: '2016-02-24',
    cause: 'x10',
    // 40,400 the day before, 41,525 the day after, 4,250 between; the total of all warrants moved by 0.6 % that day,
    // so nine tenths of the cancelled ones cannot have left and come back. The week's other values run 35,650 …
    // 45,350 upwards without it: a digit of 42,500 is missing or so.
    editions: 52,
  },
] as const;

const first = weekStart('2017-W01');
const lastClean = '2026-W27';

function weeksThrough(week: string): string[] {
  const weeks: string[] = [];
  for (let day = first; day <= weekStart(week); day = addDays(day, 7)) weeks.push(weekOf(day));
  return weeks;
}

interface Count {
  of: number;
  found: number;
  named: number;
}
const KINDS = ['held', 'warned', 'anyVat', 'digits', 'other'] as const;
type Row = Record<(typeof KINDS)[number], Count>;

interface Measured {
  /** Clean weeks that were looked at, values × rules, and what was found: errors by value, warnings by code. */
  weeks: number;
  looks: number;
  readonly held: Map<string, number>;
  readonly warnings: Map<string, number>;
  /** What was found of changed values, by series. */
  readonly rows: Map<string, Row>;
}

/** Freezing takes longest: each week is frozen once for both measurements. */
async function measure(): Promise<Measured> {
  const measured: Measured = { weeks: 0, looks: 0, held: new Map(), warnings: new Map(), rows: new Map() };
  const plan = await planned();
  for (const week of weeksThrough('2026-W41')) {
    const changed = plan.get(week) ?? [];
    if (week > lastClean && changed.length === 0) continue;
    const snapshot = await realSnapshot(week);
    const context = contextOf(snapshot);
    if (week <= lastClean) lookAt(snapshot, context, measured);
    for (const id of changed) mutate(context, id, rowOf(measured.rows, id));
  }
  return measured;
}

function lookAt(snapshot: Snapshot, context: CheckContext, measured: Measured): void {
  const { findings, checks } = runChecks(context);
  measured.weeks += 1;
  measured.looks += checks;
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { severity, series, date, cause } of findings) {
    if (severity === 'error') add(measured.held, `${series} ${date} ${cause}`);
  }
  for (const { severity, code } of [...snapshot.findings, ...findings]) {
    if (severity === 'warning') add(measured.warnings, code);
  }
}

let measuring: Promise<Measured> | undefined;

describe.skipIf(!hasRealDesk())('the checks on ten years of a real desk', { timeout: 900_000 }, () => {
  test('hold no clean week and warn at most once an edition', async () => {
    measuring ??= measure();
    const { weeks, looks, held, warnings } = await measuring;
    const total = [...warnings.values()].reduce((sum, one) => sum + one, 0);
    console.info(
      `${weeks} clean weeks, ${looks} looks, ${(total / weeks).toFixed(2)} warnings an edition: ` +
        [...warnings].map(([code, times]) => `${code} ${times}`).join(', '),
    );
    expect(weeks).toBe(496);
    expect(looks).toBeGreaterThan(10_000_000);
    expect(Object.fromEntries(held)).toEqual(
      Object.fromEntries(
        TRULY_WRONG.map(({ series, date, cause, editions }) => [`${series} ${date} ${cause}`, editions]),
      ),
    );
    expect(total / weeks).toBeLessThanOrEqual(1);
    // Rules that never speak prove nothing.
    for (const code of ['W_CHECK_MOVE', 'W_CHECK_UNIT', 'W_CHECK_DIGITS', 'W_CHECK_COMPARATOR']) {
      expect(warnings.get(code), code).toBeGreaterThan(10);
    }
  });

  test.each([
    ['nickel in its squeeze', '2022-W10', 'ni_lme_3m', '2022-03-08'],
    ['COMEX copper down a fifth in a day', '2025-W31', 'cu_comex', '2025-07-30'],
    ['silver down a quarter in a day', '2026-W05', 'ag_spot', '2026-01-30'],
    ['50,000 tonnes cancelled in a day', '2025-W49', 'cu_lme_cancelled', '2025-12-03'],
    ['350 tonnes cancelled, 8,150 the next day', '2023-W21', 'cu_lme_cancelled', '2023-05-26'],
  ])('let a real extreme pass with a warning: %s', async (_, week, series, date) => {
    const context = contextOf(await realSnapshot(week));
    expect(context.subjects.get(series)?.points.some((point) => point.date === date)).toBe(true);
    const found = runChecks(context).findings.filter((finding) => finding.series === series);
    expect(found.map(({ severity }) => severity)).toContain('warning');
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('catch nearly every value in a wrong unit, basis, order of digits or row', async () => {
    measuring ??= measure();
    const { rows } = await measuring;
    const total = sum([...rows.values()]);
    console.info(table(rows, total));

    expect(rows.size).toBe(32);
    expect(total.held.of).toBe(15_904);
    expect(share(total.held.found, total.held.of)).toBeGreaterThanOrEqual(0.99);
    expect(share(total.held.named, total.held.of)).toBeGreaterThanOrEqual(0.99);
    expect(total.warned.of).toBeGreaterThan(1800);
    expect(share(total.warned.named, total.warned.of)).toBeGreaterThanOrEqual(0.95);
    expect(total.digits.of).toBeGreaterThan(1000);
    expect(share(total.digits.found, total.digits.of)).toBeGreaterThanOrEqual(0.95);
    expect(total.other.of).toBeGreaterThan(5000);
    expect(share(total.other.found, total.other.of)).toBeGreaterThanOrEqual(0.95);
  });
});

/** Which series are changed in which week: fifty weeks of each, spread evenly over those in which it has a value. */
async function planned(): Promise<Map<string, string[]>> {
  const fresh = new Map<string, string[]>();
  // The newest week holds six years; before that the snapshot of 2022 does.
  for (const week of ['2022-W01', '2026-W40']) {
    for (const [id, { points }] of contextOf(await realSnapshot(week)).subjects) {
      const weeks = fresh.get(id) ?? [];
      for (const { date } of points) {
        const own = weekOf(date);
        if (date >= first && own <= week && own > (weeks.at(-1) ?? '')) weeks.push(own);
      }
      fresh.set(id, weeks);
    }
  }
  const plan = new Map<string, string[]>();
  for (const [id, weeks] of fresh) {
    const chosen = Math.min(WEEKS_EACH, weeks.length);
    for (let n = 0; n < chosen; n += 1) {
      const week = weeks[Math.floor(((n + 0.5) * weeks.length) / chosen)] ?? '';
      plan.set(week, [...(plan.get(week) ?? []), id]);
    }
  }
  return new Map([...plan].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mutate(context: CheckContext, id: string, row: Row): void {
  const subject = context.subjects.get(id);
  if (!subject) throw new Error(`no ${id}`);
  const last = lastOf(subject);
  expect(last.date >= context.monday && last.date <= context.saturday).toBe(true);
  const rate = context.exchangeRate(last.date);
  if (rate === undefined) throw new Error(`no exchange rate on ${last.date}`);

  for (const mutation of HELD) {
    for (const text of bothWays(last.text, mutation, rate)) {
      const findings = findingsOn(context, subject, text);
      tally(row.held, isHeld(findings), isHeld(findings) && names(findings, mutation));
    }
  }
  for (const mutation of WARNED) {
    for (const text of bothWays(last.text, mutation, rate)) {
      const findings = findingsOn(context, subject, text);
      const named = names(findings, mutation);
      tally(row.anyVat, findings.length > 0, named);
      if (isOutsideHistory(context, subject, Number(text))) tally(row.warned, findings.length > 0, named);
    }
  }
  const swapped = firstTwoSwapped(last.text);
  if (apart(Number(swapped), last.value) > 0.1) flag(row.digits, findingsOn(context, subject, swapped));
  for (const text of neighborsOf(context, subject)) flag(row.other, findingsOn(context, subject, text));
}

/** Larger than any move from week to week of the three years before: nothing of the rules is used for it. */
function isOutsideHistory(context: CheckContext, { points }: Subject, value: number): boolean {
  const from = addDays(context.monday, -3 * 365);
  const weekly = new Map<string, number>();
  for (const point of points) {
    if (point.date >= from && point.date < context.monday) weekly.set(weekOf(point.date), point.value);
  }
  const values = [...weekly.values()];
  if (values.length <= FEWEST_WEEKS) return false;
  const moves = values.slice(1).map((next, at) => Math.abs(Math.log(next / (values[at] ?? next))));
  return Math.abs(Math.log(value / (values.at(-1) ?? value))) > Math.max(...moves);
}

/** This week's values of the next series in the catalog whose level is over 20 % away. */
function neighborsOf(context: CheckContext, subject: Subject): string[] {
  const all = [...context.subjects.values()];
  const at = all.indexOf(subject);
  return [...all.slice(at + 1), ...all.slice(0, at)]
    .flatMap(({ points }) => points.at(-1) ?? [])
    .filter(({ date, value }) => date >= context.monday && apart(value, lastOf(subject).value) > 0.2)
    .slice(0, NEIGHBORS)
    .map(({ text }) => text);
}

const apart = (value: number, from: number): number => Math.abs(value / from - 1);
const share = (part: number, of: number): number => part / of;

function tally(count: Count, found: boolean, named: boolean): void {
  count.of += 1;
  count.found += Number(found);
  count.named += Number(named);
}

function flag(count: Count, findings: readonly Finding[]): void {
  tally(count, findings.length > 0, false);
}

function rowOf(rows: Map<string, Row>, id: string): Row {
  const row = rows.get(id) ?? emptyRow();
  rows.set(id, row);
  return row;
}

const count = (): Count => ({ of: 0, found: 0, named: 0 });

function emptyRow(): Row {
  return { held: count(), warned: count(), anyVat: count(), digits: count(), other: count() };
}

function sum(rows: readonly Row[]): Row {
  const total = emptyRow();
  for (const row of rows) {
    for (const key of KINDS) {
      for (const part of ['of', 'found', 'named'] as const) total[key][part] += row[key][part];
    }
  }
  return total;
}

function table(rows: ReadonlyMap<string, Row>, total: Row): string {
  const line = (id: string, { held, warned, anyVat, digits, other }: Row) =>
    [
      id.padEnd(17),
      `${held.found}/${held.named} of ${held.of}`.padEnd(22),
      `${warned.named} of ${warned.of}`.padEnd(13),
      `${anyVat.named} of ${anyVat.of}`.padEnd(13),
      `${digits.found} of ${digits.of}`.padEnd(13),
      `${other.found} of ${other.of}`,
    ].join(' ');
  return [
    '                  unit: held/named       VAT, st named (all)         digits        other series',
    ...[...rows].map(([id, row]) => line(id, row)),
    line('all', total),
  ].join('\n');
}
