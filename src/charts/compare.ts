import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { chartNumber } from '../language/chart.ts';
import type { Change } from '../model/analysis.ts';
import { decimal } from '../units/decimal.ts';
import { textWidth } from './advances.ts';
import { axisRoom, gridOf, tickTexts, valueScale, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import type { Direction } from './finding.ts';
import { hatchedPlot } from './hatch.ts';
import { type BarRow, horizontalBars, type Length } from './hbars.ts';
import { type Job, sizeOf } from './job.ts';
import { missingChart } from './missing.ts';
import { type Bar, placed, specOf, type Text } from './plot.ts';
import { FONT_SIZE, metalInk, pageInk } from './theme.ts';
import { FOOT } from './time-axis.ts';
import { directionOf, said, type Track, tracksOf, windowOf } from './track.ts';
import { datesOf, usualDates } from './usual-dates.ts';
import { altOf, blockOf, rhythmOf } from './words.ts';

/** Opacity of the bars of a year ago. */
const BEFORE = 0.35;

/**
 * Bars against last year. One series: its months, this year's beside last year's. Several in one unit: the newest
 * value of each beside the one of a year ago.
 */
export function compareChart(job: Job): Chart {
  const whole = windowOf(job);
  const tracks = tracksOf(job, job.line.series, whole);
  const [first] = tracks;
  if (first === undefined) return missingChart(job);
  return tracks.length === 1 ? byMonth(job, first) : bySeries(job, tracks);
}

function findingOf(track: Track): Chart['finding'] {
  const year = track.series.changes.year;
  return {
    kind: 'comparison',
    first: said(track),
    ...(year === undefined
      ? {}
      : { year: year.figure, direction: directionOf(year.value) satisfies Direction }),
    illustrative: year?.illustrative ?? track.illustrative,
  };
}

const ROOM_ABOVE = 14;

function bySeries(job: Job, tracks: readonly Track[]): Chart {
  const pairs = tracks.flatMap(pairOf);
  const usual = usualDates(pairs.map(({ year }) => datesOf(year)));
  const [first] = pairs;
  if (first === undefined || usual === undefined) return missingChart(job, 'few');
  const rows: BarRow[] = pairs.map(({ track, year, now, before }) => {
    const same = year.to.date === usual.to && year.from.date === usual.from;
    return {
      name: track.short,
      ...(same ? {} : { aside: job.words.dates(year.to.date, year.from.date) }),
      bars: [now, before],
    };
  });
  const { width, height } = sizeOf(job);
  const rowHeight = Math.min(40, (height - ROOM_ABOVE - 2) / rows.length);
  const plot = horizontalBars(rows, { width, rowHeight, top: ROOM_ABOVE });
  const shown = pairs.map(({ track }) => track);
  const illustrative = pairs.some(({ year }) => year.illustrative);
  const subtitle = job.words.measure([first.track.unit.label, job.words.yearBefore]);
  return {
    block: blockOf(job, 'compare', {
      tracks: shown,
      subtitle,
      alt: job.words.altValues(
        'compare',
        subtitle,
        rows.flatMap(({ name, bars }) =>
          bars.map((bar, index) => ({ name: index === 0 ? name : job.words.yearAgo, value: bar.text })),
        ),
        illustrative,
      ),
      illustrative,
    }),
    spec: specOf({
      ...plot,
      height,
      hatch: illustrative
        ? hatchedPlot({ left: placed(plot.x, 0), right: width, top: ROOM_ABOVE, bottom: plot.y.range[1] })
        : [],
      texts: [
        ...(plot.texts ?? []),
        ...key(job.words.asOf(usual.to), metalInk(first.track.metal), job.words.asOf(usual.from)),
        ...(illustrative ? [illustrativeNote(job, width)] : []),
      ],
    }),
    finding: findingOf(first.track),
  };
}

interface Pair {
  readonly track: Track;
  readonly year: Change;
  readonly now: Length;
  readonly before: Length;
}

/**
 * The two values the change over the year is made of, so that title and bars say the same. None for a series that
 * is stale: its last value would pass for today's.
 */
function pairOf(track: Track): Pair[] {
  const { series, last, factor, decimals } = track;
  const { year } = series.changes;
  if (year === undefined || series.freshness === 'stale') return [];
  const now = decimal(year.to.value).toNumber() * factor;
  const before = decimal(year.from.value).toNumber() * factor;
  return [
    {
      track,
      year,
      now: {
        value: now,
        text: dayNumber(year.to.date) === last.day ? track.lastText : chartNumber(now, decimals),
        ink: metalInk(track.metal),
        opacity: 1,
      },
      before: {
        value: before,
        text: chartNumber(before, decimals),
        ink: pageInk('muted'),
        opacity: BEFORE,
      },
    },
  ];
}

/** Two words in the bars' own colors, above the plot. */
function key(now: string, ink: string, before: string): Text[] {
  return [
    { x: 0, y: 8, text: now, ink, align: 'left', bold: true },
    { x: textWidth(now, FONT_SIZE, true) + 10, y: 8, text: before, ink: pageInk('muted'), align: 'left' },
  ];
}

function illustrativeNote(job: Job, width: number): Text {
  return { x: width, y: 8, text: job.words.illustrative, ink: pageInk('muted'), align: 'right' };
}

function byMonth(job: Job, track: Track): Chart {
  const { width, height } = sizeOf(job);
  const year = Number(job.analysis.weekEnding.slice(0, 4));
  const now = monthlyMeans(track, year);
  const before = monthlyMeans(track, year - 1);
  const values = [...now, ...before].flatMap((value) => value ?? []);
  if (values.length === 0) return missingChart(job, 'few');
  const ticks = valueTicks(Math.min(...values), Math.max(...values), true);
  const top = ROOM_ABOVE + 11;
  const y = valueScale(ticks, top, height - FOOT);
  const left = axisRoom(tickTexts(ticks));
  const grid = gridOf(ticks, y, width);
  const slot = (width - left) / 12;
  const bar = (slot - 2) / 2;
  const zero = placed(y, 0);
  const ink = metalInk(track.metal);
  const bars: Bar[] = [];
  const texts: Text[] = [];
  const months = job.words.months;
  const widest = Math.max(...months.map((month) => textWidth(month, FONT_SIZE))) + 2;
  const every = [1, 2, 3, 6].find((count) => slot * count >= widest) ?? 12;
  for (let month = 0; month < 12; month += 1) {
    const start = left + month * slot;
    const add = (value: number | undefined, x: number, color: string, opacity: number): void => {
      if (value === undefined) return;
      const end = placed(y, value);
      bars.push({
        x,
        x2: x + bar,
        y: Math.min(zero, end),
        y2: Math.max(zero, end),
        ink: color,
        opacity,
        value,
      });
    };
    add(before[month], start + 1, pageInk('muted'), BEFORE);
    add(now[month], start + 1 + bar, ink, 1);
    if (month % every === 0) {
      texts.push({
        x: start + slot / 2,
        y: height - 3.5,
        text: months[month] ?? '',
        ink: pageInk('muted'),
        align: 'center',
      });
    }
  }
  const illustrative = track.points.some(
    (point) => point.illustrative && point.day >= dayNumber(`${year - 1}-01-01`),
  );
  const rhythm = track.monthly ? rhythmOf(job, [track]) : job.words.monthlyMean;
  return {
    block: blockOf(job, 'compare', {
      tracks: [track],
      subtitle: job.words.measure([track.name, track.unit.label, rhythm]),
      alt: altOf(job, 'compare', [track], windowOf(job)),
      illustrative,
    }),
    spec: specOf({
      width,
      height,
      time: false,
      x: { domain: [0, 12], range: [left, width] },
      y,
      hatch: illustrative ? hatchedPlot({ left, right: width, top, bottom: height - FOOT }) : [],
      rules: grid.rules,
      bars,
      texts: [
        ...grid.texts,
        ...texts,
        ...key(String(year), ink, String(year - 1)),
        ...(illustrative ? [illustrativeNote(job, width)] : []),
      ],
    }),
    finding: findingOf(track),
  };
}

/** Mean reading of each month of the year, undefined for months without one. */
function monthlyMeans(track: Track, year: number): (number | undefined)[] {
  const sums = Array.from({ length: 12 }, () => ({ sum: 0, count: 0 }));
  for (const { day, value } of track.points) {
    const date = dayOfNumber(day);
    const month = sums[Number(date.slice(5, 7)) - 1];
    if (Number(date.slice(0, 4)) !== year || month === undefined) continue;
    month.sum += value;
    month.count += 1;
  }
  return sums.map(({ sum, count }) => (count === 0 ? undefined : sum / count));
}
