import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePostfixLog, resolveFromPostfixLog } from '../../src/delivery/bounces/postfix-log.ts';
import { stillEffects } from '../support/effects.ts';
import { ledgerPlaces } from '../support/ledgers.ts';
import { sent, stateOf } from './bounces/sent.ts';

const NOW = new Date('2025-06-16T00:00:00.000Z');
const id = (at: number): string => `${String(at).padStart(32, '0')}.2025-W24@desk.example`;

/** Lines of RFC 3339 stamps, a second apart. */
function log(...lines: string[]): string {
  return lines
    .map(
      (line, at) =>
        `${new Date(Date.UTC(2025, 5, 15, 10, 0, at)).toISOString().replace('Z', '+00:00')} mail ${line}\n`,
    )
    .join('');
}

function parse(text: string | Buffer, now = NOW) {
  return parsePostfixLog(Readable.from([Buffer.from(text)]), { now });
}

/** A letter through one queue. */
const taken = (queue: string, at: number, ...rest: string[]): string[] => [
  `postfix/smtpd[101]: ${queue}: client=localhost[127.0.0.1]`,
  `postfix/cleanup[102]: ${queue}: message-id=<${id(at)}>`,
  `postfix/qmgr[103]: ${queue}: from=<bounces+x@desk.example>, size=1234, nrcpt=1 (queue active)`,
  ...rest,
];
const smtp = (queue: string, more: string): string =>
  `postfix/smtp[104]: ${queue}: to=<li@x.cn>, relay=mx.x.cn[192.0.2.1]:25, delay=0.4, delays=0/0/0.2/0.2, ${more}`;

describe('a log of Postfix', () => {
  test.each([
    ['sent', [smtp('4F2A1', 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9AB)')], 'sent', '2.0.0', 250],
    [
      'bounced',
      [
        smtp(
          '4F2A1',
          'dsn=5.1.1, status=bounced (host mx.x.cn[192.0.2.1] said: 550 5.1.1 <li@x.cn>: User unknown (in reply to RCPT TO command))',
        ),
      ],
      'bounced',
      '5.1.1',
      550,
    ],
    [
      'deferred',
      [smtp('4F2A1', 'dsn=4.4.1, status=deferred (connect to mx.x.cn[192.0.2.1]:25: Connection timed out)')],
      'deferred',
      '4.4.1',
      0,
    ],
    [
      'deferred, then sent',
      [
        smtp('4F2A1', 'dsn=4.2.0, status=deferred (said: 450 4.2.0 Greylisted)'),
        smtp('4F2A1', 'dsn=2.0.0, status=sent (250 ok)'),
      ],
      'sent',
      '2.0.0',
      250,
    ],
    [
      'sent to one behind an alias, bounced to another',
      [
        smtp('4F2A1', 'dsn=2.0.0, status=sent (250 ok)'),
        smtp('4F2A1', 'dsn=5.1.1, status=bounced (said: 550 no)'),
      ],
      'sent',
      '2.0.0',
      250,
    ],
    [
      'expired',
      ['postfix/qmgr[103]: 4F2A1: from=<bounces+x@desk.example>, status=expired, returned to sender'],
      'expired',
      '',
      0,
    ],
    ['queued', [], 'queued', '', 0],
  ] as const)('%s', async (_, rest, status, enhanced, code) => {
    const { records } = await parse(log(...taken('4F2A1', 1, ...rest)));
    expect(records.size).toBe(1);
    expect(records.get(id(1))).toMatchObject({ status, enhanced, code, queueId: '4F2A1' });
  });

  test('a letter whose body never ended was seen, not taken', async () => {
    const { records } = await parse(
      log(
        ...taken('4F2A1', 1).slice(0, 2),
        'postfix/smtpd[101]: lost connection after DATA (345 bytes) from localhost[127.0.0.1]',
      ),
    );
    expect(records.get(id(1))?.status).toBe('seen');
    const refused = await parse(
      log(
        ...taken('4F2A2', 2).slice(0, 2),
        'postfix/cleanup[102]: 4F2A2: milter-reject: END-OF-MESSAGE from localhost[127.0.0.1]: 5.7.1 Spam message rejected; from=<b@desk.example> to=<li@x.cn> proto=ESMTP helo=<x>',
      ),
    );
    expect(refused.records.get(id(2))).toMatchObject({ status: 'refused', enhanced: '5.7.1' });
  });

  test('through a content filter the last queue tells', async () => {
    const { records } = await parse(
      log(
        ...taken('AAAA1', 1),
        'amavis[7]: (00007-01) Passed CLEAN {RelayedInternal}, Queue-ID: AAAA1, Message-ID: <x>',
        `postfix/cleanup[112]: BBBB2: message-id=<${id(1)}>`,
        'postfix/qmgr[103]: BBBB2: from=<bounces+x@desk.example>, size=1600, nrcpt=1 (queue active)',
        'postfix/smtp[104]: AAAA1: to=<li@x.cn>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as BBBB2)',
        'postfix/qmgr[103]: AAAA1: removed',
        smtp('BBBB2', 'dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no)'),
      ),
    );
    expect(records.get(id(1))).toMatchObject({ status: 'bounced', queueId: 'BBBB2' });
  });

  test('processes, instances, machines and long queue ids do not mix, and an id used again is another letter', async () => {
    const lines = [
      `postfix-out/cleanup[1]: 4F2A1: message-id=<${id(1)}>`,
      `postfix-in/cleanup[1]: 4F2A1: message-id=<${id(2)}>`,
      'postfix-out/qmgr[1]: 4F2A1: from=<a@b>, size=1, nrcpt=1 (queue active)',
      'postfix-out/slow/smtp[1]: 4F2A1: to=<li@x.cn>, relay=x, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)',
      'postfix-out/qmgr[1]: 4F2A1: removed',
      `postfix-out/submission/cleanup[1]: 4F2A1: message-id=<${id(3)}>`,
      'postfix-out/smtp[1]: 4F2A1: to=<li@x.cn>, relay=x, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (said: 550 no)',
      `postfix/cleanup[1]: 4bXyKs4LzFz9sWj: message-id=<${id(4)}>`,
      'postfix/qmgr[1]: 4bXyKs4LzFz9sWj: from=<a@b>, size=1, nrcpt=1 (queue active)',
      'postfix-out/cleanup[1]: 4F2A1: message-id=<somebody@else.example>',
      'postfix-out/smtp[1]: 4F2A1: to=<li@x.cn>, relay=x, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)',
    ];
    const { records } = await parse(log(...lines));
    const statuses = [1, 2, 3, 4].map((at) => records.get(id(at))?.status);
    expect(statuses).toEqual(['sent', 'seen', 'bounced', 'queued']);
  });

  test('stamps of both kinds; old ones are of the last twelve months', async () => {
    const line = `mail postfix/cleanup[1]: 4F2A1: message-id=<${id(1)}>`;
    const old = await parse(`Jun 15 10:00:01 ${line}\nDec  3 10:00:01 ${line}\n`);
    expect(old.to).toBe(new Date(2025, 5, 15, 10, 0, 1).toISOString());
    expect(old.from).toBe(new Date(2024, 11, 3, 10, 0, 1).toISOString());
    const zoned = await parse(`2025-06-15T18:00:01.123456+08:00 ${line}\n`);
    expect(zoned.from).toBe('2025-06-15T10:00:01.123Z');
    const none = await parse('no log at all\n\u0000\n');
    expect(none).toMatchObject({ from: undefined, to: undefined, lines: 2 });
  });

  test('a compressed log is refused with what to do', async () => {
    await expect(parse(gzipSync('x'))).rejects.toThrow('E_LOG_PACKED the log is compressed');
  });

  test('wherever it is cut it says the same; whatever it holds, it does not fail', async () => {
    const text = Buffer.from(log(...taken('4F2A1', 1, smtp('4F2A1', 'dsn=2.0.0, status=sent (250 ok)'))));
    const whole = await parse(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(text.length), async (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const chunks = [text.subarray(0, first), text.subarray(first, second), text.subarray(second)];
        expect(await parsePostfixLog(Readable.from(chunks), { now: NOW })).toEqual(whole);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 4, maxLength: 200 }), async (any) => {
        await parse(Buffer.concat([Buffer.from('2025-06-15T18:00:01Z m postfix/smtp[1]: 4F2A1: '), any]));
      }),
    );
  });

  test('a long log of others takes no memory, and little time', async () => {
    const strangers = Readable.from(
      (function* () {
        yield Buffer.from(log(...taken('FFFF1', 1)));
        for (let batch = 0; batch < 100; batch += 1) {
          const lines = Array.from(
            { length: 2_000 },
            (_, at) =>
              `2025-06-15T10:00:00Z mail postfix/cleanup[1]: ${(batch * 2_000 + at).toString(16).toUpperCase().padStart(6, '0')}: message-id=<${at}@x>\n`,
          );
          yield Buffer.from(lines.join(''));
        }
        yield Buffer.alloc(20 * 1024 * 1024, 'x');
      })(),
    );
    const read = await parsePostfixLog(strangers, { now: NOW, wanted: (one) => one === id(1) });
    expect([...read.records.keys()]).toEqual([id(1)]);
    expect(read.lines).toBe(200_004);
  });
});

describe.each(ledgerPlaces)('what a relay knows of letters in doubt, on $name', ({ open }) => {
  test('settles what it took and what came back, names what it never got, and is silent of the rest', async () => {
    const ledger = await open();
    const { deliveries } = await sent(ledger, '2025-W24', 'UNCERTAIN', 5);
    const ids = [...deliveries.values()];
    const message = (at: number): string => `${(ids[at] ?? '').slice(0, 32)}.2025-W24@desk.example`;
    const own = (queue: string, at: number): string[] => [
      `postfix/cleanup[1]: ${queue}: message-id=<${message(at)}>`,
      `postfix/qmgr[1]: ${queue}: from=<b@desk.example>, size=1, nrcpt=1 (queue active)`,
    ];
    const lines = log(
      ...own('AAAA1', 0),
      ...own('AAAA2', 1),
      smtp('AAAA2', 'dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no such user)'),
      `postfix/cleanup[1]: AAAA3: message-id=<${message(2)}>`,
      ...own('AAAA4', 3),
      smtp('AAAA4', 'dsn=4.4.1, status=deferred (connection timed out)'),
    );
    const run = async (text: string, dryRun = false) =>
      resolveFromPostfixLog(ledger, Readable.from([Buffer.from(text)]), {
        mailFromDomain: 'desk.example',
        effects: stillEffects(),
        dryRun,
      });
    const states = async () => Promise.all(ids.map((one) => stateOf(ledger, one)));
    const dry = await run(lines, true);
    expect(dry).toMatchObject({ uncertain: 5, accepted: 2, bounced: 1, notReceived: 0, left: 2 });
    expect(await states()).toEqual(ids.map(() => 'UNCERTAIN'));
    const real = await run(lines);
    expect(real.findings).toEqual(dry.findings);
    expect(real.findings.map(({ code }) => code).sort()).toEqual([
      'I_LOG_ACCEPTED',
      'I_LOG_ACCEPTED',
      'I_LOG_BOUNCED',
    ]);
    expect(await states()).toEqual(['ACCEPTED', 'BOUNCED', 'UNCERTAIN', 'ACCEPTED', 'UNCERTAIN']);
    const evidence = (await ledger.attempts(ids[0] ?? '')).at(-1);
    expect(evidence).toMatchObject({ kind: 'evidence', owner: 'postfix log', state: 'ACCEPTED' });
    expect(await ledger.subscribers.count({ state: 'bounced' })).toBe(1);
    expect(await run(lines)).toMatchObject({
      uncertain: 2,
      accepted: 0,
      bounced: 0,
      notReceived: 0,
      left: 2,
    });

    const early = `2025-06-15T09:00:00Z mail postfix/master[1]: daemon started\n${lines}`;
    // It may have been rotated before the relay said that it kept the third.
    expect(await run(early)).toMatchObject({ notReceived: 0, left: 2 });
    const around = `2025-06-15T09:00:00Z mail postfix/master[1]: daemon started\n${lines}2025-06-15T12:00:00Z mail postfix/anvil[1]: statistics: max\n`;
    const covering = await run(around);
    expect(covering).toMatchObject({ notReceived: 2, left: 0 });
    expect(covering.findings.every(({ message: told }) => told.includes('assay deliveries resolve '))).toBe(
      true,
    );
    expect(await states()).toEqual(['ACCEPTED', 'BOUNCED', 'UNCERTAIN', 'ACCEPTED', 'UNCERTAIN']);
    expect(await ledger.audit('2025-06-16T00:00:00.000Z')).toEqual([]);
  });

  test('a letter to be sent again that the relay has from an earlier attempt is not; the others stay', async () => {
    const ledger = await open();
    const { deliveries } = await sent(ledger, '2025-W24', 'UNCERTAIN', 5);
    const ids = [...deliveries.values()];
    const now = '2025-06-15T12:00:00.000Z';
    for (const delivery of ids.slice(0, 4))
      await ledger.resolve({ delivery, to: 'PLANNED', kind: 'operator', by: 'desk', reason: 'again' }, now);
    // Another campaign, of which nothing was sent yet.
    const { campaign } = await ledger.plan(
      {
        ...{ edition: '2025-W25', week: '2025-W25', version: 0, list: 'weekly' },
        ...{ manifest: 'e'.repeat(64), deadline: '2025-06-24T10:00:00.000Z' },
      },
      now,
    );
    const message = (at: number): string => `${(ids[at] ?? '').slice(0, 32)}.2025-W24@desk.example`;
    const lines = [0, 1, 2].flatMap((at) => [
      `postfix/cleanup[1]: AAAA${at}: message-id=<${message(at)}>`,
      ...(at === 2
        ? ['postfix/cleanup[1]: AAAA2: milter-reject: END-OF-MESSAGE from x[127.0.0.1]: 5.7.1 no; from=<b@x>']
        : [`postfix/qmgr[1]: AAAA${at}: from=<b@desk.example>, size=1, nrcpt=1 (queue active)`]),
    ]);
    const bounced = smtp('AAAA1', 'dsn=5.1.1, status=bounced (host mx said: 550 5.1.1 no such user)');
    const run = (dryRun: boolean) =>
      resolveFromPostfixLog(ledger, Readable.from([Buffer.from(log(...lines, bounced))]), {
        mailFromDomain: 'desk.example',
        effects: stillEffects(),
        dryRun,
      });
    const dry = await run(true);
    expect(dry).toMatchObject({ spared: 1, uncertain: 1, accepted: 0, bounced: 0, left: 1 });
    expect(await stateOf(ledger, ids[0])).toBe('PLANNED');
    expect(await run(false)).toEqual(dry);
    expect(dry.findings).toHaveLength(1);
    expect(dry.findings[0]?.code).toBe('I_LOG_ACCEPTED');
    expect(dry.findings[0]?.message).toMatch(/has it as AAAA0, queued .*; not sent again$/);
    expect(await Promise.all(ids.map((one) => stateOf(ledger, one)))).toEqual([
      ...['ACCEPTED', 'PLANNED', 'PLANNED', 'PLANNED', 'UNCERTAIN'],
    ]);
    expect((await ledger.counts(campaign.id)).PLANNED).toBe(5);
    expect(await run(false)).toMatchObject({ spared: 0, uncertain: 1 });
    expect(await ledger.audit('2025-06-16T00:00:00.000Z')).toEqual([]);
  });

  test('a refusal of an earlier attempt says nothing of the one in doubt', async () => {
    const ledger = await open();
    const { deliveries } = await sent(ledger, '2025-W24', 'UNCERTAIN', 1);
    const [one = ''] = deliveries.values();
    const refusedAt = (at: string): string =>
      [
        `${at} mail postfix/cleanup[1]: AAAA1: message-id=<${one.slice(0, 32)}.2025-W24@desk.example>`,
        `${at} mail postfix/cleanup[1]: AAAA1: milter-reject: END-OF-MESSAGE from localhost[127.0.0.1]: 5.7.1 Command rejected; from=<b@desk.example>`,
        '',
      ].join('\n');
    const run = (text: string) =>
      resolveFromPostfixLog(ledger, Readable.from([Buffer.from(text)]), {
        mailFromDomain: 'desk.example',
        effects: stillEffects(),
      });
    expect(await run(refusedAt('2025-06-15T09:30:00Z'))).toMatchObject({ notReceived: 0, left: 1 });
    expect(await run(refusedAt('2025-06-15T10:00:01Z'))).toMatchObject({ notReceived: 1, left: 0 });
  });
});
