import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from 'vitest';
import { openMailboxes, readReplies } from '../../../src/delivery/bounces/index.ts';
import { subscriberOf } from '../../../src/delivery/leaving/leave.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { bounceToken, readBounceToken, unsubscribeToken } from '../../../src/delivery/leaving/tokens.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { stillEffects } from '../../support/effects.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import * as corpus from './corpus.ts';
import { type Sent, sent, stateOf } from './sent.ts';

const KEY = keyOf(new Uint8Array(32).fill(3));
const OTHER = keyOf(new Uint8Array(32).fill(4));
const FIRST = 'reader1@a.example';
const SECOND = 'reader2@b.example';

const tokensOf = (ledger: Ledger) => ({
  delivery: (token: string) => readBounceToken(KEY, token),
  subscriber: (token: string) => subscriberOf(ledger, KEY, token),
});

describe.each(ledgerPlaces)('replies, on $name', ({ open }) => {
  let ledger: Ledger;
  let first: Sent;
  beforeAll(async () => {
    ledger = await open();
  });

  /** Everything from standard input: one message. */
  async function read(message: string | Buffer, dryRun = false, into = ledger) {
    const mailboxes = await openMailboxes(['-'], () => Readable.from([Buffer.from(message)]));
    return readReplies({ mailboxes, ledger: into, tokens: tokensOf(into), effects: stillEffects(), dryRun });
  }

  const about = (from: Sent, to: string): corpus.About => ({
    token: bounceToken(KEY, from.deliveries.get(to) ?? ''),
    to,
  });

  describe.each([
    ['Postfix', (one: corpus.About) => corpus.postfix(one), 'bounced'],
    ['old Exim', corpus.exim, 'active'],
    ['Microsoft 365', corpus.microsoft, 'bounced'],
    ['Gmail', corpus.gmail, 'bounced'],
    ['qmail', corpus.qmail, 'active'],
    ['Sendmail', corpus.sendmail, 'bounced'],
    ['QQ', corpus.qq, 'active'],
    ['163', (one: corpus.About) => corpus.netease(one), 'active'],
  ] as const)('a bounce by %s', (_, write, subscriberState) => {
    test('is believed once; one that only says so in words is a strike, not the end', async () => {
      const own = await open();
      const letters = await sent(own, '2025-W24', 'ACCEPTED');
      const message = write(about(letters, FIRST));
      const result = await read(message, false, own);
      expect(result.findings).toMatchObject([{ code: 'I_BOUNCE' }]);
      expect(result.counts).toMatchObject({ bounced: 1, unverified: 0 });
      expect(await stateOf(own, letters.deliveries.get(FIRST))).toBe('BOUNCED');
      expect(await stateOf(own, letters.deliveries.get(SECOND))).toBe('ACCEPTED');
      expect(await own.subscribers.byKey(FIRST)).toMatchObject({ state: subscriberState });
      const history = await own.subscribers.history((await own.subscribers.byKey(FIRST))?.id ?? 0);
      expect(history.filter(({ what }) => what === 'strike')).toMatchObject([
        { by: 'dsn', edition: '2025-W24' },
      ]);

      const attempts = await own.attempts(letters.deliveries.get(FIRST) ?? '');
      expect(attempts.at(-1)).toMatchObject({ kind: 'evidence', state: 'BOUNCED', owner: 'dsn' });
      const again = await read(message, false, own);
      expect(again.counts).toMatchObject({ bounced: 0, known: 1 });
      expect(await own.attempts(letters.deliveries.get(FIRST) ?? '')).toEqual(attempts);
      expect(await own.subscribers.history((await own.subscribers.byKey(FIRST))?.id ?? 0)).toEqual(history);
    });

    test('with a token of somebody else changes nothing', async () => {
      first ??= await sent(ledger, '2025-W25', 'ACCEPTED');
      const delivery = first.deliveries.get(FIRST) ?? '';
      for (const token of [bounceToken(OTHER, delivery), 'a'.repeat(32), delivery.slice(0, 32)]) {
        const result = await read(write({ token, to: FIRST }));
        expect(result.counts).toMatchObject({ bounced: 0, unverified: 1 });
        expect(result.findings).toMatchObject([{ code: 'W_BOUNCE_UNVERIFIED' }]);
      }
      expect(await stateOf(ledger, delivery)).toBe('ACCEPTED');
      expect(await ledger.subscribers.byKey(FIRST)).toMatchObject({ state: 'active' });
    });
  });

  test('any one of envelope, envelope id and returned headers proves it', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED', 3);
    const [one, two, three] = ['reader1@a.example', 'reader2@b.example', 'reader3@c.example'].map((to) =>
      about(letters, to),
    );
    if (one === undefined || two === undefined || three === undefined) throw new Error('no letters');
    const nothing = { to: 'bounces@desk.example', returned: 'Subject: none', envelope: false };
    for (const message of [
      corpus.postfix(one, { ...nothing, to: corpus.verp(one).toUpperCase() }),
      corpus.postfix(two, { ...nothing, envelope: true }),
      corpus.postfix(three, { ...nothing, returned: corpus.letterHeaders(three) }),
    ])
      expect((await read(message, false, own)).counts).toMatchObject({ bounced: 1 });
    expect((await read(corpus.postfix(one, nothing), false, own)).counts).toMatchObject({ unverified: 1 });
  });

  test('two strikes from two editions end it, two of one do not', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED');
    const full = { status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 mailbox full' };
    await read(corpus.postfix(about(letters, FIRST), full), false, own);
    await read(corpus.postfix(about(letters, FIRST), full), false, own);
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({ state: 'active' });
    const next = await sent(own, '2025-W25', 'ACCEPTED');
    const result = await read(corpus.postfix(about(next, FIRST), full), false, own);
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({ state: 'bounced' });
    expect(result.findings[0]?.message).toContain('No longer mailed');
  });

  test('a refusal of what we are is told loudly and blames nobody', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED', 3);
    const refused = { status: '5.7.26', diagnostic: 'smtp; 550-5.7.26 This mail is unauthenticated' };
    const result = await read(corpus.postfix(about(letters, FIRST), refused), false, own);
    expect(result.findings).toMatchObject([{ code: 'W_BOUNCE_OURS', severity: 'warning' }]);
    const spam = await read(corpus.netease(about(letters, SECOND), 'SMTP;554 DT:SPM mx1'), false, own);
    expect(spam.findings).toMatchObject([{ code: 'W_BOUNCE_OURS' }]);
    for (const key of [FIRST, SECOND]) {
      const subscriber = await own.subscribers.byKey(key);
      const history = await own.subscribers.history(subscriber?.id ?? 0);
      expect(history.map(({ what }) => what)).toEqual(['added']);
      expect(await stateOf(own, letters.deliveries.get(key))).toBe('BOUNCED');
    }
  });

  test('what was delivered is no longer uncertain; what is delayed stays as it is', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'UNCERTAIN', 3);
    const passed = { action: 'relayed', status: '2.0.0', diagnostic: 'smtp; 250 2.0.0 Ok' };
    expect((await read(corpus.postfix(about(letters, FIRST), passed), false, own)).counts).toMatchObject({
      accepted: 1,
    });
    expect(await stateOf(own, letters.deliveries.get(FIRST))).toBe('ACCEPTED');
    expect((await read(corpus.postfix(about(letters, FIRST), passed), false, own)).counts).toMatchObject({
      known: 1,
    });
    const delayed = { action: 'delayed', status: '4.4.1', diagnostic: 'smtp; connection timed out' };
    expect((await read(corpus.postfix(about(letters, SECOND), delayed), false, own)).counts).toMatchObject({
      delayed: 1,
    });
    expect(await stateOf(own, letters.deliveries.get(SECOND))).toBe('UNCERTAIN');
    expect((await read(corpus.postfix(about(letters, SECOND)), false, own)).counts).toMatchObject({
      bounced: 1,
    });
  });

  test('of an alias that leads to many only its own fate counts', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED');
    const behind = corpus
      .postfix({ ...about(letters, FIRST), to: 'somebody@behind.example' })
      .replace(
        'Final-Recipient:',
        'Final-Recipient: rfc822; other@behind.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient:',
      );
    expect((await read(behind, false, own)).counts).toMatchObject({ known: 1, bounced: 0 });
    const gone = corpus.postfix({ ...about(letters, FIRST), to: 'somebody@behind.example' });
    expect((await read(gone, false, own)).counts).toMatchObject({ bounced: 1 });
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({ state: 'active' });
  });

  test('a bounce of a letter still being sent waits', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'UNCERTAIN');
    const delivery = letters.deliveries.get(FIRST) ?? '';
    const now = '2025-06-15T12:00:00.000Z';
    await own.resolve({ delivery, to: 'PLANNED', kind: 'operator', by: 'desk', reason: 'again' }, now);
    const result = await read(corpus.postfix(about(letters, FIRST)), false, own);
    expect(result.counts).toMatchObject({ early: 1 });
    expect(result.findings).toMatchObject([{ code: 'W_BOUNCE_EARLY' }]);
    expect(await stateOf(own, delivery)).toBe('PLANNED');
  });

  test('what was delivered after all is not sent again', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'UNCERTAIN');
    const delivery = letters.deliveries.get(FIRST) ?? '';
    const now = '2025-06-15T12:00:00.000Z';
    await own.resolve({ delivery, to: 'PLANNED', kind: 'operator', by: 'desk', reason: 'again' }, now);
    const passed = { action: 'relayed', status: '2.0.0', diagnostic: 'smtp; 250 2.0.0 Ok' };
    const result = await read(corpus.postfix(about(letters, FIRST), passed), false, own);
    expect(result.counts).toMatchObject({ accepted: 1 });
    expect(result.findings).toMatchObject([{ code: 'I_BOUNCE_PASSED' }]);
    expect(await stateOf(own, delivery)).toBe('ACCEPTED');
  });

  test('a complaint unsubscribes, "not junk" does not, a forged one neither', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED');
    const forged = { token: bounceToken(OTHER, letters.deliveries.get(FIRST) ?? ''), to: FIRST };
    expect((await read(corpus.complaint(forged), false, own)).counts).toMatchObject({ unverified: 1 });
    expect(
      (await read(corpus.complaint(about(letters, FIRST), 'not-spam'), false, own)).counts,
    ).toMatchObject({ other: 1 });
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({ state: 'active' });
    expect((await read(corpus.complaint(about(letters, FIRST)), false, own)).counts).toMatchObject({
      complained: 1,
    });
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({
      state: 'unsubscribed',
      reason: 'complained of 2025-W24 as abuse',
    });
    expect((await read(corpus.complaint(about(letters, FIRST)), false, own)).counts).toMatchObject({
      known: 1,
    });
  });

  test('mail to the address of List-Unsubscribe unsubscribes by its token alone', async () => {
    const own = await open();
    await sent(own, '2025-W24', 'ACCEPTED');
    const id = (await own.subscribers.byKey(SECOND))?.id ?? 0;
    const mail = (subject: string): string =>
      `From: anybody@example.net\nTo: weekly@desk.example\nSubject: ${subject}\n\n`;
    const forged = unsubscribeToken(OTHER, { id, key: SECOND });
    expect((await read(mail(`unsubscribe ${forged}`), false, own)).counts).toMatchObject({ unverified: 1 });
    const token = unsubscribeToken(KEY, { id, key: SECOND });
    expect((await read(mail(`Re: unsubscribe ${token}`), false, own)).counts).toMatchObject({ other: 1 });
    expect(await own.subscribers.byKey(SECOND)).toMatchObject({ state: 'active' });
    expect((await read(mail(`unsubscribe ${token}`), false, own)).counts).toMatchObject({ unsubscribed: 1 });
    expect(await own.subscribers.byKey(SECOND)).toMatchObject({ state: 'unsubscribed' });
    expect((await read(mail(`Unsubscribe  ${token}`), false, own)).counts).toMatchObject({ known: 1 });
    for (const another of [
      { id: 999_999, key: SECOND },
      { id: id - 1, key: SECOND },
    ]) {
      const unknown = unsubscribeToken(KEY, another);
      expect((await read(mail(`unsubscribe ${unknown}`), false, own)).counts).toMatchObject({
        unverified: 1,
      });
    }
    expect(await own.subscribers.byKey(FIRST)).toMatchObject({ id: id - 1, state: 'active' });
  });

  test('out of office, other mail and no mail change nothing', async () => {
    first ??= await sent(ledger, '2025-W25', 'ACCEPTED');
    expect((await read(corpus.vacation(about(first, FIRST)))).counts).toMatchObject({ automatic: 1 });
    const human = `From: ${FIRST}\nTo: ${corpus.verp(about(first, FIRST))}\nSubject: Re: Metals Weekly\n\n550 5.1.1 thanks\n`;
    expect((await read(human)).counts).toMatchObject({ other: 1 });
    expect((await read(Buffer.alloc(0))).counts).toMatchObject({ unreadable: 1 });
    expect((await read(Buffer.alloc(4096, 0))).messages).toBe(1);
    expect(await stateOf(ledger, first.deliveries.get(FIRST))).toBe('ACCEPTED');
  });

  test('a dry run says the same and writes nothing', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED');
    const folder = await temporaryDesk({});
    const file = join(folder, 'all.mbox');
    const separator = 'From MAILER-DAEMON Sun Jun 15 18:00:03 2025\n';
    const message = corpus.postfix(about(letters, FIRST));
    await writeFile(
      file,
      `${separator}${message}\n${separator}${message}\n${separator}${corpus.complaint(about(letters, SECOND))}\n`,
    );
    const run = async (dryRun: boolean) => {
      const mailboxes = await openMailboxes([file], () => Readable.from([]));
      return readReplies({ mailboxes, ledger: own, tokens: tokensOf(own), effects: stillEffects(), dryRun });
    };
    const dry = await run(true);
    expect(dry.counts).toMatchObject({ bounced: 1, known: 1, complained: 1 });
    expect(await stateOf(own, letters.deliveries.get(FIRST))).toBe('ACCEPTED');
    expect(await own.subscribers.byKey(SECOND)).toMatchObject({ state: 'active' });
    const real = await run(false);
    expect(real.counts).toEqual(dry.counts);
    expect(await stateOf(own, letters.deliveries.get(FIRST))).toBe('BOUNCED');
  });

  test('of two readers of one Maildir at once each bounce counts once', async () => {
    const own = await open();
    const letters = await sent(own, '2025-W24', 'ACCEPTED', 12);
    const maildir = join(await temporaryDesk({}), 'mail');
    for (const folder of ['new', 'cur', 'tmp']) await mkdir(join(maildir, folder), { recursive: true });
    let at = 0;
    for (const to of letters.deliveries.keys()) {
      at += 1;
      const name = at % 2 === 0 ? `new/${at}.host` : `cur/${at}.host:2,S`;
      await writeFile(join(maildir, name), corpus.postfix(about(letters, to)));
    }
    await writeFile(join(maildir, 'tmp', 'half'), 'From: x');
    expect(at).toBe(12);
    const run = async () =>
      readReplies({
        mailboxes: await openMailboxes([maildir], () => Readable.from([])),
        ledger: own,
        tokens: tokensOf(own),
        effects: stillEffects(),
        dryRun: false,
      });
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ messages }) => messages)).toEqual([12, 12]);
    expect(both[0].counts.bounced + both[1].counts.bounced).toBe(12);
    expect(await own.audit('2025-06-16T00:00:00.000Z')).toEqual([]);
  });
});
