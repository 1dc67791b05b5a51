import { valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import { extremeOf } from './extreme.ts';
import { timeFrame, timeSpec } from './frame.ts';
import type { Job } from './job.ts';
import { endLabel, endLabels, sideLabels, sideWidth } from './labels.ts';
import { missingChart } from './missing.ts';
import { placed } from './plot.ts';
import { linePoints, pensOf } from './stroke.ts';
import { TINT } from './theme.ts';
import { broken, isTooShort, said, shownWindow, type Track, tracksOf, windowOf } from './track.ts';
import { altOf, blockOf, subtitleOf } from './words.ts';

/** Differences against their zero line; the first one's area is tinted. */
export function spreadChart(job: Job): Chart {
  const whole = windowOf(job);
  const tracks = tracksOf(job, job.line.series, whole);
  const [first] = tracks;
  if (first === undefined) return missingChart(job);
  if (isTooShort(tracks)) return missingChart(job, 'few');
  const window = shownWindow(whole, tracks);
  const values = tracks.flatMap((track) => track.points.map((point) => point.value));
  const ticks = valueTicks(Math.min(...values), Math.max(...values), true);
  const pens = pensOf(tracks);
  const inks = tracks.map((_, index) => pens[index]?.ink ?? '');
  const labels =
    tracks.length > 1 ? endLabels(job, tracks, inks) : [endLabel(job, first, inks[0] ?? '', false)];
  const frame = timeFrame(job, window, ticks, { beside: sideWidth(labels) });
  const side = sideLabels(
    labels.map((label, index) => ({ ...label, y: placed(frame.y, tracks[index]?.last.value ?? 0) })),
    frame,
  );
  const extreme = extremeOf(first.points);
  return {
    block: blockOf(job, 'spread', {
      tracks,
      subtitle: subtitleOf(job, tracks),
      alt: altOf(job, 'spread', tracks, window),
      illustrative: tracks.some((track) => track.illustrative),
    }),
    spec: timeSpec(job, frame, tracks, {
      bands: broken(first.points).map(({ day, value }) => ({
        of: first.id,
        x: day,
        low: value === null ? null : 0,
        high: value,
        ink: pens[0]?.ink ?? '',
        opacity: TINT,
      })),
      rules: side.rules,
      lines: tracks.flatMap((track, index) => linePoints(track, pens[index])),
      dots: tracks.map((track, index) => ({
        x: track.last.day,
        y: track.last.value,
        ink: pens[index]?.ink ?? '',
        radius: 2,
      })),
      texts: side.texts,
    }),
    finding: {
      kind: 'spread',
      first: said(first),
      sign: signOf(first.last.value),
      crossed: hasCrossed(first),
      ...(extreme === undefined ? {} : { extreme }),
    },
  };
}

function signOf(value: number): 'positive' | 'negative' | 'zero' {
  return value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero';
}

function hasCrossed({ points, last }: Track): boolean {
  const before = points.at(-2);
  return before !== undefined && before.value * last.value < 0;
}
