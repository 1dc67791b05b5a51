import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nextDues } from '../calendar/due.ts';
import { duePlan } from '../calendar/schedule-plan.ts';
import { openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { counted } from '../errors.ts';
import { type Answer, ok } from './doctor-answer.ts';
import { openDeskOfficeAsIs } from './office.ts';

/** Who may sign in. */
export async function office(folder: string): Promise<Answer> {
  const desk = await openDesk(folder);
  const opened = await openDeskOfficeAsIs(desk);
  try {
    const accounts = (await opened.accounts.list()).filter(({ state }) => state === 'active');
    const place = opened.kind === 'postgres' ? 'the database of DATABASE_URL' : desk.paths.office;
    return accounts.length === 0
      ? { state: 'note', message: 'no account yet; "assay serve" tells a code for the first admin' }
      : ok(`${counted(accounts.length, 'account')} in ${place}`);
  } finally {
    await opened.close();
  }
}

/** When the next edition makes itself. */
export async function schedule(folder: string, effects: Effects): Promise<Answer> {
  const desk = await openDesk(folder);
  if (desk.schedule === undefined)
    return { state: 'note', message: 'nothing is made by itself; add schedule: to data/desk.yaml for that' };
  const plan = duePlan(desk.schedule, desk);
  const next = nextDues(plan, effects.now().toISOString(), 1)[0];
  if (next === undefined)
    return {
      state: 'broken',
      message: `schedule.cron ${desk.schedule.cron} names no moment. Correct it in data/desk.yaml`,
    };
  return ok(
    `${next.week} is due on ${next.date} at ${next.time} ${plan.timeZone}; "assay serve" must run then${next.skipped ? ', and skips it' : ''}`,
  );
}

/** Touched by whatever copies the desk, when it has ended well. */
const BACKUP_MARK = 'backup';
const DAY_MS = 86_400_000;
/** A weekly brief is copied once a week at least. */
const OLDEST_DAYS = 8;

export async function backup(folder: string, effects: Effects): Promise<Answer> {
  const mark = join(folder, 'data', BACKUP_MARK);
  const found = await stat(mark).catch(() => undefined);
  if (found === undefined)
    return {
      state: 'note',
      message: `no backup is known of; let whatever copies this desk end with: touch ${mark}`,
    };
  const days = Math.floor((effects.now().getTime() - found.mtimeMs) / DAY_MS);
  const message = `the last backup ended ${found.mtime.toISOString()}, ${counted(days, 'day')} ago`;
  return days > OLDEST_DAYS
    ? { state: 'broken', message: `${message}. See why none came since` }
    : ok(message);
}
