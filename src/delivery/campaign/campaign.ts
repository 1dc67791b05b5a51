import type { Effects } from '../../effects.ts';
import { AssayError, counted } from '../../errors.ts';
import type { Campaign, DeliveryCounts } from '../../model/delivery.ts';
import type { MailConfig } from '../../model/mail.ts';
import type { Instant } from '../../model/time.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import type { Carrier } from './carrier.ts';
import { watchClock } from './clock-watch.ts';
import { type Journal, mergeJournals, openJournal } from './journal.ts';
import { isDead, ownerName } from './owner.ts';
import { lateAlert, openProgress, type Progress } from './progress.ts';
import { openScribe } from './scribe.ts';
import { type Halt, type Letters, openSending, type Sending } from './sending.ts';

export type { Progress } from './progress.ts';
export type { Letters } from './sending.ts';

export interface CampaignRun {
  readonly ledger: Ledger;
  /** Open: one that is paused is opened by whoever was asked to go on. */
  readonly campaign: Campaign;
  readonly letters: Letters;
  readonly carrier: Carrier;
  readonly mail: MailConfig;
  readonly effects: Effects;
  /** Where outcomes are kept that the ledger cannot take. */
  readonly journalFolder: string;
  readonly onProgress: (progress: Progress) => void;
  /** How long to wait for letters that are due later, in ms; 15 minutes when absent. */
  readonly patience?: number;
  /** Of a claim, in ms; 15 minutes when absent: more than the longest silence of a server. */
  readonly leaseMs?: number;
  /** For what is in flight when a stop is asked for, in ms; 30 s when absent. */
  readonly graceMs?: number;
  /** Who holds the leases; this process when absent. */
  readonly owner?: string;
  /** Whether nobody is behind that name any more; asks this machine's processes when absent. */
  readonly isGone?: (owner: string) => boolean;
}

export interface CampaignEnd {
  /** `waiting`: what is left is due later than patience allows. `stopped`: by a stop, or the campaign was cancelled. */
  readonly state: 'finished' | 'paused' | 'stopped' | 'waiting';
  readonly reason: string;
  readonly counts: DeliveryCounts;
  /** When to call again; undefined where nothing is open. */
  readonly nextDue: Instant | undefined;
}

const MINUTE = 60_000;
const PATIENCE = 15 * MINUTE;
const LEASE = 15 * MINUTE;
const GRACE = 30_000;
/** How often it is looked whether other senders are done, in ms. */
const OTHERS = 3_000;

/**
 * Sends an edition's letters, each once. Takes up whatever an earlier run left, sends what is due, waits for what is
 * due soon, and finishes the campaign when nothing is open. Call `checkEpoch` before. Throws AssayError where the
 * ledger or the journal fails: then nothing more was sent, and what became of letters is in the journal, which the
 * next run merges.
 */
export async function runCampaign(run: CampaignRun): Promise<CampaignEnd> {
  const { id } = await run.ledger.instance();
  const merged = await mergeJournals(run.journalFolder, run.ledger, run.effects, id);
  if (merged > 0) run.effects.log(`${counted(merged, 'outcome')} of an earlier run came from its journal.`);
  const journal = await openJournal(run.journalFolder, run.effects, id);
  try {
    return await conduct(run, journal);
  } finally {
    await journal.close();
  }
}

/** The same with a journal at hand. */
export async function conduct(run: CampaignRun, journal: Journal): Promise<CampaignEnd> {
  const { ledger, campaign, effects, patience = PATIENCE } = run;
  const clockFault = watchClock(effects);
  const owner = run.owner ?? ownerName();
  const scribe = openScribe(ledger, journal, owner, effects);
  const progress = openProgress(run);
  const leaseMs = run.leaseMs ?? LEASE;
  const sending = openSending({ ...run, scribe, owner, leaseMs, clockFault, ...progress });
  const alert = lateAlert(run);

  try {
    for (;;) {
      const fault = clockFault();
      // By a clock that is wrong leases would end and letters expire.
      if (fault !== undefined) return await halted(run, { state: 'paused', reason: fault });
      await takeUp(run);
      progress.onCounts(await ledger.counts(campaign.id));
      await alert();
      if (await isElderUnderWay(run)) {
        if (effects.stop.aborted) return await end(run, 'stopped', 'it was asked to stop');
        progress.onNote('letters of the edition before are under way');
        await pause(OTHERS, effects, clockFault);
        continue;
      }
      await sendOrStop(sending, run);
      if (scribe.failure !== undefined) throw scribe.failure;
      await sending.giveBack();
      if (clockFault() === undefined) await expireLate(run);
      if (await ledger.finish(campaign.id, effects.now().toISOString()))
        return await end(run, 'finished', '');
      if (sending.halt !== undefined) return await halted(run, sending.halt);
      const { state, reason } = await current(run);
      if (state === 'finished') return await end(run, 'finished', '');
      if (state !== 'open') return await end(run, state === 'paused' ? 'paused' : 'stopped', reason);

      const due = await dueAt(run);
      const wait = Date.parse(due) - effects.now().getTime();
      if (wait > patience) return await end(run, 'waiting', `the next letter is due at ${due}`);
      progress.onNote(`the next letter is due at ${due}`);
      // What others hold may be done long before their leases end.
      const most = (await isHeldByOthers(run)) ? OTHERS : Number.POSITIVE_INFINITY;
      await pause(Math.max(Math.min(wait, most), 1_000), effects, clockFault);
    }
  } catch (error) {
    await sending.giveBack().catch(() => undefined);
    throw scribe.failure ?? error;
  } finally {
    await scribe.close();
  }
}

async function expireLate({ ledger, campaign, effects }: CampaignRun): Promise<void> {
  const now = effects.now().toISOString();
  if (now >= campaign.deadline) await ledger.expire(now);
}

/** What dead runs and ended leases left, what is too late, and, where the desk says so, what is in doubt. */
async function takeUp({ ledger, mail, effects, isGone = isDead }: CampaignRun): Promise<void> {
  const now = effects.now();
  const dead = (await ledger.owners()).filter((owner) => isGone(owner));
  const { uncertain } = await ledger.recover(dead, now.toISOString());
  if (uncertain > 0) effects.log(`${counted(uncertain, 'letter')} may have been sent by a run that ended.`);
  await ledger.expire(now.toISOString());
  if (mail.uncertain === 'hold') return;
  const before = new Date(now.getTime() - mail.uncertain.resendAfterHours * 60 * MINUTE);
  await ledger.resendUncertain(before.toISOString(), now.toISOString());
}

/** After a stop, what is in flight may take its time, but not longer than the grace. */
async function sendOrStop(sending: Sending, { effects, graceMs = GRACE }: CampaignRun): Promise<void> {
  const sent = sending.send();
  // Late failures of what was left behind concern nobody any more.
  sent.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  let begin = (): void => undefined;
  const grace = new Promise<void>((resolve) => {
    begin = () => {
      timer = setTimeout(resolve, graceMs);
    };
    if (effects.stop.aborted) begin();
    else effects.stop.addEventListener('abort', begin);
  });
  try {
    await Promise.race([sent, grace]);
  } finally {
    clearTimeout(timer);
    effects.stop.removeEventListener('abort', begin);
  }
}

async function halted(run: CampaignRun, { state, reason }: Halt): Promise<CampaignEnd> {
  const { ledger, campaign, effects } = run;
  if (state === 'paused' && (await current(run)).state === 'open') {
    await ledger.setCampaign(campaign.id, 'paused', reason, effects.now().toISOString()).catch(unlessEnded);
  }
  const now = await current(run);
  if (now.state === 'finished') return end(run, 'finished', '');
  return now.state === 'cancelled' ? end(run, 'stopped', now.reason) : end(run, state, reason);
}

/** Another sender may have finished it just now, or a correction cancelled it. */
function unlessEnded(error: unknown): void {
  if (!(error instanceof AssayError) || error.problems[0]?.code !== 'E_CAMPAIGN_STATE') throw error;
}

async function current({ ledger, campaign }: CampaignRun): Promise<Campaign> {
  const { edition, list } = campaign;
  const found = await ledger.campaigns({ edition, list });
  return found.find((one) => one.id === campaign.id) ?? campaign;
}

/**
 * Whether a server may still be taking an earlier edition of the week: nobody gets that after its correction. Their
 * leases end within minutes.
 */
async function isElderUnderWay({ ledger, campaign }: CampaignRun): Promise<boolean> {
  if (campaign.version === 0) return false;
  for (const { id, week, version } of await ledger.campaigns())
    if (week === campaign.week && version < campaign.version && (await ledger.counts(id)).IN_DATA > 0)
      return true;
  return false;
}

/** Asked when nothing is ours. */
async function isHeldByOthers({ ledger, campaign }: CampaignRun): Promise<boolean> {
  const { CLAIMED, IN_DATA } = await ledger.counts(campaign.id);
  return CLAIMED + IN_DATA > 0;
}

/** Not later than what is left expires; now where others have just done the last. */
async function dueAt({ ledger, campaign, effects }: CampaignRun): Promise<Instant> {
  const due = (await ledger.nextDue(campaign.id)) ?? effects.now().toISOString();
  return due < campaign.deadline ? due : campaign.deadline;
}

async function end(run: CampaignRun, state: CampaignEnd['state'], reason: string): Promise<CampaignEnd> {
  const { ledger, campaign } = run;
  const [counts, nextDue] = [await ledger.counts(campaign.id), await ledger.nextDue(campaign.id)];
  return { state, reason, counts, nextDue };
}

/** The wait goes by the wall clock as well as by ticks, in pieces: a clock that jumps is noticed. */
async function pause(ms: number, effects: Effects, clockFault: () => string | undefined): Promise<void> {
  const until = effects.ticks() + ms;
  while (!effects.stop.aborted && clockFault() === undefined) {
    const left = until - effects.ticks();
    if (left <= 0) return;
    await effects.wait(Math.min(left, MINUTE));
  }
}
