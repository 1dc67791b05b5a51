import { dayOfNumber } from '../calendar/day.ts';
import type { Reading } from '../model/analysis.ts';
import type { DerivedSpec } from '../model/catalog.ts';
import type { Status } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import { decimal } from '../units/decimal.ts';
import { exactText } from './exact.ts';
import { formulaOf } from './formula.ts';
import { at, type History, newestWithin } from './history.ts';
import type { Subject } from './subject.ts';

/** How long a slower part's last value stands in for the days after it in a sum. */
const CARRIED_DAYS = 7;
const FINENESS = { daily: 0, 'twice-weekly': 1, weekly: 2, monthly: 3 } as const;

/** A derived series, date by date on the days on which all its parts have a value. `fx` serves `parity`. */
export function derivedHistory(spec: DerivedSpec, parts: readonly Subject[], fx?: Subject): History {
  const operands = (fx === undefined ? parts : [...parts, fx]).map((part) => part.history);
  const formula = formulaOf(spec, parts);
  const dates: IsoDate[] = [];
  const days: number[] = [];
  const numbers: number[] = [];
  const illustrative: boolean[] = [];
  const rows: number[][] = [];
  for (const { day, indexes } of commonDays(operands, carriedParts(spec, parts))) {
    const date = dayOfNumber(day);
    const number = formula.approximate(
      indexes.map((index, n) => at(at(operands, n).numbers, index)),
      date,
    );
    // A part at zero has no ratio.
    if (!Number.isFinite(number)) continue;
    dates.push(date);
    days.push(day);
    numbers.push(number);
    illustrative.push(indexes.some((index, n) => at(operands, n).illustrative[index]));
    rows.push(indexes);
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

function* commonDays(
  operands: readonly History[],
  carried: readonly boolean[],
): Generator<{ day: number; indexes: number[] }> {
  const lead = carried.indexOf(false);
  const reference = at(operands, lead);
  for (let row = 0; row < reference.days.length; row += 1) {
    const day = at(reference.days, row);
    const indexes: number[] = [];
    for (const [n, operand] of operands.entries()) {
      const index = n === lead ? row : newestWithin(operand, carried[n] ? day - CARRIED_DAYS : day, day);
      if (index === undefined) break;
      indexes.push(index);
    }
    if (indexes.length === operands.length) yield { day, indexes };
  }
}

/** Made up if any part is; else whatever sets one part apart. */
function statusOf(readings: readonly Reading[]): Status {
  const statuses = readings.map((reading) => reading.status);
  if (statuses.includes('illustrative')) return 'illustrative';
  return statuses.find((status) => status !== 'traded') ?? 'traded';
}
