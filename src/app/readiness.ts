import { analyze } from '../analysis/index.ts';
import { foldersOf, readManifest } from '../archive/read.ts';
import { compose } from '../brief/index.ts';
import { localDay } from '../calendar/clock.ts';
import { parseWeek, weekOf } from '../calendar/week.ts';
import { type Desk, openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { plainText } from '../language/index.ts';
import type { Analysis } from '../model/analysis.ts';
import { hasErrors, type Verdict } from '../model/finding.ts';
import type { PublishedEdition, Readiness, WaitingFile, Words } from '../model/readiness.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { WeekId } from '../model/time.ts';
import { snapshotHash } from '../snapshot/freeze.ts';
import { gate } from '../snapshot/gate.ts';
import type { Intake } from '../snapshot/intake.ts';
import { weekToBuild } from '../snapshot/week.ts';
import type { Store } from '../store/index.ts';
import { findingsOf, metalsOf } from './readiness-series.ts';
import { weekNow } from './week-now.ts';

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
  const desk = await openDesk(folder);
  const choose = (store: Store): Promise<WeekId> =>
    asked === undefined ? nextWeek(desk, store, effects) : Promise.resolve(asked);
  const { snapshot, intake, today } = await weekNow(desk, choose, effects);
  const gated = gate(snapshot);
  const analysis = analyze(snapshot);
  const unread = hasErrors(intake.findings);
  const look = { snapshot, analysis, verdicts: gated.series, overrides: desk.overrides };
  const edition = await newestEdition(desk, snapshot.week);
  const verdict: Verdict = unread
    ? 'hold'
    : gated.verdict === 'pass' && intake.findings.length > 0
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
    snapshot: unread ? '' : snapshotHash(snapshot),
    headline: headlineOf(snapshot, analysis),
    counts: countsOf(analysis),
    metals: metalsOf(look, gated.findings),
    findings: findingsOf(look, [...intake.findings, ...gated.findings]),
    inbox: waitingOf(intake),
    ...(edition === undefined ? {} : { edition }),
  };
}

/**
 * The week a build would make by itself; where its edition is out, the one under way as soon as it has a figure.
 */
async function nextWeek(desk: Desk, store: Store, effects: Effects): Promise<WeekId> {
  const { timeZone } = desk.config;
  const now = effects.now();
  const last = await weekToBuild(undefined, store, now, timeZone);
  const { editions } = await foldersOf(desk.paths.reports);
  if (!editions.some((one) => one.week === last)) return last;
  const newest = await store.newestDate(localDay(now, timeZone));
  const under = newest === undefined ? last : weekOf(newest);
  return under > last ? under : last;
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

/** What stands on the cover; '' where the week has too little to be composed. */
function headlineOf(snapshot: Snapshot, analysis: Analysis): Words {
  const line = (language: 'en' | 'zh'): string =>
    plainText(compose(snapshot, analysis, language, snapshot.week).brief.cover.headline);
  return { en: line('en'), zh: line('zh') };
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
