import { printFigure } from '../language/numbers.ts';
import type { Change, SeriesAnalysis } from '../model/analysis.ts';
import { decimal } from '../units/decimal.ts';
import { textWidth } from './advances.ts';
import { axisRoom, gridOf, tickTexts, valueScale, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import { hatchedPlot } from './hatch.ts';
import { type Job, sizeOf } from './job.ts';
import { missingChart } from './missing.ts';
import { placed, type Rule, type Scale, specOf, type Text } from './plot.ts';
import { namedPoints } from './point-labels.ts';
import { FONT_SIZE, metalInk, pageInk, STROKE } from './theme.ts';
import { said } from './track.ts';
import { sourceNames } from './words.ts';

interface Spot {
  readonly series: SeriesAnalysis;
  readonly name: string;
  readonly week: number;
  readonly ytd: number;
  readonly changes: readonly [week: Change, ytd: Change];
}

/** Above the plot the y axis's title, below it the ticks and the x axis's title. */
const TOP = 24;
const FOOT = 25;
/** A dozen names need more height than a line. */
const HEIGHT = 180;
const RADIUS = 2.6;

/** The week's move against the year's so far, in per cent, each series a named point. */
export function scatterChart(job: Job): Chart {
  const spots = job.line.series.flatMap((id) => spotOf(job, job.analysis.series.get(id)));
  const byYear = spots.toSorted((a, b) => b.ytd - a.ytd);
  const byWeek = spots.toSorted((a, b) => b.week - a.week);
  const [leader, laggard, best, worst] = [byYear.at(0), byYear.at(-1), byWeek.at(0), byWeek.at(-1)];
  if (spots.length < 2 || !leader || !laggard || !best || !worst) return missingChart(job, 'few');

  const { width } = sizeOf(job);
  const bottom = HEIGHT - FOOT;
  const yTicks = ticksOver(spots.map((spot) => spot.week));
  const xTicks = ticksOver(spots.map((spot) => spot.ytd));
  const y = valueScale(yTicks, TOP, bottom);
  const left = axisRoom(tickTexts(yTicks)) + 4;
  const x: Scale = { domain: valueScale(xTicks, 0, 0).domain, range: [left, width - 12] };
  const grid = gridOf(yTicks, y, width);
  const named = namedPoints(
    spots.map(({ name, ytd, week }) => ({
      text: name,
      x: placed(x, ytd),
      y: placed(y, week),
      radius: RADIUS,
    })),
    { left, right: width, top: TOP - 8, bottom },
    [
      { x: placed(x, 0) - 1, x2: placed(x, 0) + 1, y: TOP, y2: bottom },
      { x: left, x2: width, y: placed(y, 0) - 1, y2: placed(y, 0) + 1 },
    ],
  );
  const illustrative = spots.some(({ changes }) => changes.some((change) => change.illustrative));
  const series = spots.map((spot) => spot.series.id);
  const muted = pageInk('muted');
  return {
    block: {
      id: job.line.id,
      kind: 'scatter',
      subtitle: job.words.moves,
      source: job.words.source(sourceNames(job, series), job.analysis.weekEnding, illustrative),
      alt: job.words.altValues(
        'scatter',
        job.words.moves,
        spots.map((spot) => ({ name: spot.name, value: valuesOf(job, spot) })),
        illustrative,
      ),
      illustrative,
      width: job.width,
      series,
    },
    spec: specOf({
      width,
      height: HEIGHT,
      time: false,
      x,
      y,
      hatch: illustrative ? hatchedPlot({ left, right: width, top: TOP, bottom }) : [],
      rules: [...grid.rules, ...xRules(xTicks, x, bottom), ...named.rules],
      dots: spots.map((spot) => ({
        x: spot.ytd,
        y: spot.week,
        ink: metalInk(spot.series.metal),
        radius: RADIUS,
      })),
      texts: [
        ...grid.texts,
        ...xTexts(xTicks, x, bottom, width),
        { x: 0, y: 8, text: job.words.thisWeek, ink: muted, align: 'left' },
        { x: width, y: HEIGHT - 2, text: job.words.yearToDate, ink: muted, align: 'right' },
        ...(illustrative
          ? [{ x: width, y: 8, text: job.words.illustrative, ink: muted, align: 'right' as const }]
          : []),
        ...named.texts,
      ],
    }),
    finding: {
      kind: 'scatter',
      leader: said(leader),
      laggard: said(laggard),
      best: said(best),
      worst: said(worst),
    },
  };
}

function spotOf(job: Job, series: SeriesAnalysis | undefined): Spot[] {
  const week = series?.changes.week;
  const ytd = series?.changes.ytd;
  if (series === undefined || week?.kind !== 'pct' || ytd?.kind !== 'pct') return [];
  return [
    {
      series,
      name: (series.spec.short ?? series.spec.name)[job.language],
      week: decimal(week.value).toNumber(),
      ytd: decimal(ytd.value).toNumber(),
      changes: [week, ytd],
    },
  ];
}

function ticksOver(values: readonly number[]): number[] {
  return valueTicks(Math.min(...values), Math.max(...values), true);
}

function valuesOf(job: Job, spot: Spot): string {
  return spot.changes
    .flatMap(({ figure }) => job.analysis.figures.get(figure) ?? [])
    .map((figure) => printFigure(figure, spot.series.spec, job.language).text)
    .join(' / ');
}

function xRules(ticks: readonly number[], x: Scale, bottom: number): Rule[] {
  return ticks.map((tick) => {
    const at = placed(x, tick);
    const zero = tick === 0;
    return {
      x: at,
      x2: at,
      y: zero ? TOP : bottom,
      y2: bottom + (zero ? 0 : 3),
      ink: pageInk('muted'),
      width: zero ? STROKE.axis : STROKE.grid,
    };
  });
}

function xTexts(ticks: readonly number[], x: Scale, bottom: number, width: number): Text[] {
  return tickTexts(ticks).map((text, index) => {
    const half = textWidth(text, FONT_SIZE) / 2;
    const at = Math.min(width - half, placed(x, ticks[index] ?? 0));
    return { x: at, y: bottom + 10.5, text, ink: pageInk('muted'), align: 'center' as const };
  });
}
