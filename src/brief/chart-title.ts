import { daysBetween } from '../calendar/week.ts';
import type { ChartFinding, Extreme, Said } from '../charts/index.ts';
import { type Among, name } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import type { Context } from './context.ts';
import { directionOf, figureRun, levelOf } from './runs.ts';
import { statementOf, UNIT_ONCE } from './statement.ts';

/** A high or low of a few weeks is no news. */
const WORTH_SAYING_DAYS = 91;

/** The sentence over a chart, from what it shows; undefined where it shows nothing. */
export function chartTitle(finding: ChartFinding, context: Context): Line | undefined {
  const { shown } = context.say;
  switch (finding.kind) {
    case 'level':
      return (
        pairOf(finding.first, finding.others.at(-1), context) ??
        extreme(finding.first, finding.extreme, context)
      );
    case 'season': {
      const title = titleOf(finding.first, context);
      const told = finding.illustrative || isSilent(finding.first, context) ? undefined : finding.range;
      return title === undefined || told === undefined ? title : shown.season(title, told);
    }
    case 'total': {
      const title = titleOf(finding.total, context);
      if (title === undefined) return titleOf(finding.parts[0], context);
      const told =
        !finding.illustrative && finding.total !== undefined && !isWithheld(finding.total, context);
      const year = told ? finding.year : undefined;
      return year === undefined || year === 'flat' ? title : shown.total(title, year);
    }
    case 'comparison':
      return comparison(finding, context);
    case 'spread': {
      const title = titleOf(finding.first, context);
      if (title !== undefined && finding.crossed && !isSilent(finding.first, context))
        return shown.crossed(title);
      return extreme(finding.first, finding.extreme, context);
    }
    case 'ratio': {
      const title = titleOf(finding.first, context);
      return title === undefined || isSilent(finding.first, context)
        ? title
        : shown.band(title, finding.band);
    }
    case 'movers':
      return shown.movers(mover(finding.up[0], context), mover(finding.down[0], context));
    case 'scatter':
      return shown.scatter(nameRun(finding.leader.series, context), nameRun(finding.laggard.series, context));
    case 'missing':
      return undefined;
  }
}

function titleOf(said: Said | undefined, context: Context): Line | undefined {
  const one = said && context.analysis.series.get(said.series);
  const statement = one && statementOf(one, context);
  return statement && context.say.title(statement);
}

/** Both moves, where the first series of a chart and its last both moved this week. */
function pairOf(first: Said, other: Said | undefined, context: Context): Line | undefined {
  const [one, two] = [first, other].map((said) => {
    const series = said && context.analysis.series.get(said.series);
    return series && statementOf(series, context);
  });
  if (one?.says !== 'move' || two?.says !== 'move') return undefined;
  // Where the level alone names the unit, a title without levels would leave the change without one.
  return [one, two].some(({ kind }) => UNIT_ONCE.has(kind)) ? undefined : context.say.pair(one, two);
}

function isWithheld(said: Said, context: Context): boolean {
  return context.analysis.series.get(said.series)?.freshness === 'withheld';
}

/** A value of weeks ago is above or below nothing today. */
function isSilent(said: Said, context: Context): boolean {
  const freshness = context.analysis.series.get(said.series)?.freshness;
  return freshness === 'stale' || freshness === 'closed' || freshness === 'withheld';
}

function extreme(said: Said, found: Extreme | undefined, context: Context): Line | undefined {
  const title = titleOf(said, context);
  if (title === undefined || found === undefined || found.illustrative || isSilent(said, context))
    return title;
  const { shown, dates } = context.say;
  const among = amongOf(context.analysis.series.get(said.series), found);
  if (found.since === undefined) return shown.extreme(title, found.side, among, undefined);
  const { weekEnding } = context.analysis;
  if (daysBetween(found.since, weekEnding) < WORTH_SAYING_DAYS) return title;
  // A record of a quarter or longer needs no day, and a title has two lines.
  return shown.extreme(title, found.side, among, dates.month(found.since, weekEnding));
}

/** What the chart's points are: only of a series observed once a week or month are they all there is. */
function amongOf(one: SeriesAnalysis | undefined, { monthly }: Extreme): Among {
  if (one === undefined || !('frequency' in one.spec)) return monthly ? 'months' : 'week-ends';
  const { frequency, quote } = one.spec;
  if (frequency === 'monthly') return 'months';
  if (frequency === 'weekly') return 'weeks';
  return quote === 'close' ? 'closes' : 'week-ends';
}

function comparison(
  finding: Extract<ChartFinding, { kind: 'comparison' }>,
  context: Context,
): Line | undefined {
  const one = context.analysis.series.get(finding.first.series);
  if (one === undefined || finding.year === undefined) return titleOf(finding.first, context);
  return context.say.shown.year(
    nameRun(one.id, context),
    levelOf(one, context),
    directionOf(finding.year, context),
    figureRun(finding.year, context, 'size'),
  );
}

function mover(said: Said | undefined, context: Context): { name: Run; change: Run } | undefined {
  if (said?.week === undefined) return undefined;
  return { name: nameRun(said.series, context), change: figureRun(said.week, context) };
}

function nameRun(series: string, context: Context): Run {
  const spec = context.analysis.series.get(series)?.spec;
  return name(spec === undefined ? series : context.say.spoken(spec.name[context.language]));
}
