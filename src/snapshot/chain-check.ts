import { addDays, realDate, weekOf, weekStart } from '../calendar/week.ts';
import { chainProblem } from '../checks/chain.ts';
import type { Catalog } from '../model/catalog.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { RawRow, Vintage } from '../model/observation.ts';
import type { IsoDate } from '../model/time.ts';
import type { Writing } from '../store/index.ts';
import { numberText } from './number-problem.ts';

/** Pages print a few dozen changes a week; a file with more than this is not typed from any. */
const MOST_NOTED = 100_000;

interface Noted {
  readonly date: IsoDate;
  /** As printed, where it is in the series' own unit. */
  readonly printed: string | undefined;
  readonly change: string;
  readonly where: string;
}

/**
 * Printed changes against levels: a row that gives both must lead from the last value of the ISO week before. The
 * earlier value may stand further down in the same file, so all is judged at its end.
 */
export class ChainCheck {
  private readonly bySeries = new Map<string, Noted[]>();
  private noted = 0;
  private readonly catalog: Catalog;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  note(rows: readonly RawRow[]): void {
    for (const row of rows) {
      if (row.change === undefined || this.noted >= MOST_NOTED) continue;
      const spec = this.catalog.series.get(row.series);
      if (!spec || realDate(row.date) === undefined) continue;
      const own = this.bySeries.get(spec.id) ?? [];
      const { file, row: line } = row.place;
      const column = row.columns?.change ?? row.place.column;
      own.push({
        date: row.date,
        printed: row.unit === undefined || row.unit === spec.unit ? numberText(row.value) : undefined,
        change: row.change,
        where: cellPlace({ file, row: line, ...(column === undefined ? {} : { column }) }),
      });
      this.bySeries.set(spec.id, own);
      this.noted += 1;
    }
  }

  async findings(writing: Pick<Writing, 'observations'>): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const [series, noted] of this.bySeries) {
      const dates = noted.map((one) => one.date).sort();
      const from = monday(dates[0] ?? '', -1);
      const levels = await writing.observations({ series: [series], from, to: dates.at(-1) ?? '' });
      for (const one of noted) findings.push(...this.judge(series, one, levels));
    }
    return findings;
  }

  private judge(series: string, one: Noted, levels: readonly Vintage[]): Finding[] {
    const spec = this.catalog.series.get(series);
    const level = levels.find((other) => other.date === one.date);
    const [from, to] = [monday(one.date, -1), monday(one.date, 0)];
    const previous = levels.findLast((other) => other.date >= from && other.date < to);
    if (!spec || !level || !previous) return [];
    const problem = chainProblem({
      previous: previous.value,
      level: one.printed ?? level.value,
      change: one.change,
      spec,
    });
    if (!problem) return [];
    const { message, cause } = problem;
    const about = { series, date: one.date, ...(cause === undefined ? {} : { cause }) };
    return [findingAt('E_CHECK_CHAIN', one.where, message, about)];
  }
}

/** The Monday of the date's ISO week, or of so many weeks after it. */
function monday(date: IsoDate, weeks: number): IsoDate {
  return addDays(weekStart(weekOf(date)), 7 * weeks);
}
