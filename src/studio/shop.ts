import type { Hands } from '../app/jobs.ts';
import type { BuildQueue } from '../app/queue.ts';
import type { App } from '../app.ts';
import type { ServedFiles } from '../archive/index.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import type { Pages } from '../render/templates.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Office } from '../store/office/index.ts';

/** What the studio works with. Routes are made from it: `weekRoutes(shop): Route[]`. */
export interface Shop {
  /** The desk as its files are now: people change them while the server runs. */
  desk(): Promise<Desk>;
  /** Light questions only; what takes longer than a page may is a job. */
  readonly app: App;
  readonly hands: Hands;
  readonly queue: BuildQueue;
  readonly office: Office;
  /** Undefined where the desk mails nothing. */
  readonly ledger: Ledger | undefined;
  readonly files: Pick<ServedFiles, 'read'>;
  readonly pages: Pages;
  readonly effects: Effects;
}
