import { joined, lineOf, name, type Part } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block, Line, Section } from '../model/brief.ts';
import type { MetalGroup } from '../model/catalog.ts';
import type { IsoDate } from '../model/time.ts';
import { type Charts, chartsBlock } from './charts.ts';
import { type Context, kindOf, metalsOf, nameOf, seriesOf } from './context.ts';
import { emptyNote } from './empty.ts';
import { metalSection } from './metal.ts';
import { directionOf, figureRun } from './runs.ts';

const MOST_NAMED = 4;

/** A group's overview, then its metals. */
export function group(which: Exclude<MetalGroup, 'macro'>, charts: Charts, context: Context): Section[] {
  const metals = metalsOf(which, context);
  const overview = overviewOf(which, context);
  const blocks = [...overview, ...chartsBlock(charts.placed('overview', which))];
  // A week may give an overview nothing to say of series that have values.
  const observed = metals.some((metal) => seriesOf(metal, context).length > 0);
  return [
    {
      id: which,
      title: context.say.sections[which],
      level: 1,
      blocks: blocks.length > 0 || observed ? blocks : [emptyNote(context)],
    },
    ...metals.flatMap((metal) => metalSection(metal, charts, context)),
  ];
}

function overviewOf(which: MetalGroup, context: Context): Block[] {
  const { overview } = context.say;
  const series = metalsOf(which, context).flatMap((metal) => seriesOf(metal, context));
  const prices = series.filter((one) => kindOf(one) === 'price');
  const stocks = series.filter((one) => kindOf(one) === 'stock' && 'kind' in one.spec);
  const moved = (direction: 'up' | 'down' | 'flat'): SeriesAnalysis[] =>
    prices.filter((one) => one.changes.week && directionOf(one.changes.week.figure, context) === direction);
  const lines = [
    ...labeled(overview.rising, largest(moved('up')).map(withChange(context)), context),
    ...labeled(overview.falling, largest(moved('down')).map(withChange(context)), context),
    ...labeled(overview.unchanged, moved('flat').slice(0, MOST_NAMED).map(alone(context)), context),
    ...labeled(
      overview.stocks,
      largest(stocks.filter((one) => one.changes.week)).map(withChange(context)),
      context,
    ),
    ...labeled(overview.withheld, withheld(series).map(alone(context)), context),
    ...labeled(overview.closed, closed(series).map(alone(context)), context),
    ...labeled(overview.silent, silent(series, context), context),
  ];
  return lines.length === 0 ? [] : [{ kind: 'box', title: overview.title(which), lines }];
}

function labeled(label: string, parts: readonly Part[], context: Context): Line[] {
  return parts.length === 0 ? [] : [context.say.labeled(label, context.say.list(parts))];
}

/** The largest moves, one a metal. */
function largest(series: readonly SeriesAnalysis[]): SeriesAnalysis[] {
  const size = (one: SeriesAnalysis): number => Math.abs(Number(one.changes.week?.value ?? 0));
  const sorted = [...series].sort((a, b) => size(b) - size(a) || (a.id < b.id ? -1 : 1));
  const first = sorted.filter((one, at) => sorted.findIndex((other) => other.metal === one.metal) === at);
  return first.slice(0, MOST_NAMED);
}

function withChange(context: Context): (one: SeriesAnalysis) => Line {
  return (one) => {
    const change = one.changes.week;
    return change === undefined
      ? alone(context)(one)
      : lineOf([
          alone(context)(one),
          context.language === 'zh' ? '' : ' ',
          figureRun(change.figure, context),
        ]);
  };
}

function alone(context: Context): (one: SeriesAnalysis) => Line {
  return (one) => [name(context.say.spoken(nameOf(one, context)))];
}

function withheld(series: readonly SeriesAnalysis[]): SeriesAnalysis[] {
  return series.filter((one) => one.freshness === 'withheld' && 'kind' in one.spec);
}

/** Series whose venue had no session in the week. */
function closed(series: readonly SeriesAnalysis[]): SeriesAnalysis[] {
  return series.filter((one) => one.freshness === 'closed' && 'kind' in one.spec);
}

/** Stale series, those of one day together, the longest silence first. */
function silent(series: readonly SeriesAnalysis[], context: Context): Line[] {
  const byDay = new Map<IsoDate, SeriesAnalysis[]>();
  for (const one of series) {
    if (one.freshness !== 'stale' || !('kind' in one.spec) || one.last === undefined) continue;
    byDay.set(one.last.date, [...(byDay.get(one.last.date) ?? []), one]);
  }
  const { say } = context;
  const parts = [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, those]) =>
      say.overview.silentSince(say.list(those.map(alone(context))), say.dates.full(day)),
    );
  return parts.length === 0 ? [] : [joined(parts, context.language === 'zh' ? '；' : '; ')];
}
