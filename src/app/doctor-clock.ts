import { execFile } from 'node:child_process';
import { foldersOf, readManifest } from '../archive/read.ts';
import { type Desk, openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { type Answer, ok } from './doctor-answer.ts';
import { openDeskLedgerAsIs } from './ledger.ts';
import { openDeskOfficeAsIs } from './office.ts';

/** Clocks of two machines may differ by so much. */
const TOLERATED_MS = 5 * 60_000;

/** The clock against what this desk has written down already, and against the network's time where the system tells. */
export async function clock(folder: string, effects: Effects): Promise<Answer> {
  const now = effects.now();
  if (now.getUTCFullYear() < 2025 || now.getUTCFullYear() >= 2100)
    return wrong(`${now.toISOString()} cannot be right`);
  const newest = await newestMoment(folder);
  if (newest !== undefined && Date.parse(newest.at) > now.getTime() + TOLERATED_MS)
    return wrong(`${now.toISOString()} is before ${newest.at}, when ${newest.what}`);
  const synchronized = await networkTime();
  if (synchronized === 'no')
    return {
      state: 'note',
      message: `${now.toISOString()}, not set by the network's time; a schedule runs by it. Run: timedatectl set-ntp true`,
    };
  return ok(`${now.toISOString()}${synchronized === 'yes' ? ", set by the network's time" : ''}`);
}

function wrong(what: string): Answer {
  return { state: 'broken', message: `${what}. Set the clock (e.g. timedatectl set-ntp true)` };
}

interface Moment {
  readonly at: string;
  readonly what: string;
}

/** The latest moment anything of the desk bears. What cannot be read is told of elsewhere. */
async function newestMoment(folder: string): Promise<Moment | undefined> {
  const desk = await openDesk(folder).catch(() => undefined);
  if (desk === undefined) return undefined;
  const found = await Promise.all(
    [fromArchive(desk), fromOffice(desk), fromLedger(desk)].map((look) => look.catch(() => [])),
  );
  return found
    .flat()
    .reduce<Moment | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);
}

async function fromArchive({ paths }: Desk): Promise<Moment[]> {
  const { editions } = await foldersOf(paths.reports);
  const newest = editions.at(-1);
  if (newest === undefined) return [];
  const { edition, publishedAt } = await readManifest(paths.reports, newest.edition);
  return [{ at: publishedAt, what: `edition ${edition} was published` }];
}

async function fromOffice(desk: Desk): Promise<Moment[]> {
  const office = await openDeskOfficeAsIs(desk);
  try {
    const events = await office.audit.list({ limit: 1 });
    return events.map(({ at, actor }) => ({ at, what: `the audit trail last heard of ${actor.name}` }));
  } finally {
    await office.close();
  }
}

async function fromLedger(desk: Desk): Promise<Moment[]> {
  if (desk.mail === undefined) return [];
  const ledger = await openDeskLedgerAsIs(desk);
  try {
    const { seenAt } = await ledger.instance();
    return seenAt === '' ? [] : [{ at: seenAt, what: 'the ledger was last sent from' }];
  } finally {
    await ledger.close();
  }
}

/** As systemd says; '' where there is none. */
function networkTime(): Promise<string> {
  return new Promise((resolve) => {
    const words = ['show', '--property', 'NTPSynchronized', '--value'];
    execFile('timedatectl', words, { timeout: 2_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : ''),
    );
  });
}

/** Years that rules of time zones may be behind: a country's change is announced months before. */
const OLDEST_YEARS = 2;

export async function zone(folder: string, effects: Effects): Promise<Answer> {
  const { config, schedule } = await openDesk(folder);
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const rules = process.versions.tz ?? '';
  const zones = [...new Set([config.timeZone, schedule?.timeZone ?? config.timeZone])].join(' and ');
  const message = `the desk's week ends in ${zones}; this machine is in ${machine}, which changes nothing; rules of ${rules}`;
  const age = effects.now().getUTCFullYear() - Number(rules.slice(0, 4));
  return age > OLDEST_YEARS
    ? {
        state: 'note',
        message: `${message}, older than ${OLDEST_YEARS} years. Update Node.js for newer ones`,
      }
    : ok(message);
}
