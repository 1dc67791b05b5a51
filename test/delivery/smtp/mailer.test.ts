import { expect, onTestFinished, test } from 'vitest';
import type { Carrier, Handover, Line, Outgoing } from '../../../src/delivery/carrier.ts';
import { type Sink, type SinkOptions, startSink } from '../../support/smtp.ts';
import { mailerTo, outgoing } from './outgoing.ts';

async function sinkAnd(
  options: SinkOptions = {},
  change: Parameters<typeof mailerTo>[1] = {},
  more: Parameters<typeof mailerTo>[2] = {},
): Promise<{ sink: Sink; mailer: Carrier }> {
  const sink = await startSink(options);
  const mailer = mailerTo(sink.port, change, more);
  onTestFinished(async () => {
    await mailer.close();
    await sink.close();
  });
  return { sink, mailer };
}

async function lineOf(mailer: Carrier): Promise<Line> {
  const answer = await mailer.line();
  if ('trouble' in answer) throw new Error(answer.trouble.reason);
  return answer.line;
}

async function send(mailer: Carrier, message: Outgoing): Promise<Handover> {
  const line = await lineOf(mailer);
  try {
    return await line.send(message);
  } finally {
    line.release();
  }
}

test.each([true, false])(
  'a letter goes out whole, under its own envelope (pipelining: %s)',
  async (pipelining) => {
    const { sink, mailer } = await sinkAnd({ pipelining });
    const handover = await send(mailer, outgoing('li@y.example'));
    expect(handover).toMatchObject({
      state: 'ACCEPTED',
      phase: 'end',
      queueId: 'SINK1',
      reply: { code: 250, enhanced: '2.0.0' },
    });
    expect(sink.messages).toMatchObject([
      {
        from: 'bounces+t@x.example',
        to: 'li@y.example',
        messageId: 'for-li@y.example',
        envelopeId: 'token-1',
        ret: 'HDRS',
        notify: ['SUCCESS', 'FAILURE'],
        size: outgoing('li@y.example').bytes,
        secure: false,
      },
    ]);
    expect(sink.messages[0]?.raw.toString()).toBe(outgoing('li@y.example').open().toString());
  },
);
