import { requireApproved } from './app/approved.ts';
import { requireExpected } from './app/expected.ts';
import { parseMoment } from './app/moment.ts';
import { vanishedOverrides } from './app/vanished-overrides.ts';
import { soundNotes } from './app/week-notes.ts';
import type { BuildRequest, Built } from './app.ts';
import { publish, publishedAt, requireUnpublished, writeDraft } from './archive/index.ts';
import { localDay } from './calendar/clock.ts';
import { parseWeek } from './calendar/week.ts';
import { type Desk, openDesk } from './desk.ts';
import { makeEdition } from './edition.ts';
import type { Effects } from './effects.ts';
import { problemLines } from './errors.ts';
import type { Snapshot } from './model/snapshot.ts';
import type { Instant, WeekId } from './model/time.ts';
import { withNotes } from './notes/index.ts';
import { browserPath, compileLess } from './program.ts';
import { openPress, openTheme } from './render/index.ts';
import { snapshotHash } from './snapshot/freeze.ts';
import { noted, passOrHold } from './snapshot/gate.ts';
import { requireSound, takeInbox } from './snapshot/intake.ts';
import { screen } from './snapshot/screen.ts';
import { freezeWeek, weekToBuild } from './snapshot/week.ts';
import { stopwatch } from './stopwatch.ts';
import { openStore } from './store/index.ts';

/**
 * A week's figures become its edition:
 *
 *   data/ ─▶ take in ─▶ freeze ─▶ screen ─▶ gate ─▶ [ analyze ─▶ compose ─▶ charts ─▶ HTML ─▶ PDF ] ─▶ publish
 *
 * What stands in brackets is `makeEdition`: the snapshot alone decides every byte of it. The browser starts first
 * and warms up while the figures are made; whatever happens, it is closed.
 */
export async function buildEdition(folder: string, request: BuildRequest, effects: Effects): Promise<Built> {
  // A mistyped word is told before anything is started or read.
  if (request.week !== undefined) parseWeek(request.week);
  const knownBy = request.asOf === undefined ? undefined : parseMoment('--as-of', request.asOf);
  compileLess();
  const watch = stopwatch(effects, request.report);
  const press = openPress({ executable: browserPath(), effects });
  try {
    const desk = await watch.time('desk', () => openDesk(folder));
    const { reports, templates } = desk.paths;
    const theme = await watch.time('templates', () => openTheme(templates));
    const frozen = await watch.time('data', () => snapshotOf(desk, request.week, knownBy, effects));
    const today = localDay(effects.now(), desk.config.timeZone);
    const { notes, findings: said } = await watch.time('data', () => soundNotes(desk, frozen.week, knownBy));
    const snapshot = await watch.time('checks', () =>
      screen(withNotes(frozen, notes), { overrides: desk.overrides, today }),
    );
    const edition = snapshot.week;
    if (!request.draft) await requireUnpublished(reports, edition);
    const gated = passOrHold(snapshot, today);
    const gone = await watch.time('checks', () => vanishedOverrides(desk, snapshot, today));
    requireExpected(snapshot, request.expect);
    if (!request.draft) await requireApproved(desk, edition, () => snapshotHash(snapshot), effects);

    const languages = request.languages ?? desk.config.languages;
    const made = await makeEdition(snapshot, { edition, languages, theme, press, watch });

    const passed = noted(gated, [...said, ...gone, ...made.findings]);
    const { dir } = await watch.time('publish', () =>
      request.draft
        ? writeDraft(reports, edition, made.files, effects)
        : publish(reports, { ...made.manifest, ...passed }, made.files, effects),
    );
    const files = made.files.map((file) => file.path);
    const { findings } = passed;
    return { edition, snapshot: made.manifest.snapshot, dir, files, findings, timings: watch.timings };
  } finally {
    await press.close();
  }
}

/** Takes in what is new in the inbox, whole or not at all, and freezes the week as it is now known. */
async function snapshotOf(
  desk: Desk,
  asked: WeekId | undefined,
  knownBy: Instant | undefined,
  effects: Effects,
): Promise<Snapshot> {
  const now = effects.now();
  const store = await openStore(desk.paths.store);
  try {
    const intake = await takeInbox(desk, store, effects.now, { stop: effects.stop });
    requireSound(intake);
    for (const line of problemLines(intake.findings)) effects.log(line);
    const week = await weekToBuild(asked, store, now, desk.config.timeZone);
    return await freezeWeek(week, desk, store, {
      knownBy,
      publishedAt: (one) => publishedAt(desk.paths.reports, one),
    });
  } finally {
    await store.close();
  }
}
