import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../app.ts';
import { ServedFiles } from '../archive/index.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { openPages } from '../render/templates.ts';
import { openServer } from '../studio/server.ts';
import type { Shop } from '../studio/shop.ts';
import { openBuildQueue } from './build-queue.ts';
import { openHands } from './hands.ts';
import { openDeskLedger } from './ledger.ts';
import { openDeskOffice } from './office.ts';
import { deskMetrics, operationOf } from './operation.ts';
import { restWhenQuiet } from './quiet.ts';
import { openSender } from './send-background.ts';
import { serveMail } from './serve-mail.ts';
import { studioScript } from './studio-script.ts';
import { openWeekDesk } from './week-desk.ts';

export interface DeskServerOptions {
  /** The desk as its files are now. */
  readonly current: () => Promise<Desk>;
  readonly app: App;
  readonly effects: Effects;
  /** Where it will listen. */
  readonly host: string;
  readonly onSetupCode: (code: string) => void;
  /** Told how to close each thing that is opened, as it is opened. */
  readonly onOpened: (close: () => Promise<unknown>) => void;
}

/** A desk's server, not listening yet, and what its studio works with: databases, hands, builds, campaigns. */
export async function openDeskServer(
  desk: Desk,
  { current, app, effects, host, onSetupCode, onOpened }: DeskServerOptions,
): Promise<{ readonly server: ReturnType<typeof openServer>; readonly shop: Shop }> {
  const pages = await openPages(desk.paths.templates);
  const office = await openDeskOffice(desk);
  onOpened(() => office.close());
  const ledger = desk.mail === undefined ? undefined : await openDeskLedger(desk);
  if (ledger !== undefined) onOpened(() => ledger.close());
  const uploads = await mkdtemp(join(tmpdir(), 'assay-uploads-'));
  onOpened(() => rm(uploads, { recursive: true, force: true }));
  const files = new ServedFiles(desk.paths.reports);
  const rest = restWhenQuiet(async () => {
    files.rest();
    await Promise.all([office.rest(), ledger?.rest()]);
  });
  onOpened(async () => rest.end());
  const hands = openHands(desk.root, effects);
  onOpened(() => hands.close());
  const metrics = deskMetrics(office, ledger, () => queue);
  const queue = openBuildQueue({
    hands,
    effects,
    timeZone: desk.config.timeZone,
    reports: desk.paths.reports,
    onEnded: ({ state }) => metrics.built(state),
  });
  onOpened(() => queue.close(0));
  const sender = openSender(app, effects);
  onOpened(() => sender.settled());
  const shop: Shop = {
    desk: current,
    app,
    sender,
    week: openWeekDesk({ desk: current, hands, office, effects }),
    hands,
    queue,
    office,
    ledger,
    mail: await serveMail(desk, ledger, effects),
    files,
    masthead: desk.config,
    pages,
    effects,
  };
  const server = openServer({
    shop,
    settings: desk.studio,
    mailSite: desk.mail?.site,
    host,
    script: await studioScript(),
    uploads,
    onSetupCode,
    operation: { ...(await operationOf(desk.root, { office, ledger, metrics })), onAnswered: rest.busy },
  });
  return { server, shop };
}
