import {
  addDays,
  cutoffDay,
  cutoffOf,
  daysBetween,
  endOfMonth,
  previousWeek,
  weekEnding,
  weekStart,
} from '../calendar/week.ts';
import type { CalendarSpec, Catalog, DeskConfig } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Vintage } from '../model/observation.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { InputFiles } from './input-files.ts';
import { isForecast, publishedBy } from './published.ts';
import { revisedValues } from './revised.ts';
import { columnsOf, firstDayKept, thinned, weekIndexes } from './thin.ts';
import { openCalendars, weekFindings } from './week-findings.ts';

export { parseSnapshot, snapshotHash, snapshotText } from './text.ts';

export interface FreezeInput {
  readonly week: WeekId;
  readonly desk: DeskConfig;
  readonly catalog: Catalog;
  /** The newest vintage of each series and date, of any series. */
  readonly observations: readonly Vintage[];
  /** What was known at the cutoff of the week before, of its days at least; says what was revised since. */
  readonly earlier?: readonly Vintage[];
  /** Hashes of the files, for observations that do not carry their own. */
  readonly inputs?: ReadonlyArray<{ readonly file: string; readonly sha256: string }>;
  /** Findings that must travel with the edition, besides those made here. */
  readonly findings: readonly Finding[];
  readonly knownBy?: Instant;
}

/** All that a brief of the week is made from, in an order that depends on nothing but its content. Pure. */
export function freeze(input: FreezeInput): Snapshot {
  const { week, desk, catalog, knownBy } = input;
  const calendars = openCalendars(catalog);
  const cutoff = cutoffOf(week, desk.timeZone);
  const { bySeries, unpublished } = publishedBy(cutoff, observationsOf(input), catalog, calendars);
  const found = [
    ...weekFindings(week, catalog, bySeries, calendars),
    ...unpublished,
    ...revisedValues(previousWeek(week), input.earlier ?? [], bySeries, catalog),
  ];
  const weekOfDay = weekIndexes();
  const kept = new Map([...bySeries].map(([id, own]) => [id, thinned(own, week, weekOfDay)]));
  const inputs = new InputFiles([...kept.values()], input.inputs ?? []);
  const series: Record<string, SnapshotSeries> = {};
  for (const id of [...kept.keys()].sort()) {
    const own = kept.get(id) ?? [];
    if (own.length > 0) series[id] = columnsOf(own, (one) => inputs.indexOf(one));
  }
  const issue = issueOf(week, desk);
  return {
    schema: 1,
    week,
    weekEnding: weekEnding(week),
    cutoff,
    ...(knownBy === undefined ? {} : { knownBy }),
    ...(issue === undefined ? {} : { issue }),
    desk,
    metals: [...catalog.metals],
    calendars: calendarsOf(week, catalog),
    inputs: inputs.list,
    series,
    findings: [...input.findings, ...found],
  };
}

/** Per series of the catalog, oldest first, nothing after the week's Saturday but a month's provisional value. */
function observationsOf({ week, catalog, observations }: FreezeInput): Map<string, Vintage[]> {
  const saturday = cutoffDay(week);
  const monthEnd = endOfMonth(saturday);
  const bySeries = new Map<string, Vintage[]>();
  for (const one of observations) {
    const spec = catalog.series.get(one.series);
    if (!spec || one.date > (isForecast(one, spec) ? monthEnd : saturday)) continue;
    const own = bySeries.get(one.series);
    if (own) own.push(one);
    else bySeries.set(one.series, [one]);
  }
  for (const own of bySeries.values()) own.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return bySeries;
}

/** Weeks counted on from the desk's first numbered issue; none before it. */
function issueOf(week: WeekId, desk: DeskConfig): number | undefined {
  if (!desk.firstIssue) return undefined;
  const weeks = daysBetween(weekStart(desk.firstIssue.week), weekStart(week)) / 7;
  return weeks < 0 ? undefined : desk.firstIssue.number + weeks;
}

/** Calendars of venues that any series names, cut to the time the snapshot looks at. */
function calendarsOf(week: WeekId, catalog: Catalog): CalendarSpec[] {
  const venues = new Set([...catalog.series.values()].map((spec) => spec.venue));
  // The year before the first, so that comparators of the earliest days still find a session.
  const from = addDays(firstDayKept(week), -366);
  const through = later(addDays(weekEnding(week), 14), endOfMonth(cutoffDay(week)));
  return [...catalog.calendars.values()]
    .filter((spec) => venues.has(spec.venue))
    .sort((a, b) => (a.venue < b.venue ? -1 : 1))
    .map((spec) => ({
      ...spec,
      coveredFrom: later(spec.coveredFrom, from),
      coveredThrough: spec.coveredThrough < through ? spec.coveredThrough : through,
      closed: daysWithin(spec.closed, from, through),
      ...(spec.worked === undefined ? {} : { worked: daysWithin(spec.worked, from, through) }),
    }));
}

function daysWithin(days: CalendarSpec['closed'], from: IsoDate, through: IsoDate): CalendarSpec['closed'] {
  return Object.fromEntries(
    Object.entries(days)
      .filter(([day]) => day >= from && day <= through)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function later(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b;
}
