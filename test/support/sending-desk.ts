import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { assay, type Ended } from './assay.ts';
import { fillLedger, loopback, mailDesk } from './mail-desk.ts';
import { type SinkOptions, startSink } from './smtp.ts';
import { startSinkProcess } from './smtp-process.ts';

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

/**
 * Has the desk write to a sink in a process of its own, which answers as many letters as it is allowed to. The log goes
 * on from one such sink to the next.
 */
export async function otherSink(root: string, smtp: Readonly<Record<string, unknown>> = {}) {
  const log = join(root, 'sink.log');
  const sink = await startSinkProcess({ log, delay: '20' });
  onTestFinished(() => sink.close());
  const file = join(root, 'data', 'desk.yaml');
  const config = JSON.parse(await readFile(file, 'utf8'));
  config.mail.smtp = { ...config.mail.smtp, ...smtp, port: sink.port };
  await writeFile(file, JSON.stringify(config));
  return { sink, log };
}
