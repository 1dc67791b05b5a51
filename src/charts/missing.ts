import type { Chart } from './chart.ts';
import type { Job } from './job.ts';
import { missingBlock } from './words.ts';

/** No picture: nothing was observed, or too little to draw. */
export function missingChart(job: Job, reason: 'missing' | 'few' = 'missing'): Chart {
  return {
    block: missingBlock(job, reason),
    spec: undefined,
    finding: { kind: 'missing', series: job.line.series },
  };
}
