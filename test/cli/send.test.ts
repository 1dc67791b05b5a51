import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay, type Ended } from '../support/assay.ts';
import { fillLedger, mailingDesk, publishLetters } from '../support/mail-desk.ts';
import { sendingDesk, WEEK } from '../support/sending-desk.ts';
import type { Sink } from '../support/smtp.ts';

describe('a week is sent', () => {
  test('a dry run says who, how many and how large, and leaves nothing behind', async () => {
    const { sink, root, run, send } = await sendingDesk(12);
    const dry = await send('--dry-run');
    expect(dry.stdout).toMatchInlineSnapshot(`
      "2025-W24 to weekly: would go to 12 recipients
        en html            2  3 kB each
        en link            2  3 kB each
        en pdf             2  14 kB each
        zh html            2  3 kB each
        zh link            2  3 kB each
        zh pdf             2  14 kB each
        first: r…@a.example, r…@b.example, r…@c.example, r…@a.example, r…@b.example
      "
    `);
    expect(dry).toMatchObject({ code: 0, stderr: 'A dry run: nothing was planned, nothing sent.\n' });
    expect(sink.connections).toBe(0);
    expect((await run('deliveries', 'list')).stderr).toBe(
      'No campaign of that is known. An edition becomes one with "assay send EDITION".\n',
    );
    expect(JSON.parse((await send('--dry-run', '--json')).stdout)).toMatchObject({
      state: 'planned',
      recipients: 12,
    });
    await rm(root, { recursive: true });
  });

  test('to each of the list, once; again does nothing; the books balance', async () => {
    const { sink, run, send } = await sendingDesk(12);
    const sent = await send();
    expect(sent).toMatchObject({
      code: 0,
      stdout: `${WEEK} to weekly: finished\n  in all            12\n  accepted          12\n`,
      stderr: '',
    });
    expect(new Set(sink.messages.map(({ to }) => to)).size).toBe(12);
    const again = 'Nothing was sent now: it was finished before.\n';
    expect(await send()).toMatchObject({ code: 0, stdout: sent.stdout, stderr: again });
    expect(await send('--dry-run')).toMatchObject({ code: 0, stdout: sent.stdout, stderr: again });
    expect(await send('--expect', '12')).toMatchObject({ code: 0, stdout: sent.stdout });
    expect(sink.messages).toHaveLength(12);
    expect(await run('deliveries', 'audit')).toMatchObject({
      code: 0,
      stdout: 'The books balance: I1 to I10 hold (1 campaign, 12 letters, 0 uncertain).\n',
    });
    const json = JSON.parse((await send('--json')).stdout);
    expect(json).toMatchObject({
      edition: WEEK,
      list: 'weekly',
      state: 'finished',
      recipients: 12,
      uncertain: [],
    });
    expect(json.counts).toMatchObject({ ACCEPTED: 12, PLANNED: 0, UNCERTAIN: 0 });
  });
});

describe('nothing is sent', () => {
  /** Exit code and every line, to the letter. */
  async function expectRefused(
    ended: Promise<Ended>,
    sink: Sink,
    code: number,
    ...lines: readonly (string | RegExp)[]
  ) {
    const { code: found, stdout, stderr } = await ended;
    const told = stderr.trimEnd().split('\n');
    for (const [at, line] of lines.entries()) {
      if (typeof line === 'string') expect(told[at]).toBe(line);
      else expect(told[at]).toMatch(line);
    }
    expect({ found, stdout, lines: told.length }).toEqual({ found: code, stdout: '', lines: lines.length });
    expect(sink.messages).toEqual([]);
  }

  test('to a list nobody is on', async () => {
    const { sink, send } = await sendingDesk(0);
    await expectRefused(
      send(),
      sink,
      65,
      'E_SEND_NONE list "weekly" has 0 active subscribers; nothing sent. See "assay subscribers list", or name another list with --list.',
    );
    await expectRefused(
      send('--list', 'daily'),
      sink,
      65,
      /^E_SEND_NONE list "daily" has 0 active subscribers/,
    );
  });

  test('where somebody expects another number', async () => {
    const { sink, send } = await sendingDesk(12);
    await expectRefused(
      send('--expect', '13'),
      sink,
      65,
      'E_SEND_EXPECT list "weekly" has 12 recipients, --expect says 13; nothing sent. If 12 is right: --expect 12.',
    );
    await expectRefused(
      send('--expect', 'many'),
      sink,
      64,
      'E_USAGE --expect: "many" is not a number of recipients. Expected digits, e.g. --expect 1200.',
    );
    await expectRefused(
      send('--wait', 'long'),
      sink,
      64,
      'E_USAGE --wait: "long" is not a number of minutes. Expected 0 or more, e.g. --wait 30.',
    );
  });

  test('of an edition that is not what was published', async () => {
    const { sink, root, send } = await sendingDesk(3);
    await writeFile(join(root, 'reports', WEEK, 'en', 'brief.pdf'), 'another');
    await expectRefused(
      send(),
      sink,
      65,
      `E_SEND_EDITION reports/${WEEK}: is not what was published (1 difference); never mailed, nothing sent.`,
      /^E_ARCHIVE_CHANGED reports\/2025-W24\/en\/brief\.pdf: published with sha256 /,
    );
  });

  test('of an edition that there is not, or that is corrected', async () => {
    const { sink, root, run, send } = await sendingDesk(3);
    await expectRefused(
      run('send', '2025-W23'),
      sink,
      66,
      'E_EDITION_MISSING reports/2025-W23: no such edition. Archived: 2025-W24.',
    );
    await expectRefused(run('send', 'W24'), sink, 64, /^E_EDITION_ID No such edition: "W24"\./);
    await publishLetters(root, `${WEEK}.1`);
    await expectRefused(
      send(),
      sink,
      65,
      `E_SEND_OLDER reports/${WEEK}: is corrected by ${WEEK}.1; nothing sent. Send that: assay send ${WEEK}.1`,
    );
  });

  test('of an edition that was published anew under the same name', async () => {
    const { sink, root, send } = await sendingDesk(3);
    expect(await send()).toMatchObject({ code: 0 });
    expect(sink.messages).toHaveLength(3);
    await rm(join(root, 'reports', WEEK), { recursive: true });
    await publishLetters(root, WEEK, 9000);
    const again = await send();
    expect(again).toMatchObject({ code: 65, stdout: '' });
    expect(again.stderr).toMatch(
      /^E_SEND_CHANGED reports\/2025-W24: its manifest is [0-9a-f]{12}…, but [0-9a-f]{12}… was recorded when it was first sent; nothing sent\. Restore the folder from a copy of the archive, or publish a correction of the week\.\n$/,
    );
    expect(sink.messages).toHaveLength(3);
  });

  test('to a list that jumped, unless its size is expected', async () => {
    const { sink, root, place, run, send } = await sendingDesk(50);
    expect(await send()).toMatchObject({ code: 0 });
    await publishLetters(root, '2025-W25');
    await fillLedger(place, 12, undefined, 51);
    const jumped = await run('send', '2025-W25');
    expect(jumped).toMatchObject({
      code: 65,
      stdout: '',
      stderr:
        'E_SEND_JUMP list "weekly" has 62 recipients; 2025-W24 went to 50. That is a jump of more than 20 % (mail.jumpPercent); nothing sent. If it is right: --expect 62.\n',
    });
    expect(sink.messages).toHaveLength(50);
    expect(await run('send', '2025-W25', '--expect', '62')).toMatchObject({ code: 0 });
    expect(sink.messages).toHaveLength(112);
  });

  test('with another key than the letters before', async () => {
    const { sink, root, send } = await sendingDesk(3);
    expect(await send('--dry-run')).toMatchObject({ code: 0 });
    expect(await send()).toMatchObject({ code: 0 });
    await rm(join(root, 'data', 'mail.key'));
    const other = await send();
    expect(other.code).toBe(78);
    expect(other.stderr).toMatch(
      /^E_SEND_KEY mail\.keyFile data\/mail\.key: is another key \([0-9a-f]{16}\) than the one letters were sent with so far \([0-9a-f]{16}\); their links to unsubscribe would no longer work\. Nothing sent\. Restore it from a copy\.\n$/,
    );
    expect(sink.messages).toHaveLength(3);
  });

  test('by a desk that does not say how', async () => {
    const { sink, root, send } = await sendingDesk(3);
    const desk = JSON.parse(await readFile(join(root, 'data', 'desk.yaml'), 'utf8'));
    await writeFile(join(root, 'data', 'desk.yaml'), JSON.stringify({ ...desk, mail: undefined }));
    await expectRefused(
      send(),
      sink,
      78,
      /^E_MAIL_NONE data\/desk\.yaml: this desk does not say how to mail\./,
    );
  });

  test('in the open to another machine', async () => {
    const { sink, root, send } = await sendingDesk(3);
    await writeFile(join(root, 'data', 'desk.yaml'), mailingDesk({ host: 'mail.example.cn', tls: 'off' }));
    await expectRefused(
      send(),
      sink,
      78,
      /^E_CONFIG_TLS .*mail\.example\.cn: TLS is off and the host is not local\./,
    );
  });

  test('where the ledger’s database cannot be reached', async () => {
    const { sink, root } = await sendingDesk(3);
    const env = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/assay' };
    const refused = await assay(['send', WEEK, '--desk', root], { env });
    expect(refused).toMatchObject({ code: 69, stdout: '' });
    expect(refused.stderr).toMatch(/^E_DB_UNAVAILABLE /);
    expect(refused.stderr).not.toContain('secret');
    const odd = await assay(['send', WEEK, '--desk', root], { env: { DATABASE_URL: 'mysql://h/assay' } });
    expect(odd.stderr).toMatch(/^E_DB_URL /);
    expect(odd.code).toBe(78);
    expect(sink.messages).toEqual([]);
  });
});
