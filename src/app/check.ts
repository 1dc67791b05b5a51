import type { Checked } from '../app.ts';
import { publishedAt } from '../archive/index.ts';
import { localDay } from '../calendar/clock.ts';
import { uncoveredDay } from '../calendar/trading.ts';
import { parseWeek } from '../calendar/week.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { type Finding, hasErrors } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { openTheme } from '../render/templates.ts';
import { type Gated, gate } from '../snapshot/gate.ts';
import { takeInbox } from '../snapshot/intake.ts';
import { screen } from '../snapshot/screen.ts';
import { wayOut } from '../snapshot/way-out.ts';
import { freezeWeek, weekToBuild } from '../snapshot/week.ts';
import { openStoreAsIs, type Store } from '../store/index.ts';
import { vanishedOverrides } from './vanished-overrides.ts';
import { notesOf } from './week-notes.ts';

/**
 * What a build of the week would be told: configuration, catalog and templates (wrong ones throw AssayError), the
 * inbox with files not yet imported, the gate, the week's notes. What it takes in it keeps in memory; writes nothing.
 */
export async function checkDesk(desk: Desk, asked: string | undefined, effects: Effects): Promise<Checked> {
  if (asked !== undefined) parseWeek(asked);
  await openTheme(desk.paths.templates);
  const now = effects.now();
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const intake = await takeInbox(desk, store, () => now, { stop: effects.stop });
    if (hasErrors(intake.findings)) {
      const findings = byPlace(intake.findings);
      return { ...UNREAD, checks: intake.rows + intake.files.length, findings };
    }
    const gated = await gateOf(asked, desk, store, now);
    const findings = byPlace([...intake.findings, ...gated.findings]);
    const verdict = gated.verdict === 'pass' && findings.length > 0 ? 'notes' : gated.verdict;
    return { ...gated, verdict, checks: gated.checks + intake.rows, findings };
  } finally {
    await store.close();
  }
}

/** A desk without any data has no week to look at: that holds, like a week without data. */
async function gateOf(asked: string | undefined, desk: Desk, store: Store, now: Date): Promise<Gated> {
  try {
    const week = await weekToBuild(asked, store, now, desk.config.timeZone);
    const today = localDay(now, desk.config.timeZone);
    const snapshot = screen(
      await freezeWeek(week, desk, store, { publishedAt: (one) => publishedAt(desk.paths.reports, one) }),
      { overrides: desk.overrides, today },
    );
    const gated = gate(snapshot);
    const notes = (await notesOf(desk, week)).findings;
    const gone = await vanishedOverrides(desk, snapshot, today);
    const uncovered = uncoveredWeek(snapshot, desk);
    return {
      ...gated,
      verdict: hasErrors([...notes, ...uncovered]) ? 'hold' : gated.verdict,
      findings: [
        ...gated.findings.map((finding) => wayOut(finding, snapshot, today)),
        ...notes,
        ...gone,
        ...uncovered,
      ],
    };
  } catch (error) {
    if (!(error instanceof AssayError) || error.exit !== 'data') throw error;
    const findings = error.problems.map((problem): Finding => ({ ...problem, severity: 'error' }));
    return { ...UNREAD, checks: 1, findings };
  }
}

/** Of the venues whose prices the week has: what ends before it cannot be told from a week of holidays. */
function uncoveredWeek({ series, weekEnding }: Snapshot, { catalog }: Desk): Finding[] {
  const venues = new Set(Object.keys(series).map((id) => catalog.series.get(id)?.venue ?? ''));
  return [...catalog.calendars.values()]
    .filter(({ venue, coveredThrough }) => venues.has(venue) && coveredThrough < weekEnding)
    .map((spec) => ({ ...uncoveredDay(spec, weekEnding), severity: 'error' }));
}

/** What is said of a desk that could not be looked at series by series. */
const UNREAD = { verdict: 'hold', series: {}, sections: {} } as const;

/** As a linter tells them: file by file, row by row; what has no place in a file comes last, by its name. */
function byPlace(findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, key: placeKey(finding) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ finding }) => finding);
}

/** `file:row:column`, `workbook!sheet!C7`, or what has no place. */
const IN_FILE = /^(?<file>.+?):(?<row>\d+)(?::(?<column>\d+))?$/;
const IN_SHEET = /^(?<file>.+!.+)!(?<column>[A-Z]{0,3})(?<row>\d+)$/;

function placeKey({ where, code, message }: Finding): string {
  const { file, row = '', column = '' } = (IN_SHEET.exec(where) ?? IN_FILE.exec(where))?.groups ?? {};
  const place = file === undefined ? `2 ${where}` : `1 ${file} ${row.padStart(9)} ${column.padStart(9)}`;
  return [place, code, message].join(' ');
}
