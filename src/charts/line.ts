import { textWidth } from './advances.ts';
import { axisRoom, matchingTicks, reachOf, rightGridOf, tickTexts, valueScale, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import { extremeOf } from './extreme.ts';
import { timeFrame, timeSpec } from './frame.ts';
import { type Job, sizeOf } from './job.ts';
import { endLabel, endLabels, sideLabels, sideWidth } from './labels.ts';
import { missingChart } from './missing.ts';
import { placed, type Rule, type Scale, type Text } from './plot.ts';
import { linePoints, type Pen, PLAIN, pensOf } from './stroke.ts';
import { FONT_SIZE, LINE_HEIGHT } from './theme.ts';
import { isTooShort, said, shownWindow, type Track, tracksOf, windowOf } from './track.ts';
import { altOf, blockOf, rhythmOf, subtitleOf } from './words.ts';

/** A line per series, named and valued at its end; `right` on a second axis of its own unit, under the same grid. */
export function lineChart(job: Job): Chart {
  const whole = windowOf(job);
  const left = tracksOf(job, job.line.series, whole);
  const right = tracksOf(job, job.line.right ?? [], whole);
  // Without anything on the left, the right-hand series are the chart.
  return left.length === 0 ? drawn(job, right, []) : drawn(job, left, right);
}

function drawn(job: Job, left: readonly Track[], right: readonly Track[]): Chart {
  const tracks = [...left, ...right];
  const [first, ...others] = tracks;
  if (first === undefined) return missingChart(job);
  if (isTooShort(tracks)) return missingChart(job, 'few');
  const window = shownWindow(windowOf(job), tracks);
  const pens = pensOf(tracks);
  const ticks = valueTicks(...reachOf(valuesOf(left)));
  const rightTicks = right.length === 0 ? [] : matchingTicks(...reachOf(valuesOf(right)), ticks.length);
  const heads = right.length === 0 ? undefined : headings(job, left, right, pens);
  const inks = tracks.map((_, index) => pens[index]?.ink ?? '');
  const labels =
    tracks.length > 1 && right.length === 0
      ? endLabels(job, tracks, inks)
      : tracks.map((track, index) => endLabel(job, track, inks[index] ?? '', false));
  const edge = right.length === 0 ? 0 : axisRoom(tickTexts(rightTicks));
  const frame = timeFrame(job, window, ticks, { beside: sideWidth(labels), above: heads?.lines ?? 0, edge });
  const rightScale = valueScale(rightTicks, frame.top, frame.bottom);
  const onLeft = (value: number): number => unplaced(frame.y, placed(rightScale, value));
  const onGrid = (track: Track, value: number): number => (right.includes(track) ? onLeft(value) : value);
  const lines = tracks.flatMap((track, index) =>
    linePoints(track, pens[index], (value) => onGrid(track, value)),
  );
  const dots = tracks.map((track, index) => ({
    x: track.last.day,
    y: onGrid(track, track.last.value),
    ink: pens[index]?.ink ?? '',
    radius: 2,
  }));
  const side = sideLabels(
    labels.map((label, index) => ({ ...label, y: placed(frame.y, dots[index]?.y ?? 0) })),
    frame,
  );
  const second = right.length === 0 ? NOTHING : rightGridOf(rightTicks, rightScale, frame.width);
  const extreme = extremeOf(first.points);
  return {
    block: blockOf(job, 'line', {
      tracks,
      subtitle:
        right.length === 0
          ? subtitleOf(job, tracks)
          : job.words.measure([job.words.list(tracks.map((track) => track.short)), rhythmOf(job, tracks)]),
      alt: altOf(job, 'line', tracks, window),
      illustrative: tracks.some((track) => track.illustrative),
    }),
    spec: timeSpec(job, frame, tracks, {
      rules: [...second.rules, ...side.rules, ...(heads?.rules ?? [])],
      lines,
      dots,
      texts: [...second.texts, ...side.texts, ...(heads?.texts ?? [])],
    }),
    finding: {
      kind: 'level',
      first: said(first),
      others: others.map(said),
      ...(extreme === undefined ? {} : { extreme }),
    },
  };
}

const NOTHING = { rules: [], texts: [] };

function valuesOf(tracks: readonly Track[]): number[] {
  return tracks.flatMap((track) => track.points.map((point) => point.value));
}

function unplaced(scale: Scale, pixel: number): number {
  return placed({ domain: scale.range, range: scale.domain }, pixel);
}

const SWATCH = 12;

/** Over each axis the names of its lines, with a piece of the line: the axes' labels share no unit. */
function headings(
  job: Job,
  left: readonly Track[],
  right: readonly Track[],
  pens: readonly Pen[],
): { readonly rules: Rule[]; readonly texts: Text[]; readonly lines: number } {
  const { width } = sizeOf(job);
  const entries = [...left, ...right].map((track, index) => {
    const onRight = index >= left.length;
    const text = job.words.measure([track.short, `${track.unit.label}${onRight ? job.words.rightAxis : ''}`]);
    return { text, onRight, pen: pens[index] ?? PLAIN, size: textWidth(text, FONT_SIZE) + SWATCH };
  });
  const lefts = entries.filter((entry) => !entry.onRight);
  const rights = entries.filter((entry) => entry.onRight);
  // Side by side where both fit on each line, else the right axis's names below the left's.
  const together = lefts.every((entry, index) => entry.size + (rights[index]?.size ?? 0) + 10 < width);
  const rowOf = (index: number, onRight: boolean): number =>
    (onRight && !together ? lefts.length : 0) + index;
  const rules: Rule[] = [];
  const texts: Text[] = [];
  for (const group of [lefts, rights]) {
    group.forEach(({ text, onRight, pen, size }, index) => {
      const y = 8 + rowOf(index, onRight) * LINE_HEIGHT;
      const start = onRight ? width - size : 0;
      const { ink, ...style } = pen;
      rules.push({ x: start, x2: start + SWATCH - 3, y: y - 3, y2: y - 3, ink, ...style });
      texts.push({ x: start + SWATCH, y, text, ink, align: 'left' });
    });
  }
  const lines = together ? Math.max(lefts.length, rights.length) : lefts.length + rights.length;
  return { rules, texts, lines };
}
