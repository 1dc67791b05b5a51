import { schedule as everyMinute } from 'node-cron';
import { oneLine } from '../errors.ts';
import { troubleWords } from './make.ts';
import { newWatch, tick } from './tick.ts';
import type { ScheduleWork } from './work.ts';

export { DESK } from './dues.ts';
export type { Needs, ScheduleWork } from './work.ts';

/** The timer may be silent for longer than a minute after a clock was set back; then we look all the same. */
const LONGEST_SILENCE_MS = 90_000;

/**
 * Looks at once and each minute, and does what is due, until `effects.stop`; then resolves when what it holds is given
 * back. Never rejects: what goes wrong is logged, told by alerts, and tried again. `scheduleWork(shop)` of
 * `app/schedule.ts` gives what it works with:
 *
 *   await Promise.all([serveUntil(…), runSchedule(scheduleWork(shop))]);
 *
 * Neither the queue nor the office may be closed before it resolves.
 */
export async function runSchedule(work: ScheduleWork): Promise<void> {
  const { effects } = work;
  const watch = newWatch(work);
  let wake: () => void = () => undefined;
  // By the clock of no country: nothing is put forward or back.
  const timer = everyMinute('* * * * *', () => wake(), { timezone: 'Etc/UTC', suppressMissedWarning: true });
  let trouble = '';
  try {
    while (!effects.stop.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        await tick(work, watch);
        trouble = '';
      } catch (error) {
        // The same each minute is said once.
        const words = oneLine(`E_SCHEDULE ${troubleWords(error)}`);
        if (words !== trouble) effects.log(words);
        trouble = words;
      }
      await Promise.race([woken, effects.wait(LONGEST_SILENCE_MS)]);
    }
  } finally {
    await timer.destroy();
  }
}
