import { analyze } from '../analysis/index.ts';
import { foldersOf, readManifest } from '../archive/read.ts';
import { ServedFiles } from '../archive/served.ts';
import { parseWeek } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { printFigure } from '../language/index.ts';
import type { Analysis } from '../model/analysis.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { ChangedFreshness, Comparison, MovedSeries, RevisedValue } from '../model/comparison.ts';
import type { Figure } from '../model/figure.ts';
import type { Words } from '../model/readiness.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { EditionId, WeekId } from '../model/time.ts';
import { withNotes } from '../notes/index.ts';
import { parseSnapshot } from '../snapshot/freeze.ts';
import { gate } from '../snapshot/gate.ts';
import { printedUnitOf } from '../units/print.ts';
import { both, headlineOf, printedLevel } from './both-languages.ts';
import { noteDifferences } from './compare-notes.ts';

import { keptDesk } from './kept-desk.ts';
import { warmWeek } from './warm-desk.ts';
import { notesOf } from './week-notes.ts';

export interface CompareRequest {
  readonly week: string;
  /** An edition; without it the newest of an earlier week, or of this week where there is none. */
  readonly against?: string;
}

const MOST_MOVERS = 12;
const MOST_REVISED = 60;

/** A week as it is now beside an edition: what moved, what that edition was made of and is another value now. */
export async function compareWeek(
  folder: string,
  { week: typed, against: named }: CompareRequest,
  effects: Effects,
): Promise<Comparison> {
  const week = parseWeek(typed);
  const desk = await keptDesk(folder);
  const warm = await warmWeek(desk, week, effects);
  const { notes } = await notesOf(desk, week);
  const now = { analysis: warm.analysis, snapshot: withNotes(warm.snapshot, notes) };
  const against = await editionToCompare(desk, week, named);
  const { verdict } = gate(now.snapshot);
  const headline = headlineOf(now.snapshot, now.analysis);
  const bare = { week, headline, verdict, movers: [], revised: [], revisedCount: 0, fresher: [], notes: [] };
  if (against === undefined) return { ...bare, movers: moversOf(now, undefined) };
  const manifest = await readManifest(desk.paths.reports, against);
  const file = await new ServedFiles(desk.paths.reports).read(against, 'snapshot.json');
  const snapshot = parseSnapshot(new TextDecoder().decode(file?.bytes ?? new Uint8Array()));
  const then = { snapshot, analysis: analyze(snapshot) };
  const revised = revisedOf(now.snapshot, snapshot);
  return {
    ...bare,
    against: {
      edition: against,
      week: manifest.week,
      publishedAt: manifest.publishedAt,
      verdict: manifest.verdict,
      headline: headlineOf(snapshot, then.analysis),
    },
    movers: moversOf(now, then),
    revised: revised.slice(0, MOST_REVISED),
    revisedCount: revised.length,
    fresher: fresherOf(now, then),
    notes: noteDifferences(snapshot, now.snapshot),
  };
}

/** Throws AssayError usage E_EDITION_ID, missing E_EDITION_MISSING of one that was named. */
async function editionToCompare(
  { paths }: Desk,
  week: WeekId,
  named: string | undefined,
): Promise<EditionId | undefined> {
  if (named !== undefined) return (await readManifest(paths.reports, named)).edition;
  const { editions } = await foldersOf(paths.reports);
  const earlier = editions.findLast((one) => one.week < week);
  return (earlier ?? editions.findLast((one) => one.week === week))?.edition;
}

interface Seen {
  readonly snapshot: Snapshot;
  readonly analysis: Analysis;
}

function moversOf({ snapshot, analysis }: Seen, then: Seen | undefined): MovedSeries[] {
  const specs = specsOf(snapshot);
  return analysis.notable.slice(0, MOST_MOVERS).flatMap((id) => {
    const spec = specs.get(id);
    const one = analysis.series.get(id);
    if (spec === undefined || one?.last === undefined) return [];
    const change = one.changes.week && analysis.figures.get(one.changes.week.figure);
    const before = then?.analysis.series.get(id)?.changes.week;
    const old = before && then?.analysis.figures.get(before.figure);
    return [
      {
        ...named(spec),
        change: printed(change, spec),
        tone: toneOf(change, spec),
        level: printedLevel(spec, one.last.value, one.last.date),
        unit: unitOf(spec),
        before: printed(old, spec),
        beforeTone: toneOf(old, spec),
      },
    ];
  });
}

/** Of the days that edition had one by one; weekly thinning further back leaves out what is no change. */
function revisedOf(now: Snapshot, then: Snapshot): RevisedValue[] {
  const specs = specsOf(now);
  const found: RevisedValue[] = [];
  for (const [id, old] of Object.entries(then.series)) {
    const spec = specs.get(id);
    const own = Object.hasOwn(now.series, id) ? now.series[id] : undefined;
    if (spec === undefined || own === undefined) continue;
    const values = new Map(own.dates.map((date, at) => [date, own.values[at] ?? '']));
    const newest = old.dates.at(-1) ?? '';
    const since = `${Number(newest.slice(0, 4)) - 1}${newest.slice(4)}`;
    old.dates.forEach((date, at) => {
      const was = old.values[at] ?? '';
      const is = values.get(date);
      if (date < since || is === undefined || Number(is) === Number(was)) return;
      found.push({
        ...named(spec),
        date,
        was: printedLevel(spec, was, date),
        is: printedLevel(spec, is, date),
        unit: unitOf(spec),
      });
    });
  }
  return found.sort((a, b) => (a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date > b.date ? -1 : 1));
}

function fresherOf(now: Seen, then: Seen): ChangedFreshness[] {
  const found: ChangedFreshness[] = [];
  for (const spec of specsOf(now.snapshot).values()) {
    const is = now.analysis.series.get(spec.id)?.freshness ?? 'never';
    const was = then.analysis.series.get(spec.id)?.freshness ?? 'never';
    if (was !== is) found.push({ ...named(spec), was, is });
  }
  return found;
}

function specsOf({ metals }: Snapshot): Map<string, SeriesSpec & { readonly metal: string }> {
  return new Map(
    metals.flatMap(({ metal, series }) => series.map((spec) => [spec.id, { ...spec, metal }] as const)),
  );
}

function named(spec: SeriesSpec & { readonly metal: string }): Pick<MovedSeries, 'id' | 'name' | 'metal'> {
  return { id: spec.id, name: spec.short ?? spec.name, metal: spec.metal };
}

function unitOf(spec: SeriesSpec): Words {
  return both((language) => printedUnitOf(spec, language).label);
}

function printed(figure: Figure | undefined, spec: SeriesSpec): Words {
  return both((language) => (figure === undefined ? '' : printFigure(figure, spec, language).text));
}

function toneOf(figure: Figure | undefined, spec: SeriesSpec): MovedSeries['tone'] {
  return (figure && printFigure(figure, spec, 'en').tone) ?? '';
}
