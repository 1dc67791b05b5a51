import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Carrier } from '../../../src/delivery/campaign/carrier.ts';
import { sinkLog, startSinkProcess } from '../../support/smtp-process.ts';
import { mailerTo, outgoing } from './outgoing.ts';

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-sink-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'sink.log');
}

async function send(mailer: Carrier, to: string): Promise<string> {
  const answer = await mailer.line();
  if ('trouble' in answer) throw new Error(answer.trouble.reason);
  const { state } = await answer.line.send(outgoing(to));
  answer.line.release();
  return state;
}

test.each([false, true])('the sink logs a letter before it says that it took it (fast: %s)', async (fast) => {
  const log = await logFile();
  const sink = await startSinkProcess({ log, fast, delay: '1-5' });
  onTestFinished(() => sink.close());
  const mailer = mailerTo(sink.port);
  const tos = Array.from({ length: 12 }, (_, at) => `r${at}@y.example`);
  for (const to of tos) {
    expect(await send(mailer, to)).toBe('ACCEPTED');
    expect((await sinkLog(log)).at(-1)?.address).toBe(to);
  }
  await mailer.close();
  const logged = await sinkLog(log);
  expect(logged.map(({ address }) => address)).toEqual(tos);
  if (fast) return;
  const first = outgoing('r0@y.example').open().toString();
  expect(logged[0]).toEqual({
    address: 'r0@y.example',
    messageId: 'for-r0@y.example',
    sha256: createHash('sha256').update(first).digest('hex'),
  });
});

test.each([false, true])(
  'a client that goes before its dot leaves no line in the log (fast: %s)',
  async (fast) => {
    const log = await logFile();
    const sink = await startSinkProcess({ log, fast });
    onTestFinished(() => sink.close());
    for (const end of ['half a letter\r\n', 'half a letter\r\n.', 'a line\r\n.\r']) {
      const socket = connect(sink.port, '127.0.0.1');
      const steps = ['EHLO x', 'MAIL FROM:<a@x.example>', 'RCPT TO:<cut@y.example>', 'DATA'];
      await new Promise<void>((resolve) => {
        socket
          .on('close', () => resolve())
          .on('data', (chunk) => {
            if (!/^\d{3} .*\r\n$/m.test(chunk.toString())) return;
            const step = steps.shift();
            if (step) socket.write(`${step}\r\n`);
            else socket.end(end);
          });
      });
    }
    const mailer = mailerTo(sink.port);
    expect(await send(mailer, 'whole@y.example')).toBe('ACCEPTED');
    await mailer.close();
    expect((await sinkLog(log)).map(({ address }) => address)).toEqual(['whole@y.example']);
  },
);
