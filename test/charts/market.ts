import { addDays, weekOf } from '../../src/calendar/week.ts';
import type { Analysis, SeriesAnalysis, WeeklyPoint } from '../../src/model/analysis.ts';
import type { ChartLine, DerivedSpec, SeriesSpec } from '../../src/model/catalog.ts';
import { deskSchema } from '../../src/model/catalog.ts';
import type { Figure } from '../../src/model/figure.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

/** The Friday every made-up market ends on. */
const FRIDAY = '2025-06-13';

/** A made-up series: `weeks` points up to `end`, of a wave and a trend; no chance, so the same every time. */
export interface Made {
  readonly id: string;
  readonly metal?: string;
  readonly kind?: SeriesSpec['kind'];
  readonly name?: { readonly en: string; readonly zh: string };
  readonly unit?: string;
  readonly printUnit?: { readonly en?: string; readonly zh?: string };
  readonly decimals?: { readonly en: number; readonly zh: number };
  readonly change?: SeriesSpec['change'];
  readonly weeks?: number;
  readonly end?: string;
  readonly everyDays?: number;
  readonly level?: number;
  /** Height of the wave and rise over the whole stretch, as parts of the level. */
  readonly wave?: number;
  readonly trend?: number;
  readonly phase?: number;
  /** Points made up, counted from the oldest. */
  readonly illustrative?: number;
  /** Points left out, by place. */
  readonly without?: (index: number) => boolean;
  readonly weekChange?: string;
  readonly ytdChange?: string;
  /** With a change over the year, between the points 52 apart. */
  readonly year?: boolean;
  readonly venue?: string;
  readonly against?: string;
  readonly derived?: DerivedSpec['formula'];
  readonly of?: string[];
  readonly band?: [number, number];
  readonly season?: boolean;
}

export function market(made: readonly Made[]): Analysis {
  const figures = new Map<string, Figure>();
  const series = new Map<string, SeriesAnalysis>();
  for (const each of made) {
    const analysis = seriesOf(each, figures);
    series.set(each.id, analysis);
  }
  return {
    week: '2025-W24',
    weekEnding: FRIDAY,
    series,
    figures,
    notable: made.map((each) => each.id),
    counts: {
      total: 'desk.total',
      fresh: 'desk.fresh',
      stale: 'desk.stale',
      late: 'desk.late',
      closed: 'desk.closed',
      never: 'desk.never',
      withheld: 'desk.withheld',
    },
  };
}

function seriesOf(made: Made, figures: Map<string, Figure>): SeriesAnalysis {
  const spec = specOf(made);
  const weekly = pointsOf(made);
  const last = weekly.at(-1);
  const figure = (metric: Figure['metric'], value: string, unit: string): string => {
    const id = `${made.id}.${metric}`;
    figures.set(id, {
      id,
      series: made.id,
      metric,
      value,
      unit,
      asOf: last?.date ?? FRIDAY,
      against: made.against ?? addDays(last?.date ?? FRIDAY, -7),
      source: 'made up',
      places: [],
      illustrative: false,
      check: 'passed',
    });
    return id;
  };
  const change = (span: 'week' | 'ytd' | 'year', value: string) => ({
    span,
    kind: spec.change,
    value,
    from: { date: made.against ?? addDays(last?.date ?? FRIDAY, -7), value: '1', status: 'traded' as const },
    to: { date: last?.date ?? FRIDAY, value: '1', status: 'traded' as const },
    figure: figure(span, value, '%'),
    illustrative: false,
  });
  const ago = weekly.at(-53);
  const yearOf = (to: WeeklyPoint, from: WeeklyPoint) => {
    const reading = ({ date, value }: WeeklyPoint) => ({
      date,
      value: String(value),
      status: 'traded' as const,
    });
    const value = String((to.value / from.value - 1) * 100);
    return { ...change('year', value), from: reading(from), to: reading(to) };
  };
  return {
    id: made.id,
    metal: made.metal ?? 'copper',
    spec,
    freshness: last === undefined ? 'never' : 'fresh',
    ...(last === undefined
      ? {}
      : {
          last: {
            date: last.date,
            value: String(last.value),
            status: 'traded' as const,
            figure: figure('last', String(last.value), spec.unit),
            illustrative: last.illustrative,
          },
        }),
    changes: {
      ...(made.weekChange === undefined ? {} : { week: change('week', made.weekChange) }),
      ...(made.ytdChange === undefined ? {} : { ytd: change('ytd', made.ytdChange) }),
      ...(made.year && last !== undefined && ago !== undefined ? { year: yearOf(last, ago) } : {}),
    },
    noChange: {},
    weekly,
    ...(made.season ? { season: seasonOf(weekly) } : {}),
  };
}

function specOf(made: Made): SeriesSpec | DerivedSpec {
  const name = made.name ?? { en: made.id, zh: made.id };
  const common = {
    id: made.id,
    name,
    unit: made.unit ?? 'USD/t',
    decimals: made.decimals ?? { en: 2, zh: 2 },
    change: made.change ?? ('pct' as const),
    ...(made.printUnit === undefined ? {} : { printUnit: made.printUnit }),
  };
  if (made.derived !== undefined) {
    return {
      ...common,
      formula: made.derived,
      of: made.of ?? ['a', 'b'],
      ...(made.band ? { band: made.band } : {}),
    };
  }
  return {
    ...common,
    kind: made.kind ?? 'price',
    vat: 'na',
    quote: 'close',
    venue: made.venue ?? 'lme',
    frequency: (made.everyDays ?? 7) > 20 ? 'monthly' : 'daily',
    source: {
      name: { en: 'LME', zh: '伦敦金属交易所' },
      licence: 'restricted',
      lag: { en: 'daily', zh: '每日' },
    },
    staleAfterDays: 9,
    range: [-1e9, 1e9],
    warnMove: 6,
    polarity: 1,
  };
}

export function pointsOf(made: Made): WeeklyPoint[] {
  const count = made.weeks ?? 262;
  const level = made.level ?? 9000;
  const points: WeeklyPoint[] = [];
  for (let index = 0; index < count; index += 1) {
    if (made.without?.(index)) continue;
    const date = addDays(made.end ?? FRIDAY, -(made.everyDays ?? 7) * (count - 1 - index));
    const phase = made.phase ?? 0;
    const wave =
      Math.sin(index / 17 + phase) * 0.6 +
      Math.sin(index / 5.3 + phase * 2) * 0.25 +
      Math.sin(index * 1.7 + phase) * 0.12;
    const value = level * (1 + (made.wave ?? 0.15) * wave + (made.trend ?? 0.2) * (index / count - 1));
    points.push({
      week: weekOf(date),
      date,
      value: Number(value.toPrecision(7)),
      illustrative: index < (made.illustrative ?? 0),
    });
  }
  return points;
}

function seasonOf(points: readonly WeeklyPoint[]): NonNullable<SeriesAnalysis['season']> {
  const byWeek = new Map<number, number[]>();
  const lines: { week: number; value: number }[][] = [[], []];
  for (const { week, value } of points) {
    const year = Number(week.slice(0, 4));
    const number = Number(week.slice(6));
    if (year >= 2024) lines[year - 2024]?.push({ week: number, value });
    if (year < 2025) byWeek.set(number, [...(byWeek.get(number) ?? []), value]);
  }
  return {
    years: [2020, 2024],
    weeks: [...byWeek]
      .filter(([, values]) => values.length > 2)
      .sort(([a], [b]) => a - b)
      .map(([week, values]) => ({
        week,
        low: Math.min(...values),
        high: Math.max(...values),
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      })),
    lastYear: lines[0] ?? [],
    thisYear: lines[1] ?? [],
    illustrative: points.some((point) => point.illustrative),
  };
}

export function snapshot(): Snapshot {
  return {
    schema: 1,
    week: '2025-W24',
    weekEnding: FRIDAY,
    cutoff: '2025-06-14T04:00:00.000Z',
    desk: deskSchema.parse({
      name: { en: 'Desk', zh: '研究部' },
      title: { en: 'Metals weekly', zh: '金属周报' },
      languages: ['en', 'zh'],
      timeZone: 'Asia/Shanghai',
      sections: ['dashboard'],
    }),
    metals: [],
    calendars: [],
    inputs: [],
    series: {},
    findings: [],
  };
}

export function chartLine(
  kind: ChartLine['kind'],
  series: string[],
  more: Partial<ChartLine> = {},
): ChartLine {
  return { id: `chart_${kind}`, kind, series, ...more };
}
