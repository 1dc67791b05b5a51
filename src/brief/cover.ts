import { addDays } from '../calendar/week.ts';
import { daggered, line, lineOf, name, type Statement } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Cover, Line } from '../model/brief.ts';
import type { MetalGroup } from '../model/catalog.ts';
import type { FigureId } from '../model/figure.ts';
import { analystHeadline } from './analyst.ts';
import type { Charts } from './charts.ts';
import { type Context, isIllustrative, isListed, kindOf, metalsOf } from './context.ts';
import { figureRun, printedValue } from './runs.ts';
import { statementOf } from './statement.ts';

const MOST_POINTS = 6;

/** The week in one look. */
export function coverOf(charts: Charts, context: Context): Cover {
  const { snapshot, analysis, say, language } = context;
  const { desk } = snapshot;
  const cutoff = say.dates.moment(snapshot.cutoff, addDays(analysis.weekEnding, 1));
  return {
    masthead: desk.name[language],
    title: desk.title[language],
    dateline: say.cover.dateline(say.dates.weekday(analysis.weekEnding), cutoff),
    ...(snapshot.issue === undefined ? {} : { issue: say.cover.issue(name(String(snapshot.issue))) }),
    ...headlines(context),
    points: pointsOf(context).map((point) => point.line),
    ...(charts.movers.spec === undefined ? {} : { movers: charts.movers.block }),
    dataLine: dataLineOf(context),
  };
}

/** The desk's own, where somebody wrote one: what it replaces is the first of the points. */
function headlines(context: Context): Pick<Cover, 'headline' | 'byline'> {
  return analystHeadline(context) ?? { headline: headlineOf(context) };
}

/** What the headline tells. */
export function leadOf(context: Context): Statement | undefined {
  const [lead] = leads(context);
  return lead && statementOf(lead, context);
}

function headlineOf(context: Context): Line {
  const [lead] = leads(context);
  const said = leadOf(context);
  if (said === undefined) return line`${context.say.cover.noHeadline}`;
  const measure = lead?.z === undefined ? 'size' : 'history';
  const largest = lead?.id === context.analysis.notable[0] ? measure : undefined;
  return daggered(context.say.cover.headline(said, largest));
}

/** Prices that moved, the most unusual first, as long as the printed change is not zero. */
function leads(context: Context): SeriesAnalysis[] {
  const moved = context.analysis.notable.flatMap((id) => {
    const one = context.analysis.series.get(id);
    return one !== undefined && statementOf(one, context)?.says === 'move' ? [one] : [];
  });
  return realFirst(moved);
}

/** What was really observed, now and for the comparison, comes before what rests on illustrative history. */
function realFirst(series: readonly SeriesAnalysis[]): SeriesAnalysis[] {
  const isReal = (one: SeriesAnalysis): boolean =>
    one.last?.illustrative === false &&
    (one.changes['since-monday'] ?? one.changes.week)?.illustrative !== true;
  return [...series.filter(isReal), ...series.filter((one) => !isReal(one))];
}

/** A key point, and what it tells. */
export interface Point {
  readonly line: Line;
  readonly series: SeriesAnalysis;
  readonly said: Statement;
}

/** One sentence a theme, no series twice: the leading price, then other metals, a stock, a fee, macro. */
export function pointsOf(context: Context): Point[] {
  const chosen: SeriesAnalysis[] = [];
  const metals = new Set<string>();
  const take = (one: SeriesAnalysis | undefined, sameMetal = false): void => {
    if (one === undefined || chosen.includes(one) || (metals.has(one.metal) && !sameMetal)) return;
    chosen.push(one);
    metals.add(one.metal);
  };
  const prices = leads(context);
  const fresh = [...context.analysis.series.values()].filter(
    (one) => one.freshness === 'fresh' && isListed(one),
  );
  const inGroup = (group: MetalGroup): Set<string> =>
    new Set(metalsOf(group, context).map((metal) => metal.metal));
  /** Metals a brief always reports speak for their group before their neighbors do. */
  const core = new Set(context.metals.filter((metal) => metal.core).map((metal) => metal.metal));
  take(prices[0]);
  take(prices.find((one) => inGroup('bulk').has(one.metal) && !metals.has(one.metal)));
  const stocks = fresh.filter((one) => kindOf(one) === 'stock' && 'kind' in one.spec);
  const elsewhere = stocks.filter((one) => !metals.has(one.metal) && one.last?.illustrative === false);
  take(mostMoved(elsewhere.length > 0 ? elsewhere : stocks), true);
  take(
    realFirst(fresh).find((one) => kindOf(one) === 'fee') ??
      realFirst(fresh).find((one) => kindOf(one) === 'premium'),
    true,
  );
  take(speaking(prices, fresh, inGroup('minor'), core));
  take(speaking(prices, fresh, inGroup('energy'), core));
  take(mostMoved(fresh.filter((one) => inGroup('macro').has(one.metal))));
  for (const one of prices) if (chosen.length < MOST_POINTS) take(one);
  return chosen.slice(0, MOST_POINTS).flatMap((one) => {
    const said = statementOf(one, context);
    return said === undefined ? [] : [{ line: point(one, said, context), series: one, said }];
  });
}

/** A group's most unusual price, or else one that did not move. */
function speaking(
  prices: readonly SeriesAnalysis[],
  fresh: readonly SeriesAnalysis[],
  metals: ReadonlySet<string>,
  core: ReadonlySet<string>,
): SeriesAnalysis | undefined {
  return (
    prices.find((one) => metals.has(one.metal) && core.has(one.metal) && one.last?.illustrative === false) ??
    prices.find((one) => metals.has(one.metal) && core.has(one.metal)) ??
    prices.find((one) => metals.has(one.metal)) ??
    fresh.find((one) => metals.has(one.metal) && kindOf(one) === 'price')
  );
}

function mostMoved(all: readonly SeriesAnalysis[]): SeriesAnalysis | undefined {
  const size = (one: SeriesAnalysis): number =>
    Math.abs(one.z ?? Number(one.changes.week?.value ?? one.changes['since-monday']?.value ?? 0) / 100);
  return realFirst([...all].sort((a, b) => size(b) - size(a) || (a.id < b.id ? -1 : 1)))[0];
}

function point(one: SeriesAnalysis, said: Statement, context: Context): Line {
  const metal = context.metals.find((each) => each.metal === one.metal);
  return context.say.labeled(metal?.name[context.language] ?? one.metal, context.say.paragraph([said]));
}

function dataLineOf(context: Context): Line {
  const { counts } = context.analysis;
  const run = (id: FigureId) => figureRun(id, context);
  const some = (key: 'stale' | 'closed' | 'late' | 'withheld') =>
    printedValue(counts[key], context).isZero() ? {} : { [key]: run(counts[key]) };
  const counted = context.say.cover.dataLine({
    fresh: run(counts.fresh),
    total: run(counts.total),
    ...some('stale'),
    ...some('closed'),
    ...some('late'),
    ...some('withheld'),
  });
  if (!isIllustrative(context)) return counted;
  return lineOf([counted, context.language === 'zh' ? '' : ' ', context.say.cover.illustrative]);
}
