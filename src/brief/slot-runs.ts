import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import type { Slot } from '../model/notes.ts';
import { absoluteId } from './added-figures.ts';
import { type Context, isMonthly, isWhole } from './context.ts';
import { measuredRun } from './runs.ts';
import { whyOf } from './withheld.ts';

/** The figure a slot asks for, with its unit, or why there is none: never nothing. */
export function slotRuns(slot: Slot, context: Context): Line {
  const one = context.analysis.series.get(slot.series);
  const { analyst } = context.say;
  if (one === undefined) return instead(analyst.missing.never, context);
  if (one.freshness === 'withheld') return analyst.instead(context.say.withheld.cell(whyOf(one, context)));
  if (one.last === undefined) return instead(analyst.missing.never, context);
  if (!isWhole(one, context)) return instead(analyst.missing.parts, context);
  return slot.measure === 'last'
    ? lastRuns(one, one.last, context)
    : changeRuns(one, slot.measure, slot, context);
}

function lastRuns(one: SeriesAnalysis, last: NonNullable<SeriesAnalysis['last']>, context: Context): Line {
  const { analyst, dates, tables } = context.say;
  if (one.freshness === 'stale') return analyst.instead(tables.noObservation(dates.full(last.date)));
  const level = measuredRun(last.figure, one, context);
  const near = context.analysis.weekEnding;
  if (isMonthly(one)) return [...level, ...analyst.of(dates.month(last.date, near))];
  return one.freshness === 'fresh' ? level : [...level, ...analyst.of(dates.short(last.date, near))];
}

function changeRuns(
  one: SeriesAnalysis,
  span: Exclude<Slot['measure'], 'last'>,
  { absolute }: Slot,
  context: Context,
): Line {
  const change = one.changes[span];
  if (change === undefined)
    return instead(context.say.analyst.missing[one.noChange[span] ?? 'no-comparator'], context);
  return measuredRun(absolute ? absoluteId(change) : change.figure, one, context);
}

function instead(why: string, context: Context): Line {
  return context.say.analyst.instead([{ kind: 'text', text: why }] satisfies Run[]);
}
