import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/ledger/index.ts';
import { startAssay } from '../support/assay.ts';
import { fillLedger, publishLetters } from '../support/mail-desk.ts';
import { otherSink, sendingDesk, WEEK } from '../support/sending-desk.ts';
import { sinkLog } from '../support/smtp-process.ts';

const LOGIN = { user: 'desk', password: 'right' };

test('a wrong password pauses the campaign with what the server said; mended and released it goes on', async () => {
  const { sink, root, run, send } = await sendingDesk(5, {
    sink: { login: LOGIN },
    smtp: { user: 'desk', passwordFile: 'data/smtp.password' },
  });
  const file = join(root, 'data', 'smtp.password');
  await writeFile(file, 'wrong\n', { mode: 0o600 });
  const paused = await send();
  expect(paused.code).toBe(69);
  expect(paused.stdout).toBe(`${WEEK} to weekly: paused\n  in all             5\n  planned            5\n`);
  expect(paused.stderr.replace(/:\d+ /, ':PORT ')).toMatchInlineSnapshot(`
    "E_SEND_PAUSED 2025-W24: 127.0.0.1:PORT did not let "desk" in: 535 5.7.8 Authentication credentials invalid. Check smtp.user and its password. What was not sent waits. See to it, then: assay deliveries release 2025-W24, and assay send 2025-W24 --list weekly
    "
  `);
  expect(paused.stderr).not.toContain('wrong');
  expect(sink.messages).toEqual([]);

  await writeFile(file, 'right\n', { mode: 0o600 });
  expect((await send()).code).toBe(69);
  expect(await run('deliveries', 'release', '--reason', 'password mended')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^2025-W24 to weekly: open \(was held: .*\)\n$/),
    stderr: `Goes on with: assay send ${WEEK} --list weekly\n`,
  });
  expect(await send()).toMatchObject({ code: 0, stderr: '' });
  expect(sink.messages).toHaveLength(5);
});

test('a server without TLS gets no letter and no password', async () => {
  const { sink, root, send } = await sendingDesk(5, {
    sink: { login: LOGIN },
    smtp: { tls: 'required', user: 'desk', passwordFile: 'data/smtp.password' },
  });
  await writeFile(join(root, 'data', 'smtp.password'), 'right\n', { mode: 0o600 });
  const paused = await send();
  expect(paused.code).toBe(69);
  expect(paused.stderr.replace(/:\d+ /, ':PORT ')).toMatchInlineSnapshot(`
    "E_SEND_PAUSED 2025-W24: 127.0.0.1:PORT offers no TLS (500 Error: command not recognized). Use a server that does; smtp.tls: off is for this machine only. What was not sent waits. See to it, then: assay deliveries release 2025-W24, and assay send 2025-W24 --list weekly
    "
  `);
  expect(sink.messages).toEqual([]);
});

test('readers whom the server refuses are rejected one by one, with its words', async () => {
  const { sink, run, send } = await sendingDesk(3);
  for (const [at, domain] of ['a', 'b', 'c'].entries())
    sink.script(`reader${at + 1}@${domain}.example`, { at: 'rcpt', reply: '550 5.1.1 No such user' });
  expect(await send()).toMatchObject({
    code: 0,
    stdout: `${WEEK} to weekly: finished\n  in all             3\n  rejected           3\n`,
  });
  const listed = await run('deliveries', 'list', WEEK, '--state', 'rejected');
  expect(listed.stdout.split('\n')[0]).toMatch(
    /^[0-9a-f]{16}\t2025-W24\tweekly\treader1@a\.example\trejected\t20\S+\t.*550 5\.1\.1 No such user/,
  );
});

test('a server that refuses us is not asked for everybody', async () => {
  const { sink, send } = await sendingDesk(30, { smtp: { connections: 1 } });
  for (let at = 0; at < 30; at += 1)
    sink.script(`reader${at + 1}@${'abc'[at % 3]}.example`, {
      at: 'end',
      reply: '550 5.7.26 Unauthenticated mail',
    });
  const paused = await send();
  expect(paused.code).toBe(69);
  expect(paused.stderr.replace(/:\d+ /, ':PORT ')).toMatchInlineSnapshot(`
    "E_SEND_PAUSED 2025-W24: the mail server refused 3 letters in a row for a reason of ours: 550 5.7.26 Unauthenticated mail. What was not sent waits. See to it, then: assay deliveries release 2025-W24, and assay send 2025-W24 --list weekly
    "
  `);
  expect(sink.messages.length).toBeLessThan(6);
});

test('letters put off are told with the moment of the next try, and exit code 75', async () => {
  const { sink, send } = await sendingDesk(3);
  sink.script('reader2@b.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  const waiting = await send('--wait', '0');
  expect(waiting.code).toBe(75);
  expect(waiting.stdout).toBe(
    `${WEEK} to weekly: waiting\n  in all             3\n  accepted           2\n  deferred           1\n`,
  );
  expect(waiting.stderr).toMatch(
    /^E_SEND_WAITING 2025-W24: some letters are to be tried again, the next at 20\S+Z\. Then run: assay send 2025-W24 --list weekly\n$/,
  );
});

test('a letter in doubt is named with the next step, never sent again by itself, and settled by a word', async () => {
  const { sink, run, send } = await sendingDesk(3);
  sink.script('reader2@b.example', { at: 'end', cut: true });
  const sent = await send();
  expect(sent.code).toBe(0);
  expect(sent.stdout).toBe(
    `${WEEK} to weekly: finished\n  in all             3\n  accepted           2\n  uncertain          1\n`,
  );
  expect(sent.stderr).toMatch(
    /^W_SEND_UNCERTAIN reader2@b\.example: the letter may or may not have arrived \(.+\); it is not sent again by itself\. Ask, or look into the server's log, then: assay deliveries resolve [0-9a-f]{16} --sent \(or --again\) --reason TEXT\n$/,
  );
  expect((await send()).stderr).toBe(`${sent.stderr}Nothing was sent now: it was finished before.\n`);
  expect(sink.messages).toHaveLength(3);
  const again = await run(
    'deliveries',
    'resolve',
    'Reader2@B.example',
    '--edition',
    WEEK,
    '--again',
    '--reason',
    'no',
  );
  expect(again).toMatchObject({ code: 0, stderr: `Sent again by: assay send ${WEEK} --list weekly\n` });
  expect(await send()).toMatchObject({ code: 0, stderr: '' });
  expect(sink.messages).toHaveLength(4);
  const [first, second] = sink.messages.filter(({ to }) => to === 'reader2@b.example');
  expect(second?.messageId).toBe(first?.messageId);
  expect((await run('deliveries', 'audit')).code).toBe(0);
});

test('a letter in doubt goes again by itself where the desk says so, under the same name', async () => {
  const { sink, send } = await sendingDesk(3, { mail: { uncertain: { resendAfterHours: 0.000_001 } } });
  sink.script('reader2@b.example', { at: 'end', cut: true });
  const doubted = await send();
  expect(doubted.stdout).toMatch(/: finished\n.*\n {2}accepted {11}2\n {2}uncertain {10}1\n/);
  expect(doubted.stderr).toMatch(
    /^W_SEND_UNCERTAIN reader2@b\.example: the letter may or may not have arrived \(.+\); from 20\S+Z on it is sent again \(mail\.uncertain\) by: assay send 2025-W24 --list weekly\. If you know before that it arrived: assay deliveries resolve [0-9a-f]{16} --sent --reason TEXT\n$/,
  );
  expect((await send()).stdout).toMatch(/: finished\n.*\n {2}accepted {11}3\n$/);
  const names = sink.messages
    .filter(({ to }) => to === 'reader2@b.example')
    .map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString('latin1'))?.[1]);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(1);
  await send();
  expect(sink.messages).toHaveLength(4);
});

test('a server that dies after three letters: the campaign waits, and the same command sends the rest', async () => {
  const { root, place, run } = await sendingDesk(8);
  const { sink, log } = await otherSink(root, { connections: 1 });
  sink.allow(3);
  const { child, ended } = startAssay(['send', WEEK, '--desk', root], { env: { DATABASE_URL: '' } });
  await expect.poll(async () => (await sinkLog(log)).length).toBe(4);
  process.kill(sink.pid, 'SIGKILL');
  await expect
    .poll(async () => {
      const ledger = await openLedger(place);
      const [campaign] = await ledger.campaigns();
      const counts = campaign && (await ledger.counts(campaign.id));
      await ledger.close();
      return counts?.IN_DATA;
    })
    .toBe(0);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(130);
  await otherSink(root, { connections: 1 });
  expect((await run('send', WEEK)).code).toBe(0);
  const got = (await sinkLog(log)).map(({ address }) => address);
  expect(got).toHaveLength(8);
  expect(new Set(got).size).toBe(8);
  expect((await run('deliveries', 'audit')).code).toBe(0);
});

test('SIGTERM lets letters under way finish, says what is left, and nothing is in doubt', async () => {
  const { root, run } = await sendingDesk(60);
  const { sink, log } = await otherSink(root, { connections: 5 });
  sink.allow(6);
  const { child, ended } = startAssay(['send', WEEK, '--desk', root, '--json'], {
    env: { DATABASE_URL: '' },
  });
  // Each connection has a letter that waits for its answer.
  await expect.poll(async () => (await sinkLog(log)).length).toBe(11);
  child.kill('SIGTERM');
  sink.allow(undefined);
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toBe(
    `E_STOPPED ${WEEK}: stopped on request; letters under way were finished. The rest goes with: assay send ${WEEK} --list weekly\n`,
  );
  const { state, counts } = JSON.parse(stdout);
  expect(state).toBe('stopped');
  const sofar = await sinkLog(log);
  expect(counts).toMatchObject({ ACCEPTED: sofar.length, UNCERTAIN: 0, IN_DATA: 0, CLAIMED: 0 });
  expect(counts.PLANNED).toBe(60 - sofar.length);
  expect(sofar.length).toBeLessThan(60);
  expect((await run('send', WEEK)).code).toBe(0);
  expect(await sinkLog(log)).toHaveLength(60);
});

test('a correction goes to those who got the first, in its own words, and cancels the rest of it', async () => {
  const { sink, root, run, send } = await sendingDesk(4);
  sink.script('reader1@a.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--wait', '0')).code).toBe(75);
  const key = 'reader2@b.example';
  expect((await run('subscribers', 'remove', key, '--reason', 'asked')).code).toBe(0);
  await publishLetters(root, `${WEEK}.1`);
  const dry = await run('send', `${WEEK}.1`, '--dry-run');
  expect(dry.stdout).toContain(`  would cancel what is left of ${WEEK} to weekly: 1 letter\n`);
  expect(await run('send', `${WEEK}.1`)).toMatchObject({ code: 0, stderr: '' });
  const listed = await run('deliveries', 'list', WEEK, '--state', 'cancelled');
  expect(listed.stdout).toMatch(/\treader1@a\.example\tcancelled\t/);
  const corrected = sink.messages.slice(3).map(({ to, raw }) => ({
    to,
    says: /^Subject: Correction/m.test(raw.toString('latin1')),
  }));
  expect(corrected.sort((a, b) => (a.to < b.to ? -1 : 1))).toEqual([
    { to: 'reader1@a.example', says: false },
    { to: 'reader3@c.example', says: true },
    { to: 'reader4@a.example', says: true },
  ]);
  expect((await run('deliveries', 'audit')).code).toBe(0);
});

test('a correction to one list names the other whose readers it leaves without an edition', async () => {
  const { sink, root, place, run, send } = await sendingDesk(2);
  await fillLedger(place, 3, ['daily'], 3);
  sink.script('reader4@a.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--list', 'daily', '--wait', '0')).code).toBe(75);
  await publishLetters(root, `${WEEK}.1`);
  expect(await run('send', `${WEEK}.1`)).toMatchObject({
    code: 0,
    stderr: `W_SEND_OTHER_LIST ${WEEK}.1: what was left of ${WEEK} to daily (1 letter) is cancelled. Those readers get ${WEEK}.1 by: assay send ${WEEK}.1 --list daily\n`,
  });
  expect(sink.messages.map(({ to }) => to)).not.toContain('reader4@a.example');
  expect(await run('send', `${WEEK}.1`, '--list', 'daily')).toMatchObject({ code: 0, stderr: '' });
  expect(sink.messages.map(({ to }) => to)).toContain('reader4@a.example');
});

test('a reader who leaves after planning and before their turn is not written to', async () => {
  const { sink, place, run, send } = await sendingDesk(4, { smtp: { connections: 1 } });
  sink.script('reader3@c.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--wait', '0')).code).toBe(75);
  expect((await run('subscribers', 'remove', 'reader3@c.example', '--reason', 'asked')).code).toBe(0);
  const ledger = await openLedger(place);
  const now = new Date(Date.now() + 3_600_000);
  const [campaign] = await ledger.campaigns();
  const claim = { campaign: campaign?.id ?? 0, owner: 'test', limit: 9, now: now.toISOString() };
  const leaseUntil = new Date(now.getTime() + 1000).toISOString();
  expect(await ledger.claim({ ...claim, leaseUntil })).toEqual({ claimed: [], suppressed: 1 });
  await ledger.close();
  expect(await send()).toMatchObject({
    code: 0,
    stdout: `${WEEK} to weekly: finished\n  in all             4\n  accepted           3\n  suppressed         1\n`,
  });
  expect(sink.messages).toHaveLength(3);
});

test('a correction sent while the first is being sent ends it; nobody gets the first after the correction', async () => {
  const { root, place, run } = await sendingDesk(60);
  const { sink, log } = await otherSink(root, { connections: 2 });
  sink.allow(5);
  const first = startAssay(['send', WEEK, '--desk', root], { env: { DATABASE_URL: '' } });
  await expect.poll(async () => (await sinkLog(log)).length).toBe(7);
  await publishLetters(root, `${WEEK}.1`);
  const correction = run('send', `${WEEK}.1`);
  const ledger = await openLedger(place);
  await expect
    .poll(async () => (await ledger.campaigns({ edition: WEEK })).map(({ state }) => state))
    .toEqual(['cancelled']);
  await ledger.close();
  sink.allow(undefined);
  expect(await correction).toMatchObject({ code: 0, stderr: '' });
  const { code, stdout, stderr } = await first.ended;
  expect({ code, stdout: stdout.split('\n')[0] }).toEqual({
    code: 65,
    stdout: `${WEEK} to weekly: cancelled`,
  });
  expect(stderr).toMatch(
    /^E_SEND_CANCELLED 2025-W24: cancelled \(.*2025-W24\.1.*\); what was left is not sent\.\n$/,
  );
  const got = await sinkLog(log);
  const at = (edition: string): Map<string, number> =>
    new Map(
      got.flatMap(({ address, messageId }, index) =>
        messageId.includes(`.${edition}@`) ? [[address, index]] : [],
      ),
    );
  const [elder, newer] = [at(WEEK), at(`${WEEK}.1`)];
  expect(newer.size).toBe(60);
  expect(elder.size).toBeGreaterThan(0);
  expect(elder.size).toBeLessThan(60);
  expect(got).toHaveLength(elder.size + newer.size);
  for (const [address, index] of elder) expect(newer.get(address)).toBeGreaterThan(index);
  expect((await run('deliveries', 'audit')).code).toBe(0);
});
