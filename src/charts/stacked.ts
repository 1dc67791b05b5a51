import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { chartNumber } from '../language/chart.ts';
import { valueTicks } from './axis.ts';
import type { Chart } from './chart.ts';
import type { Direction } from './finding.ts';
import { timeFrame, timeSpec } from './frame.ts';
import type { Job } from './job.ts';
import { endLabels, type SideLabel, sideLabels, sideWidth } from './labels.ts';
import { lineChart } from './line.ts';
import { missingChart } from './missing.ts';
import { type BandPoint, type LinePoint, placed } from './plot.ts';
import { metalInk, pageInk } from './theme.ts';
import { said, type Track, tracksOf, type Window, windowOf } from './track.ts';
import { altOf, blockOf, subtitleOf } from './words.ts';

/** From the bottom up: one hue, told apart by its depth and the line between. */
const DEPTHS = [0.85, 0.55, 0.34, 0.2, 0.12];
/** How long a reading stands for a part that has no newer one. */
const CARRY_DAYS = 16;
const CARRY_DAYS_MONTHLY = 45;

/**
 * Parts of a whole over time, largest at the bottom, named beside the plot. Only weeks in which every part has a
 * reading are drawn: a missing part would look like a fall of the whole.
 */
export function stackedChart(job: Job): Chart {
  const whole = windowOf(job);
  const all = tracksOf(job, job.line.series, whole);
  if (all.length === 0) return missingChart(job);
  const parts = covering(all, whole).toSorted((a, b) => b.last.value - a.last.value);
  const [first] = parts;
  if (first === undefined || parts.length === 1) return lineChart(job);

  const known = totalOf(job, parts);
  const { weeks, total } = throughTotal(stack(parts), known);
  const last = weeks.findLast((week) => week.tops !== undefined);
  if (last?.tops === undefined) return lineChart(job);
  // What is printed beside the plot is of one week, so that the parts make up the total.
  const tracks = parts.map((part) => asAt(part, last.day));
  const highest = Math.max(...weeks.map((week) => week.tops?.at(-1) ?? 0));
  const ticks = valueTicks(0, highest, true);
  const ink = metalInk(first.metal);
  // The total's label, where there is one, is laid out with the parts'.
  const named = total === undefined ? tracks : [...tracks, { ...total, short: job.words.total }];
  const inks = named.map((_, index) => (index < tracks.length ? pageInk('text') : ink));
  const ends = endLabels(job, named, inks);
  const head = ends.slice(tracks.length).map((label) => dated(job, label, last.day));
  // One date says it for all.
  const labels = ends.slice(0, tracks.length).map((label) => (total === undefined ? label : undated(label)));
  const window: Window = { from: weeks[0]?.day ?? whole.from, to: whole.to };
  const frame = timeFrame(job, window, ticks, { beside: sideWidth([...labels, ...head]) });
  const tops = last.tops;
  const middles = tops.map((top, index) => (top + (tops[index - 1] ?? 0)) / 2);
  const side = sideLabels(
    [
      ...labels.map((label, index) => ({ ...label, y: placed(frame.y, middles[index] ?? 0) })),
      ...head.map((label) => ({ ...label, y: placed(frame.y, tops.at(-1) ?? 0) - 8 })),
    ],
    frame,
  );
  const bands: BandPoint[] = tracks.flatMap((track, index) =>
    weeks.map(({ day, tops: heights }) => ({
      of: track.id,
      x: day,
      low: heights === undefined ? null : (heights[index - 1] ?? 0),
      high: heights?.[index] ?? null,
      ink,
      opacity: DEPTHS[index] ?? 0.1,
    })),
  );
  // Paper between the parts keeps them apart in grayscale.
  const seams: LinePoint[] = tracks.slice(0, -1).flatMap((track, index) =>
    weeks.map(({ day, tops: heights }) => ({
      of: track.id,
      x: day,
      y: heights?.[index] ?? null,
      ink: pageInk('paper'),
      width: 0.8,
    })),
  );
  return {
    block: blockOf(job, 'stacked', {
      tracks,
      subtitle: subtitleOf(job, tracks, total?.name),
      alt: altOf(job, 'stacked', tracks, window),
      illustrative: tracks.some((track) => track.illustrative),
      asOf: dayOfNumber(last.day),
    }),
    spec: timeSpec(job, frame, tracks, { bands, lines: seams, rules: side.rules, texts: side.texts }),
    finding: {
      kind: 'total',
      ...(total === undefined ? {} : { total: said(total) }),
      parts: tracks.map(said),
      ...yearOf(weeks),
      illustrative: tracks.some((track) => track.illustrative),
    },
  };
}

/** Without the parts that cover too little of the window: they would hide the others' history. */
function covering(tracks: readonly Track[], window: Window): readonly Track[] {
  const shared = (some: readonly Track[]): number =>
    Math.min(window.to, ...some.map((track) => track.last.day)) -
    Math.max(...some.map((track) => track.points[0]?.day ?? window.to));
  const longest = Math.max(...tracks.map((track) => shared([track])));
  const long = tracks.filter((track) => shared([track]) >= longest / 4);
  return long.length >= 2 ? long : tracks;
}

interface Week {
  readonly day: number;
  /** Running totals from the bottom; undefined where a part is missing. */
  readonly tops: readonly number[] | undefined;
}

function stack(tracks: readonly Track[]): Week[] {
  const start = Math.max(...tracks.map((track) => track.points[0]?.day ?? 0));
  const days = [...new Set(tracks.flatMap((track) => track.points.map((point) => point.day)))]
    .filter((day) => day >= start)
    .sort((a, b) => a - b);
  const places = tracks.map(() => 0);
  const weeks = days.map((day) => {
    let sum = 0;
    let whole = true;
    const tops = tracks.map((track, index) => {
      let place = places[index] ?? 0;
      while ((track.points[place + 1]?.day ?? Number.POSITIVE_INFINITY) <= day) place += 1;
      places[index] = place;
      const point = track.points[place];
      if (point === undefined || day - point.day > carryDays(track)) whole = false;
      sum += point?.value ?? 0;
      return sum;
    });
    return { day, tops: whole ? tops : undefined };
  });
  // Days of one week that differ by venue would draw steps; the week's last stands for it.
  return weeks.filter(
    (week, index) => Math.floor((week.day + 3) / 7) !== Math.floor(((weeks[index + 1]?.day ?? -99) + 3) / 7),
  );
}

/** A reading does not stand for a newer one that is withheld. */
function carryDays(track: Track): number {
  if (track.series.freshness === 'withheld') return 0;
  return track.monthly ? CARRY_DAYS_MONTHLY : CARRY_DAYS;
}

/**
 * The weeks up to the newest that has a total, where that is as recent as a carried reading may be: beyond it the
 * plot would end at another height than the total says. An older total is not shown.
 */
function throughTotal(
  weeks: readonly Week[],
  total: Track | undefined,
): { readonly weeks: readonly Week[]; readonly total: Track | undefined } {
  const last = weeks.findLast((week) => week.tops !== undefined);
  if (total === undefined || last === undefined) return { weeks, total: undefined };
  const through = weeks.filter((week) => week.day <= total.last.day);
  const newest = through.findLast((week) => week.tops !== undefined);
  const recent = last.day - total.last.day <= CARRY_DAYS && newest?.day === total.last.day;
  return recent ? { weeks: through, total } : { weeks, total: undefined };
}

/** A track as it stood on a day, for its label. */
function asAt(track: Track, day: number): Track {
  const point = track.points.findLast((each) => each.day <= day);
  if (point === undefined || point.day === track.last.day) return track;
  return { ...track, last: point, lastText: chartNumber(point.value, track.decimals) };
}

/** With the day beneath, where it is not of the brief's week. */
function dated(job: Job, label: SideLabel, day: number): SideLabel {
  const { weekEnding } = job.analysis;
  if (day > dayNumber(weekEnding) - 7) return label;
  const date = { text: job.words.asOf(dayOfNumber(day)), ink: pageInk('muted') };
  return { ...label, lines: [...undated(label).lines, date] };
}

/** Without the month that the label of an old value bears in muted ink. */
function undated(label: SideLabel): SideLabel {
  return { ...label, lines: label.lines.filter((line) => line.ink !== pageInk('muted')) };
}

/** A derived sum of just these parts, if the catalog has one: the only total that is a figure. */
function totalOf(job: Job, tracks: readonly Track[]): Track | undefined {
  const ids = new Set(tracks.map((track) => track.id));
  for (const { id, spec } of job.analysis.series.values()) {
    if (!('formula' in spec) || spec.formula !== 'sum') continue;
    if (spec.of.length !== ids.size || !spec.of.every((part) => ids.has(part))) continue;
    return tracksOf(job, [id], windowOf(job), tracks[0]?.unit)[0];
  }
  return undefined;
}

function yearOf(weeks: readonly Week[]): { readonly year?: Direction } {
  const last = weeks.findLast((week) => week.tops !== undefined);
  const before = weeks.findLast(
    (week) => week.tops !== undefined && last !== undefined && week.day <= last.day - 364,
  );
  const now = last?.tops?.at(-1);
  const then = before?.tops?.at(-1);
  if (now === undefined || then === undefined) return {};
  return { year: now > then ? 'up' : now < then ? 'down' : 'flat' };
}
