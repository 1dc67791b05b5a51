import { joined, lineOf, name } from '../language/index.ts';
import type { SeriesAnalysis } from '../model/analysis.ts';
import type { Block, Line, Run, Section } from '../model/brief.ts';
import { answeredNotes } from './answered.ts';
import { isUnusual } from './cells.ts';
import { type Context, isListed, nameOf } from './context.ts';
import { findingNotes } from './finding-notes.ts';
import { figureRun, measuredRun } from './runs.ts';
import { withheldNotes } from './withheld.ts';

/** What readers must know of this week's data: stale, standing still, closed, unusual, never seen, made up. */
export function dataNotes(context: Context): Section {
  const { say } = context;
  const { labels } = say.notes;
  const listed = [...context.analysis.series.values()].filter(isListed);
  const observed = listed.filter((one) => 'kind' in one.spec);
  const blocks = [
    ...points(labels.withheld, withheldNotes(context)),
    ...points(labels.answered, answeredNotes(context)),
    ...points(labels.stale, stale(observed, context)),
    ...points(labels.unchanged, unchanged(observed, context)),
    ...points(labels.unusual, unusual(observed, context)),
    ...points(labels.closed, closed(observed, context)),
    ...points(labels.findings, findingNotes(context)),
    ...points(labels.illustrative, illustrative(context)),
    ...points(labels.never, never(context)),
  ];
  const clean: Block[] = [{ kind: 'note', line: lineOf([say.notes.clean]) }];
  return {
    id: 'data-notes',
    title: say.sections['data-notes'],
    level: 1,
    blocks: [...(blocks.length === 0 ? clean : blocks), ...points(labels.inputs, inputs(context))],
  };
}

function points(title: string, lines: readonly Line[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'points', title, lines }];
}

/** One line for each day on which series fell silent. */
function stale(series: readonly SeriesAnalysis[], context: Context): Line[] {
  const byDay = new Map<string, SeriesAnalysis[]>();
  for (const one of series) {
    if (one.freshness !== 'stale' || one.last === undefined) continue;
    byDay.set(one.last.date, [...(byDay.get(one.last.date) ?? []), one]);
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([date, those]) => context.say.notes.stale(named(those, context), context.say.dates.full(date)));
}

function unchanged(series: readonly SeriesAnalysis[], context: Context): Line[] {
  return series.flatMap((one) => {
    if (one.unchanged === undefined || one.freshness === 'stale') return [];
    const { since, quotations, suspicious } = one.unchanged;
    const count = figureRun(quotations, context);
    return [
      context.say.notes.unchanged(nameRun(one, context), context.say.dates.full(since), count, suspicious),
    ];
  });
}

function unusual(series: readonly SeriesAnalysis[], context: Context): Line[] {
  return series.flatMap((one) => {
    const week = one.changes.week;
    if (week === undefined || !isUnusual(one)) return [];
    return [context.say.notes.unusual(nameRun(one, context), measuredRun(week.figure, one, context))];
  });
}

function closed(series: readonly SeriesAnalysis[], context: Context): Line[] {
  const those = series.filter((one) => one.freshness === 'closed');
  return those.length === 0 ? [] : [context.say.notes.closed(named(those, context))];
}

function never(context: Context): Line[] {
  const those = [...context.analysis.series.values()].filter(
    (one) => one.freshness === 'never' && 'kind' in one.spec && one.spec.background !== true,
  );
  return those.length === 0 ? [] : [context.say.notes.never(named(those, context))];
}

/** Names the series with illustrative history, or where those are the fewer the ones without. */
function illustrative(context: Context): Line[] {
  const observed = [...context.analysis.series.values()].filter(
    (one) => 'kind' in one.spec && one.freshness !== 'never',
  );
  const isMadeUp = (one: SeriesAnalysis): boolean => one.weekly.some((point) => point.illustrative);
  const those = observed.filter(isMadeUp);
  if (those.length === 0) return [];
  const others = observed.filter((one) => !isMadeUp(one));
  const [fewer, all] = others.length < those.length ? [others, true] : [those, false];
  return [context.say.notes.illustrative(named(fewer, context), all)];
}

function inputs(context: Context): Line[] {
  const files = context.snapshot.inputs.map((input) => name(input.file));
  return files.length === 0 ? [] : [context.say.notes.inputs(context.say.enumerated(files))];
}

function named(series: readonly SeriesAnalysis[], context: Context): Line {
  return joined(
    series.map((one) => nameRun(one, context)),
    context.language === 'zh' ? '、' : ', ',
  );
}

function nameRun(one: SeriesAnalysis, context: Context): Run {
  return name(context.say.spoken(nameOf(one, context)));
}
