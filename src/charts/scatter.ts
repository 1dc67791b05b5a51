import { printFigure } from '../language/numbers.ts';
import type { Change, SeriesAnalysis } from '../model/analysis.ts';
import { decimal } from '../units/decimal.ts';
import { textWidth } from './advances.ts';
import { axisRoom, gridOf, tickTexts, valueScale, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import { type Job, sizeOf } from './job.ts';
import { missingChart } from './missing.ts';
import { type Pixel, placed, type Rule, type Scale, specOf, type Text } from './plot.ts';
import { FONT_SIZE, LINE_HEIGHT, metalInk, pageInk, STROKE } from './theme.ts';
import { said } from './track.ts';
import { sourceNames } from './words.ts';

interface Spot {
  readonly series: SeriesAnalysis;
  readonly week: number;
  readonly ytd: number;
  readonly changes: readonly [week: Change, ytd: Change];
}

const TOP = 24;
const FOOT = 25;
const RADIUS = 2.6;

/** The week's move against the year's so far, in per cent, each series a named point. */
export function scatterChart(job: Job): Chart {
  const spots = job.line.series.flatMap((id) => spotOf(job.analysis.series.get(id)));
  const [first] = spots;
  if (first === undefined || spots.length < 2) return missingChart(job, 'few');
  const { width, height } = sizeOf(job);
  const reach = (values: readonly number[]): number[] =>
    valueTicks(Math.min(...values), Math.max(...values), true);
  const yTicks = reach(spots.map((spot) => spot.week));
  const xTicks = reach(spots.map((spot) => spot.ytd));
  const bottom = height - FOOT;
  const y = valueScale(yTicks, TOP, bottom);
  const left = axisRoom(tickTexts(yTicks));
  const x: Scale = { domain: valueScale(xTicks, 0, 0).domain, range: [left + 4, width - 12] };
  const grid = gridOf(yTicks, y, width);
  const points = spots.map((spot) => ({ x: placed(x, spot.ytd), y: placed(y, spot.week) }));
  const names = spots.map(({ series }) => (series.spec.short ?? series.spec.name)[job.language]);
  const illustrative = spots.some(({ changes }) => changes.some((change) => change.illustrative));
  const series = spots.map((spot) => spot.series.id);
  const measure = `${job.words.thisWeek}; ${job.words.yearToDate}`;
  return {
    block: {
      id: job.line.id,
      kind: 'scatter',
      subtitle: measure,
      source: job.words.source(sourceNames(job, series), job.analysis.weekEnding, false),
      alt: job.words.altValues(
        'scatter',
        measure,
        spots.map((spot, index) => ({ name: names[index] ?? '', value: valuesOf(job, spot) })),
        illustrative,
      ),
      illustrative,
      width: job.width,
      series,
    },
    spec: specOf({
      width,
      height,
      time: false,
      x,
      y,
      rules: [...grid.rules, ...xRules(xTicks, x, bottom)],
      dots: spots.map((spot) => ({
        x: spot.ytd,
        y: spot.week,
        ink: metalInk(spot.series.metal),
        radius: RADIUS,
      })),
      texts: [
        ...grid.texts,
        ...xTexts(xTicks, x, bottom, width),
        { x: 0, y: 8, text: job.words.thisWeek, ink: pageInk('muted'), align: 'left' },
        { x: width, y: height - 2, text: job.words.yearToDate, ink: pageInk('muted'), align: 'right' },
        ...(illustrative
          ? [{ x: width, y: 8, text: job.words.illustrative, ink: pageInk('muted'), align: 'right' as const }]
          : []),
        ...pointLabels(points, names, { left, right: width, top: TOP - 8, bottom }),
      ],
    }),
    finding: {
      kind: 'scatter',
      leader: said(most(spots, (spot) => spot.ytd)),
      laggard: said(most(spots, (spot) => -spot.ytd)),
      best: said(most(spots, (spot) => spot.week)),
      worst: said(most(spots, (spot) => -spot.week)),
    },
  };

  function most(all: readonly Spot[], by: (spot: Spot) => number): Spot {
    return all.reduce((a, b) => (by(b) > by(a) ? b : a), first ?? all[0] ?? spots[0] ?? never());
  }
}

function never(): never {
  throw new Error('a scatter has points');
}

function spotOf(series: SeriesAnalysis | undefined): Spot[] {
  const week = series?.changes.week;
  const ytd = series?.changes.ytd;
  if (series === undefined || week?.kind !== 'pct' || ytd?.kind !== 'pct') return [];
  return [
    {
      series,
      week: decimal(week.value).toNumber(),
      ytd: decimal(ytd.value).toNumber(),
      changes: [week, ytd],
    },
  ];
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

interface Box {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
}

/** Each name beside its point, in the first of twelve places that covers neither a point nor a name. */
function pointLabels(
  points: readonly Pixel[],
  names: readonly string[],
  plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): Text[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    x: x - RADIUS,
    x2: x + RADIUS,
    y: y - RADIUS,
    y2: y + RADIUS,
  }));
  // Crowded points choose last: those with room do not care.
  return points.map((point, index) => {
    const text = names[index] ?? '';
    const width = textWidth(text, FONT_SIZE);
    const beside = RADIUS + 2.5;
    const places = [0, -7, 7, -12, 12, -18, 18].flatMap((dy) => [
      { x: point.x + beside, y: point.y + 3.2 + dy },
      { x: point.x - beside - width, y: point.y + 3.2 + dy },
    ]);
    const boxOf = ({ x, y }: Pixel): Box => ({ x, x2: x + width, y: y - LINE_HEIGHT + 2.5, y2: y + 2 });
    const cost = (place: Pixel, rank: number): number => {
      const box = boxOf(place);
      const outside = box.x < plot.left || box.x2 > plot.right || box.y < plot.top || box.y2 > plot.bottom;
      return taken.filter((other) => overlaps(box, other)).length * 100 + (outside ? 1000 : 0) + rank;
    };
    const best = places
      .map((place, rank) => ({ place, cost: cost(place, rank) }))
      .reduce((a, b) => (b.cost < a.cost ? b : a)).place;
    taken.push(boxOf(best));
    return { ...best, text, ink: pageInk('text'), align: 'left' as const };
  });
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x2 && b.x < a.x2 && a.y < b.y2 && b.y < a.y2;
}
