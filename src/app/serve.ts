import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { App } from '../app.ts';
import { ServedFiles } from '../archive/index.ts';
import { readSecretFile } from '../delivery/leaving/secret-file.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { openPages } from '../render/templates.ts';
import { DESK, runSchedule } from '../schedule/index.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Office } from '../store/office/index.ts';
import { isLoopback, serveUntil } from '../studio/listen.ts';
import { type Metrics, openMetrics } from '../studio/operation/metrics.ts';
import { openServer } from '../studio/server.ts';
import type { Shop } from '../studio/shop.ts';
import { openBuildQueue } from './build-queue.ts';
import { openHands } from './hands.ts';
import { heardByMany } from './joined.ts';
import { keptDesk } from './kept-desk.ts';
import { lacksOf } from './lacks.ts';
import { openDeskLedger } from './ledger.ts';
import { openLog } from './log.ts';
import { openDeskOffice } from './office.ts';
import { restWhenQuiet } from './quiet.ts';
import { scheduleWork } from './schedule.ts';
import { deskSecrets, redactor } from './secrets.ts';
import { openSender } from './send-background.ts';
import { serveMail } from './serve-mail.ts';
import { studioScript } from './studio-script.ts';
import { openWeekDesk } from './week-desk.ts';

export interface ServeRequest {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether what the desk's schedule says is done as well. */
  readonly schedule: boolean;
  /** Whether somebody reads the log as it is written; else its lines are JSON. */
  readonly isTerminal: boolean;
  /** Told once, when it can be reached. */
  readonly onListening: (address: string) => void;
  /** Told the code by which the first admin is made, where there is none. */
  readonly onSetupCode: (code: string) => void;
}

/** How long a build under way may take once a stop is asked for. */
const BUILD_GRACE_MS = 3_000;

/**
 * Serves the studio, the subscribers' pages and the archive's briefs, and keeps the schedule, until a stop is asked
 * for; then what is under way is finished or given back, and no process is left. Throws AssayError, of listening
 * E_SERVE_PORT, E_SERVE_HOST.
 */
export async function serveDesk(
  desk: Desk,
  request: ServeRequest,
  outer: Effects,
  openApp: (effects: Effects) => App,
): Promise<void> {
  // Each request that is open listens for the stop.
  heardByMany(outer.stop);
  const watched = await watchedDesk(desk, request, outer);
  const { effects } = watched;
  /** What was opened, the last last. */
  const opened: Array<() => Promise<void>> = [];
  const open = <T>(one: T, close: (one: T) => Promise<void>): T => {
    opened.push(() => close(one));
    return one;
  };
  try {
    const pages = await openPages(desk.paths.templates);
    const office = open(await openDeskOffice(desk), (one) => one.close());
    const ledger =
      desk.mail === undefined ? undefined : open(await openDeskLedger(desk), (one) => one.close());
    const uploads = open(await mkdtemp(join(tmpdir(), 'assay-uploads-')), (folder) =>
      rm(folder, { recursive: true, force: true }),
    );
    const files = new ServedFiles(desk.paths.reports);
    const rest = open(
      restWhenQuiet(async () => {
        files.rest();
        await Promise.all([office.rest(), ledger?.rest()]);
      }),
      async (one) => one.end(),
    );
    const hands = open(openHands(desk.root, effects), (one) => one.close());
    const metrics = openMetrics({
      queue: () => countsOf(queue.list()),
      deliveries: async () => newestCounts(ledger),
      occurrence: async () => newestOccurrence(office),
    });
    const queue = open(
      openBuildQueue({
        hands,
        effects,
        timeZone: desk.config.timeZone,
        reports: desk.paths.reports,
        onEnded: ({ state }) => metrics.built(state),
      }),
      (one) => one.close(0),
    );
    const app = openApp(effects);
    const sender = open(openSender(app, effects), (one) => one.settled());
    const shop: Shop = {
      desk: watched.desk,
      app,
      sender,
      week: openWeekDesk({ desk: watched.desk, hands, office, effects }),
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
      host: request.host,
      script: await studioScript(),
      uploads,
      onSetupCode: request.onSetupCode,
      operation: { ...(await operationOf(desk, { office, ledger, metrics })), onAnswered: rest.busy },
    });
    if (!isLoopback(request.host))
      effects.log(
        `W_SERVE_OPEN --host ${request.host}: other machines can reach it, unencrypted. Expected a proxy with TLS before 127.0.0.1.`,
      );
    const listening = once(request.onListening);
    await together(effects.stop, [
      (stop) => serveUntil(server, { ...request, onListening: listening.happens }, stop),
      async (stop) => {
        // Who cannot listen makes nothing either: most likely another server of this desk does.
        await Promise.race([listening.happened, aborted(stop)]);
        if (request.schedule && !stop.aborted) await runSchedule(scheduleWork(shop));
      },
      async (stop) => {
        await aborted(stop);
        await queue.close(BUILD_GRACE_MS);
      },
    ]);
    effects.log('Stopped.');
  } finally {
    for (const close of opened.reverse()) await close().catch((error) => effects.log(String(error)));
  }
}

/** What happens once, and what waits for it. */
function once(tell: (address: string) => void) {
  let happen: () => void = () => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  const happens = (address: string): void => {
    tell(address);
    happen();
  };
  return { happened, happens };
}

/** Runs all of them until they have ended; where one fails the others are asked to stop first. */
async function together(
  stop: AbortSignal,
  works: ReadonlyArray<(stop: AbortSignal) => Promise<void>>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([stop, failed.signal]);
  const ends = await Promise.allSettled(
    works.map((work) =>
      work(either).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The desk as its files are, and a log that knows its secrets. */
async function watchedDesk(first: Desk, { isTerminal }: ServeRequest, outer: Effects) {
  let known = first;
  let redact = redactor(await deskSecrets(first));
  const stream = { isTTY: isTerminal, write: (text: string) => outer.log(text.replace(/\n$/, '')) };
  const log = openLog(stream, (text) => redact(text), outer.now);
  const desk = async (): Promise<Desk> => {
    const now = await keptDesk(first.root);
    if (now !== known) {
      known = now;
      redact = redactor(await deskSecrets(now));
    }
    return now;
  };
  return { desk, effects: { ...outer, log } };
}

async function operationOf(
  { root }: Desk,
  { office, ledger, metrics }: { office: Office; ledger: Ledger | undefined; metrics: Metrics },
) {
  const token = await readSecretFile(resolve(root, 'data', 'metrics.token'), '', '').then(
    (bytes) => bytes.toString('latin1').trim(),
    () => '',
  );
  return { lacks: lacksOf(root, { office, ledger }), metrics, token };
}

function countsOf(tickets: ReadonlyArray<{ readonly state: string }>) {
  const count = (state: string): number => tickets.filter((one) => one.state === state).length;
  return { waiting: count('waiting'), building: count('building') };
}

async function newestCounts(ledger: Ledger | undefined): Promise<Readonly<Record<string, number>>> {
  const [newest] = (await ledger?.campaigns()) ?? [];
  return ledger === undefined || newest === undefined ? {} : { ...(await ledger.counts(newest.id)) };
}

async function newestOccurrence(office: Office): Promise<string | undefined> {
  const [newest] = await office.occurrences.list(DESK, 1);
  return newest?.state;
}
