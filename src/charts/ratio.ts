import { reachOf, valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import { timeFrame, timeSpec } from './frame.ts';
import { type Job, labelRoom } from './job.ts';
import { endLabel, type SideLabel, sideLabels, sideWidth, wrapped } from './labels.ts';
import { missingChart } from './missing.ts';
import { placed } from './plot.ts';
import { linePoints, pensOf } from './stroke.ts';
import { pageInk, STROKE, TINT } from './theme.ts';
import { isTooShort, said, shownWindow, type Track, tracksOf, windowOf } from './track.ts';
import { altOf, blockOf, subtitleOf } from './words.ts';

/** The usual band: four weeks in five lie in it. */
const LOW = 10;
const HIGH = 90;
/** A band of fewer points would be noise. */
const FEWEST = 26;

/** One relation, against the band it usually keeps and its mean over the charted window. */
export function ratioChart(job: Job): Chart {
  const whole = windowOf(job);
  const [track] = tracksOf(job, job.line.series.slice(0, 1), whole);
  if (track === undefined) return missingChart(job);
  const tracks = [track];
  if (isTooShort(tracks)) return missingChart(job, 'few');
  const window = shownWindow(whole, tracks);
  const usual = usualOf(track);
  const values = track.points.map((point) => point.value);
  const ticks = valueTicks(...reachOf(values));
  const pens = pensOf(tracks);
  const ink = pens[0]?.ink ?? '';
  const own: SideLabel[] = [{ ...endLabel(job, track, ink, false), y: track.last.value }];
  const labels = usual === undefined ? own : [...own, ...bandLabels(job, usual)];
  const frame = timeFrame(job, window, ticks, { beside: sideWidth(labels) });
  const side = sideLabels(
    labels.map((label) => ({ ...label, y: placed(frame.y, label.y) })),
    frame,
  );
  const mean = usual === undefined ? [] : [usual.mean, usual.mean];
  return {
    block: blockOf(job, 'ratio', {
      tracks,
      subtitle: subtitleOf(job, tracks),
      alt: altOf(job, 'ratio', tracks, window),
      illustrative: track.illustrative,
    }),
    spec: timeSpec(job, frame, tracks, {
      bands:
        usual === undefined
          ? []
          : [window.from, window.to].map((x) => ({
              of: 'usual',
              x,
              low: usual.low,
              high: usual.high,
              ink,
              opacity: TINT,
            })),
      rules: side.rules,
      lines: [
        ...mean.map((y, index) => ({
          of: 'mean',
          x: index === 0 ? window.from : window.to,
          y,
          ink: pageInk('muted'),
          width: STROKE.before,
          dash: [1, 2.5],
        })),
        ...linePoints(track, pens[0]),
      ],
      dots: [{ x: track.last.day, y: track.last.value, ink, radius: 2 }],
      texts: side.texts,
    }),
    finding: {
      kind: 'ratio',
      first: said(track),
      band: usual === undefined ? 'within' : standing(track.last.value, usual.low, usual.high),
      mean: usual === undefined ? 'at' : against(track.last.value, usual.mean),
      illustrative: track.illustrative,
    },
  };
}

interface Usual {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

function usualOf({ points }: Track): Usual | undefined {
  if (points.length < FEWEST) return undefined;
  const sorted = points.map((point) => point.value).sort((a, b) => a - b);
  const at = (percent: number): number => {
    const place = ((sorted.length - 1) * percent) / 100;
    const below = sorted[Math.floor(place)] ?? 0;
    return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
  };
  return {
    low: at(LOW),
    high: at(HIGH),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
}

function bandLabels(job: Job, usual: Usual): SideLabel[] {
  const ink = pageInk('muted');
  const lines = (text: string) => wrapped(text, labelRoom(job)).map((line) => ({ text: line, ink }));
  return [
    { y: usual.mean, lines: lines(job.words.mean) },
    { y: usual.high, lines: lines(job.words.percentiles(LOW, HIGH)) },
  ];
}

function standing(value: number, low: number, high: number): 'above' | 'within' | 'below' {
  return value > high ? 'above' : value < low ? 'below' : 'within';
}

function against(value: number, mean: number): 'above' | 'at' | 'below' {
  return value > mean ? 'above' : value < mean ? 'below' : 'at';
}
