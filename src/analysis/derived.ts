import type { Reading } from '../model/analysis.ts';
import type { DerivedSpec } from '../model/catalog.ts';
import type { Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import { decimal } from '../units/decimal.ts';
import { exactText } from './exact.ts';
import { formulaOf } from './formula.ts';
import { at, type History } from './history.ts';
import type { Subject } from './subject.ts';

/** How long a slower part's last value stands in for the days after it in a sum. */
const CARRIED_DAYS = 7;
const FINENESS = { daily: 0, 'twice-weekly': 1, weekly: 2, monthly: 3 } as const;

/** A derived series, date by date on the days on which all its parts have a value. `fx` serves `parity`. */
export function derivedHistory(spec: DerivedSpec, parts: readonly Subject[], fx?: Subject): History {
  const operands = (fx === undefined ? parts : [...parts, fx]).map((part) => part.history);
  const formula = formulaOf(spec, parts);
  const carried = carriedParts(spec, parts);
  const leading = carried.indexOf(false);
  const lead = at(operands, leading);
  const dates: IsoDate[] = [];
  const days: number[] = [];
  const numbers: number[] = [];
  const illustrative: boolean[] = [];
  const rows: number[][] = [];
  const values: number[] = [];
  for (const row of commonDays(operands, carried)) {
    let madeUp = false;
    for (let n = 0; n < operands.length; n += 1) {
      const part = at(operands, n);
      const index = at(row, n);
      values[n] = at(part.numbers, index);
      madeUp ||= at(part.illustrative, index);
    }
    const index = at(row, leading);
    const number = formula.approximate(values, at(lead.dates, index));
    // A part at zero has no ratio.
    if (!Number.isFinite(number)) continue;
    dates.push(at(lead.dates, index));
    days.push(at(lead.days, index));
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

/** In a sum the slower parts carry their last value; the finest must have one on the day. */
function carriedParts(spec: DerivedSpec, parts: readonly Subject[]): boolean[] {
  const finest = Math.min(...parts.map((part) => FINENESS[part.frequency]));
  return parts.map((part) => spec.formula === 'sum' && FINENESS[part.frequency] > finest);
}

/** Rows of indexes into the operands, one for each day on which all have a value, own or carried. */
function commonDays(operands: readonly History[], carried: readonly boolean[]): number[][] {
  const rows: number[][] = [];
  const leading = carried.indexOf(false);
  const next = operands.map(() => 0);
  for (const day of at(operands, leading).days) {
    const row: number[] = [];
    for (let n = 0; n < operands.length; n += 1) {
      const operand = at(operands, n);
      let index = at(next, n);
      while ((operand.days[index] ?? Number.POSITIVE_INFINITY) <= day) index += 1;
      next[n] = index;
      const age = day - (operand.days[index - 1] ?? Number.NEGATIVE_INFINITY);
      if (age > (carried[n] ? CARRIED_DAYS : 0)) break;
      row.push(index - 1);
    }
    if (row.length === operands.length) rows.push(row);
  }
  return rows;
}

/** Made up if any part is; else whatever sets one part apart. */
function statusOf(readings: readonly Reading[]): Status {
  const statuses = readings.map((reading) => reading.status);
  if (statuses.includes('illustrative')) return 'illustrative';
  return statuses.find((status) => status !== 'traded') ?? 'traded';
}
