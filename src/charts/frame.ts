import { axisRoom, gridOf, tickTexts, valueScale } from './axis.ts';
import { hatching, illustrativeStretches } from './hatch.ts';
import { type Job, sizeOf } from './job.ts';
import { LABEL_GAP } from './labels.ts';
import { type Plot, placed, type Rule, type Scale, specOf, type Text, type VegaLiteSpec } from './plot.ts';
import { LINE_HEIGHT } from './theme.ts';
import { FOOT, timeAxis } from './time-axis.ts';
import type { Track, Window } from './track.ts';

/** Room above the plot for the label of the highest grid line. */
const HEAD = 12;

/** A plot over time: where its data lie, and its axes. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
  readonly rules: readonly Rule[];
  readonly texts: readonly Text[];
}

/** `beside`: width of the labels to the right; `above`: lines of text over the plot; `edge`: room for a second axis. */
export function timeFrame(
  job: Job,
  window: Window,
  ticks: readonly number[],
  room: { readonly beside: number; readonly above?: number; readonly edge?: number },
): Frame {
  const { width, height } = sizeOf(job);
  const top = HEAD + (room.above ?? 0) * LINE_HEIGHT;
  const bottom = height - FOOT;
  // Whole pixels: the drawing rounds, and a label that just fits would be cut.
  const right = Math.floor(width - (room.edge ?? 0) - room.beside - LABEL_GAP);
  const x: Scale = { domain: [window.from, window.to], range: [axisRoom(tickTexts(ticks)), right] };
  const y = valueScale(ticks, top, bottom);
  const grid = gridOf(ticks, y, right);
  const time = timeAxis(x, bottom, width, job.words.months);
  return {
    width,
    height,
    x,
    y,
    top,
    bottom,
    right,
    rules: [...grid.rules, ...time.rules],
    texts: [...grid.texts, ...time.texts],
  };
}

/** The frame with its data in it, and the hatching that the tracks call for. */
export function timeSpec(
  job: Job,
  frame: Frame,
  tracks: readonly Track[],
  layers: Pick<Plot, 'bands' | 'bars' | 'lines' | 'dots' | 'rules' | 'texts'>,
): VegaLiteSpec {
  const points = [
    ...(layers.lines ?? []).map(({ x, y }) => ({ x, y })),
    ...(layers.bands ?? []).map(({ x, high }) => ({ x, y: high })),
  ];
  const marks = points.flatMap(({ x, y }) =>
    y === null ? [] : [{ x: placed(frame.x, x), y: placed(frame.y, y) }],
  );
  const hatch = hatching(
    illustrativeStretches(tracks),
    frame.x,
    frame.top,
    frame.bottom,
    job.words.illustrative,
    marks,
  );
  return specOf({
    width: frame.width,
    height: frame.height,
    time: true,
    x: frame.x,
    y: frame.y,
    hatch: hatch.hatch,
    ...layers,
    rules: [...frame.rules, ...(layers.rules ?? [])],
    texts: [...frame.texts, ...hatch.texts, ...(layers.texts ?? [])],
  });
}
