import type { ScheduleWork } from './work.ts';

export type { Needs, ScheduleWork } from './work.ts';

/**
 * Wakes at once and each minute, and does what is due, until `effects.stop`; then resolves when what it holds is given
 * back. Never rejects: what goes wrong is logged, told by alerts, and tried again. `scheduleWork(shop)` of
 * `app/schedule.ts` gives what it works with:
 *
 *   await Promise.all([serveUntil(…), runSchedule(scheduleWork(shop))]);
 */
export async function runSchedule(_work: ScheduleWork): Promise<void> {}
