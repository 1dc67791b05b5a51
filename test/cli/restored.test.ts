import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/store/ledger/index.ts';
import { fillLedger, publishLetters } from '../support/mail-desk.ts';
import { otherSink, sendingDesk, WEEK } from '../support/sending-desk.ts';
import { sinkLog } from '../support/smtp-process.ts';

const copied = (root: string): string => join(root, 'copy.db');

/** What somebody does who brings last night's copy back. */
async function restore(root: string, place: string): Promise<void> {
  for (const end of ['-wal', '-shm']) await rm(place + end, { force: true });
  await copyFile(copied(root), place);
}

test('who left after the copy was made is not mailed from it', async () => {
  const { sink, root, place, run, send } = await sendingDesk(3);
  expect(await send()).toMatchObject({ code: 0 });
  await copyFile(place, copied(root));
  expect(await run('subscribers', 'remove', 'reader2@b.example', '--reason', 'rang')).toMatchObject({
    code: 0,
  });
  await restore(root, place);
  await publishLetters(root, '2025-W25');
  const held = await run('send', '2025-W25');
  expect(held).toMatchObject({ code: 65, stdout: '' });
  expect(held.stderr).toMatch(/^E_LEDGER_EPOCH .*the ledger was restored or copied: /);
  expect(sink.messages).toHaveLength(3);
});

test('a copy made while letters went out sends none of them again', async () => {
  const { root, place, send } = await sendingDesk(12);
  const { sink, log } = await otherSink(root, { connections: 2 });
  sink.allow(3);
  const sending = send();
  // All wait for an answer, and nobody writes.
  await expect.poll(async () => (await sinkLog(log)).length).toBe(5);
  const ledger = await openLedger(place);
  // Closing empties the log into the file.
  await ledger.close();
  await copyFile(place, copied(root));
  sink.allow(undefined);
  expect(await sending).toMatchObject({ code: 0 });
  expect(await sinkLog(log)).toHaveLength(12);
  await restore(root, place);
  const copy = await openLedger(place);
  const [campaign] = await copy.campaigns();
  expect(campaign?.state).toBe('open');
  await copy.close();
  expect(await send()).toMatchObject({ code: 65, stdout: '' });
  expect(await sinkLog(log)).toHaveLength(12);
});

test('a ledger made anew sends nothing that the one before has sent, until an operator has looked', async () => {
  const { sink, place, run, send } = await sendingDesk(3);
  expect(await send()).toMatchObject({ code: 0 });
  for (const end of ['', '-wal', '-shm']) await rm(place + end, { force: true });
  await fillLedger(place, 3);
  const held = await send();
  expect(held).toMatchObject({ code: 65, stdout: '' });
  expect(held.stderr).toMatch(/^E_LEDGER_EPOCH .* it is another than this desk sent from at 20/);
  expect(await run('deliveries', 'release', WEEK, '--reason', 'one edition')).toMatchObject({
    stdout: '',
    stderr: 'Nothing was held.\n',
  });
  expect(await send()).toMatchObject({ code: 65 });
  expect(sink.messages).toHaveLength(3);
  expect(await run('deliveries', 'release', '--reason', 'the disk died')).toMatchObject({ code: 0 });
  expect(await send()).toMatchObject({ code: 0 });
});

test('a ledger written by a clock far ahead can be released', async () => {
  const { sink, root, place, run, send } = await sendingDesk(3);
  sink.script('reader2@b.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
  expect((await send('--wait', '0')).code).toBe(75);
  const ledger = await openLedger(place);
  const { id, epoch, seenAt } = await ledger.advance('2999-01-01T00:00:00.000Z');
  await ledger.close();
  await writeFile(join(root, 'state', `${id}.json`), JSON.stringify({ epoch, seenAt }));
  expect((await send('--wait', '0')).stderr).toMatch(
    /^E_LEDGER_CLOCK .*assay deliveries release --reason WHY/,
  );
  expect(await run('deliveries', 'release', '--reason', 'the clock is right now')).toMatchObject({
    code: 0,
    stdout: 'The ledger is released: this machine goes on from where it stands.\n',
  });
  expect((await send('--wait', '0')).code).toBe(75);
  expect(sink.messages).toHaveLength(2);
});

test.runIf(process.platform === 'linux')(
  'a clock set forward between two runs expires nothing, until an operator has looked',
  async () => {
    const { sink, root, place, run, send } = await sendingDesk(3);
    sink.script('reader2@b.example', { at: 'rcpt', reply: '450 4.7.1 Greylisted' });
    expect((await send('--wait', '0')).code).toBe(75);
    const ledger = await openLedger(place);
    const { id } = await ledger.instance();
    await ledger.close();
    const file = join(root, 'state', `${id}.json`);
    const mark = JSON.parse(await readFile(file, 'utf8'));
    // As if the last run had been by a clock a year behind: by this one the letter is long expired.
    mark.clock.at = new Date(Date.parse(mark.clock.at) - 365 * 24 * 3_600_000).toISOString();
    await writeFile(file, JSON.stringify(mark));
    const held = await send('--wait', '0');
    expect(held).toMatchObject({ code: 75, stdout: '' });
    expect(held.stderr).toMatch(
      /^E_LEDGER_CLOCK .* the clock went forward by 8760\.0 hours\. Nothing was sent\./,
    );
    expect((await run('deliveries', 'list', WEEK, '--state', 'deferred')).stdout).toContain(
      'reader2@b.example',
    );
    expect(await run('deliveries', 'release', '--reason', 'the clock is right now')).toMatchObject({
      code: 0,
    });
    expect((await send('--wait', '0')).stderr).toMatch(/^E_SEND_WAITING/);
    expect(sink.messages).toHaveLength(2);
  },
);
