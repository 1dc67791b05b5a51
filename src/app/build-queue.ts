import { relative } from 'node:path';
import type { BuildRequest, Built } from '../app.ts';
import { localTime } from '../calendar/clock.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, type Problem } from '../errors.ts';
import { type Actor, mayAs } from '../model/account.ts';
import type { Hands } from './jobs.ts';
import type { BuildQueue, BuildWish, Ticket } from './queue.ts';
import { Watched } from './watched.ts';

interface QueueParts {
  readonly hands: Hands;
  readonly effects: Effects;
  /** Of the clock in its messages. */
  readonly timeZone: string;
  /** The folder that tickets' folders are inside of. */
  readonly reports: string;
  /** Told of each ticket that has ended. */
  readonly onEnded?: (ticket: Ticket) => void;
}

/** Tickets that have ended and are still told of. */
const KEPT = 20;

const SCHEDULE: Actor = { name: 'schedule', role: 'admin', from: 'schedule' };

interface Place {
  readonly isScheduled: boolean;
  readonly stop: AbortController;
  readonly ticket: Watched<Ticket>;
}

/** One build at a time, in a process of its own. */
export function openBuildQueue({ hands, effects, timeZone, reports, onEnded }: QueueParts): BuildQueue {
  let waiting: Place[] = [];
  let building: Place | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let ended: Place[] = [];
  let isClosed = false;
  let last = 0;

  const now = (): string => effects.now().toISOString();
  const open = (): Place[] => (building === undefined ? waiting : [building, ...waiting]);
  const place = (id: string): Place | undefined =>
    [...open(), ...ended].find(({ ticket }) => ticket.now.id === id);

  const newPlace = (wish: BuildWish, isScheduled: boolean): Place => {
    if (isClosed) throw closed();
    last += 1;
    const id = `${last.toString(36)}x${Buffer.from(effects.random(6)).toString('hex')}`;
    const ticket = new Watched<Ticket>({
      id,
      wish,
      state: 'waiting',
      ahead: 0,
      askedAt: now(),
      startedAt: '',
      endedAt: '',
      stages: [],
      edition: '',
      folder: '',
      problems: [],
    });
    const made = { isScheduled, stop: new AbortController(), ticket };
    const behind = isScheduled ? waiting.findIndex((one) => !one.isScheduled) : -1;
    waiting.splice(behind < 0 ? waiting.length : behind, 0, made);
    next();
    return made;
  };

  /** Tells each who waits how many go before it, and begins the first where nothing builds. */
  const next = (): void => {
    if (building === undefined && waiting[0] !== undefined) {
      building = waiting.shift();
      if (building !== undefined) underWay = build(building);
    }
    for (const [at, { ticket }] of waiting.entries()) {
      const ahead = at + (building === undefined ? 0 : 1);
      if (ticket.now.ahead !== ahead) ticket.change({ ahead });
    }
  };

  const end = (one: Place, how: Partial<Ticket>): void => {
    ended = [one, ...ended].slice(0, KEPT);
    one.ticket.end({ ahead: 0, endedAt: now(), ...how });
    onEnded?.(one.ticket.now);
  };

  const build = async (one: Place): Promise<void> => {
    const { ticket, stop } = one;
    ticket.change({ state: 'building', ahead: 0, startedAt: now() });
    const how = await outcome(hands, ticket, stop.signal, effects.log);
    building = undefined;
    end(one, 'built' in how ? builtAs(how.built, reports) : how);
    next();
  };

  const giveUp = (one: Place): void => {
    if (one === building) {
      one.stop.abort();
      return;
    }
    waiting = waiting.filter((other) => other !== one);
    end(one, { state: 'cancelled' });
    next();
  };

  return {
    ask: (wish) => {
      const mine = open().find((one) => !one.isScheduled && one.ticket.now.wish.by.name === wish.by.name);
      if (mine !== undefined) throw running(mine.ticket.now, timeZone);
      return newPlace(wish, false).ticket.now;
    },
    scheduled: async (wish) => {
      const { ticket } = newPlace({ ...wish, by: SCHEDULE }, true);
      return ticket.ended;
    },
    list: () => [...open(), ...ended].map(({ ticket }) => ticket.now),
    find: (id) => place(id)?.ticket.now,
    cancel: (id, by) => {
      const one = place(id);
      if (one === undefined || ended.includes(one)) return false;
      if (one.ticket.now.wish.by.name !== by.name && !mayAs(by.role, 'editor'))
        throw notTheirs(one.ticket.now);
      giveUp(one);
      return true;
    },
    watch: (id, gone) => place(id)?.ticket.watch(gone) ?? nothing(),
    close: async (graceMs) => {
      isClosed = true;
      for (const one of [...waiting]) giveUp(one);
      const late = setTimeout(() => building?.stop.abort(), graceMs);
      await underWay;
      clearTimeout(late);
    },
  };
}

async function* nothing(): AsyncGenerator<Ticket, void> {}

type Outcome =
  | { readonly built: Built }
  | { readonly state: 'refused' | 'cancelled'; readonly problems: readonly Problem[] };

async function outcome(
  hands: Hands,
  ticket: Watched<Ticket>,
  stop: AbortSignal,
  log: (line: string) => void,
): Promise<Outcome> {
  const onProgress = ({ stage }: { stage: string }): void => {
    const { stages } = ticket.now;
    // Stages of the two languages take turns; each is told once.
    if (!stages.includes(stage)) ticket.change({ stages: [...stages, stage] });
  };
  try {
    return { built: await hands.run('build', requestOf(ticket.now.wish), { stop, onProgress }) };
  } catch (error) {
    if (stop.aborted) return { state: 'cancelled', problems: [] };
    if (error instanceof AssayError) return { state: 'refused', problems: error.problems };
    // A defect of the program: what it was is for the log.
    log(
      oneLine(`${ticket.now.id} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    );
    const message = `something went wrong here; the log has it under ${ticket.now.id}.`;
    return { state: 'refused', problems: [{ code: 'E_INTERNAL', where: 'build', message }] };
  }
}

function requestOf({ week, asOf, languages, draft, expect }: BuildWish): BuildRequest {
  return {
    draft,
    ...(week === undefined ? {} : { week }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(languages === undefined ? {} : { languages }),
    ...(expect === undefined ? {} : { expect }),
  };
}

function builtAs({ edition, dir }: Built, reports: string): Partial<Ticket> {
  return { state: 'built', edition, folder: relative(reports, dir) };
}

function running({ wish, state, startedAt, askedAt }: Ticket, timeZone: string): AssayError {
  const week = wish.week ?? 'The last week';
  const since = localTime(new Date(state === 'building' ? startedAt : askedAt), timeZone);
  const what = state === 'building' ? 'is being built by' : 'waits to be built for';
  return new AssayError('temporary', {
    code: 'E_BUILD_RUNNING',
    where: '',
    message: `${week} ${what} ${wish.by.name} since ${since}. Wait for it, or cancel it first.`,
  });
}

function notTheirs({ wish }: Ticket): AssayError {
  return new AssayError('permission', {
    code: 'E_HTTP_ROLE',
    where: '',
    message: `needs "editor" to cancel what ${wish.by.name} asked for.`,
  });
}

function closed(): AssayError {
  return new AssayError('temporary', {
    code: 'E_BUILD_CLOSED',
    where: '',
    message: 'the server is stopping and builds nothing more. Try again when it is back.',
  });
}
