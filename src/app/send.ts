import { parseEditionId } from '../archive/edition-id.ts';
import { type CampaignEnd, type Progress, runCampaign } from '../delivery/campaign/campaign.ts';
import { checkEpoch } from '../delivery/epoch/epoch.ts';
import type { Letters } from '../delivery/message/letters.ts';
import { openMailer } from '../delivery/smtp/mailer.ts';
import { readPassword } from '../delivery/smtp/password.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { counted } from '../errors.ts';
import type { Campaign, Delivery, DeliveryCounts } from '../model/delivery.ts';
import type { Manifest } from '../model/edition.ts';
import type { MailConfig } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Ledger, NewCampaign } from '../store/ledger/index.ts';
import { journalFolder, keepLedger, openDeskLedger, openDeskLedgerAsIs, stateFolder } from './ledger.ts';
import { mailableEdition, requireRemembered, requireSameKey } from './send-edition.ts';
import { lettersOf } from './send-letters.ts';
import { formatsOf, type Plan, planOf, requireExpected, wouldCancel } from './send-recipients.ts';

export type Sending = Progress;

export interface SendRequest {
  readonly edition: string;
  readonly list: string;
  readonly dryRun: boolean;
  /** How many recipients whoever sends believes there are. */
  readonly expect?: number;
  /** How long to stay for letters that are to be tried again; minutes. */
  readonly waitMinutes: number;
  /** Told whenever something has happened. */
  readonly onProgress?: (sending: Sending) => void;
}

export interface Sent {
  readonly edition: string;
  readonly list: string;
  /** `waiting`: for letters to be tried again at `nextDue`. `paused`: for somebody to mend `reason`. */
  readonly state: 'planned' | CampaignEnd['state'] | 'cancelled';
  readonly reason: string;
  readonly nextDue?: Instant;
  readonly recipients: number;
  /** Of a dry run where there is no campaign yet. */
  readonly plan?: Plan;
  /** The campaign was there before, and nothing was done with it now. */
  readonly untouched?: true;
  readonly counts?: DeliveryCounts;
  /** Those who may or may not have got theirs; at most a hundred. */
  readonly uncertain: readonly Doubted[];
  /** Milliseconds it was sending. */
  readonly ms: number;
}

export interface Doubted extends Pick<Delivery, 'delivery' | 'address' | 'reason'> {
  /** From when on a run sends it again by itself; absent where none does. */
  readonly resendAt?: Instant;
}

/**
 * An edition goes to a list, once to each:
 *
 *   verify ─▶ remember ─▶ letters ─▶ epoch ─▶ count ─▶ plan ─▶ send
 *
 * Everything that can refuse stands before `plan`. Where the campaign is there already it goes on. Throws AssayError;
 * a campaign that cannot go on now is a result, not an error.
 */
export async function sendEdition(desk: Desk, request: SendRequest, effects: Effects): Promise<Sent> {
  const mail = requireMail(desk);
  const manifest = await mailableEdition(desk.paths.reports, request.edition);
  const ledger = await (request.dryRun ? openDeskLedgerAsIs : openDeskLedger)(desk);
  try {
    await requireAsBefore(ledger, manifest, effects.now().toISOString(), request.dryRun);
    const { letters, key } = await lettersOf(desk, mail, manifest, effects);
    if (!request.dryRun)
      requireSameKey(key.fingerprint, await ledger.rememberKey(key.fingerprint), mail.keyFile);
    const fresh = newCampaign(manifest, request.list, mail, effects);
    const [found] = await ledger.campaigns({ edition: fresh.edition, list: fresh.list });
    const count = found?.planned ?? (await ledger.count(fresh));
    const last = found === undefined ? await lastFinished(ledger, fresh) : undefined;
    requireExpected({ ...fresh, count, expected: request.expect, last, jumpPercent: mail.jumpPercent });
    if (found === undefined) letters.require(await formatsOf(ledger, fresh.list));
    if (request.dryRun && found === undefined) return await dryRun(ledger, fresh, count, letters);
    if (found !== undefined) {
      const state = found.state === 'open' ? 'planned' : found.state;
      const isLeft =
        request.dryRun || (state !== 'planned' && !(await mayResend(ledger, found, mail, effects)));
      const result = () => resultOf(ledger, found, { ...found, state, ms: 0 }, mail, effects);
      if (isLeft) return { ...(await result()), untouched: true };
    }
    const carrier = openMailer({ smtp: mail.smtp, password: await readPassword(mail, desk.root), effects });
    try {
      await checkEpoch(ledger, stateFolder(desk, mail), effects, key.fingerprint);
      const cancels = found === undefined ? await wouldCancel(ledger, fresh) : [];
      const { campaign } = await ledger.plan(fresh, effects.now().toISOString());
      for (const { edition, list, left } of cancels.filter((one) => one.list !== fresh.list))
        effects.log(
          `W_SEND_OTHER_LIST ${fresh.edition}: what was left of ${edition} to ${list} (${counted(left, 'letter')}) is cancelled. Those readers get ${fresh.edition} by: assay send ${fresh.edition} --list ${list}`,
        );
      const begun = effects.ticks();
      const end = await whileKept(
        () => keepLedger(desk, ledger, effects),
        () =>
          runCampaign({
            ...{ ledger, campaign, letters, carrier, mail, effects },
            journalFolder: journalFolder(desk),
            patience: request.waitMinutes * 60_000,
            onProgress: request.onProgress ?? (() => undefined),
          }),
      );
      const state = effects.stop.aborted ? end.state : await stateAfter(ledger, campaign, end);
      return await resultOf(ledger, campaign, { ...end, state, ms: effects.ticks() - begun }, mail, effects);
    } finally {
      await carrier.close();
    }
  } finally {
    await ledger.close();
  }
}

/** Where the desk says so, those in doubt go again even when all the others are done. */
async function mayResend(
  ledger: Ledger,
  { id, state, deadline }: Campaign,
  { uncertain }: MailConfig,
  effects: Effects,
): Promise<boolean> {
  if (uncertain === 'hold' || state !== 'finished' || deadline <= effects.now().toISOString()) return false;
  return (await ledger.counts(id)).UNCERTAIN > 0;
}

const KEEP_MS = 60_000;

/** A copy made while letters went out has forgotten some of them: it is behind within a minute, and at the end. */
async function whileKept<T>(keep: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  let keeping = Promise.resolve();
  const timer = setInterval(() => {
    keeping = keeping.then(keep);
  }, KEEP_MS);
  try {
    const result = await work();
    await keeping.then(keep);
    return result;
  } finally {
    clearInterval(timer);
    await keeping;
  }
}

/** What the ledger remembers of edition and key, so that neither is another than last week's unnoticed. */
async function requireAsBefore(
  ledger: Ledger,
  { edition, manifest: hash, publishedAt }: Manifest,
  now: Instant,
  dryRun: boolean,
): Promise<void> {
  const remembered = dryRun
    ? (await ledger.editions()).find((one) => one.edition === edition)?.manifest
    : await ledger.recordEdition(edition, hash, publishedAt, now);
  requireRemembered(edition, hash, remembered ?? hash);
}

function newCampaign(manifest: Manifest, list: string, mail: MailConfig, effects: Effects): NewCampaign {
  const { edition, week, correction } = parseEditionId(manifest.edition);
  const deadline = new Date(effects.now().getTime() + mail.expireAfterHours * 3_600_000).toISOString();
  return { edition, week, version: correction, list, manifest: manifest.manifest, deadline };
}

async function lastFinished(ledger: Ledger, { list }: NewCampaign): Promise<Campaign | undefined> {
  return (await ledger.campaigns({ list })).find(({ state }) => state === 'finished');
}

async function dryRun(ledger: Ledger, fresh: NewCampaign, count: number, letters: Letters): Promise<Sent> {
  const plan = await planOf(ledger, fresh, letters);
  const { edition, list } = fresh;
  return { edition, list, state: 'planned', reason: '', recipients: count, plan, uncertain: [], ms: 0 };
}

/** Nobody asked us to stop: then a newer edition of the week did, or an operator elsewhere. */
async function stateAfter(
  ledger: Ledger,
  { id, edition, list }: Campaign,
  { state }: CampaignEnd,
): Promise<Sent['state']> {
  if (state !== 'stopped') return state;
  const now = (await ledger.campaigns({ edition, list })).find((one) => one.id === id);
  return now?.state === 'cancelled' ? 'cancelled' : state;
}

const MOST_UNCERTAIN = 100;

async function resultOf(
  ledger: Ledger,
  campaign: Campaign,
  end: Pick<CampaignEnd, 'reason'> & { state: Sent['state']; nextDue?: Instant | undefined; ms: number },
  mail: MailConfig,
  effects: Effects,
): Promise<Sent> {
  const { id, edition, list, planned } = campaign;
  const { state, reason, nextDue, ms } = end;
  const uncertain: Delivery[] = [];
  for await (const batch of ledger.deliveries({ campaign: id, states: ['UNCERTAIN'] })) {
    uncertain.push(...batch);
    if (uncertain.length >= MOST_UNCERTAIN) break;
  }
  const now = effects.now().toISOString();
  return {
    ...{ edition, list, state, reason },
    ...(nextDue === undefined ? {} : { nextDue }),
    recipients: planned,
    counts: await ledger.counts(id),
    uncertain: uncertain.slice(0, MOST_UNCERTAIN).map(({ delivery, address, reason, changedAt }) => {
      const at = state === 'cancelled' ? undefined : resendAt(changedAt, campaign, mail, now);
      return { delivery, address, reason, ...(at === undefined ? {} : { resendAt: at }) };
    }),
    ms: Math.round(ms),
  };
}

/** See `resendUncertain`: after the deadline nothing is sent any more. */
function resendAt(
  since: Instant,
  { deadline }: Campaign,
  { uncertain }: MailConfig,
  now: Instant,
): Instant | undefined {
  if (uncertain === 'hold') return undefined;
  const at = new Date(Date.parse(since) + uncertain.resendAfterHours * 3_600_000).toISOString();
  return at < deadline && now < deadline ? at : undefined;
}
