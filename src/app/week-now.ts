import { publishedAt } from '../archive/index.ts';
import { localDay } from '../calendar/clock.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Instant, IsoDate, WeekId } from '../model/time.ts';
import { type Intake, takeInbox } from '../snapshot/intake.ts';
import { screen } from '../snapshot/screen.ts';
import { freezeWeek } from '../snapshot/week.ts';
import { openStoreAsIs, type Store } from '../store/index.ts';

export interface WeekNow {
  readonly snapshot: Snapshot;
  /** What is in the inbox and not yet in the store; with an error in it nothing of it is in the snapshot. */
  readonly intake: Intake;
  readonly today: IsoDate;
}

/**
 * A week as a build would freeze and screen it now, new files of the inbox included. What it takes in it keeps in
 * memory; writes nothing. `choose` names the week, knowing the store.
 */
export async function weekNow(
  desk: Desk,
  choose: (store: Store) => Promise<WeekId>,
  effects: Effects,
  knownBy?: Instant,
): Promise<WeekNow> {
  const now = effects.now();
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const intake = await takeInbox(desk, store, () => now, { stop: effects.stop });
    const week = await choose(store);
    const today = localDay(now, desk.config.timeZone);
    const frozen = await freezeWeek(week, desk, store, {
      ...(knownBy === undefined ? {} : { knownBy }),
      publishedAt: (one) => publishedAt(desk.paths.reports, one),
    });
    return { snapshot: screen(frozen, { overrides: desk.overrides, today }), intake, today };
  } finally {
    await store.close();
  }
}
