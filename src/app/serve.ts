import { resolve } from 'node:path';
import { ServedFiles } from '../archive/index.ts';
import { deskFault } from '../delivery/epoch/epoch-checks.ts';
import { openKey } from '../delivery/leaving/tokens.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { openPages } from '../render/templates.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { isLoopback, serveUntil } from '../studio/listen.ts';
import { openServer, type Shop } from '../studio/server.ts';
import { keepLedger, openDeskLedger, stateFolder } from './ledger.ts';

export interface ServeRequest {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Told once, when it can be reached. */
  readonly onListening: (address: string) => void;
}

/**
 * Serves the subscribers' pages and the archive's briefs until a stop is asked for; then what is under way is
 * finished. Throws AssayError, of listening E_SERVE_PORT, E_SERVE_HOST.
 */
export async function serveDesk(desk: Desk, request: ServeRequest, effects: Effects): Promise<void> {
  const pages = await openPages(desk.paths.templates);
  const ledger = desk.mail === undefined ? undefined : await openDeskLedger(desk);
  try {
    const server = openServer({
      pages,
      masthead: desk.config,
      files: new ServedFiles(desk.paths.reports),
      mail: await subscribers(desk, ledger, effects),
      effects,
    });
    if (ledger === undefined)
      effects.log(
        'W_SERVE_MAIL data/desk.yaml: no mail: in it; there is nothing to unsubscribe from. Only the archive is served.',
      );
    if (!isLoopback(request.host))
      effects.log(
        `W_SERVE_OPEN --host ${request.host}: other machines can reach it, unencrypted. Expected a proxy with TLS before 127.0.0.1.`,
      );
    await serveUntil(server, request, effects.stop);
  } finally {
    await ledger?.close();
  }
}

async function subscribers(desk: Desk, ledger: Ledger | undefined, effects: Effects): Promise<Shop['mail']> {
  if (desk.mail === undefined || ledger === undefined) return undefined;
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
