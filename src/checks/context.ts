import { openCalendar } from '../calendar/trading.ts';
import { addDays, cutoffDay, weekEnding, weekStart } from '../calendar/week.ts';
import { AssayError } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';
import type { CheckContext, Point, Subject } from './check.ts';

/** The managed rate moves a per cent or two in a quarter: an older one still tells a factor from a market move. */
const RATE_DAYS = 120;

/** A frozen week as the checks see it. Throws AssayError data where the snapshot is torn. */
export function contextOf(snapshot: Snapshot): CheckContext {
  const saturday = cutoffDay(snapshot.week);
  // No rule looks ahead; but a month's provisional value is dated to the month's end, and printed.
  const isOfTheWeek = ({ date, status }: Point, { frequency }: SeriesSpec): boolean =>
    date <= saturday || (frequency === 'monthly' && status === 'provisional');
  const subjects = new Map<string, Subject>();
  for (const { metal, series } of snapshot.metals) {
    for (const spec of series) {
      const own = Object.hasOwn(snapshot.series, spec.id) ? snapshot.series[spec.id] : undefined;
      // Values somebody took out are no neighbors to compare with.
      const out = new Set(snapshot.withheld?.[spec.id]?.map(({ date }) => date));
      const points = own
        ? pointsOf(own, snapshot.inputs).filter((point) => !out.has(point.date) && isOfTheWeek(point, spec))
        : [];
      subjects.set(spec.id, { spec: { ...spec, metal }, points: marked(points, spec.id, snapshot) });
    }
  }
  const calendars = new Map(snapshot.calendars.map((spec) => [spec.venue, openCalendar(spec)]));
  return {
    week: snapshot.week,
    monday: weekStart(snapshot.week),
    friday: weekEnding(snapshot.week),
    saturday,
    subjects,
    derived: new Map(
      snapshot.metals.flatMap(({ metal, derived }) => derived.map((spec) => [spec.id, { ...spec, metal }])),
    ),
    allowNegative: snapshot.desk.data.allowNegative,
    relations: snapshot.metals.flatMap(({ relations }) => relations ?? []),
    calendar: (venue) => calendars.get(venue),
    exchangeRate: exchangeRates(subjects),
  };
}

/** Points that somebody answers for say so. The caller sees to it that the override is of the value that is there. */
function marked(points: Point[], series: string, { overrides = [] }: Snapshot): Point[] {
  const accepted = overrides.filter((one) => one.series === series && one.action === 'accept');
  if (accepted.length === 0) return points;
  const days = new Set(accepted.map(({ date }) => date));
  return points.map((point) => (days.has(point.date) ? { ...point, accepted: true } : point));
}

/** The catalog's series of CNY for one USD that has values; undefined on days it says nothing of. */
function exchangeRates(subjects: ReadonlyMap<string, Subject>): CheckContext['exchangeRate'] {
  const rates = [...subjects.values()].filter(
    ({ spec, points }) => spec.kind === 'fx' && spec.unit === 'CNY/USD' && points.length > 0,
  );
  return (date) => {
    for (const { points } of rates) {
      const at = lastOnOrBefore(points, date);
      const point = points[at];
      if (point && point.date >= addDays(date, -RATE_DAYS)) return point.value;
    }
    return undefined;
  };
}

/** Index of the newest point not after the day, -1 where there is none. */
export function lastOnOrBefore(points: readonly Point[], date: IsoDate): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.date ?? '') <= date) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** A series' columns as points, oldest first, each with the place it was read. Throws AssayError data when torn. */
export function pointsOf(series: SnapshotSeries, inputs: Snapshot['inputs']): Point[] {
  const { dates, values, rows, files } = series;
  let run = -1;
  return dates.map((date, at) => {
    while (files[run + 1] && (files[run + 1]?.[0] ?? 0) <= at) run += 1;
    const [, file, column] = files[run] ?? [0, -1];
    const [text, row, input] = [values[at], rows[at], inputs[file]];
    if (text === undefined || row === undefined || input === undefined) throw torn(date);
    const place = { file: input.file, row, ...(column === undefined ? {} : { column }) };
    return { date, value: Number(text), text, status: series.except?.[at] ?? series.status, place };
  });
}

function torn(date: IsoDate): AssayError {
  return new AssayError('data', {
    code: 'E_SNAPSHOT',
    where: 'snapshot.json',
    message: `the value of ${date} has no number or place. Restore the file from a copy of the edition.`,
  });
}
