import type { Effects } from '../../effects.ts';
import { counted } from '../../errors.ts';
import type { Campaign, DeliveryCounts } from '../../model/delivery.ts';
import type { Ledger } from '../../store/ledger/index.ts';

/** How far a campaign is. */
export interface Progress {
  readonly planned: number;
  /** In a state that this run does not change any more. */
  readonly done: number;
  readonly accepted: number;
  /** Why nothing moves, in words; '' while it does. */
  readonly note: string;
}

interface Told {
  readonly ledger: Pick<Ledger, 'counts'>;
  readonly campaign: Campaign;
  readonly effects: Effects;
  readonly onProgress: (progress: Progress) => void;
}

/** A campaign that still has letters to send after so many hours is told of. */
const ALERT_HOURS = 4;

export function openProgress({ campaign: { planned }, onProgress }: Told) {
  let done = 0;
  let accepted = 0;
  let note = '';
  const tell = (): void => onProgress({ planned, done, accepted, note });
  return {
    onCounts(counts: DeliveryCounts): void {
      const { PLANNED, CLAIMED, IN_DATA, DEFERRED } = counts;
      done = planned - PLANNED - CLAIMED - IN_DATA - DEFERRED;
      accepted = counts.ACCEPTED + counts.BOUNCED;
      tell();
    },
    onDone(state: string): void {
      if (state !== 'DEFERRED') done += 1;
      if (state === 'ACCEPTED') accepted += 1;
      note = '';
      tell();
    },
    onNote(text: string): void {
      note = text;
      tell();
    },
  };
}

/** Tells once, when a campaign has taken too long. */
export function lateAlert({ ledger, campaign, effects }: Told): () => Promise<void> {
  const lateAt = Date.parse(campaign.createdAt) + ALERT_HOURS * 3_600_000;
  let told = false;
  return async () => {
    if (told || effects.now().getTime() < lateAt) return;
    told = true;
    const { PLANNED, CLAIMED, IN_DATA, DEFERRED } = await ledger.counts(campaign.id);
    const open = PLANNED + CLAIMED + IN_DATA + DEFERRED;
    if (open === 0) return;
    effects.log(
      `W_SEND_LATE ${campaign.edition}: ${counted(open, 'letter')} not sent ${ALERT_HOURS} hours after the campaign began. What is not sent by ${campaign.deadline} expires. See "assay deliveries list".`,
    );
  };
}
