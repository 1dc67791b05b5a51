import { dayOfNumber } from '../calendar/day.ts';
import { weekNumber } from '../calendar/week.ts';
import type { SeasonalBand } from '../model/analysis.ts';
import { textWidth } from './advances.ts';
import { axisRoom, gridOf, reachOf, tickTexts, valueScale, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import type { ChartFinding } from './finding.ts';
import { hatching } from './hatch.ts';
import { type Job, labelRoom, sizeOf } from './job.ts';
import { LABEL_GAP, type SideLabel, sideLabels, sideWidth, wrapped } from './labels.ts';
import { lineChart } from './line.ts';
import { type LinePoint, type Pixel, placed, type Scale, specOf, type Text } from './plot.ts';
import { monthAxis, SEASON_WEEKS } from './season-axis.ts';
import { FONT_SIZE, LINE_HEIGHT, metalInk, pageInk, STROKE, TINT } from './theme.ts';
import { FOOT } from './time-axis.ts';
import { said, type Track, tracksOf, windowOf } from './track.ts';
import { altOf, blockOf, subtitleOf } from './words.ts';

const HEAD = 12;
/** From a line's middle to its baseline. */
const DROP = 3.2;

/** This year and last by week, over the range and mean of the years before. Without those years: a plain line. */
export function seasonalChart(job: Job): Chart {
  const window = windowOf(job);
  const track = tracksOf(job, job.line.series, window).find((each) => each.series.season !== undefined);
  const season = track?.series.season;
  if (track === undefined || season === undefined) return lineChart(job);

  const { width, height } = sizeOf(job);
  const lines = yearLines(track, season);
  const values = [
    ...season.weeks.flatMap(({ low, high }) => [low * track.factor, high * track.factor]),
    ...lines.flatMap(({ y }) => y ?? []),
  ];
  const ticks = valueTicks(...reachOf(values));
  const top = HEAD;
  const bottom = height - FOOT;
  const y = valueScale(ticks, top, bottom);
  const labels = yearLabels(job, track, season, y);
  const right = Math.floor(width - sideWidth(labels) - LABEL_GAP);
  const x: Scale = { domain: SEASON_WEEKS, range: [axisRoom(tickTexts(ticks)), right] };
  const grid = gridOf(ticks, y, right);
  const months = monthAxis(x, bottom, width, job.words.months);
  const side = sideLabels(labels, { right, top, bottom });
  const ink = metalInk(track.metal);
  const marks = lines.flatMap((point) =>
    point.y === null ? [] : [{ x: placed(x, point.x), y: placed(y, point.y) }],
  );
  const hatch = season.illustrative
    ? hatching(
        [{ from: SEASON_WEEKS[0], to: SEASON_WEEKS[1] }],
        x,
        top,
        bottom,
        job.words.illustrative,
        marks,
      )
    : { hatch: [], texts: [] };
  const now = season.thisYear.at(-1);
  return {
    block: blockOf(job, 'seasonal', {
      tracks: [track],
      subtitle: subtitleOf(job, [track]),
      alt:
        altOf(job, 'seasonal', [track], window) +
        job.words.altSeason(job.words.range(...season.years), String(season.years[1])),
      illustrative: season.illustrative,
    }),
    spec: specOf({
      width,
      height,
      time: false,
      x,
      y,
      hatch: hatch.hatch,
      bands: season.weeks.map(({ week, low, high }) => ({
        of: 'range',
        x: week,
        low: low * track.factor,
        high: high * track.factor,
        ink,
        opacity: TINT,
      })),
      rules: [...grid.rules, ...months.rules, ...side.rules],
      lines,
      dots: now === undefined ? [] : [{ x: now.week, y: now.value * track.factor, ink, radius: 2 }],
      texts: [
        ...grid.texts,
        ...months.texts,
        ...hatch.texts,
        ...side.texts,
        ...(now === undefined
          ? []
          : nowLabel(
              job,
              track,
              { x: placed(x, now.week), y: placed(y, now.value * track.factor) },
              { ...x, top, bottom },
              marks,
            )),
      ],
    }),
    finding: findingOf(track, season),
  };
}

function yearLines(track: Track, season: SeasonalBand): LinePoint[] {
  const scaled = (
    of: string,
    points: SeasonalBand['thisYear'],
    pen: Omit<LinePoint, 'of' | 'x' | 'y'>,
  ): LinePoint[] =>
    points.flatMap(({ week, value }, index) => {
      const before = points[index - 1];
      const point = { of, x: week, y: value * track.factor, ...pen };
      const gap = before !== undefined && week - before.week > (track.monthly ? 10 : 3);
      return gap ? [{ ...point, x: before.week + 0.5, y: null }, point] : [point];
    });
  const muted = pageInk('muted');
  return [
    ...scaled(
      'mean',
      season.weeks.map(({ week, mean }) => ({ week, value: mean })),
      { ink: muted, width: STROKE.before, dash: [1, 2.5] },
    ),
    ...scaled('last year', season.lastYear, { ink: muted, width: STROKE.before }),
    ...scaled('this year', season.thisYear, { ink: metalInk(track.metal), width: STROKE.now }),
  ];
}

/** Beside the plot: what runs to the year's end. */
function yearLabels(job: Job, track: Track, season: SeasonalBand, y: Scale): SideLabel[] {
  const ink = pageInk('muted');
  const lines = (text: string) => wrapped(text, labelRoom(job)).map((line) => ({ text: line, ink }));
  const lastYear = season.lastYear.at(-1);
  const end = season.weeks.at(-1);
  const at = (value: number): number => placed(y, value * track.factor);
  return [
    ...(lastYear === undefined ? [] : [{ y: at(lastYear.value), lines: lines(String(season.years[1])) }]),
    ...(end === undefined
      ? []
      : [
          { y: at(end.mean), lines: lines(job.words.mean) },
          { y: at(end.high), lines: lines(job.words.range(...season.years)) },
        ]),
  ];
}

/** The year and its newest value beside the line's end, where the fewest points are. */
function nowLabel(
  job: Job,
  track: Track,
  end: Pixel,
  plot: { readonly range: readonly [number, number]; readonly top: number; readonly bottom: number },
  marks: readonly Pixel[],
): Text[] {
  const ink = metalInk(track.metal);
  // What stands there is not the newest where that is withheld: it must not pass for this week's.
  const withheld = track.series.freshness === 'withheld';
  const when = withheld ? job.words.asOf(dayOfNumber(track.last.day)) : job.analysis.week.slice(0, 4);
  const text = `${when}  ${track.lastText}`;
  const width = textWidth(text, FONT_SIZE, true);
  const places = [DROP, -6, 13, -16, 23, -28, 34].flatMap((dy) => [
    { x: end.x + 5, y: end.y + dy },
    { x: end.x - width - 5, y: end.y + dy },
    { x: end.x - width / 2, y: end.y + dy },
  ]);
  const inside = places.filter(
    (place) =>
      place.x >= plot.range[0] &&
      place.x + width <= plot.range[1] &&
      place.y > plot.top + 2 &&
      place.y < plot.bottom - 3,
  );
  // A place a line farther away counts as much as one covered point.
  const cost = ({ x, y }: Pixel): number =>
    Math.abs(y - DROP - end.y) / LINE_HEIGHT +
    marks.filter(
      (mark) => mark.x > x - 2 && mark.x < x + width + 2 && mark.y > y - LINE_HEIGHT + 1 && mark.y < y + 3,
    ).length;
  const [first, ...others] = inside;
  if (first === undefined) return [];
  const best = others.reduce((a, b) => (cost(b) < cost(a) ? b : a), first);
  return [{ ...best, text, ink, align: 'left', bold: true }];
}

function findingOf(track: Track, season: SeasonalBand): ChartFinding {
  const last = track.series.weekly.at(-1);
  const number = last === undefined ? undefined : weekNumber(last.week);
  const week = season.weeks.reduce<SeasonalBand['weeks'][number] | undefined>(
    (best, each) =>
      number !== undefined &&
      (best === undefined || Math.abs(each.week - number) < Math.abs(best.week - number))
        ? each
        : best,
    undefined,
  );
  if (last === undefined || week === undefined)
    return { kind: 'season', first: said(track), illustrative: season.illustrative };
  const { value } = last;
  return {
    kind: 'season',
    first: said(track),
    range: value > week.high ? 'above' : value < week.low ? 'below' : 'within',
    mean: value > week.mean ? 'above' : value < week.mean ? 'below' : 'at',
    years: season.years,
    illustrative: season.illustrative,
  };
}
