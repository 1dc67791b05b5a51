import { z } from 'zod';
import { realEffects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { type FromHand, type ToHand, toHandSchema } from './hand-message.ts';
import { JOBS, type Job, type JobName, type RequestOf, type ResultOf } from './jobs.ts';

/*
 * The process that works for the server. It is asked over its channel, answers there, writes words for people to
 * stderr, and ends with the server: when the channel closes, what is under way is given up.
 */

/** How long jobs may take to give back what they hold when the server is gone. */
const GRACE_MS = 4_000;

const underWay = new Map<number, AbortController>();
const jobs: { readonly [J in JobName]: Job<RequestOf<J>, ResultOf<J>> } = JOBS;

process.on('message', (message: unknown) => {
  const said = toHandSchema.parse(message);
  if ('stop' in said) underWay.get(said.stop)?.abort();
  else void answer(said);
});
process.on('disconnect', () => {
  if (underWay.size === 0) process.exit(0);
  for (const stop of underWay.values()) stop.abort();
  setTimeout(() => process.exit(1), GRACE_MS);
});
// A terminal and a service manager tell the whole group: the server says what becomes of the work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stderr.on('error', () => undefined);

async function answer({ ask: id, job, folder, request }: Extract<ToHand, { ask: number }>): Promise<void> {
  const stop = new AbortController();
  underWay.set(id, stop);
  try {
    const report = (progress: { stage: string }): void => say({ id, progress });
    const result = await done(job, folder, request, stop.signal, report);
    say({ id, result });
  } catch (error) {
    if (error instanceof AssayError) {
      const problems = error.problems.map(({ code, where, message }) => ({ code, where, message }));
      say({ id, exit: error.exit, problems });
    } else {
      say({ id, defect: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  } finally {
    underWay.delete(id);
    if (!process.connected && underWay.size === 0) process.exit(0);
  }
}

function done<J extends JobName>(
  job: J,
  folder: string,
  request: unknown,
  stop: AbortSignal,
  report: (progress: { stage: string }) => void,
): Promise<ResultOf<J>> {
  // The server's own words, which its compiler has checked.
  const asked = z.custom<RequestOf<J>>().parse(request);
  return jobs[job](folder, asked, realEffects(stop), report);
}

function say(message: FromHand): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
