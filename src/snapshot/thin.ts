import { dayNumber } from '../calendar/day.ts';
import { addDays, weekEnding, weekIndex } from '../calendar/week.ts';
import type { Vintage } from '../model/observation.ts';
import type { SnapshotSeries } from '../model/snapshot.ts';
import type { IsoDate, WeekId } from '../model/time.ts';

const YEARS_BACK = 6;

/** The first day of the calendar year six years before the week's: five for seasonal bands, one to compare with. */
export function firstDayKept(week: WeekId): IsoDate {
  return `${Number(weekEnding(week).slice(0, 4)) - YEARS_BACK}-01-01`;
}

/** A year and the ten days a comparator may be older than wanted, with room for holidays. */
export const DAILY_DAYS = 400;

/**
 * From this day every observation is kept, before it the last of each ISO week. In a week that ends in the first
 * days of January the last session may lie in the old year, and its year to date starts a year earlier still.
 */
function firstDailyDay(week: WeekId): IsoDate {
  const friday = weekEnding(week);
  const lastYear = `${Number(friday.slice(0, 4)) - 1}-01-01`;
  const reach = addDays(friday, -DAILY_DAYS);
  return reach < lastYear ? reach : lastYear;
}

/** Index of the ISO week a day lies in. All series share their days: each is worked out once. */
export function weekIndexes(): (date: IsoDate) => number {
  const known = new Map<IsoDate, number>();
  return (date) => {
    const index = known.get(date) ?? weekIndex(dayNumber(date));
    known.set(date, index);
    return index;
  };
}

/** What metrics, bands and charts of the week need of one series' observations, given oldest first. */
export function thinned(
  observations: readonly Vintage[],
  week: WeekId,
  weekOfDay: (date: IsoDate) => number,
): Vintage[] {
  const [first, daily] = [firstDayKept(week), firstDailyDay(week)];
  return observations.filter((one, at) => {
    if (one.date < first) return false;
    if (one.date >= daily) return true;
    const next = observations[at + 1];
    return next === undefined || weekOfDay(next.date) !== weekOfDay(one.date);
  });
}

/** Observations of one series as columns. `inputOf` gives the index of the file each was read from. */
export function columnsOf(
  observations: readonly Vintage[],
  inputOf: (one: Vintage) => number,
): SnapshotSeries {
  const usual = mostFrequent(observations.map((one) => one.status));
  const except: Record<string, Vintage['status']> = {};
  const files: Array<[number, number] | [number, number, number]> = [];
  for (const [at, one] of observations.entries()) {
    if (one.status !== usual) except[at] = one.status;
    const input = inputOf(one);
    const { column } = one.place;
    const run = files[files.length - 1];
    if (run && run[1] === input && run[2] === column) continue;
    files.push(column === undefined ? [at, input] : [at, input, column]);
  }
  return {
    dates: observations.map((one) => one.date),
    values: observations.map((one) => one.value),
    rows: observations.map((one) => one.place.row),
    status: usual,
    ...(Object.keys(except).length === 0 ? {} : { except }),
    files,
  };
}

/** Of two equally frequent the one met first, so that the same observations give the same columns. */
function mostFrequent(statuses: readonly Vintage['status'][]): Vintage['status'] {
  const counts = new Map<Vintage['status'], number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  let [usual, most]: [Vintage['status'], number] = ['traded', 0];
  for (const [status, count] of counts) if (count > most) [usual, most] = [status, count];
  return usual;
}
