import { z } from 'zod';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { type HandProcess, startHand } from './hand-process.ts';
import {
  type Hands,
  type JobName,
  type JobOptions,
  LONG_JOBS,
  type RequestOf,
  type ResultOf,
} from './jobs.ts';
import { heardByMany, joined } from './joined.ts';
import { type Turns, turns } from './turns.ts';

export interface HandLimits {
  /** The warm process ends when it had nothing to do for so long. */
  readonly idleMs: number;
  /** Between asking a job to stop and ending its process. */
  readonly graceMs: number;
  /** A job that hangs is ended then. */
  readonly shortMs: number;
  readonly longMs: number;
  /** Short jobs at once, and long ones; the others wait. */
  readonly abreast: number;
  readonly longAbreast: number;
}

const LIMITS: HandLimits = {
  idleMs: 120_000,
  graceMs: 5_000,
  shortMs: 120_000,
  longMs: 30 * 60_000,
  abreast: 3,
  longAbreast: 4,
};

/**
 * Short jobs go to a process that is started for the first of them and kept warm; a long one has a process of its own,
 * whose memory ends with it. A job that is stopped rejects with temporary E_JOB_STOPPED, one that hangs with
 * unavailable E_JOB_TIME. No process is left when `close` resolves.
 */
export function openHands(folder: string, effects: Effects, changed: Partial<HandLimits> = {}): Hands {
  const limits = { ...LIMITS, ...changed };
  const living = new Set<HandProcess>();
  const shortTurns = turns(limits.abreast);
  const longTurns = turns(limits.longAbreast);
  const closing = new AbortController();
  heardByMany(closing.signal);
  let warm: HandProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): HandProcess => {
    const hand = startHand(effects.log);
    living.add(hand);
    void hand.ended.then(() => {
      living.delete(hand);
      if (warm === hand) warm = undefined;
    });
    return hand;
  };
  const rest = (hand: HandProcess): void => {
    if (hand !== warm || hand.open > 0) return;
    // Two that end together both come here: a timer that is forgotten would end the process at work.
    clearTimeout(idle);
    idle = setTimeout(() => {
      warm = undefined;
      hand.leave();
    }, limits.idleMs);
    idle.unref();
  };

  const shortJob = async (ask: Ask, job: JobName, stop: AbortSignal): Promise<unknown> => {
    const release = await turnOf(shortTurns, job, stop);
    clearTimeout(idle);
    warm ??= start();
    const hand = warm;
    const { answer, stop: tell } = ask(hand);
    const over = answer.then(
      () => undefined,
      () => undefined,
    );
    // A reader who has left must not cost the others their process: the job is let run to its end, or its limit.
    const late = setTimeout(() => hand.kill(), limits.shortMs + limits.graceMs);
    void over.then(() => {
      clearTimeout(late);
      release();
      rest(hand);
    });
    return within(answer, { job, stop, limitMs: limits.shortMs, tell, graceMs: limits.graceMs });
  };

  const longJob = async (ask: Ask, job: JobName, stop: AbortSignal): Promise<unknown> => {
    const release = await turnOf(longTurns, job, stop);
    const hand = start();
    // People wait for pages, nobody for the second a build takes longer.
    hand.yieldToOthers();
    const { answer, stop: tell } = ask(hand);
    try {
      return await within(answer, { job, stop, limitMs: limits.longMs, tell, graceMs: limits.graceMs });
    } finally {
      hand.leave();
      const late = setTimeout(() => hand.kill(), hand.open > 0 ? 0 : limits.graceMs);
      await hand.ended;
      clearTimeout(late);
      release();
    }
  };

  return {
    run: async <J extends JobName>(
      job: J,
      request: RequestOf<J>,
      { stop, onProgress = () => undefined }: JobOptions = {},
    ): Promise<ResultOf<J>> => {
      const unwanted = joined(closing.signal, stop ?? closing.signal);
      try {
        if (unwanted.signal.aborted) throw jobStopped(job);
        const ask: Ask = (hand) => hand.ask(job, folder, request, onProgress);
        const work = LONG_JOBS.includes(job) ? longJob : shortJob;
        return answerOf(job, await work(ask, job, unwanted.signal));
      } finally {
        unwanted.release();
      }
    },
    close: async () => {
      clearTimeout(idle);
      closing.abort();
      warm = undefined;
      const hands = [...living];
      for (const hand of hands) hand.leave();
      const late = setTimeout(() => {
        for (const hand of hands) hand.kill();
      }, limits.graceMs);
      await Promise.all(hands.map((hand) => hand.ended));
      clearTimeout(late);
    },
  };
}

function turnOf(queue: Turns, job: JobName, stop: AbortSignal): Promise<() => void> {
  return queue.take(stop).catch(() => {
    throw jobStopped(job);
  });
}

type Ask = (hand: HandProcess) => ReturnType<HandProcess['ask']>;

/** What a program of the same build answers is what its compiler has checked. */
function answerOf<J extends JobName>(_job: J, answer: unknown): ResultOf<J> {
  return z.custom<ResultOf<J>>().parse(answer);
}

interface Bounds {
  readonly job: JobName;
  readonly stop: AbortSignal;
  readonly limitMs: number;
  /** Says to the job that it is no longer wanted. */
  readonly tell: () => void;
  readonly graceMs: number;
}

/** The answer; what was done in spite of a stop is answered too. Rejects when a stop or the limit is over for `graceMs`. */
async function within(answer: Promise<unknown>, bounds: Bounds): Promise<unknown> {
  const { job, stop, limitMs, tell, graceMs } = bounds;
  let why: AssayError | undefined;
  let grace: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  let onStop: () => void = () => undefined;
  const given = new Promise<never>((_, reject) => {
    const end = (reason: AssayError): void => {
      if (why !== undefined) return;
      why = reason;
      tell();
      grace = setTimeout(() => reject(reason), graceMs);
    };
    onStop = () => end(jobStopped(job));
    limit = setTimeout(() => end(hung(job, limitMs)), limitMs);
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
  });
  try {
    return await Promise.race([answer, given]);
  } catch (error) {
    // How a job ends that was asked to says nothing more.
    throw why ?? error;
  } finally {
    clearTimeout(grace);
    clearTimeout(limit);
    stop.removeEventListener('abort', onStop);
  }
}

export function jobStopped(job: JobName): AssayError {
  return new AssayError('temporary', {
    code: 'E_JOB_STOPPED',
    where: job,
    message: 'stopped on request; nothing half done was kept.',
  });
}

function hung(job: JobName, limitMs: number): AssayError {
  return new AssayError('unavailable', {
    code: 'E_JOB_TIME',
    where: job,
    message: `not done within ${Math.round(limitMs / 1000)} s, and ended. Expected an answer long before. Try again when the machine is less busy.`,
  });
}
