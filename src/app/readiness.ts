import { foldersOf, readManifest } from '../archive/read.ts';
import { localDay } from '../calendar/clock.ts';
import { parseWeek, weekOf, weekStart } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Analysis } from '../model/analysis.ts';
import { hasErrors, type Verdict } from '../model/finding.ts';
import type { PublishedEdition, Readiness, WaitingFile } from '../model/readiness.ts';
import type { WeekId } from '../model/time.ts';
import { withNotes } from '../notes/index.ts';
import { snapshotHash } from '../snapshot/freeze.ts';
import { gate } from '../snapshot/gate.ts';
import type { Intake } from '../snapshot/intake.ts';
import { headlineOf } from './both-languages.ts';
import { keptDesk } from './kept-desk.ts';
import { findingsOf, metalsOf } from './readiness-series.ts';
import { vanishedOverrides } from './vanished-overrides.ts';
import { type WarmWeek, warmWeek } from './warm-desk.ts';
import { notesOf } from './week-notes.ts';

export interface ReadinessRequest {
  readonly week?: string;
}

/**
 * How far a week is: what a build of it would be made of and told, series by series. Without a week, the one that is
 * to be made next. Writes nothing. Throws AssayError usage E_WEEK, data E_WEEK_EMPTY, and what opening the desk does.
 */
export async function readinessOf(
  folder: string,
  { week }: ReadinessRequest,
  effects: Effects,
): Promise<Readiness> {
  const asked = week === undefined ? undefined : parseWeek(week);
  const desk = await keptDesk(folder);
  const found = asked === undefined ? await nextWeek(desk, effects) : await warmWeek(desk, asked, effects);
  const { analysis, intake, today } = found;
  const { notes, findings: said } = await notesOf(desk, found.snapshot.week);
  const snapshot = withNotes(found.snapshot, notes);
  const gated = gate(snapshot);
  const gone = await vanishedOverrides(desk, snapshot, today);
  const beside = [...intake.findings, ...said, ...gone];
  const stopped = hasErrors(beside);
  const look = { snapshot, analysis, verdicts: gated.series, overrides: desk.overrides };
  const edition = await newestEdition(desk, snapshot.week);
  const verdict: Verdict = stopped
    ? 'hold'
    : gated.verdict === 'pass' && beside.length > 0
      ? 'notes'
      : gated.verdict;
  return {
    week: snapshot.week,
    weekEnding: snapshot.weekEnding,
    cutoff: snapshot.cutoff,
    at: effects.now().toISOString(),
    today,
    verdict,
    checks: gated.checks + intake.rows,
    snapshot: stopped ? '' : snapshotHash(snapshot),
    headline: headlineOf(snapshot, analysis),
    counts: countsOf(analysis),
    metals: metalsOf(look, gated.findings),
    findings: findingsOf(look, beside, gated.findings),
    inbox: waitingOf(intake),
    ...(edition === undefined ? {} : { edition }),
  };
}

/**
 * The week a build would make by itself; where its edition is out, the one under way as soon as it has a figure.
 */
async function nextWeek(desk: Desk, effects: Effects): Promise<WarmWeek> {
  const last = await warmWeek(desk, undefined, effects);
  const { editions } = await foldersOf(desk.paths.reports);
  if (!editions.some((one) => one.week === last.snapshot.week)) return last;
  const under = weekOf(localDay(effects.now(), desk.config.timeZone));
  if (under <= last.snapshot.week) return last;
  const now = await warmWeek(desk, under, effects);
  const monday = weekStart(under);
  return Object.values(now.snapshot.series).some(({ dates }) => (dates.at(-1) ?? '') >= monday) ? now : last;
}

/** Undefined where the week has none, or none that can be read. */
async function newestEdition({ paths }: Desk, week: WeekId): Promise<PublishedEdition | undefined> {
  const { editions } = await foldersOf(paths.reports);
  const newest = editions.findLast((one) => one.week === week);
  if (newest === undefined) return undefined;
  const manifest = await readManifest(paths.reports, newest.edition).catch(() => undefined);
  if (manifest === undefined) return undefined;
  const { edition, publishedAt, snapshot, verdict } = manifest;
  return { edition, publishedAt, snapshot, verdict };
}

function countsOf({ series }: Analysis): Readiness['counts'] {
  const counts = { fresh: 0, late: 0, stale: 0, closed: 0, never: 0, withheld: 0, total: 0 };
  for (const { freshness, spec } of series.values()) {
    if ('formula' in spec) continue;
    counts[freshness] += 1;
    counts.total += 1;
  }
  return counts;
}

function waitingOf({ files }: Intake): WaitingFile[] {
  return files
    .filter(({ known }) => !known)
    .map(({ label, bytes, rows, added, revised, findings }) => ({
      ...{ file: label, bytes, rows, added, revised },
      problems: findings.filter(({ severity }) => severity === 'error').length,
    }));
}
