import { daysBetween } from '../calendar/week.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Finding } from '../model/finding.ts';
import { grouped } from '../units/grouped.ts';
import { type CheckContext, checkEach, type Point, type Subject } from './check.ts';
import { LONGEST_STEP, type Motion, motionOf } from './motion.ts';
import { soundOf } from './sound.ts';
import { WARN_Z } from './tuning.ts';
import { findingOf, nameOf, percent } from './words.ts';

/** A week's move that is rare in the series' own history, or above the catalog's flag. */
export const MOVE = checkEach('W_CHECK_MOVE', looked);

function looked(subject: Subject, context: CheckContext): Finding[] {
  const { spec } = subject;
  const { points } = soundOf(subject, context);
  const point = points.findLast(({ date }) => date >= context.monday);
  const before = points.findLast(({ date }) => date < context.monday);
  if (!point || !before || daysBetween(before.date, point.date) > WEEKS_APART[spec.frequency]) return [];
  const motion = motionOf(subject, context);
  const why = rare(before, point, motion) ?? flagged(before, point, spec);
  if (why === undefined) return [];
  const message =
    `${nameOf(subject)} is ${point.text} on ${point.date} after ${before.text} of ${before.date} (${changeOf(before, point, spec)}), ${why}. ` +
    'Compare with the source; correct the value, or accept it in data/overrides.yaml.';
  return [findingOf('W_CHECK_MOVE', subject, point, message, 'move')];
}

function rare(before: Point, point: Point, { move, weeks }: Motion): string | undefined {
  const size = Math.abs(move(before.value, point.value) ?? 0);
  const z = size / weeks.deviation;
  return weeks.own && z > WARN_Z
    ? `${grouped(Math.round(z * 10) / 10)} standard deviations of its own weeks`
    : undefined;
}

function flagged(before: Point, point: Point, spec: SeriesSpec): string | undefined {
  const change = inUnit(before, point, spec);
  return Math.abs(change) > spec.warnMove
    ? `above the catalog's flag of ${grouped(spec.warnMove)}`
    : undefined;
}

/** In the unit of the series' change: per cent, its own, points, basis points. */
function inUnit(before: Point, point: Point, { change }: SeriesSpec): number {
  const moved = point.value - before.value;
  if (change === 'pct') return before.value === 0 ? 0 : (moved / Math.abs(before.value)) * 100;
  return change === 'bp' ? moved * 100 : moved;
}

function changeOf(before: Point, point: Point, spec: SeriesSpec): string {
  if (spec.change === 'pct' && before.value > 0) return percent(before.value, point.value);
  const moved = inUnit(before, point, spec);
  return `${moved < 0 ? '−' : '+'}${grouped(Math.abs(moved))} ${spec.change === 'abs' ? spec.unit : spec.change}`;
}

const WEEKS_APART = { ...LONGEST_STEP, daily: 21, 'twice-weekly': 21, weekly: 21 } as const;
