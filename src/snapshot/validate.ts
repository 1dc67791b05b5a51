import type { Catalog } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation, RawRow } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import type { RawBatch } from '../sources/index.ts';
import { EXCUSED } from './closed-days.ts';
import { dateChecks } from './date-check.ts';
import { numberProblem, numberText } from './number-problem.ts';
import { ASSESSED_QUOTES } from './quotes.ts';
import { judgeRepeat, type Repeat } from './repeats.ts';
import { closedVenue, unknownSeries } from './row-problem.ts';
import { type SeriesCheck, seriesChecks } from './series-check.ts';
import { statusOf } from './status-of.ts';
import { Tally } from './tally.ts';
import { canonicalValue } from './value-of.ts';

export interface ValidateOptions {
  /** Series that may be zero or negative although they are prices. */
  readonly allowNegative: readonly string[];
  /** The report's date: nothing observed may be later. */
  readonly today: IsoDate;
  /** The newest value known of a series: it tells a slip of the unit from another slip. */
  readonly newest?: (series: string) => number | undefined;
}

export interface CheckedRows {
  readonly observations: readonly Observation[];
  /** Rows whose key stood in an earlier batch: whoever kept that batch knows its value, see `judge`. */
  readonly repeats: readonly Repeat[];
}

/** A file's rows against the catalog, a batch after another: dates, numbers, units, ranges, keys. */
export interface Validator {
  check(rows: readonly RawRow[]): CheckedRows;
  judge(repeat: Repeat, before: { readonly value: string; readonly status: string }): void;
  /** All that is wrong with the file so far, in its order, not only the first of it. */
  findings(): Finding[];
  /** Rows that were looked at, and those of them that cannot be kept. */
  readonly rows: number;
  readonly refused: number;
  /** Whether so much is wrong that reading on helps nobody. */
  readonly isFull: boolean;
}

/** Pure, but that it remembers the file so far. */
export function validator(catalog: Catalog, options: ValidateOptions): Validator {
  const tally = new Tally();
  const { allowNegative, today, newest = () => undefined } = options;
  const checkOf = seriesChecks(catalog, allowNegative, newest);
  const dates = dateChecks(today);
  let [rows, refused] = [0, 0];

  /** The row's observation with its day and its series' check, or undefined after saying what is wrong. */
  const observe = (row: RawRow): Sound | undefined => {
    const check = checkOf(row.series);
    if (!check) unknownSeries(row, catalog, tally);
    const status = statusOf(row, ASSESSED_QUOTES.has(check?.spec.quote ?? ''), tally);
    const late = status === 'provisional' && check?.spec.frequency === 'monthly';
    const { day, problem } = late ? dates.provisional(row.date) : dates.observed(row.date);
    if (problem) tally.add(row, 'date', problem.code, problem.message);
    const number = numberText(row.value);
    if (number === undefined) tally.add(row, 'value', 'E_DATA_NUMBER', numberProblem(row.value));
    if (!check || problem || number === undefined || status === undefined) return undefined;
    const value = canonicalValue(row, number, check, tally);
    if (value === undefined) return undefined;
    if (check.wasClosed(row.date) && !EXCUSED.has(status)) closedVenue(row, check, tally);
    // The catalog's own text: a few letters of the row would keep the whole piece of the file they were cut from.
    const { id: series } = check.spec;
    return { check, day, observation: { series, date: row.date, value, status, place: row.place } };
  };

  return {
    check: (batch) => {
      const kept = new Kept();
      const repeats: Repeat[] = [];
      for (const row of batch) {
        if (tally.isFull) break;
        rows += 1;
        const sound = observe(row);
        if (!sound) {
          refused += 1;
          continue;
        }
        const { check, day, observation } = sound;
        const line = check.lines.claim(day, row.place.row);
        if (line === 0) {
          kept.add(observation);
          continue;
        }
        const repeat = { row, observation, spec: check.spec, line };
        const before = kept.at(observation);
        if (!before) repeats.push(repeat);
        else if (!judgeRepeat(repeat, before, tally)) refused += 1;
      }
      return { observations: kept.observations, repeats };
    },
    judge: (repeat, before) => {
      if (!judgeRepeat(repeat, before, tally)) refused += 1;
    },
    findings: () => tally.findings(),
    get rows() {
      return rows;
    },
    get refused() {
      return refused;
    },
    get isFull() {
      return tally.isFull;
    },
  };
}

interface Sound {
  readonly check: SeriesCheck;
  readonly day: number;
  readonly observation: Observation;
}

/** A batch's observations, findable by key once somebody asks, which few files make anybody do. */
class Kept {
  readonly observations: Observation[] = [];
  private index: Map<string, Observation> | undefined;

  add(observation: Observation): void {
    this.observations.push(observation);
    this.index?.set(`${observation.series} ${observation.date}`, observation);
  }

  at({ series, date }: Observation): Observation | undefined {
    this.index ??= new Map(this.observations.map((one) => [`${one.series} ${one.date}`, one]));
    return this.index.get(`${series} ${date}`);
  }
}

export interface Validated {
  readonly observations: readonly Observation[];
  /** In the order of the file. With an error among them nothing of the file may be kept. */
  readonly findings: readonly Finding[];
}

/** A whole file at once. */
export function validate(file: RawBatch, catalog: Catalog, options: ValidateOptions): Validated {
  const checks = validator(catalog, options);
  const { observations } = checks.check(file.rows);
  return { observations, findings: [...file.findings, ...checks.findings()] };
}
