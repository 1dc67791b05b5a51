import { AssayError } from '../errors.ts';
import type { EditionId } from '../model/time.ts';
import type { HeldWeek } from './held.ts';
import { failed, type Making, STOPS, troubleWords } from './make.ts';

/** Longer than that nothing waits for letters that are to be tried again without a look. */
const LOOK_MS = 60_000;

/** Mails an edition that is out when its time has come, and goes on with a campaign that was cut off. */
export async function mailEdition(held: HeldWeek, making: Making, made: EditionId): Promise<void> {
  const { work, schedule, sendAt } = making;
  const { effects } = work;
  const now = effects.now();
  const { send } = schedule;
  if (send === undefined || sendAt === '') {
    await held.record({ state: 'done', reason: 'published; nothing is mailed by itself', release: true });
    return;
  }
  if (now.toISOString() < sendAt) {
    const reason = `published; mailed to ${send.list} at ${sendAt}`;
    await held.record({ state: 'published', reason, nextAt: sendAt, release: true });
    return;
  }
  try {
    const edition = await newestOf(made, held, making);
    if (!(await held.record({ state: 'sending', edition, reason: `to ${send.list}` }))) return;
    const sent = await work.send(edition, send.list);
    await held.record(changeAfter(sent, held, edition, send.list, effects.now()));
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    const words = `could not be mailed: ${troubleWords(error)}`;
    // What the moment refuses is tried again; what the desk, its list or its data refuse waits for somebody.
    if (error.exit === 'temporary' || error.exit === 'unavailable') {
      const until = new Date(Date.parse(sendAt) + schedule.catchUpHours * 3_600_000).toISOString();
      await failed(held, making, words, { state: 'sending', until });
    } else {
      const reason = `${words}. Then: assay schedule release ${held.occurrence.week}`;
      await held.record({ state: 'held', reason, alert: 'held', release: true });
    }
  }
}

/** Who corrects an edition before it is mailed wants its readers to get the correction. */
async function newestOf(
  made: EditionId,
  { occurrence: { state, week } }: HeldWeek,
  { work, desk }: Making,
): Promise<EditionId> {
  if (state === 'sending') return made;
  return (await work.published(desk, week))?.edition ?? made;
}

function changeAfter(
  sent: Awaited<ReturnType<Making['work']['send']>>,
  { occurrence: { week } }: HeldWeek,
  edition: EditionId,
  list: string,
  now: Date,
): Parameters<HeldWeek['record']>[0] {
  const sum = sumWords(sent, list);
  switch (sent.state) {
    case 'finished':
      return { state: 'done', reason: sum, alert: 'recovered', release: true };
    case 'cancelled':
      return { state: 'done', reason: `its campaign was cancelled; ${sum}`, release: true };
    case 'paused': {
      const again = `assay deliveries release ${edition}, then: assay schedule release ${week}`;
      return {
        state: 'held',
        reason: `mailing paused: ${sent.reason}. ${again}`,
        alert: 'held',
        release: true,
      };
    }
    default: {
      const soon = new Date(now.getTime() + LOOK_MS).toISOString();
      const nextAt = sent.nextDue !== undefined && sent.nextDue > soon ? sent.nextDue : soon;
      const isStop = sent.state === 'stopped';
      return {
        state: 'sending',
        reason: isStop ? STOPS : `${sum}; some are tried again at ${nextAt}`,
        nextAt: isStop ? now.toISOString() : nextAt,
        release: true,
      };
    }
  }
}

function sumWords({ recipients, counts }: Awaited<ReturnType<Making['work']['send']>>, list: string): string {
  const accepted = counts?.ACCEPTED ?? 0;
  const doubt = counts?.UNCERTAIN ?? 0;
  const sum = `mailed to ${accepted} of ${recipients} on ${list}`;
  return doubt > 0 ? `${sum}, ${doubt} in doubt` : sum;
}
