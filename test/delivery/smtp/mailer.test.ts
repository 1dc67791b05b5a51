import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Carrier, Handover, Line, Outgoing } from '../../../src/delivery/campaign/carrier.ts';
import { smtpSettings } from '../../../src/delivery/smtp/smtp-settings.ts';
import { stillEffects } from '../../support/effects.ts';
import { type Sink, type SinkOptions, startSink } from '../../support/smtp.ts';
import { startFaulty } from '../../support/smtp-faulty.ts';
import { mailerTo, outgoing, smtpConfig } from './outgoing.ts';

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

test('after a refusal the same connection takes the next letter, and greylisting says when to come again', async () => {
  const { sink, mailer } = await sinkAnd();
  sink.script('grey@y.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted, come back later' });
  sink.script('full@y.example', { at: 'end', reply: '452 4.2.2 mailbox full' });
  const met = [];
  for (const to of ['grey@y.example', 'full@y.example', 'grey@y.example', 'full@y.example'])
    met.push(await send(mailer, outgoing(to)));
  expect(met).toMatchObject([
    { state: 'DEFERRED', scope: 'recipient', phase: 'rcpt', afterMinutes: 5 },
    { state: 'DEFERRED', scope: 'recipient', phase: 'end', reply: { code: 452, enhanced: '4.2.2' } },
    { state: 'ACCEPTED' },
    { state: 'ACCEPTED' },
  ]);
  expect(sink.connections).toBe(1);
});

test('a connection that died while idle costs no recipient anything', async () => {
  const { sink, mailer } = await sinkAnd();
  expect(await send(mailer, outgoing('a@y.example'))).toMatchObject({ state: 'ACCEPTED' });
  sink.cut();
  // Without waiting for the news to arrive: it may be met at RSET, at MAIL, or have been heard already.
  expect(await send(mailer, outgoing('b@y.example'))).toMatchObject({ state: 'ACCEPTED' });
  expect(sink.messages.map(({ to, connection }) => [to, connection])).toEqual([
    ['a@y.example', 1],
    ['b@y.example', 2],
  ]);
});

test.each(['drop', { say: '421 4.7.0 too many letters on this connection' }] as const)(
  'a used connection that ends as the next letter begins hands it to a new one (%j)',
  async (fault) => {
    const server = await startFaulty({ stage: 'mail', fault, after: 1 });
    const mailer = mailerTo(server.port);
    onTestFinished(async () => {
      await mailer.close();
      await server.close();
    });
    for (const to of ['a@y.example', 'b@y.example'])
      expect(await send(mailer, outgoing(to))).toMatchObject({ state: 'ACCEPTED' });
    expect(server).toMatchObject({ faults: 1, connections: 2, taken: ['a@y.example', 'b@y.example'] });
  },
);

test.each([
  ['drop', 'UNCERTAIN'],
  [{ say: '421 4.3.2 closing' }, 'DEFERRED'],
] as const)(
  'a letter whose dot went over a used connection is never given to a new one: %j',
  async (fault, state) => {
    const server = await startFaulty({ stage: 'end', fault, after: 1 });
    const mailer = mailerTo(server.port);
    onTestFinished(async () => {
      await mailer.close();
      await server.close();
    });
    expect(await send(mailer, outgoing('first@y.example'))).toMatchObject({ state: 'ACCEPTED' });
    expect(await send(mailer, outgoing('second@y.example'))).toMatchObject({ state });
    expect(server).toMatchObject({ faults: 1, connections: 1 });
    expect(server.dots).toEqual(['first@y.example', 'second@y.example']);
  },
);

test('an idle connection is asked whether it lives before it is used again, and given up with QUIT', async () => {
  let ticks = 0;
  const server = await startFaulty({ stage: 'rset', fault: 'silence' });
  const effects = { ...stillEffects(), ticks: () => ticks };
  const mailer = mailerTo(server.port, {}, { effects, timeouts: { reset: 50, idle: 50 } });
  onTestFinished(() => server.close());
  await send(mailer, outgoing('a@y.example'));
  await send(mailer, outgoing('b@y.example'));
  expect(server).toMatchObject({ faults: 0, connections: 1 });
  ticks = 60_000;
  expect(await send(mailer, outgoing('c@y.example'))).toMatchObject({ state: 'ACCEPTED' });
  expect(server).toMatchObject({ faults: 1, connections: 2 });
  // Nobody needs it now; the server hears a goodbye of the idle clock, not of `close`.
  await server.goodbye();
  await mailer.close();
});

test('there are never more lines than connections allowed: whoever comes later waits for one', async () => {
  const { sink, mailer } = await sinkAnd({}, { connections: 2 });
  expect(mailer.lines).toBe(2);
  const tos = Array.from({ length: 20 }, (_, at) => `r${at}@y.example`);
  const met = await Promise.all(tos.map((to) => send(mailer, outgoing(to))));
  expect(new Set(met.map(({ state }) => state))).toEqual(new Set(['ACCEPTED']));
  expect(sink.messages.map(({ to }) => to).sort()).toEqual([...tos].sort());
  expect(sink.connections).toBe(2);
});

test('who waits for a line when the mailer closes is told so, and a line still out finishes its letter', async () => {
  const { sink, mailer } = await sinkAnd({}, { connections: 1 });
  const line = await lineOf(mailer);
  const waiting = mailer.line();
  const closed = mailer.close();
  await expect(waiting).rejects.toThrow('the mailer is closed');
  await closed;
  expect(await line.send(outgoing('last@y.example'))).toMatchObject({ state: 'ACCEPTED' });
  line.release();
  expect(sink.messages).toHaveLength(1);
});

test('a host is found by name and by address, with or without brackets', async () => {
  const sink = await startSink();
  onTestFinished(() => sink.close());
  for (const host of ['localhost', '127.0.0.1', '[127.0.0.1]']) {
    const mailer = mailerTo(sink.port, { host });
    expect(await send(mailer, outgoing(`li@${host}`)), host).toMatchObject({ state: 'ACCEPTED' });
    await mailer.close();
  }
  expect(sink.messages).toHaveLength(3);
});

test('a server gets the patience RFC 5321 asks for, ten minutes after the last dot', () => {
  const { timeouts } = smtpSettings({ smtp: smtpConfig(25), timeouts: { idle: 1 } });
  expect(timeouts).toEqual({
    connect: 120_000,
    command: 300_000,
    reset: 15_000,
    body: 1_800_000,
    end: 600_000,
    idle: 1,
  });
});

test('no connection: a trouble that may pass, and the line is free for who comes next', async () => {
  const sink = await startSink();
  await sink.close();
  const mailer = mailerTo(sink.port, { connections: 1 });
  for (let time = 0; time < 3; time += 1)
    expect(await mailer.line()).toMatchObject({
      trouble: {
        fatal: false,
        reason: expect.stringMatching(/^127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED/),
      },
    });
  await mailer.close();
});

describe('encryption', () => {
  const user = { user: 'desk', password: 'pa55-wörd' };

  test.each(['required', 'implicit'] as const)('tls: %s encrypts before anything is said', async (tls) => {
    const offered = tls === 'required' ? 'starttls' : 'implicit';
    const sink = await startSink({ tls: offered, login: user });
    const mailer = mailerTo(sink.port, { tls, user: user.user }, { password: user.password, ca: sink.ca });
    onTestFinished(async () => {
      await mailer.close();
      await sink.close();
    });
    expect(await send(mailer, outgoing('li@y.example'))).toMatchObject({ state: 'ACCEPTED' });
    expect(sink.messages).toMatchObject([{ secure: true, user: 'desk' }]);
  });

  test.each<[string, SinkOptions, Parameters<typeof mailerTo>[1], boolean, RegExp]>([
    ['a server without TLS', { tls: 'off' }, { tls: 'required' }, true, /offers no TLS/],
    [
      'a certificate nobody vouches for',
      { tls: 'starttls' },
      { tls: 'required' },
      false,
      /not trusted.*self-signed.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      'a certificate of another host',
      { tls: 'starttls', certificate: 'elsewhere' },
      { tls: 'required' },
      true,
      /not trusted.*does not match.*smtp\.host/,
    ],
    [
      'a server that does not begin with TLS',
      { tls: 'starttls' },
      { tls: 'implicit' },
      true,
      /Set smtp\.tls: required/,
    ],
  ])(
    '%s: a fatal trouble that says what to do, and nothing is sent',
    async (_name, offered, wanted, trusted, words) => {
      const { sink, mailer } = await sinkAnd(offered, wanted);
      const trusting = mailerTo(sink.port, wanted, trusted ? { ca: sink.ca } : {});
      const answer = await trusting.line();
      expect(answer).toMatchObject({ trouble: { fatal: true, reason: expect.stringMatching(words) } });
      await trusting.close();
      await mailer.close();
      expect(sink.messages).toEqual([]);
    },
  );

  test('without TLS no other machine is spoken to', () => {
    for (const host of ['mail.example.cn', '10.0.0.1', '127.0.0.1.example.cn', '::2'])
      expect(() => mailerTo(25, { host })).toThrow(
        `E_CONFIG_TLS smtp.host ${host}: TLS is off and the host is not local. Set smtp.tls: required.`,
      );
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]']) mailerTo(25, { host });
  });
});

describe('the password', () => {
  const password = 'S3cret-密码-with-"quotes"';
  const forms = [
    password,
    Buffer.from(password).toString('base64'),
    Buffer.from(`\0weekly\0${password}`).toString('base64'),
  ];

  test.each([
    [
      '535 5.7.8 Authentication credentials invalid',
      true,
      / did not let "weekly" in: 535 5\.7\.8 .* Check smtp\.user and its password\.$/,
    ],
    ['454 4.7.0 Temporary authentication failure', false, / did not let "weekly" in: 454 /],
    ['421 4.7.0 Try again later', false, / 421 /],
  ])('refused with %s', async (refusal, fatal, words) => {
    const { mailer } = await sinkAnd(
      { login: { user: 'weekly', password }, refusal },
      { user: 'weekly' },
      { password: 'another' },
    );
    expect(await mailer.line()).toMatchObject({ trouble: { fatal, reason: expect.stringMatching(words) } });
  });

  test('a server that wants none is not given one in silence: it is told', async () => {
    const { mailer } = await sinkAnd({}, { user: 'weekly' }, { password });
    expect(await mailer.line()).toMatchObject({
      trouble: { fatal: true, reason: expect.stringMatching(/offers no login/) },
    });
  });

  test('is in no message, even where the server says it back', async () => {
    const effects = stillEffects();
    let met = 0;
    for (const form of forms) {
      for (const at of ['auth', 'rcpt', 'end'] as const) {
        for (const reply of [`535 5.7.8 wrong: ${form}`, `echo ${form}`]) {
          const server = await startFaulty({ stage: at, fault: { say: reply }, auth: true });
          const mailer = mailerTo(server.port, { user: 'weekly' }, { password, effects });
          const answer = await mailer.line();
          const told = 'trouble' in answer ? answer.trouble : await answer.line.send(outgoing('a@y.example'));
          const text = JSON.stringify(told) + effects.lines.join('\n');
          expect(text).toContain('(hidden)');
          for (const secret of forms) expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
          met += 1;
          if ('line' in answer) answer.line.release();
          await mailer.close();
          await server.close();
        }
      }
    }
    expect(met).toBe(18);
  });
});

describe('what the server offers', () => {
  test('its size, SMTPUTF8 and DSN are known before a letter is handed over', async () => {
    const full = await sinkAnd({ size: 1_000_000 });
    const bare = await sinkAnd({ size: 2_000_000, smtputf8: false, dsn: false });
    expect((await lineOf(full.mailer)).offers).toEqual({ size: 1_000_000, international: true, dsn: true });
    expect((await lineOf(bare.mailer)).offers).toEqual({ size: 2_000_000, international: false, dsn: false });
  });

  test('a letter over its size is not begun, and the fault is ours', async () => {
    const { sink, mailer } = await sinkAnd({ size: 1000 });
    const met = await send(mailer, outgoing('li@y.example', { bytes: 1001 }));
    expect(met).toMatchObject({ state: 'REJECTED', scope: 'campaign', phase: 'connect' });
    expect(met.reason).toContain('1001 bytes, the server takes 1000');
    expect(await send(mailer, outgoing('li@y.example'))).toMatchObject({ state: 'ACCEPTED' });
    expect(sink.messages).toHaveLength(1);
  });

  test('an address that is not ASCII goes out with SMTPUTF8, or not at all', async () => {
    const letter = outgoing('李伟@y.example', { international: true });
    const able = await sinkAnd();
    expect(await send(able.mailer, letter)).toMatchObject({ state: 'ACCEPTED' });
    expect(able.sink.messages).toMatchObject([{ to: '李伟@y.example', international: true }]);
    const unable = await sinkAnd({ smtputf8: false });
    expect(await send(unable.mailer, letter)).toMatchObject({
      state: 'REJECTED',
      scope: 'recipient',
      phase: 'connect',
    });
    expect(unable.sink.messages).toEqual([]);
  });

  test('without DSN the envelope says nothing of reports', async () => {
    const { sink, mailer } = await sinkAnd({ dsn: false });
    expect(await send(mailer, outgoing('li@y.example'))).toMatchObject({ state: 'ACCEPTED' });
    expect(sink.messages[0]).toMatchObject({ envelopeId: undefined, notify: [] });
  });
});

test.each(['a@y.example>\r\nRCPT TO:<b@y.example', '', 'a b@y.example', 'a@y.example\u0000'])(
  'an address that would break out of the envelope goes nowhere: %j',
  async (to) => {
    const { sink, mailer } = await sinkAnd();
    expect(await send(mailer, outgoing(to))).toMatchObject({ state: 'REJECTED', phase: 'connect' });
    expect(sink.messages).toEqual([]);
  },
);

test('a letter that cannot be read is ours; one that breaks off in its middle never gets its dot', async () => {
  const { sink, mailer } = await sinkAnd();
  const unreadable = outgoing('a@y.example', {
    open: () => {
      throw new Error('no such edition');
    },
  });
  expect(await send(mailer, unreadable)).toMatchObject({
    state: 'DEFERRED',
    scope: 'campaign',
    reason: 'the letter cannot be read: no such edition',
  });
  const broken = outgoing('b@y.example', {
    open: () =>
      Readable.from(
        (async function* () {
          yield 'Subject: x\r\n\r\nhalf';
          throw new Error('disk gone');
        })(),
      ),
  });
  expect(await send(mailer, broken)).toMatchObject({ state: 'UNCERTAIN', phase: 'body' });
  expect(await send(mailer, outgoing('c@y.example'))).toMatchObject({ state: 'ACCEPTED' });
  expect(sink.messages.map(({ to }) => to)).toEqual(['c@y.example']);
});

test('a letter of several megabytes streams through and arrives as it was', async () => {
  const { sink, mailer } = await sinkAnd({ pipelining: true });
  const lines = Array.from(
    { length: 60_000 },
    (_, at) => `${'.'.repeat(at % 4)}line ${at} ${'x'.repeat(at % 60)}\r\n`,
  );
  const content = Buffer.from(`Subject: x\r\n\r\n${lines.join('')}`);
  const parts = Array.from({ length: Math.ceil(content.length / 1000) }, (_, at) =>
    content.subarray(at * 1000, at * 1000 + 1000),
  );
  const letter = outgoing('li@y.example', { bytes: content.length, open: () => Readable.from(parts) });
  expect(await send(mailer, letter)).toMatchObject({ state: 'ACCEPTED' });
  expect(content.length).toBeGreaterThan(2_000_000);
  expect(sink.messages[0]?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
});
