import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { assay, type Ended } from './assay.ts';
import { fillLedger, loopback, mailDesk } from './mail-desk.ts';
import { type SinkOptions, startSink } from './smtp.ts';

export const WEEK = '2025-W24';

/** A desk with an edition, a list of so many and a sink; `send` sends the week, `run` anything. */
export async function sendingDesk(
  count: number,
  options: {
    readonly sink?: SinkOptions;
    readonly smtp?: Readonly<Record<string, unknown>>;
    readonly mail?: Readonly<Record<string, unknown>>;
  } = {},
) {
  const sink = await startSink(options.sink);
  onTestFinished(() => sink.close());
  const root = await mailDesk(loopback(sink.port, options.smtp), options.mail);
  const place = join(root, 'data', 'ledger.db');
  if (count > 0) await fillLedger(place, count);
  const env = { DATABASE_URL: '', ASSAY_SMTP_PASSWORD: '' };
  const run = (...words: readonly string[]): Promise<Ended> => assay([...words, '--desk', root], { env });
  return { sink, root, place, run, send: (...words: readonly string[]) => run('send', WEEK, ...words) };
}
