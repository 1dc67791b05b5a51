import { join } from 'node:path';
import { parseEditionId } from '../archive/edition-id.ts';
import { type CampaignEnd, runCampaign } from '../delivery/campaign.ts';
import { checkEpoch } from '../delivery/epoch.ts';
import { type Letters, openLetters } from '../delivery/letters.ts';
import { openMailer } from '../delivery/mailer.ts';
import { openKey } from '../delivery/tokens.ts';
import { type Desk, requireMail } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { Campaign, Delivery, DeliveryCounts } from '../model/delivery.ts';
import type { Manifest } from '../model/edition.ts';
import type { MailConfig } from '../model/mail.ts';
import type { Instant } from '../model/time.ts';
import type { Ledger, NewCampaign } from '../store/ledger/index.ts';
import { openDeskLedger } from './ledger.ts';
import { mailableEdition, requireRemembered } from './send-edition.ts';
import { type Recipients, recipientsOf, requireExpected, wouldCancel } from './send-recipients.ts';

export interface SendRequest {
  readonly edition: string;
  readonly list: string;
  readonly dryRun: boolean;
  /** How many recipients whoever sends believes there are. */
  readonly expect?: number;
  /** How long to stay for letters that are to be tried again; minutes. */
  readonly waitMinutes: number;
  /** Told whenever something has happened. */
  readonly onProgress?: (counts: DeliveryCounts) => void;
}

export interface Sent {
  readonly edition: string;
  readonly list: string;
  /** `waiting`: for letters to be tried again at `nextDue`. `paused`: for somebody to mend `reason`. */
  readonly state: 'planned' | 'finished' | 'waiting' | 'paused' | 'stopped' | 'cancelled';
  readonly reason: string;
  readonly nextDue?: Instant;
  readonly recipients: number;
  readonly counts?: DeliveryCounts;
  /** Those who may or may not have got theirs; at most a hundred. */
  readonly uncertain: ReadonlyArray<Pick<Delivery, 'delivery' | 'address' | 'reason'>>;
  /** Of a dry run. */
  readonly plan?: Plan;
}

export interface Plan {
  readonly recipients: Recipients;
  /** Bytes of a whole letter by language and format: `en pdf`. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly cancels: ReadonlyArray<{ readonly edition: string; readonly list: string; readonly left: number }>;
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
  const ledger = await openDeskLedger(desk);
  try {
    const now = effects.now();
    const letters = await lettersOf(desk, mail, manifest, ledger, request.dryRun, effects);
    ...
  } finally {
    await ledger.close();
  }
}
