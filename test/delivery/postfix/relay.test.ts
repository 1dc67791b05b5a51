import { createReadStream } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parseMessage } from '../../../src/delivery/bounces/message.ts';
import { parsePostfixLog } from '../../../src/delivery/bounces/postfix-lines.ts';
import { replyOf } from '../../../src/delivery/bounces/reply.ts';
import type { Carrier, Handover } from '../../../src/delivery/campaign/carrier.ts';
import { noPostfix, type Postfix, startPostfix } from '../../support/postfix.ts';
import { type Sink, startSink } from '../../support/smtp.ts';
import { startDeafWire } from '../../support/smtp-deaf.ts';
import { mailerTo, outgoing } from '../smtp/outgoing.ts';

const missing = await noPostfix();
// Loudly: a test that is not run proves nothing.
if (missing) process.stderr.write(`SKIPPED: letters through a real Postfix: ${missing}\n`);

test('where .ci/run installed Postfix, it is used', () => {
  if (process.env.ASSAY_POSTFIX === 'installed') expect(missing).toBeUndefined();
});

async function relayAndSink(): Promise<{ sink: Sink; postfix: Postfix }> {
  const sink = await startSink({ dsn: false });
  const postfix = await startPostfix(sink.port);
  onTestFinished(async () => {
    await postfix.close();
    await sink.close();
  });
  return { sink, postfix };
}

async function send(mailer: Carrier, to: string): Promise<Handover> {
  const answer = await mailer.line();
  if ('trouble' in answer) throw new Error(answer.trouble.reason);
  const handover = await answer.line.send(outgoing(to));
  answer.line.release();
  return handover;
}

const readers = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `reader-${at}@y.example`);
const read = (postfix: Postfix) => parsePostfixLog(createReadStream(postfix.log), { now: new Date() });

test.skipIf(missing)(
  'twenty letters through a real Postfix arrive once each; its log and its reports tell every one',
  async () => {
    const { sink, postfix } = await relayAndSink();
    const mailer = mailerTo(postfix.port, { connections: 3 });
    const tos = readers(20);
    const handed = await Promise.all(tos.map(async (to) => ({ to, handover: await send(mailer, to) })));
    await mailer.close();
    expect(new Set(handed.map(({ handover }) => handover.state))).toEqual(new Set(['ACCEPTED']));
    // Each letter and, because the next server offers no DSN, a report of success from the relay itself.
    await expect.poll(() => sink.messages.length).toBe(40);
    const letters = sink.messages.filter(({ from }) => from !== '');
    expect(letters.map(({ to }) => to).sort()).toEqual([...tos].sort());

    await expect
      .poll(async () => (await postfix.read()).match(/: removed/g)?.length ?? 0)
      .toBeGreaterThanOrEqual(40);
    const { records } = await read(postfix);
    for (const { to, handover } of handed) {
      expect(handover.queueId).toMatch(/^[0-9A-F]{6,}$/);
      expect(records.get(`for-${to}`)).toMatchObject({
        status: 'sent',
        queueId: handover.queueId,
        enhanced: '2.0.0',
        code: 250,
      });
    }

    const reports = sink.messages.filter(({ from }) => from === '');
    expect(new Set(reports.map(({ to }) => to))).toEqual(new Set(['bounces+t@x.example']));
    for (const { raw } of reports) {
      expect(raw.toString()).toContain('Original-Envelope-Id: token-1');
      const mail = await parseMessage(raw);
      if ('fault' in mail) throw new Error(mail.fault);
      expect(replyOf(mail)).toMatchObject({ kind: 'report' });
    }
  },
  60_000,
);

test.skipIf(missing)(
  'letters whose reply was lost are in doubt here and told by the relay: each arrived once',
  async () => {
    const { sink, postfix } = await relayAndSink();
    const wire = await startDeafWire(postfix.port);
    const mailer = mailerTo(wire.port, { connections: 1 });
    const tos = readers(3);
    for (const to of tos) expect(await send(mailer, to)).toMatchObject({ state: 'UNCERTAIN', phase: 'end' });
    await mailer.close();
    await wire.close();
    await expect.poll(() => sink.messages.filter(({ from }) => from !== '').length).toBe(3);
    await expect
      .poll(async () => {
        const { records } = await read(postfix);
        return tos.map((to) => records.get(`for-${to}`)?.status);
      })
      .toEqual(['sent', 'sent', 'sent']);
    expect(
      sink.messages
        .filter(({ from }) => from !== '')
        .map(({ to }) => to)
        .sort(),
    ).toEqual(tos);
  },
  60_000,
);
