import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendingDesk, WEEK } from '../support/sending-desk.ts';

test('deliveries are listed by campaign, edition, state and address, for people and for programs', async () => {
  const { sink, run, send } = await sendingDesk(4);
  sink.script('reader3@c.example', { at: 'rcpt', reply: '550 5.1.1 No such user' });
  expect((await send()).code).toBe(0);
  const sums = `${WEEK} to weekly: finished, 4 planned: 3 accepted, 1 rejected\n`;
  expect(await run('deliveries', 'list')).toMatchObject({ code: 0, stdout: sums, stderr: '' });
  const all = await run('deliveries', 'list', WEEK);
  expect(all).toMatchObject({ code: 0, stderr: sums });
  const rows = all.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  expect(rows.map(([, edition, list, address, state]) => [edition, list, address, state])).toEqual([
    [WEEK, 'weekly', 'reader1@a.example', 'accepted'],
    [WEEK, 'weekly', 'reader2@b.example', 'accepted'],
    [WEEK, 'weekly', 'reader3@c.example', 'rejected'],
    [WEEK, 'weekly', 'reader4@a.example', 'accepted'],
  ]);
  const one = await run(
    'deliveries',
    'list',
    '--address',
    'Reader3@C.example',
    '--state',
    'Rejected',
    '--json',
  );
  const { campaigns, deliveries } = JSON.parse(one.stdout);
  expect(campaigns).toMatchObject([{ edition: WEEK, list: 'weekly', planned: 4, counts: { ACCEPTED: 3 } }]);
  expect(deliveries).toMatchObject([{ address: 'reader3@c.example', state: 'REJECTED' }]);
  expect(JSON.parse((await run('deliveries', 'list', '--json', '--list', 'daily')).stdout)).toEqual({
    campaigns: [],
    deliveries: [],
  });
});

test('a word on a letter needs one letter, one fate and a reason', async () => {
  const { sink, run, send } = await sendingDesk(2);
  sink.script('reader2@b.example', { at: 'end', cut: true });
  expect((await send()).code).toBe(0);
  const resolve = async (...words: string[]) => {
    const { code, stderr } = await run('deliveries', 'resolve', ...words);
    return `${code} ${stderr.trimEnd()}`;
  };
  const who = ['reader2@b.example', '--edition', WEEK];
  expect(await resolve()).toBe(
    '64 E_USAGE deliveries resolve: which letter? Give its id as "assay deliveries list" prints it, or an address with --edition.',
  );
  expect(await resolve(...who)).toBe(
    '64 E_USAGE deliveries resolve: say one thing of it: --sent (it arrived), --again (it did not) or --cancel (leave it).',
  );
  expect(await resolve(...who, '--sent', '--again')).toMatch(
    /^64 E_USAGE deliveries resolve: say one thing of it/,
  );
  expect(await resolve(...who, '--sent')).toBe(
    '64 E_USAGE --reason: empty. Expected a few words on how this is known, e.g. --reason "he rang: it came".',
  );
  expect(await resolve('reader2@b.example', '--sent', '--reason', 'x')).toBe(
    '64 E_USAGE deliveries resolve: an address is written to every week. Name the edition too: --edition 2025-W24.',
  );
  expect(await resolve('xyz', '--sent', '--reason', 'x')).toBe(
    '64 E_USAGE deliveries resolve: "xyz" is neither a delivery\'s id nor an address. Expected 16 or more hexadecimal digits as "assay deliveries list" prints them, or an address with --edition.',
  );
  expect(await resolve('0123456789abcdef', '--sent', '--reason', 'x')).toBe(
    '66 E_DELIVERY_NONE no delivery "0123456789abcdef". See "assay deliveries list EDITION".',
  );
  expect(await resolve('li@x.example', '--edition', WEEK, '--sent', '--reason', 'x')).toBe(
    `66 E_DELIVERY_NONE "li@x.example" is not among the recipients of ${WEEK}. See "assay deliveries list ${WEEK}".`,
  );
  expect(await resolve('reader1@a.example', '--edition', WEEK, '--again', '--reason', 'x')).toMatch(
    /^65 E_DELIVERY_STATE /,
  );
  expect(await run('deliveries', 'list', '--state', 'doubtful')).toMatchObject({
    code: 64,
    stderr:
      'E_USAGE --state: "doubtful" is no state of a delivery. Expected one of planned, claimed, in-data, accepted, bounced, deferred, rejected, uncertain, suppressed, expired, cancelled.\n',
  });

  const [line] = (await run('deliveries', 'list', '--state', 'uncertain')).stdout.split('\n');
  const id = line?.split('\t')[0] ?? '';
  const said = await run('deliveries', 'resolve', id, '--sent', '--reason', 'he has it');
  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(said.stdout).toMatch(/\treader2@b\.example\taccepted\t/);
  expect(await send()).toMatchObject({ code: 0, stderr: 'Nothing was sent now: it was finished before.\n' });
  expect(sink.messages).toHaveLength(2);
});

test('a ledger brought back from a copy sends nothing until somebody has looked', async () => {
  const { sink, root, place, run, send } = await sendingDesk(3);
  sink.script('reader2@b.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--wait', '0')).code).toBe(75);
  const copy = join(root, 'copy.db');
  await copyFile(place, copy);
  await run('deliveries', 'list');
  expect((await send('--wait', '0')).code).toBe(75);
  for (const end of ['-wal', '-shm']) await rm(place + end, { force: true });
  await copyFile(copy, place);
  const before = sink.messages.length;
  const held = await send('--wait', '0');
  expect(held).toMatchObject({ code: 65, stdout: '' });
  expect(held.stderr).toMatch(
    /^E_LEDGER_EPOCH .*the ledger was restored or copied: .*assay deliveries release/,
  );
  expect(sink.messages).toHaveLength(before);
  expect(await run('deliveries', 'release', '--reason', 'compared with the relay’s log')).toMatchObject({
    code: 0,
    stdout: 'The ledger is released: this machine goes on from where it stands.\n',
  });
  expect((await send('--wait', '0')).code).toBe(75);
  expect(await run('deliveries', 'release')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'Nothing was held.\n',
  });
});

test('the rest of an edition is cancelled on request, and not sent then', async () => {
  const { sink, run, send } = await sendingDesk(3);
  sink.script('reader2@b.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--wait', '0')).code).toBe(75);
  expect(await run('deliveries', 'release', '--cancel')).toMatchObject({
    code: 64,
    stderr:
      'E_USAGE --cancel: name the edition whose rest is to be cancelled: assay deliveries release 2025-W24 --cancel.\n',
  });
  expect(await run('deliveries', 'release', WEEK, '--cancel', '--reason', 'too late')).toMatchObject({
    code: 0,
    stdout: `${WEEK} to weekly: cancelled\n`,
  });
  expect(await send()).toMatchObject({
    code: 65,
    stderr: `E_SEND_CANCELLED ${WEEK}: cancelled (too late); what was left is not sent.\n`,
  });
  expect(sink.messages).toHaveLength(2);
});

test('an audit names what does not balance', async () => {
  const { root, run, send } = await sendingDesk(2);
  expect((await send()).code).toBe(0);
  expect(JSON.parse((await run('deliveries', 'audit', '--json')).stdout)).toEqual({
    ...{ campaigns: 1, deliveries: 2, uncertain: 0 },
    breaches: [],
  });
  await writeFile(join(root, 'reports', WEEK, 'en', 'brief.pdf'), 'another');
  const unbalanced = await run('deliveries', 'audit');
  expect(unbalanced.code).toBe(65);
  expect(unbalanced.stdout).toBe(
    'THE BOOKS DO NOT BALANCE: 1 breach (1 campaign, 2 letters, 0 uncertain).\n',
  );
  expect(unbalanced.stderr).toMatch(
    /^E_LEDGER_AUDIT 2025-W24: I6: its archived edition does not verify: E_ARCHIVE_CHANGED /,
  );
});

test('a relay’s log that cannot be read is told, and settles nothing', async () => {
  const { root, run } = await sendingDesk(1);
  expect(await run('deliveries', 'resolve', '--from-postfix-log', join(root, 'none.log'))).toMatchObject({
    code: 66,
    stderr: `E_LOG_READ ${join(root, 'none.log')}: cannot be read (ENOENT). Expected the relay's log, e.g. /var/log/mail.log.\n`,
  });
  await writeFile(join(root, 'empty.log'), '');
  const empty = await run('deliveries', 'resolve', '--from-postfix-log', join(root, 'empty.log'));
  expect(empty.stdout + empty.stderr).toMatch(/No letter is uncertain|E_LOG/);
});
