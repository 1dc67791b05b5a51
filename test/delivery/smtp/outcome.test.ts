import { expect, test } from 'vitest';
import { classify, type Phase } from '../../../src/delivery/smtp/outcome.ts';
import { parseReply, queueIdOf } from '../../../src/delivery/smtp/reply.ts';

/** phase, reply, state, scope, strike or minutes. */
const REPLIES: ReadonlyArray<readonly [Phase, string, string]> = [
  ['end', '250 2.0.0 Ok: queued as 4F2', 'ACCEPTED recipient'],
  ['end', '200 fine', 'ACCEPTED recipient'],
  // Come back later: the host's business, or one recipient's.
  ['mail', '421 4.3.2 shutting down', 'DEFERRED host'],
  ['rcpt', '421 4.7.0 too many connections', 'DEFERRED host'],
  ['end', '421 4.3.2 shutting down', 'DEFERRED host'],
  ['mail', '451 4.7.0 try later', 'DEFERRED host'],
  ['rcpt', '450 4.7.1 <x@y.cn>: Recipient address rejected: Greylisted', 'DEFERRED recipient 5'],
  [
    'rcpt',
    '450 4.2.0 <x@y.cn>: Recipient address rejected: Greylisted, see http://postgrey.example',
    'DEFERRED recipient 5',
  ],
  ['rcpt', '451 Graylisting in action', 'DEFERRED recipient 5'],
  ['end', '451 4.7.1 grey-listed', 'DEFERRED recipient 5'],
  ['rcpt', '450 4.7.1 come back later', 'DEFERRED recipient'],
  ['rcpt', '450 4.2.1 mailbox busy', 'DEFERRED recipient'],
  ['rcpt', '452 4.2.2 mailbox full', 'DEFERRED recipient'],
  ['end', '452 4.2.2 mailbox full', 'DEFERRED recipient'],
  ['rcpt', '450 4.1.2 domain not found', 'DEFERRED recipient'],
  ['rcpt', '451 temporary lookup failure', 'DEFERRED recipient'],
  ['rcpt', '452 4.3.1 disk full', 'DEFERRED host'],
  ['rcpt', '452 out of storage', 'DEFERRED host'],
  ['rcpt', '450 4.7.28 unusual rate of mail', 'DEFERRED host'],
  ['data', '451 4.3.0 later', 'DEFERRED host'],
  ['end', '451 local error', 'DEFERRED host'],
  // The address.
  ['rcpt', '550 5.1.1 no such user', 'REJECTED recipient gone'],
  ['end', '550 5.1.1 no such user', 'REJECTED recipient gone'],
  ['rcpt', '556 5.1.10 null MX', 'REJECTED recipient gone'],
  ['rcpt', '553 5.1.3 bad syntax', 'REJECTED recipient strike'],
  ['rcpt', '550 5.1.2 bad domain', 'REJECTED recipient strike'],
  ['rcpt', '550 5.2.1 mailbox disabled', 'REJECTED recipient strike'],
  ['rcpt', '552 5.2.2 mailbox full', 'REJECTED recipient strike'],
  ['end', '552 5.2.2 mailbox full', 'REJECTED recipient strike'],
  ['rcpt', '550 5.4.1 access denied', 'REJECTED recipient strike'],
  ['rcpt', '550 5.4.4 no route', 'REJECTED recipient strike'],
  ['rcpt', '550 no such user here', 'REJECTED recipient strike'],
  ['rcpt', '551 user not local', 'REJECTED recipient strike'],
  ['rcpt', '553 mailbox name not allowed', 'REJECTED recipient strike'],
  ['end', '552 storage exceeded', 'REJECTED recipient strike'],
  // Refused, and the address is not to blame.
  ['rcpt', '552 5.2.3 too long for this mailbox', 'REJECTED recipient'],
  ['rcpt', '554 transaction failed', 'REJECTED recipient'],
  ['data', '554 no', 'REJECTED recipient'],
  ['end', '550 content', 'REJECTED recipient'],
  ['end', '554 5.6.0 cannot convert', 'REJECTED recipient'],
  ['end', '554 5.4.6 loop', 'REJECTED recipient'],
  // Ours: nobody is to be blamed.
  ['mail', '550 5.7.1 not from you', 'DEFERRED campaign'],
  ['mail', '530 5.7.0 authentication required', 'DEFERRED campaign'],
  ['mail', '552 5.3.4 too big', 'DEFERRED campaign'],
  ['rcpt', '554 5.7.1 relay access denied', 'REJECTED campaign'],
  ['rcpt', '530 log in first', 'REJECTED campaign'],
  ['rcpt', '535 5.7.8 log in first', 'REJECTED campaign'],
  ['rcpt', '503 5.5.1 bad sequence', 'REJECTED campaign'],
  ['rcpt', '501 syntax', 'REJECTED campaign'],
  ['rcpt', '550 5.1.8 bad sender domain', 'REJECTED campaign'],
  ['data', '554 5.7.1 policy', 'REJECTED campaign'],
  ['end', '550 5.7.1 spam', 'REJECTED campaign'],
  ['end', '550 5.7.25 no reverse name', 'REJECTED campaign'],
  ['end', '550 5.7.26 unauthenticated', 'REJECTED campaign'],
  ['end', '550 5.7.515 does not meet requirements', 'REJECTED campaign'],
  ['end', '552 5.3.4 too big', 'REJECTED campaign'],
  ['body', '552 5.3.4 too big', 'REJECTED campaign'],
  // In words only, as QQ, 163 and block lists say it.
  ['rcpt', '550 Client host blocked using a DNSBL', 'REJECTED campaign'],
  ['rcpt', '550 SPF check failed', 'REJECTED campaign'],
  ['end', '550 Mail content denied', 'REJECTED campaign'],
  ['end', '554 DT:SPM 163 smtp', 'REJECTED campaign'],
  ['end', '550 5.0.0 message looks like spam', 'REJECTED campaign'],
  ['rcpt', '550 5.1.1 blocked: no such user', 'REJECTED recipient gone'],
];

test.each(REPLIES)('a reply is believed: %s answered %s', (phase, raw, expected) => {
  const reply = parseReply(raw);
  if (!reply) throw new Error(`no reply: ${raw}`);
  const { state, scope, strike, afterMinutes } = classify({ phase, reply, cause: '' });
  expect([state, scope, strike ?? afterMinutes].filter((part) => part !== undefined).join(' ')).toBe(
    expected,
  );
});

test.each<[Phase, string]>([
  ['connect', 'DEFERRED'],
  ['mail', 'DEFERRED'],
  ['rcpt', 'DEFERRED'],
  ['data', 'DEFERRED'],
  ['body', 'UNCERTAIN'],
  ['end', 'UNCERTAIN'],
])('without a reply what counts is whether 354 was there: %s → %s', (phase, state) => {
  const met = classify({ phase, cause: 'the line broke' });
  expect(met).toMatchObject({ state, scope: 'host', phase });
  expect(met.reason).toMatch(/^the line broke; /);
  expect(met.strike).toBeUndefined();
});

test('a reply of several lines is one; what is not wholly a reply is none', () => {
  expect(parseReply('550-5.1.1 The account\r\n550-5.1.1 does not exist\n550 5.1.1 gsmtp')).toEqual({
    code: 550,
    enhanced: '5.1.1',
    text: 'The account does not exist gsmtp',
  });
  expect(parseReply('250')).toEqual({ code: 250, enhanced: '', text: '' });
  expect(parseReply('250 5.1.1 a class that contradicts the code')).toMatchObject({
    code: 250,
    enhanced: '',
  });
  expect(parseReply('250 2.0.0')).toEqual({ code: 250, enhanced: '2.0.0', text: '' });
  expect(parseReply('450 a\u0007b')?.text).toBe('a\\u0007b');
  expect(parseReply(`550 ${'x'.repeat(9000)}`)?.text).toHaveLength(501);
  for (const raw of [
    '',
    '25',
    '2nd',
    '2500 Ok',
    '250Ok',
    'Ok 250',
    '650 what',
    '250-a\n550 b',
    'HTTP/1.1 400',
  ])
    expect(parseReply(raw), raw).toBeUndefined();
});

test.each([
  ['2.0.0 Ok: queued as 4F2D91C0B2', '4F2D91C0B2'],
  ['Mail OK queued as smtp1,GdxpCgDnr2Mxx+5i.3S2 1669111111', 'smtp1,GdxpCgDnr2Mxx+5i.3S2'],
  ['OK id=1rXyZa-0003Cd-2B', '1rXyZa-0003Cd-2B'],
  ['2.6.0 <a@b> [InternalId=42, Hostname=X] Queued mail for delivery', '42'],
  ['xAM9dT012345 Message accepted for delivery', 'xAM9dT012345'],
  ['a1b2c3d4 Message accepted for delivery', 'a1b2c3d4'],
  ['Message Queued (5A1B-22.1)', '5A1B-22.1'],
  ['ok 1700000000 qp 12345', '12345'],
  ['OK  1700000000 d9443c01a7336-1f0si.9 - gsmtp', 'd9443c01a7336-1f0si.9'],
  ['Ok 0102018c5a2f-11aa22bb-000000', '0102018c5a2f-11aa22bb-000000'],
  ['OK: queued as.', undefined],
  ['Thank you', undefined],
])('the server names the letter: %s', (text, id) => {
  expect(queueIdOf(text)).toBe(id);
});
