import type { Hands } from '../app/jobs.ts';
import type { BuildQueue } from '../app/queue.ts';
import type { Sender } from '../app/send-background.ts';
import type { WeekDesk } from '../app/week-desk.ts';
import type { App } from '../app.ts';
import type { ServedFiles } from '../archive/index.ts';
import type { UnsubscribeContext } from '../delivery/leaving/unsubscribe.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Pages } from '../render/templates.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Office } from '../store/office/index.ts';
import type { Masthead } from './page.ts';

/** What the studio works with. Routes are made from it: `weekRoutes(shop): Route[]`. */
export interface Shop {
  /** The desk as its files are now: people change them while the server runs. */
  desk(): Promise<Desk>;
  /** Light questions only; what takes longer than a page may is a job. */
  readonly app: App;
  readonly hands: Hands;
  readonly queue: BuildQueue;
  /** How far the week is, its notes, its approval; see `app/week-desk.ts`. */
  readonly week: WeekDesk;
  /** Campaigns begun here; see `app/send-background.ts`. */
  readonly sender: Sender;
  readonly office: Office;
  /** Undefined where the desk mails nothing. */
  readonly ledger: Ledger | undefined;
  /** What proves subscribers' links; undefined where the desk mails nothing. */
  readonly mail: Pick<UnsubscribeContext, 'ledger' | 'key'> | undefined;
  readonly files: Pick<ServedFiles, 'read'>;
  readonly masthead: Masthead;
  readonly pages: Pages;
  readonly effects: Effects;
}
