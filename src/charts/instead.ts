import { type Job, usualWidth } from './job.ts';
import { tracksOf, windowOf } from './track.ts';

/**
 * The job with its line's `instead` series in place of the others, where those rest on illustrative history (or have
 * none) in the charted window and the open ones are real throughout.
 */
export function withInstead(job: Job): Job {
  const { instead, right, ...line } = job.line;
  if (instead === undefined) return job;
  const window = windowOf(job);
  const wanted = tracksOf(job, line.series, window);
  if (wanted.length > 0 && !wanted.some((track) => track.illustrative)) return job;
  const open = tracksOf(job, instead, window);
  if (open.length === 0 || open.some((track) => track.illustrative)) return job;
  // A second axis is kept only where it is as real as the first.
  const real = tracksOf(job, right ?? [], window).filter((track) => !track.illustrative);
  const used = {
    ...line,
    series: open.map((track) => track.id),
    ...(real.length === 0 ? {} : { right: real.map((track) => track.id) }),
  };
  return { ...job, line: used, width: job.asked ? job.width : usualWidth(used, job.analysis) };
}
