import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { reasonIn } from './campaign.ts';
import { WORDS } from './words.ts';

/** Somebody has seen to it that the ledger is what it should be. */
export function releaseLedger(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const reason = `${reasonIn(visit)} (${visit.actor.name})`;
    await shop.app.deliveries.release({ reason, cancel: false });
    return { redirect: '/mail', notice: WORDS[visit.language].words.releaseDone };
  };
}
