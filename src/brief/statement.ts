import type { Comparator, Difference, Remark, Statement, Strength } from '../language/index.ts';
import type { Change, SeriesAnalysis } from '../model/analysis.ts';
import type { Line } from '../model/brief.ts';
import { absoluteId, saysBoth } from './added-figures.ts';
import { type Context, isMonthly, isWhole, kindOf, nameOf } from './context.ts';
import { directionOf, figureRun, levelOf, measuredRun } from './runs.ts';
import { whyOf } from './withheld.ts';

/** What there is to say of a series this week; nothing of one never observed. */
export function statementOf(one: SeriesAnalysis, context: Context): Statement | undefined {
  const { statements } = context;
  if (!statements.has(one)) statements.set(one, madeStatement(one, context));
  return statements.get(one);
}

function madeStatement(one: SeriesAnalysis, context: Context): Statement | undefined {
  if (one.freshness === 'withheld')
    return { name: nameOf(one, context), kind: kindOf(one), says: 'withheld', why: whyOf(one, context) };
  const { last } = one;
  if (last === undefined || !isWhole(one, context)) return undefined;
  const { dates } = context.say;
  const said = { name: nameOf(one, context), kind: kindOf(one) };
  const level = levelOf(one, context);
  const near = context.analysis.weekEnding;
  if (one.freshness === 'stale') return { ...said, says: 'stale', since: dates.full(last.date) };
  if (isMonthly(one)) {
    const change = one.changes.previous;
    return {
      ...said,
      says: 'month',
      level,
      month: dates.month(last.date, near),
      forecast: last.date > near,
      ...(change === undefined ? {} : { change: differenceOf(change, one, context) }),
    };
  }
  if (one.freshness === 'closed') return { ...said, says: 'closed', level, on: dates.short(last.date, near) };
  if (one.freshness === 'late') {
    return { ...said, says: 'late', level, on: dates.short(last.date, near), ...lateChange(one, context) };
  }
  if (one.unchanged !== undefined) return unchanged(one, said, level, context);

  const week = one.changes.week;
  const monday = one.changes['since-monday'];
  if (isCountedTwice(one) && monday !== undefined) {
    const changes = [monday, ...(week === undefined ? [] : [week])];
    return {
      ...said,
      says: 'compare',
      level,
      on: dates.day(last.date),
      changes: changes.map((change) => differenceOf(change, one, context)),
    };
  }
  if (week === undefined) {
    const why = one.noChange.week;
    return { ...said, says: 'level', level, noSession: why === 'closed', withheld: why === 'withheld' };
  }
  const change = differenceOf(week, one, context);
  if (change.direction === 'flat') return { ...said, says: 'unchanged', level, against: change.against };
  return {
    ...said,
    says: 'move',
    level,
    change,
    strength: strengthOf(one),
    remarks: remarksOf(one, context),
  };
}

function unchanged(
  one: SeriesAnalysis,
  said: Pick<Statement, 'name' | 'kind'>,
  level: Line,
  context: Context,
): Statement {
  const since = one.unchanged;
  return {
    ...said,
    says: 'unchanged',
    level,
    against: { span: 'week' },
    ...(since === undefined
      ? {}
      : {
          since: {
            date: context.say.dates.full(since.since),
            quotations: figureRun(since.quotations, context),
          },
        }),
  };
}

/** A change as its language prints it: the direction is the sign of the printed value, not of the exact one. */
function differenceOf(change: Change, one: SeriesAnalysis, context: Context): Difference {
  const against = comparatorOf(change, one, context);
  const direction = directionOf(change.figure, context);
  const absolute = absoluteId(change);
  const both = saysBoth(one) && change.kind === 'pct' && context.figures.has(absolute);
  if (both && direction !== 'flat' && directionOf(absolute, context) === direction) {
    return {
      direction,
      size: measuredRun(absolute, one, context, 'size'),
      share: figureRun(change.figure, context, 'size'),
      against,
    };
  }
  const size = UNIT_ONCE.has(kindOf(one))
    ? [figureRun(change.figure, context, 'size')]
    : measuredRun(change.figure, one, context, 'size');
  return { direction, size, against };
}

function comparatorOf(change: Change, one: SeriesAnalysis, context: Context): Comparator {
  const { dates } = context.say;
  const from = change.from.date;
  if (isMonthly(one)) return { span: 'month', month: dates.month(from, context.analysis.weekEnding) };
  if (change.span === 'since-monday') return { span: 'day', day: dates.day(from), lastWeek: false };
  if (change.span === 'week') {
    return isCountedTwice(one) ? { span: 'day', day: dates.day(from), lastWeek: true } : { span: 'week' };
  }
  return { span: 'date', date: dates.short(from, context.analysis.weekEnding) };
}

function lateChange(one: SeriesAnalysis, context: Context): { change?: Difference } {
  const change = one.changes.previous;
  return change === undefined ? {} : { change: differenceOf(change, one, context) };
}

/**
 * By this week's move over the standard deviation of the series' own weekly moves; but whatever its history, three
 * per cent is not "edging" and half a per cent is not "surging".
 */
function strengthOf(one: SeriesAnalysis): Strength {
  const week = one.changes.week;
  const perCent = week?.kind === 'pct' ? Math.abs(Number(week.value)) : undefined;
  // Without a history to measure by, only what is hardly a move is called slight.
  const size = Math.abs(one.z ?? (Math.abs(Number(week?.value)) < 0.2 ? 0 : 1));
  if (size < 0.3 && (perCent ?? 0) < 1) return 'slight';
  if (size < 1.2) return 'plain';
  return size < 2 || (perCent ?? 100) < 2 ? 'strong' : 'great';
}

/** Streaks and extremes, where they rest on what was really observed. */
function remarksOf(one: SeriesAnalysis, context: Context): Remark[] {
  const remarks: Remark[] = [];
  const { streak, range52, last } = one;
  if (
    streak !== undefined &&
    streak.weeks >= 3 &&
    context.figures.get(streak.figure)?.illustrative === false
  ) {
    remarks.push({
      kind: 'streak',
      direction: streak.direction,
      count: figureRun(streak.figure, context, 'ordinal'),
    });
  }
  if (range52 !== undefined && !range52.illustrative && last !== undefined) {
    const position = context.figures.get(range52.position)?.value;
    if (position === '100') remarks.push({ kind: 'extreme', which: 'high' });
    if (position === '0') remarks.push({ kind: 'extreme', which: 'low' });
  }
  return remarks;
}

/** Stocks counted on Mondays and Thursdays are said against both days. */
function isCountedTwice(one: SeriesAnalysis): boolean {
  return 'frequency' in one.spec && one.spec.frequency === 'twice-weekly' && kindOf(one) === 'stock';
}

/** Kinds whose level names the unit for both: `fell 0.85 to −44.75 USD/dmt`. */
export const UNIT_ONCE: ReadonlySet<string> = new Set(['premium', 'spread', 'fee', 'position', 'derived']);
