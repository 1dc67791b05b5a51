import { resolve } from 'node:path';
import { parseEditionId } from '../archive/index.ts';
import { openKey } from '../delivery/leaving/tokens.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, type Problem } from '../errors.ts';
import type { Campaign } from '../model/delivery.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { requireReason, usage, withLedger } from './deliveries-words.ts';
import { stateFolder } from './ledger.ts';

export interface ReleaseRequest {
  readonly edition?: string;
  readonly list?: string;
  readonly reason: string;
  /** Cancels what is left of the edition's campaigns in place of letting them go on. */
  readonly cancel: boolean;
}

export interface Released {
  /** A ledger held back because it was restored or copied may be used again. */
  readonly hold: boolean;
  readonly campaigns: ReadonlyArray<{
    readonly edition: string;
    readonly list: string;
    readonly state: Campaign['state'];
    /** Why it had been held. */
    readonly was: string;
  }>;
}

/** An operator has seen to what was wrong: the ledger's hold and paused campaigns go on, or an edition's rest is cancelled. */
export async function releaseDeliveries(
  desk: Desk,
  request: ReleaseRequest,
  effects: Effects,
): Promise<Released> {
  const reason = request.reason.trim() === '' ? 'released by the desk' : requireReason(request.reason);
  const edition = request.edition === undefined ? undefined : parseEditionId(request.edition).edition;
  if (request.cancel && edition === undefined)
    throw usage(
      '--cancel',
      'name the edition whose rest is to be cancelled: assay deliveries release 2025-W24 --cancel.',
    );
  return withLedger(desk, async (ledger) => {
    // Of a ledger that was held all editions are in doubt: whoever names one has not looked at the others.
    const hold = edition === undefined && (await releaseHold(desk, ledger, reason, effects));
    const campaigns = await ledger.campaigns({
      ...(edition === undefined ? {} : { edition }),
      ...(request.list === undefined ? {} : { list: request.list }),
    });
    const now = effects.now().toISOString();
    const released = [];
    for (const { id, edition, list, state, reason: was } of campaigns) {
      if (state !== 'paused' && !(request.cancel && state === 'open')) continue;
      const after = await ledger.setCampaign(id, request.cancel ? 'cancelled' : 'open', reason, now);
      released.push({ edition, list, state: after.state, was });
    }
    return { hold, campaigns: released };
  });
}

/** Of what is open already, or of the desk's own, opened for the question. */
export interface HeldQuestion {
  readonly desk: Desk;
  readonly ledger?: Ledger;
}

/** Looks only. */
export async function ledgerHeld(
  { desk, ledger }: HeldQuestion,
  effects: Effects,
): Promise<Problem | undefined> {
  const { mail } = desk;
  if (mail === undefined) return undefined;
  const { lookAtEpoch } = await import('../delivery/epoch/epoch.ts');
  const { fingerprint } = await openKey(resolve(desk.root, mail.keyFile), effects);
  const look = async (opened: Ledger): Promise<Problem | undefined> => {
    try {
      await lookAtEpoch(opened, stateFolder(desk, mail), effects, fingerprint);
      return undefined;
    } catch (error) {
      const [problem] = error instanceof AssayError ? error.problems : [];
      if (problem?.code !== 'E_LEDGER_EPOCH' && problem?.code !== 'E_LEDGER_CLOCK') throw error;
      return problem;
    }
  };
  return ledger === undefined ? withLedger(desk, look, true) : look(ledger);
}

/** Whether it was held. */
async function releaseHold(desk: Desk, ledger: Ledger, reason: string, effects: Effects): Promise<boolean> {
  const { checkEpoch, releaseEpoch } = await import('../delivery/epoch/epoch.ts');
  const mail = requireMail(desk);
  const folder = stateFolder(desk, mail);
  const { fingerprint } = await openKey(resolve(desk.root, mail.keyFile), effects);
  try {
    await checkEpoch(ledger, folder, effects, fingerprint);
    return false;
  } catch (error) {
    const code = error instanceof AssayError ? error.problems[0]?.code : undefined;
    // A run by a clock that was far ahead would otherwise hold the ledger until that day has come.
    if (code !== 'E_LEDGER_EPOCH' && code !== 'E_LEDGER_CLOCK') throw error;
  }
  await releaseEpoch(ledger, folder, reason, effects, fingerprint);
  return true;
}
