import type { App } from '../app.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { runSchedule } from '../schedule/index.ts';
import { isLoopback, serveUntil } from '../studio/listen.ts';
import { openDeskServer } from './desk-server.ts';
import { heardByMany } from './joined.ts';
import { keptDesk } from './kept-desk.ts';
import { openLog } from './log.ts';
import { scheduleWork } from './schedule.ts';
import { deskSecrets, redactor } from './secrets.ts';
import { aborted, once, together } from './together.ts';

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
  const { desk: current, effects } = await watchedDesk(desk, request, outer);
  /** What was opened, the last last. */
  const opened: Array<() => Promise<unknown>> = [];
  try {
    const { server, shop } = await openDeskServer(desk, {
      ...request,
      current,
      app: openApp(effects),
      effects,
      onOpened: (close) => opened.push(close),
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
        await shop.queue.close(BUILD_GRACE_MS);
      },
    ]);
    effects.log('Stopped.');
  } finally {
    for (const close of opened.reverse()) await close().catch((error) => effects.log(String(error)));
  }
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
