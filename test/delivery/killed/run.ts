import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveryCounts } from '../../../src/model/delivery.ts';
import { openLedger } from '../../../src/store/ledger/index.ts';
import { assay, type Ended, startAssay } from '../../support/assay.ts';
import { fillLedger, loopback, mailDesk, mailingDesk } from '../../support/mail-desk.ts';
import { sinkLog, startSinkProcess } from '../../support/smtp-process.ts';
import { chance } from './chance.ts';

const EDITION = '2025-W24';

export interface KilledRun {
  readonly kills: number;
  /** Of them, those that met the program before its first letter of that start, and after it. */
  readonly early: number;
  readonly late: number;
  readonly starts: number;
  readonly connections: number;
  /** address → letters of it whose dot the sink got. */
  readonly copies: ReadonlyMap<string, number>;
  /** address → state, of every delivery. */
  readonly states: ReadonlyMap<string, string>;
  readonly counts: DeliveryCounts;
  readonly campaign: string;
  readonly last: Ended;
  /** Bytes of journals that dead runs left and nobody took up. */
  readonly journals: number;
  readonly audit: Ended;
}

export interface KilledOptions {
  readonly recipients: number;
  readonly kills: number;
  readonly connections: number;
  /** Milliseconds the sink takes from a dot to its reply, on average. */
  readonly delay: number;
  readonly seed: number;
  /** `DATABASE_URL`; else the desk's own file. */
  readonly database?: string;
}

/**
 * `assay send` killed at random moments and started again, until it has been killed so often; then it may finish. Every
 * other kill comes at a moment of a start, the others after so many letters that work is left for every kill.
 */
export async function killedRun(options: KilledOptions): Promise<KilledRun> {
  const { recipients, connections, delay, seed } = options;
  const random = chance(seed);
  const root = await mailDesk(loopback(1));
  const log = join(root, 'sink.log');
  const sink = await startSinkProcess({ log, delay: `${Math.round(delay / 2)}-${Math.round(delay * 1.5)}` });
  try {
    await writeFile(join(root, 'data', 'desk.yaml'), mailingDesk(loopback(sink.port, { connections })));
    const place = options.database ?? join(root, 'data', 'ledger.db');
    await fillLedger(place, recipients);
    const env = { DATABASE_URL: options.database ?? '' };
    const words = ['send', EDITION, '--desk', root, '--wait', '1', '--json'];

    let [kills, starts, early] = [0, 0, 0];
    let startup = STARTUP;
    // Spread evenly, from a random beginning: no seed meets only one end of a start or of the letters.
    const beginning = random();
    while (kills < options.kills) {
      const left = recipients - (await settled(place, recipients));
      const ahead = options.kills - kills;
      const letters = Math.max(0, left - RESERVE * connections) / ahead;
      const moment = (beginning + kills * GOLDEN) % 1;
      // Letters must last for all kills, however fast this machine has become and however late a timer.
      const kept = Math.min(2 * connections * ahead, left / 2);
      const allowed = Math.max(0, Math.floor(Math.min(letters * 4, left - kept)));
      sink.allow(allowed);
      const enough = kills % 2 === 0 ? undefined : 1 + Math.floor(Math.min(letters * 1.5, allowed) * moment);
      const before = (await sinkLog(log)).length;
      const { child, ended } = startAssay(words, { env });
      starts += 1;
      const born = performance.now();
      let first = true;
      const watch = setInterval(async () => {
        const sent = (await sinkLog(log)).length - before;
        // How long a start takes until its first letter, as far as this machine is now.
        if (first && sent > 0) startup = 0.8 * startup + 0.2 * (performance.now() - born);
        if (sent > 0) first = false;
        if (enough !== undefined && sent >= enough) child.kill('SIGKILL');
      }, 10);
      const timer =
        enough === undefined ? setTimeout(() => child.kill('SIGKILL'), moment * startup) : undefined;
      const { signal, code, stderr } = await ended;
      clearTimeout(timer);
      clearInterval(watch);
      if (signal === 'SIGKILL') {
        kills += 1;
        if ((await sinkLog(log)).length === before) {
          early += 1;
          // Longer than thought: this machine has other things to do.
          startup = Math.max(startup, performance.now() - born);
        }
      } else if (code === 0) break;
      else throw new Error(`seed ${seed}: not killed, exit code ${code}: ${stderr}`);
    }
    sink.allow(undefined);
    const last = await assay(words, { env });
    const audit = await assay(['deliveries', 'audit', '--desk', root], { env });
    return {
      ...{ kills, starts, early, late: kills - early, connections, last, audit },
      copies: copiesOf(await sinkLog(log)),
      journals: await bytesIn(join(root, 'data', 'outcomes')),
      ...(await ledgerOf(place)),
    };
  } finally {
    await sink.close();
  }
}

/** The golden section: its multiples, without their whole part, leave no large gap. */
const GOLDEN = 0.618_033_988_75;

/** Letters of each connection that the last kills are to find unsent. */
const RESERVE = 12;

/** Milliseconds from a start to its first letter, before any was measured. */
const STARTUP = 600;

/** Deliveries nothing more happens to. */
async function settled(place: string, recipients: number): Promise<number> {
  const { counts, campaign } = await ledgerOf(place);
  if (campaign === '') return 0;
  const sum = Object.values(counts).reduce((all, count) => all + count, 0);
  if (sum !== recipients) throw new Error(`${sum} deliveries of ${recipients} after a kill`);
  return counts.ACCEPTED + counts.UNCERTAIN + counts.IN_DATA;
}

async function ledgerOf(place: string): Promise<Pick<KilledRun, 'counts' | 'states' | 'campaign'>> {
  const ledger = await openLedger(place);
  try {
    const [campaign, ...more] = await ledger.campaigns();
    if (more.length > 0) throw new Error(`${more.length + 1} campaigns`);
    const states = new Map<string, string>();
    if (campaign === undefined) return { counts: NONE, states, campaign: '' };
    for await (const batch of ledger.deliveries({ campaign: campaign.id }))
      for (const { address, state } of batch) states.set(address, state);
    return { counts: await ledger.counts(campaign.id), states, campaign: campaign.state };
  } finally {
    await ledger.close();
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const NONE: DeliveryCounts = {
  ...{ PLANNED: 0, CLAIMED: 0, IN_DATA: 0, ACCEPTED: 0, BOUNCED: 0, DEFERRED: 0, REJECTED: 0, UNCERTAIN: 0 },
  ...{ SUPPRESSED: 0, EXPIRED: 0, CANCELLED: 0 },
};

function copiesOf(lines: ReadonlyArray<{ readonly address: string }>): Map<string, number> {
  const copies = new Map<string, number>();
  for (const { address } of lines) copies.set(address, (copies.get(address) ?? 0) + 1);
  return copies;
}
