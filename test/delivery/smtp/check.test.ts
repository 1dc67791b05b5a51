import { expect, onTestFinished, test } from 'vitest';
import { diagnose, mailServer } from '../../../src/app/doctor.ts';
import { checkSmtp } from '../../../src/delivery/smtp/smtp-check.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { stillEffects } from '../../support/effects.ts';
import { type Sink, type SinkOptions, startSink } from '../../support/smtp.ts';
import { smtpConfig } from './outgoing.ts';

const HEAD = `name: { en: Desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard]
`;

async function sinkWith(options: SinkOptions): Promise<Sink> {
  const sink = await startSink(options);
  onTestFinished(() => sink.close());
  return sink;
}

test('a server in order is told with all it can do, and gets nothing', async () => {
  const sink = await sinkWith({ tls: 'starttls', login: { user: 'desk', password: 'pw' } });
  const answer = await checkSmtp({
    smtp: smtpConfig(sink.port, { tls: 'required', user: 'desk' }),
    password: 'pw',
    ca: sink.ca,
    maxBytes: 20_000_000,
  });
  expect(answer).toEqual({
    state: 'ok',
    message: `127.0.0.1:${sink.port}, TLSv1.3, let "desk" in, letters up to 50.0 MB, SMTPUTF8, reports of delivery (DSN)`,
  });
  expect(sink).toMatchObject({ connections: 1, messages: [] });
});

test('a server that takes less than we may make is worth a note', async () => {
  const sink = await sinkWith({ size: 10_000_000, smtputf8: false, dsn: false });
  expect(await checkSmtp({ smtp: smtpConfig(sink.port), maxBytes: 20_000_000 })).toEqual({
    state: 'note',
    message: `127.0.0.1:${sink.port}, no TLS (this machine only), no login, letters up to 10.0 MB, no SMTPUTF8: addresses in ASCII only, no reports of delivery (DSN). mail.maxBytes allows 20.0 MB; larger letters than the server takes are not sent`,
  });
});

test('the doctor looks at the mail server of a desk that has one', async () => {
  const sink = await sinkWith({});
  const desk = (mail: string): Promise<string> => temporaryDesk({ 'data/desk.yaml': `${HEAD}${mail}` });
  const mail = (lines: string): string =>
    `mail:\n  from: weekly@x.example\n  smtp:\n    host: 127.0.0.1\n${lines}`;

  expect(await mailServer(await desk(''))).toMatchObject({
    state: 'note',
    message: expect.stringMatching(/^not configured/),
  });
  expect(await mailServer(await desk(mail(`    port: ${sink.port}\n    tls: off\n`)))).toMatchObject({
    state: 'ok',
    message: expect.stringContaining(`127.0.0.1:${sink.port}, no TLS`),
  });
  expect(await mailServer(await desk(mail(`    port: ${sink.port}\n`)))).toMatchObject({
    state: 'broken',
    message: expect.stringMatching(/offers no TLS/),
  });
  const secretless = await desk(mail(`    port: ${sink.port}\n    user: desk\n`));
  const told = (await diagnose(secretless, stillEffects())).find(({ subject }) => subject === 'smtp');
  expect(told).toMatchObject({
    state: 'broken',
    message: expect.stringMatching(/E_CONFIG_SECRET smtp\.user/),
  });
  expect(sink.messages).toEqual([]);
});
