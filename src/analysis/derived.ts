import { weekIndex } from '../calendar/week.ts';
import type { Reading } from '../model/analysis.ts';
import type { DerivedSpec } from '../model/catalog.ts';
import type { Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import { decimal } from '../units/decimal.ts';
import { exactText } from './exact.ts';
import { formulaOf } from './formula.ts';
import { at, type History } from './history.ts';
import type { Subject } from './subject.ts';

/** Days that the parts of a sum may lie apart: further, and the total would be of two different moments. */
const APART_DAYS = 3;

/**
 * A derived series on the days on which all its parts have a value; a sum week by week, from the last value that
 * each part has in the week, dated as the latest of them. `fx` serves `parity`.
 */
export function derivedHistory(spec: DerivedSpec, parts: readonly Subject[], fx?: Subject): History {
  const operands = (fx === undefined ? parts : [...parts, fx]).map((part) => part.history);
  const formula = formulaOf(spec, parts);
  const dates: IsoDate[] = [];
  const days: number[] = [];
  const numbers: number[] = [];
  const illustrative: boolean[] = [];
  const rows: number[][] = [];
  const values: number[] = [];
  for (const row of spec.formula === 'sum' ? commonWeeks(operands) : commonDays(operands)) {
    const { date, day } = latestOf(operands, row);
    let madeUp = false;
    for (let n = 0; n < operands.length; n += 1) {
      const part = at(operands, n);
      const index = at(row, n);
      values[n] = at(part.numbers, index);
      madeUp ||= at(part.illustrative, index);
    }
    const number = formula.approximate(values, date);
    // A part at zero has no ratio.
    if (!Number.isFinite(number)) continue;
    dates.push(date);
    days.push(day);
    numbers.push(number);
    illustrative.push(madeUp);
    rows.push(row);
  }
  const readings = (index: number) => at(rows, index).map((row, n) => at(operands, n).reading(row));
  return {
    dates,
    days,
    numbers,
    illustrative,
    withheldDays: [...new Set(operands.flatMap((operand) => operand.withheldDays))].sort((a, b) => a - b),
    reading: (index): Reading => {
      const used = readings(index);
      const date = at(dates, index);
      const value = formula.exact(
        used.map((reading) => decimal(reading.value)),
        date,
      );
      return { date, value: exactText(value), status: statusOf(used) };
    },
    places: (index) => at(rows, index).flatMap((row, n) => at(operands, n).places(row)),
  };
}

/** Rows of indexes into the operands, one for each day on which all have a value. */
function commonDays(operands: readonly History[]): number[][] {
  const rows: number[][] = [];
  const next = operands.map(() => 0);
  for (const day of at(operands, 0).days) {
    const row: number[] = [];
    for (let n = 0; n < operands.length; n += 1) {
      const operand = at(operands, n);
      let index = at(next, n);
      while ((operand.days[index] ?? Number.POSITIVE_INFINITY) < day) index += 1;
      next[n] = index;
      if (operand.days[index] !== day) break;
      row.push(index);
    }
    if (row.length === operands.length) rows.push(row);
  }
  return rows;
}

/** The same of the last values of each ISO week, where all operands have one and none is much older than another. */
function commonWeeks(operands: readonly History[]): number[][] {
  const [first, ...others] = operands.map(
    ({ days }) => new Map(days.map((day, index) => [weekIndex(day), index])),
  );
  if (first === undefined) return [];
  const rows: number[][] = [];
  for (const [week, index] of first) {
    const row = [index, ...others.flatMap((lasts) => lasts.get(week) ?? [])];
    if (row.length < operands.length) continue;
    const days = row.map((place, n) => at(at(operands, n).days, place));
    if (days.some((day, n) => isOvertaken(at(operands, n), day))) continue;
    if (Math.max(...days) - Math.min(...days) <= APART_DAYS) rows.push(row);
  }
  return rows;
}

/** Whether a later value of the week is withheld: an earlier one does not stand for it. */
function isOvertaken({ withheldDays }: History, day: number): boolean {
  return withheldDays.some((one) => one > day && weekIndex(one) === weekIndex(day));
}

/** The latest of a row's dates; on common days they are one. */
function latestOf(operands: readonly History[], row: readonly number[]): { date: IsoDate; day: number } {
  return row
    .map((index, n) => ({ date: at(at(operands, n).dates, index), day: at(at(operands, n).days, index) }))
    .reduce((latest, each) => (each.day > latest.day ? each : latest));
}

/** Made up if any part is; else whatever sets one part apart. */
function statusOf(readings: readonly Reading[]): Status {
  const statuses = readings.map((reading) => reading.status);
  if (statuses.includes('illustrative')) return 'illustrative';
  return statuses.find((status) => status !== 'traded') ?? 'traded';
}
