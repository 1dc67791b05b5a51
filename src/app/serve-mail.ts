import { resolve } from 'node:path';
import { deskFault } from '../delivery/epoch/epoch-checks.ts';
import { openKey } from '../delivery/leaving/tokens.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Shop } from '../studio/shop.ts';
import { keepLedger, stateFolder } from './ledger.ts';

/** What subscribers' pages work with; undefined where the desk mails nothing. Says what their links will meet. */
export async function serveMail(
  desk: Desk,
  ledger: Ledger | undefined,
  effects: Effects,
): Promise<Shop['mail']> {
  if (desk.mail === undefined || ledger === undefined) {
    effects.log('W_SERVE_MAIL data/desk.yaml: no mail: in it; there is nothing to unsubscribe from.');
    return undefined;
  }
  const key = await openKey(resolve(desk.root, desk.mail.keyFile), effects);
  const remembered = await ledger.rememberKey(key.fingerprint);
  if (remembered !== key.fingerprint)
    effects.log(
      `W_SERVE_KEY mail.keyFile ${desk.mail.keyFile}: another key (${key.fingerprint}) than the one letters were sent with (${remembered}); their links do not work. Restore it from a copy.`,
    );
  const { id } = await ledger.instance();
  const fault = await deskFault(stateFolder(desk, desk.mail), id, key.fingerprint);
  // By number its people are others: no link of an older letter holds for them.
  if (fault !== undefined)
    effects.log(
      `W_SERVE_LEDGER the ledger: ${fault}. Links of letters sent from that one do not work here. Stop, and serve from that one.`,
    );
  const kept = { ...ledger, subscribers: { ...ledger.subscribers, change: keeping(desk, ledger, effects) } };
  return { ledger: kept, key };
}

/** Who leaves by the page has left for good: no older copy of the ledger is gone on with unnoticed. */
function keeping(desk: Desk, ledger: Ledger, effects: Effects): Ledger['subscribers']['change'] {
  return async (work, keep) => {
    const result = await ledger.subscribers.change(work, keep);
    if (result !== false) await keepLedger(desk, ledger, effects);
    return result;
  };
}
