import { weekStart } from '../calendar/week.ts';
import { name } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Line, Run } from '../model/brief.ts';
import type { Finding } from '../model/finding.ts';
import type { Withheld } from '../model/override.ts';
import { findingCountId, findingGroups } from './added-figures.ts';
import { isUnusual } from './cells.ts';
import type { Context } from './context.ts';
import { kindIn, kindOfFinding, wordsOf } from './finding-words.ts';
import { figureRun } from './runs.ts';
import { nameOfSeries } from './withheld.ts';

/** Codes of what other notes say already, in more detail. */
const SAID_ELSEWHERE = new Set([
  'W_DATA_STALE',
  'W_DATA_UNCHANGED',
  'I_DATA_UNCHANGED',
  'I_DATA_ENDED',
  'I_DATA_HOLIDAY',
  'I_DATA_NONE',
  'I_DATA_CLOSED',
  'I_DATA_LATE',
  'I_DATA_UNPUBLISHED',
]);

/** Findings of one code and series make one line; their own messages are for the command line. */
export function findingNotes(context: Context): Line[] {
  const isTold = (one: Finding): boolean =>
    SAID_ELSEWHERE.has(one.code) ||
    isToldHere(one, context) ||
    isUnusualMove(one, context) ||
    isWithheldComparator(one, context);
  return findingGroups(context.snapshot.findings)
    .filter((group) => !group.every(isTold))
    .map((group) => findingLine(group[0], group.length, context));
}

/** The week's unusual moves are told with their size; that one of its days was wild says no more. */
function isUnusualMove(finding: Finding, context: Context): boolean {
  const { series, date = '' } = finding;
  const one = context.analysis.series.get(series ?? '');
  const monday = weekStart(context.analysis.week);
  return kindIn(finding, context) === 'move' && one !== undefined && isUnusual(one) && date >= monday;
}

function findingLine(first: Finding, count: number, context: Context): Line {
  const one = context.analysis.series.get(first.series ?? '');
  const subject =
    one === undefined || first.relation !== undefined
      ? relationRun(first, context)
      : nameOfSeries(one.id, context);
  const times = count > 1 ? figureRun(findingCountId(first), context) : undefined;
  return context.say.notes.finding(wordsOf(first, context), subject, detailOf(first, one, context), times);
}

/** That the week before is withheld is told with that value. */
function isWithheldComparator({ code, series }: Finding, context: Context): boolean {
  return (
    code === 'W_CHECK_COMPARATOR' && context.analysis.series.get(series ?? '')?.noChange.week === 'withheld'
  );
}

/** What is about several series goes by their relation's name. */
function relationRun({ relation: id, where, code }: Finding, context: Context): Run {
  const relations = context.snapshot.metals.flatMap((metal) => metal.relations ?? []);
  const relation = relations.find((each) => each.id === (id ?? where));
  const one = context.analysis.series.get(id ?? where);
  if (one !== undefined) return nameOfSeries(one.id, context);
  return name(relation?.name[context.language] ?? (where || code));
}

/** The day it is about, else where it was read; of what has no words of its own, its code. */
function detailOf(first: Finding, one: SeriesAnalysis | undefined, context: Context): Run | undefined {
  if (kindOfFinding(first) === 'other') return name(first.code);
  if (first.date !== undefined) return context.say.dates.full(first.date);
  return one === undefined ? undefined : name(first.where);
}

/** What is withheld, and what somebody decided, has notes of its own. */
function isToldHere({ code, series, date }: Finding, context: Context): boolean {
  if (/^[WI]_OVERRIDE_/.test(code)) return true;
  const own: readonly Withheld[] = context.snapshot.withheld?.[series ?? ''] ?? [];
  return code.startsWith('E_') && own.some((one) => one.date === date);
}
