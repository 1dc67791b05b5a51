import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { chartNumber } from '../language/chart.ts';
import { printFigure } from '../language/numbers.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { DerivedSpec, SeriesSpec } from '../model/catalog.ts';
import type { IsoDate } from '../model/time.ts';
import { convert } from '../units/convert.ts';
import { decimal } from '../units/decimal.ts';
import { type PrintedUnit, printedUnitOf } from '../units/print.ts';
import { parseUnit } from '../units/unit.ts';
import type { Said } from './finding.ts';
import type { Job } from './job.ts';

/** Days since 1970; value in the unit of its axis. */
export interface Point {
  readonly day: number;
  readonly value: number;
  readonly illustrative: boolean;
}

/** A series as one chart shows it. */
export interface Track {
  readonly id: string;
  readonly metal: string;
  readonly name: string;
  /** For labels in the plot. */
  readonly short: string;
  readonly unit: PrintedUnit;
  /** Printed value ÷ stored value. */
  readonly factor: number;
  readonly decimals: number;
  /** Oldest first, at least one. */
  readonly points: readonly Point[];
  readonly last: Point;
  /** The newest value as tables print it. */
  readonly lastText: string;
  readonly illustrative: boolean;
  readonly monthly: boolean;
  readonly series: SeriesAnalysis;
}

/** Days, both included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const DAYS_PER_YEAR = 365.25;
const USUAL_YEARS = 5;

/** The chart's years back from the week's Friday. */
export function windowOf(job: Job): Window {
  const to = dayNumber(job.analysis.weekEnding);
  return { from: Math.floor(to - (job.line.years ?? USUAL_YEARS) * DAYS_PER_YEAR), to };
}

/** Two points of neighboring weeks shall not fill a chart. */
const SHORTEST_DAYS = 28;

/** From the first point there is, when it lies inside the window. */
export function shownWindow(window: Window, tracks: readonly Track[]): Window {
  const first = Math.min(...tracks.map((track) => track.points[0]?.day ?? window.to));
  return { from: Math.max(window.from, Math.min(first, window.to - SHORTEST_DAYS)), to: window.to };
}

/**
 * The series of `ids` that have values in the window, all in one unit: the first one's printed unit, or `unit`.
 * A series that cannot be converted is left out, as a line on a scale that is not its own would mislead.
 */
export function tracksOf(job: Job, ids: readonly string[], window: Window, unit?: PrintedUnit): Track[] {
  const tracks: Track[] = [];
  for (const id of ids) {
    const series = job.analysis.series.get(id);
    const track = series && trackOf(job, series, window, unit ?? tracks[0]?.unit);
    if (track) tracks.push(track);
  }
  return tracks;
}

/** Fewer weekly points than a month has make no line worth a picture: the table says the same in less room. */
const FEWEST_POINTS = 4;

export function isTooShort(tracks: readonly Track[]): boolean {
  return tracks.every((track) => track.points.length < FEWEST_POINTS);
}

function trackOf(job: Job, series: SeriesAnalysis, window: Window, wanted?: PrintedUnit): Track | undefined {
  const { spec } = series;
  const own = printedUnitOf(spec, job.language);
  const unit = wanted ?? own;
  const factor = factorTo(spec, own, unit);
  if (factor === undefined) return undefined;
  const [from, to] = [dayOfNumber(window.from), dayOfNumber(window.to + 1)];
  const points = series.weekly
    .filter(({ date }) => date >= from && date <= to)
    .map(({ date, value, illustrative }) => ({ day: dayNumber(date), value: value * factor, illustrative }));
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const decimals = spec.decimals[job.language];
  return {
    id: series.id,
    metal: series.metal,
    name: spec.name[job.language],
    short: (spec.short ?? spec.name)[job.language],
    unit,
    factor,
    decimals,
    points,
    last,
    lastText: lastText(
      job,
      series,
      unit === own || unit.unit.canonical === own.unit.canonical,
      last,
      decimals,
    ),
    illustrative: points.some((point) => point.illustrative),
    monthly: isMonthly(points),
    series,
  };
}

function factorTo(spec: SeriesSpec | DerivedSpec, own: PrintedUnit, unit: PrintedUnit): number | undefined {
  if (unit.unit.canonical === own.unit.canonical) return own.factor.toNumber();
  const stored = parseUnit(spec.unit);
  return stored && convert(decimal('1'), stored, unit.unit)?.toNumber();
}

function lastText(job: Job, series: SeriesAnalysis, ownUnit: boolean, last: Point, decimals: number): string {
  const figure = series.last && job.analysis.figures.get(series.last.figure);
  const current =
    figure !== undefined && series.last !== undefined && dayNumber(series.last.date) === last.day;
  return current && ownUnit
    ? printFigure(figure, series.spec, job.language).text
    : chartNumber(last.value, decimals);
}

/** By the usual distance of its points: derived series state no frequency. */
function isMonthly(points: readonly Point[]): boolean {
  return usualStep(points) > 20;
}

/** Median days between points. */
function usualStep(points: readonly Point[]): number {
  const steps = points.slice(1).map((point, index) => point.day - (points[index]?.day ?? point.day));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 7;
}

/** Two closed weeks around a Chinese holiday are no gap. */
const SHORTEST_GAP_DAYS = 24;

/** The points with a null wherever a stretch is missing, so that the line breaks there. */
export function broken(
  points: readonly Point[],
): ReadonlyArray<Point | { readonly day: number; readonly value: null }> {
  const widest = Math.max(SHORTEST_GAP_DAYS, usualStep(points) * 2.3);
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before !== undefined && point.day - before.day > widest
      ? [{ day: before.day + 1, value: null }, point]
      : [point];
  });
}

/** Newest date among the tracks. */
export function asOf(tracks: readonly Track[]): IsoDate {
  return dayOfNumber(Math.max(...tracks.map((track) => track.last.day)));
}

/** The figures that speak of a track's series. */
export function said(track: { readonly series: SeriesAnalysis }): Said {
  const { series } = track;
  const week = series.changes.week;
  return {
    series: series.id,
    last: series.last?.figure ?? `${series.id}.last`,
    ...(week === undefined ? {} : { week: week.figure, direction: directionOf(week.value) }),
  };
}

export function directionOf(value: string): 'up' | 'down' | 'flat' {
  const number = decimal(value);
  return number.isZero() ? 'flat' : number.isNegative() ? 'down' : 'up';
}
