import type { App } from '../app.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, type Problem, quoted } from '../errors.ts';
import type { Instant } from '../model/time.ts';
import type { Sent } from './send.ts';

export interface SendWish {
  readonly edition: string;
  readonly list: string;
  /** How many recipients whoever sends has confirmed; not needed where a campaign goes on. */
  readonly expect?: number;
  /** Name of the account. */
  readonly by: string;
}

/** A campaign this server is sending, or has sent since it began; how far it is stands in the ledger. */
export interface SendingNow extends SendWish {
  readonly state: 'sending' | Sent['state'] | 'refused';
  readonly startedAt: Instant;
  readonly endedAt: Instant | '';
  readonly reason: string;
  readonly problems: readonly Problem[];
}

/** Campaigns that go on while whoever began them does something else. */
export interface Sender {
  /**
   * Begins, or goes on with, a campaign. Resolves when letters are under way or it is clear that none will be. Throws
   * AssayError temporary E_SEND_RUNNING where that one is being sent here, and what sending refuses before the first.
   */
  start(wish: SendWish): Promise<SendingNow>;
  /** Newest first; of ended ones the last twenty. */
  list(): readonly SendingNow[];
  /** Resolves when nothing is sent any more; a stop of the server ends what is under way at the next letter. */
  settled(): Promise<void>;
}

const MOST_ENDED = 20;
/** A letter that is to be tried again later is waited for so long; then somebody, or the schedule, goes on with it. */
const WAIT_MINUTES = 30;

export function openSender(app: Pick<App, 'send'>, effects: Pick<Effects, 'now' | 'log'>): Sender {
  let kept: SendingNow[] = [];
  const open = new Set<Promise<void>>();
  const isSame = (one: SendWish, other: SendWish): boolean =>
    one.edition === other.edition && one.list === other.list;
  const replace = (old: SendingNow, next: SendingNow): SendingNow => {
    kept = kept.map((one) => (one === old ? next : one));
    const ended = kept.filter(({ endedAt }) => endedAt !== '');
    for (const one of ended.slice(MOST_ENDED)) kept = kept.filter((other) => other !== one);
    return next;
  };
  return {
    start: async (wish) => {
      const running = kept.find((one) => one.endedAt === '' && isSame(one, wish));
      if (running !== undefined) throw alreadyRunning(running);
      const begun: SendingNow = {
        ...wish,
        ...{
          state: 'sending',
          startedAt: effects.now().toISOString(),
          endedAt: '',
          reason: '',
          problems: [],
        },
      };
      kept = [begun, ...kept];
      return await new Promise<SendingNow>((resolve, reject) => {
        const { edition, list, expect } = wish;
        const end = (how: Pick<SendingNow, 'state' | 'reason' | 'problems'>): SendingNow =>
          replace(begun, { ...begun, ...how, endedAt: effects.now().toISOString() });
        const work = app
          .send({
            ...{ edition, list, dryRun: false, waitMinutes: WAIT_MINUTES },
            ...(expect === undefined ? {} : { expect }),
            // The first word of it comes after everything that can refuse.
            onProgress: () => resolve(begun),
          })
          .then(
            ({ state, reason }) => resolve(end({ state, reason, problems: [] })),
            (error: unknown) => {
              if (!(error instanceof AssayError)) effects.log(oneLine(String(error)));
              const problems = error instanceof AssayError ? error.problems : [UNKNOWN];
              end({ state: 'refused', reason: problems[0]?.message ?? '', problems });
              reject(error);
            },
          );
        open.add(work);
        void work.then(() => open.delete(work));
      });
    },
    list: () => kept,
    settled: async () => {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

const UNKNOWN: Problem = {
  code: 'E_INTERNAL',
  where: '',
  message:
    'sending has ended by a fault of the program. What was sent stands in the ledger; send again to go on.',
};

function alreadyRunning({ edition, list, by, startedAt }: SendingNow): AssayError {
  return new AssayError('temporary', {
    code: 'E_SEND_RUNNING',
    where: edition,
    message: `is being sent to list ${quoted(list)} by ${quoted(by)} since ${startedAt.slice(11, 16)} UTC. Its counts are on the Mail page.`,
  });
}
