import { publicationDay, publishedAt } from '../calendar/publication.ts';
import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import { addDays, daysBetween, parseWeek, weekEnding, weekStart } from '../calendar/week.ts';
import type { Effects } from '../effects.ts';
import type { Problem } from '../errors.ts';
import type { CalendarSpec, SeriesSpec } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { ScheduleConfig } from '../model/schedule.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import { withNotes } from '../notes/index.ts';
import type { Needs } from '../schedule/work.ts';
import { coreSeries } from '../snapshot/core-series.ts';
import { snapshotHash } from '../snapshot/freeze.ts';
import { gate, holds } from '../snapshot/gate.ts';
import { wayOut } from '../snapshot/way-out.ts';
import { keptDesk } from './kept-desk.ts';
import { notesOf } from './week-notes.ts';
import { weekNow } from './week-now.ts';

export interface NeedsRequest {
  readonly week: string;
  readonly series: ScheduleConfig['needs']['series'];
  readonly notes: readonly Language[];
}

/** What of all that a week's edition needs is not there now. Writes nothing. Throws AssayError as a check does. */
export async function needsOf(folder: string, request: NeedsRequest, effects: Effects): Promise<Needs> {
  const week = parseWeek(request.week);
  const desk = await keptDesk(folder);
  const { snapshot: found, intake, today } = await weekNow(desk, async () => week, effects);
  const { notes, findings: said } = await notesOf(desk, week);
  const snapshot = withNotes(found, notes);
  const errors = [...intake.findings, ...said].filter(({ severity }) => severity === 'error');
  const held = gate(snapshot).findings.filter((one) => holds(one, snapshot));
  const written = new Set(Object.keys(notes?.texts ?? {}));
  return {
    series: missingSeries(snapshot, request.series),
    notes: request.notes.filter((language) => !written.has(language)),
    held: [...errors, ...held.map((one) => wayOut(one, snapshot, today))].map(problemOf),
    snapshot: errors.length > 0 ? '' : snapshotHash(snapshot),
  };
}

function problemOf({ code, where, message }: Finding): Problem {
  return { code, where, message };
}

/** What has been silent for so long beyond its limit has ended: unless it is named, nobody waits for it. */
const ENDED_DAYS = 35;

/** Series without the values a week should have by its cut-off, in the catalog's order. Pure. */
function missingSeries(snapshot: Snapshot, needed: ScheduleConfig['needs']['series']): Needs['series'] {
  const core = coreSeries(snapshot.metals);
  const calendars = new Map(snapshot.calendars.map((spec) => [spec.venue, spec]));
  const isNamed = (id: string): boolean => typeof needed !== 'string' && needed.includes(id);
  const isNeeded = (id: string): boolean =>
    needed === 'core' ? core.has(id) : needed === 'all' || isNamed(id);
  return snapshot.metals
    .flatMap(({ series }) => series)
    .filter(({ id }) => isNeeded(id))
    .flatMap((spec) => {
      const last = snapshot.series[spec.id]?.dates.at(-1) ?? '';
      if (last >= neededDay(spec, snapshot, calendars.get(spec.venue))) return [];
      const silent =
        last === '' || daysBetween(last, weekEnding(snapshot.week)) > spec.staleAfterDays + ENDED_DAYS;
      return silent && !isNamed(spec.id) ? [] : [{ id: spec.id, last }];
    });
}

/**
 * The date a series should have reached: the last session of the week whose value is published by the cut-off. What
 * comes less than daily is only expected not to be stale.
 */
function neededDay(
  spec: SeriesSpec,
  { week, cutoff }: Snapshot,
  calendar: CalendarSpec | undefined,
): IsoDate {
  const friday = weekEnding(week);
  if (spec.frequency !== 'daily') return addDays(friday, -spec.staleAfterDays);
  if (calendar === undefined || calendar.coveredThrough < friday) return weekStart(week);
  const sessions = openCalendar(calendar);
  const known = sessions
    .sessionsBetween(addDays(friday, -20), friday)
    .findLast((day) => isPublished(spec, day, cutoff, sessions));
  return known ?? weekStart(week);
}

function isPublished(
  { source: { publication } }: SeriesSpec,
  date: IsoDate,
  cutoff: string,
  calendar: TradingCalendar,
): boolean {
  if (publication === undefined) return true;
  return (
    publicationDay(publication, date, calendar) < cutoff.slice(0, 10) ||
    publishedAt(publication, date, calendar) <= cutoff
  );
}
