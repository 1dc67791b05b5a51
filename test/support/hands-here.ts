import { jobStopped } from '../../src/app/hands.ts';
import {
  type Hands,
  JOBS,
  type Job,
  type JobName,
  type JobOptions,
  type RequestOf,
  type ResultOf,
} from '../../src/app/jobs.ts';
import type { Effects } from '../../src/effects.ts';

/** Does jobs in this process: for tests of what asks for them. Requests and results are copied, as if they were sent. */
export function handsHere(folder: string, effects: Effects): Hands {
  const jobs: { readonly [J in JobName]: Job<RequestOf<J>, ResultOf<J>> } = JOBS;
  return {
    run: async <J extends JobName>(
      job: J,
      request: RequestOf<J>,
      { stop, onProgress = () => undefined }: JobOptions = {},
    ): Promise<ResultOf<J>> => {
      const unwanted = stop === undefined ? effects.stop : AbortSignal.any([effects.stop, stop]);
      try {
        const here = { ...effects, stop: unwanted };
        return structuredClone(await jobs[job](folder, structuredClone(request), here, onProgress));
      } catch (error) {
        throw unwanted.aborted ? jobStopped(job) : error;
      }
    },
    close: async () => undefined,
  };
}
