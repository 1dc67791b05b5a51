import { lastCompleteWeek } from '../calendar/clock.ts';
import {
  cutoffDay,
  cutoffOf,
  endOfMonth,
  parseWeek,
  previousWeek,
  weekOf,
  weekStart,
} from '../calendar/week.ts';
import { AssayError } from '../errors.ts';
import type { Catalog, DeskConfig } from '../model/catalog.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { Store } from '../store/index.ts';
import { freeze } from './freeze.ts';
import { firstDayKept } from './thin.ts';

/** The week asked for, or the last complete one that has data. Throws AssayError usage E_WEEK, data E_WEEK_EMPTY. */
export async function weekToBuild(
  asked: string | undefined,
  store: Store,
  now: Date,
  timeZone: string,
): Promise<WeekId> {
  if (asked !== undefined) return parseWeek(asked);
  const last = lastCompleteWeek(now, timeZone);
  const to = cutoffDay(last);
  const newest = await store.newestDate(to);
  if (newest !== undefined) return weekOf(newest);
  throw new AssayError('data', {
    code: 'E_WEEK_EMPTY',
    where: 'data/inbox',
    message: `no observation up to ${to}. Put a .csv with the week's figures into data/inbox, or name a week that has data.`,
  });
}

interface FreezeOptions {
  /** Only what was known at that moment. */
  readonly knownBy?: Instant | undefined;
  /** When the issue of a week was published: most are printed after their cutoff, from files that came after it. */
  readonly publishedAt?: (week: WeekId) => Promise<Instant | undefined>;
}

/** All that is known of a week, read from the store and frozen. */
export async function freezeWeek(
  week: WeekId,
  desk: { readonly catalog: Catalog; readonly config: DeskConfig },
  store: Store,
  { knownBy, publishedAt = async () => undefined }: FreezeOptions = {},
): Promise<Snapshot> {
  const series = [...desk.catalog.series.keys()];
  const observations = await store.observations({
    series,
    from: firstDayKept(week),
    // Forecasts of a month are dated to its end.
    to: endOfMonth(cutoffDay(week)),
    ...(knownBy === undefined ? {} : { knownBy }),
  });
  const previous = previousWeek(week);
  const printed = (await publishedAt(previous)) ?? cutoffOf(previous, desk.config.timeZone);
  const earlier = await store.observations({
    series,
    from: weekStart(previous),
    to: cutoffDay(previous),
    knownBy: knownBy !== undefined && knownBy < printed ? knownBy : printed,
  });
  return freeze({
    week,
    desk: desk.config,
    catalog: desk.catalog,
    observations,
    earlier,
    findings: [],
    ...(knownBy === undefined ? {} : { knownBy }),
  });
}
