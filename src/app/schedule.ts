import { foldersOf, readManifest } from '../archive/read.ts';
import { verifyEdition } from '../archive/verify.ts';
import { AssayError } from '../errors.ts';
import type { EditionId, Instant, WeekId } from '../model/time.ts';
import type { ScheduleWork } from '../schedule/work.ts';
import type { Shop } from '../studio/shop.ts';
import { openTeller } from './alert.ts';
import { approvalOf } from './approval.ts';
import { lookOutside } from './outside.ts';

/** What the scheduler of a server works with: of the shop it needs no more than this. */
export function scheduleWork({
  desk,
  app,
  hands,
  queue,
  office,
  effects,
}: Pick<Shop, 'desk' | 'app' | 'hands' | 'queue' | 'office' | 'effects'>): ScheduleWork {
  return {
    desk,
    occurrences: office.occurrences,
    needs: async (week, { series, notes }) => {
      await lookOutside(await desk(), office, week, effects);
      return hands.run('needs', { week, series, notes }, { stop: effects.stop });
    },
    approval: (now, week, snapshot) => approvalOf(now, office, week, snapshot),
    build: (wish) => queue.scheduled(wish),
    published: ({ paths }, week) => newestEdition(paths.reports, week),
    // What is to be tried again later is looked at again later: nothing else waits for it.
    send: (edition, list) => app.send({ edition, list, dryRun: false, waitMinutes: 0 }),
    alert: openTeller(effects),
    effects,
  };
}

/** The newest edition of a week, proven; undefined where there is none. Throws AssayError data where it is damaged. */
export async function newestEdition(
  reports: string,
  week: WeekId,
): Promise<{ edition: EditionId; at: Instant } | undefined> {
  const { editions } = await foldersOf(reports);
  const newest = editions.findLast((one) => one.week === week);
  if (newest === undefined) return undefined;
  const findings = await verifyEdition(reports, newest.edition);
  if (findings.length > 0) throw new AssayError('data', findings);
  const { publishedAt } = await readManifest(reports, newest.edition);
  return { edition: newest.edition, at: publishedAt };
}
