import type { WeekApproval } from '../../src/app/approval.ts';
import type { Ticket } from '../../src/app/queue.ts';
import type { Alert } from '../../src/delivery/alert/alert.ts';
import { type Desk, openDesk } from '../../src/desk.ts';
import { AssayError, type ExitName } from '../../src/errors.ts';
import { scheduleSchema } from '../../src/model/schedule.ts';
import { DESK, type Needs, type ScheduleWork } from '../../src/schedule/index.ts';
import { newWatch, tick } from '../../src/schedule/tick.ts';
import type { Occurrences } from '../../src/store/office/index.ts';
import { temporaryDesk } from '../support/desk.ts';

/** Sunday 22 November 2026, 18:00 in Shanghai. */
const DUE = Date.parse('2026-11-22T10:00:00.000Z');
export const WEEK = '2026-W47';

/** A desk with a schedule and nothing else of its own. */
export async function scheduledDesk(schedule: object, rest: object = {}): Promise<Desk> {
  const root = await temporaryDesk({ 'data/.keep': '' });
  const desk = await openDesk(root);
  return { ...desk, schedule: scheduleSchema.parse({ cron: '0 18 * * 0', ...schedule }), ...rest };
}

type Sent = Awaited<ReturnType<ScheduleWork['send']>>;

/** One world for any number of servers: an archive, a mail server, people who are told, and one clock. */
export class World {
  /** Minutes since the edition is due. */
  minute = 0;
  /** Milliseconds the wall clock was set forward in all; the uptime knows nothing of it. */
  strayed = 0;
  needs: Needs = { series: [], notes: [], held: [], snapshot: 'a1' };
  approval: WeekApproval['state'] = 'not-needed';
  readonly archive = new Map<string, string>();
  readonly builds: string[] = [];
  readonly sends: string[] = [];
  readonly alerts: Alert[] = [];
  readonly lines: string[] = [];
  /** What becomes of the next builds; they are made where nothing is said. */
  refusals: Array<Pick<Ticket, 'state' | 'problems'>> = [];
  mailing: Array<Sent | AssayError> = [];
  isDeaf = false;
  /** The edition that corrects the week's, once somebody has published it. */
  correction = '';
  deskFault: AssayError | undefined;
  /** Runs inside of a build, before it is done. */
  during: () => Promise<void> = async () => undefined;

  now(): Date {
    return new Date(DUE + this.minute * 60_000 + this.strayed);
  }

  server(desk: Desk, occurrences: Occurrences, owner: string): Server {
    return new Server(this, desk, occurrences, owner);
  }
}

export class Server {
  desk: Desk;
  readonly work: ScheduleWork;
  readonly #watch;

  constructor(world: World, desk: Desk, occurrences: Occurrences, owner: string) {
    this.desk = desk;
    this.work = {
      desk: async () => {
        if (world.deskFault !== undefined) throw world.deskFault;
        return this.desk;
      },
      occurrences,
      needs: async () => world.needs,
      approval: async (_desk, _week, snapshot) => ({
        ...{ state: world.approval, by: 'li', at: '', snapshot, comment: '' },
      }),
      build: async ({ week = '', expect }) => {
        world.builds.push(expect === undefined ? week : `${week} ${expect}`);
        await world.during();
        const refusal = world.refusals.shift();
        if (refusal !== undefined) return { ...ticket(week), ...refusal };
        if (world.archive.has(week))
          return { ...ticket(week), state: 'refused', problems: [problem('E_EDITION_EXISTS')] };
        world.archive.set(week, world.now().toISOString());
        return ticket(week);
      },
      published: async (_desk, week) => {
        const at = world.archive.get(week);
        return at === undefined ? undefined : { edition: world.correction || week, at };
      },
      send: async (edition, list) => {
        world.sends.push(`${edition} to ${list}`);
        const next = world.mailing.shift() ?? sent('finished');
        if (next instanceof AssayError) throw next;
        return next;
      },
      alert: async (_desk, alert) => {
        if (world.isDeaf) return false;
        world.alerts.push(alert);
        return true;
      },
      effects: {
        now: () => world.now(),
        log: (line) => {
          world.lines.push(line);
        },
        ticks: () => 0,
        wait: async () => undefined,
        random: (bytes) => new Uint8Array(bytes),
        stop: new AbortController().signal,
      },
      uptime: () => world.minute * 60_000,
      owner,
    };
    this.#watch = newWatch(this.work);
  }

  tick(): Promise<void> {
    return tick(this.work, this.#watch);
  }

  /** Where a week is, in a line. */
  async stand(week = WEEK): Promise<string> {
    const one = await this.work.occurrences.of(DESK, week);
    return one === undefined ? 'none' : [one.state, one.reason].join(': ');
  }
}

function ticket(week: string): Ticket {
  return {
    id: 't',
    wish: { week, draft: false, by: { name: 'schedule', role: 'admin', from: 'schedule' } },
    ...{ state: 'built', ahead: 0, askedAt: '', startedAt: '', endedAt: '', stages: [], edition: week },
    ...{ folder: week, problems: [] },
  };
}

export function problem(code: string, message = 'wrong.') {
  return { code, where: '', message };
}

export function refused(...codes: string[]): Pick<Ticket, 'state' | 'problems'> {
  return { state: 'refused', problems: codes.map((code) => problem(code)) };
}

export function sent(state: Sent['state'], rest: Partial<Sent> = {}): Sent {
  const none = { PLANNED: 0, CLAIMED: 0, IN_DATA: 0, DEFERRED: 0, BOUNCED: 0, REJECTED: 0, UNCERTAIN: 0 };
  const counts = { ...none, SUPPRESSED: 0, EXPIRED: 0, CANCELLED: 0, ACCEPTED: 3 };
  return { state, reason: '', recipients: 3, counts, ...rest };
}

export function trouble(exit: ExitName, code: string): AssayError {
  return new AssayError(exit, problem(code));
}

export function mailed(schedule: object = {}): object {
  return { send: { list: 'weekly', at: 'sun 20:00' }, ...schedule };
}
