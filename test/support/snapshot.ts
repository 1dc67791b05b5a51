import { cutoffOf, weekEnding } from '../../src/calendar/week.ts';
import {
  type CalendarSpec,
  type ChartLine,
  type DerivedSpec,
  deskSchema,
  type MetalSpec,
  type RelationSpec,
  type SeriesSpec,
} from '../../src/model/catalog.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Status } from '../../src/model/observation.ts';
import type { Snapshot, SnapshotSeries } from '../../src/model/snapshot.ts';

type Point = readonly [date: string, value: string | number, status?: Status];

/** One series of a hand-made snapshot: any field of its spec, its metal (copper), its points in any order. */
export type MadeSeries = Partial<SeriesSpec> & {
  readonly id: string;
  readonly metal?: string;
  readonly points?: readonly Point[];
};

export interface Made {
  readonly week: string;
  readonly series: readonly MadeSeries[];
  readonly derived?: ReadonlyArray<DerivedSpec & { readonly metal?: string }>;
  readonly charts?: ReadonlyArray<ChartLine & { readonly metal?: string }>;
  /** Of the first metal. */
  readonly relations?: readonly RelationSpec[];
  /** Closed weekdays by venue, e.g. `{ shfe: ['2024-10-01'] }`; venues named by a series have a calendar anyway. */
  readonly closed?: Readonly<Record<string, readonly string[]>>;
  readonly findings?: readonly Finding[];
}

export function madeSpec(series: MadeSeries): SeriesSpec {
  const { metal: _metal, points: _points, ...given } = series;
  const kind = given.kind ?? 'price';
  return {
    kind,
    name: { en: `Name of ${given.id}`, zh: `${given.id}的名称` },
    unit: 'USD/t',
    decimals: { en: 2, zh: 2 },
    vat: 'excl',
    quote: 'close',
    venue: 'lme',
    frequency: 'daily',
    change: 'pct',
    source: { name: { en: 'LME', zh: 'LME' }, licence: 'restricted', lag: { en: 'daily', zh: '每日' } },
    staleAfterDays: given.frequency === 'monthly' ? 45 : given.frequency === 'weekly' ? 9 : 4,
    range: [-1e9, 1e9],
    warnMove: 10,
    polarity: kind === 'stock' ? -1 : 1,
    ...given,
  };
}

/** A whole snapshot from little: copper, LME, daily, USD/t, close, unless a series says otherwise. */
export function snapshotOf(made: Made): Snapshot {
  const desk = deskSchema.parse({
    name: { en: 'Test desk', zh: '测试台' },
    title: { en: 'Metals weekly', zh: '金属周报' },
    languages: ['en', 'zh'],
    timeZone: 'Asia/Shanghai',
    sections: ['dashboard', 'inventories', 'macro', 'bulk', 'minor', 'energy', 'method', 'data-notes'],
  });
  return {
    schema: 1,
    week: made.week,
    weekEnding: weekEnding(made.week),
    cutoff: cutoffOf(made.week, desk.timeZone),
    desk,
    metals: metalsOf(made),
    calendars: calendarsOf(made),
    inputs: [{ file: 'data/inbox/made.csv', sha256: '0'.repeat(64) }],
    series: Object.fromEntries(
      made.series.flatMap((series) => {
        const columns = columnsOf(series.points ?? []);
        return columns === undefined ? [] : [[series.id, columns]];
      }),
    ),
    findings: [...(made.findings ?? [])],
  };
}

/** Friday points, oldest first, ending at the week: `values.at(-1)` is the week's. */
export function fridays(week: string, values: ReadonlyArray<string | number>, status?: Status): Point[] {
  const end = Date.parse(`${weekEnding(week)}T00:00:00Z`);
  return values.map((value, index) => {
    const date = new Date(end - (values.length - 1 - index) * 7 * 86_400_000).toISOString().slice(0, 10);
    return status === undefined ? [date, value] : [date, value, status];
  });
}

/** Points on every weekday from `from` through `through`. */
export function weekdays(from: string, through: string, value: (index: number) => string | number): Point[] {
  const points: Point[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${through}T00:00:00Z`); at += 86_400_000) {
    const day = new Date(at);
    if (day.getUTCDay() % 6 !== 0) points.push([day.toISOString().slice(0, 10), value(points.length)]);
  }
  return points;
}

function columnsOf(given: readonly Point[]): SnapshotSeries | undefined {
  const points = [...given].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  if (points.length === 0) return undefined;
  const except = points.flatMap((point, index): [string, Status][] =>
    point[2] === undefined || point[2] === 'traded' ? [] : [[String(index), point[2]]],
  );
  return {
    dates: points.map((point) => point[0]),
    values: points.map((point) => String(point[1])),
    status: 'traded',
    ...(except.length === 0 ? {} : { except: Object.fromEntries(except) }),
    files: [[0, 0]],
    rows: points.map((_, index) => index + 2),
  };
}

function metalsOf(made: Made): MetalSpec[] {
  const ids = new Set(
    [...made.series, ...(made.derived ?? []), ...(made.charts ?? [])].map((item) => item.metal ?? 'copper'),
  );
  return [...ids].map((metal, order) => {
    const own = <T extends { metal?: string }>(items: readonly T[] = []) =>
      items.filter((item) => (item.metal ?? 'copper') === metal);
    const series = own(made.series).map(madeSpec);
    return {
      metal,
      name: { en: metal, zh: metal === 'copper' ? '铜' : metal },
      group: 'bulk' as const,
      order,
      core: true,
      paragraph: series.map((spec) => spec.id),
      series,
      derived: own(made.derived).map(({ metal: _metal, ...spec }) => spec),
      ...(made.relations && order === 0 ? { relations: [...made.relations] } : {}),
      charts: own(made.charts).map(({ metal: _metal, ...line }) => line),
    };
  });
}

function calendarsOf(made: Made): CalendarSpec[] {
  const venues = new Set([
    ...made.series.map((series) => series.venue ?? 'lme'),
    ...Object.keys(made.closed ?? {}),
  ]);
  return [...venues].map((venue) => ({
    venue,
    name: { en: venue.toUpperCase(), zh: venue.toUpperCase() },
    timeZone: 'Asia/Shanghai',
    coveredFrom: '2010-01-01',
    coveredThrough: '2030-12-31',
    closed: Object.fromEntries((made.closed?.[venue] ?? []).map((date) => [date, 'closed'])),
  }));
}
