import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyOf } from '../../src/delivery/leaving/mail-key.ts';
import { bounceToken } from '../../src/delivery/leaving/tokens.ts';
import { programRoot } from '../../src/program.ts';
import { openLedger } from '../../src/store/ledger/index.ts';
import * as corpus from '../delivery/bounces/corpus.ts';
import { sent, stateOf } from '../delivery/bounces/sent.ts';
import { assay } from '../support/assay.ts';
import { loopback, mailDesk } from '../support/mail-desk.ts';

const SECRET = new Uint8Array(32).fill(9);
const FIRST = 'reader1@a.example';
const ENV = { DATABASE_URL: '' };

/** A desk whose two letters were taken, and a bounce of the first. */
async function desk(): Promise<{ root: string; delivery: string; bounce: string }> {
  const root = await mailDesk(loopback(1));
  const key = join(root, 'data', 'mail.key');
  await writeFile(key, `${Buffer.from(SECRET).toString('hex')}\n`);
  await chmod(key, 0o600);
  const ledger = await openLedger(join(root, 'data', 'ledger.db'));
  const { deliveries } = await sent(ledger, '2025-W24', 'ACCEPTED');
  await ledger.rememberKey(keyOf(SECRET).fingerprint);
  await ledger.close();
  const delivery = deliveries.get(FIRST) ?? '';
  return {
    root,
    delivery,
    bounce: corpus.postfix({ token: bounceToken(keyOf(SECRET), delivery), to: FIRST }),
  };
}

/** As a mail server pipes a message. */
function piped(
  root: string,
  message: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const words = [join(programRoot(), 'dist', 'main.js'), '--desk', root, 'bounces', '-'];
  const child = spawn(process.execPath, words, { env: { ...process.env, ...ENV } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(message);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}

describe('assay bounces', () => {
  test('a bounce piped in is believed, told in words, and known the next time', async () => {
    const { root, delivery, bounce } = await desk();
    const first = await piped(root, bounce);
    expect(first.stderr).toBe('');
    expect(first.stdout).toBe(
      `I_BOUNCE stdin: ${FIRST}: 2025-W24 came back: 5.1.1 "550 5.1.1 <${FIRST}>: Recipient address rejected: U…". No longer mailed; undo: assay subscribers add ${FIRST} --resubscribe --reason "…".\n1 message read: 1 bounced.\n`,
    );
    expect(first.code).toBe(0);
    expect((await piped(root, bounce)).stdout).toBe('1 message read: 1 known already.\n');
    const ledger = await openLedger(join(root, 'data', 'ledger.db'));
    const [state, subscriber] = [await stateOf(ledger, delivery), await ledger.subscribers.byKey(FIRST)];
    await ledger.close();
    expect([state, subscriber?.state]).toEqual(['BOUNCED', 'bounced']);
  });

  test('a Maildir, dry and in JSON', async () => {
    const { root, delivery, bounce } = await desk();
    await mkdir(join(root, 'mail', 'new'), { recursive: true });
    await writeFile(join(root, 'mail', 'new', '1'), bounce);
    await writeFile(join(root, 'mail', 'new', '2'), bounce.replaceAll(/[a-z2-7]{32}/g, 'a'.repeat(32)));
    const words = ['--desk', root, 'bounces', join(root, 'mail'), '--dry-run'];
    const dry = await assay(words, { env: ENV });
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/\n2 messages read: 1 bounced, 1 not verified\. Nothing was written\.\n$/);
    expect(dry.stderr).toMatch(
      /^W_BOUNCE_UNVERIFIED .*mail\/new\/2: reports on a letter, without a token of ours/,
    );
    const json: unknown = JSON.parse((await assay([...words, '--json'], { env: ENV })).stdout);
    expect(json).toMatchObject({ messages: 2, dryRun: true, counts: { bounced: 1, unverified: 1 } });
    const ledger = await openLedger(join(root, 'data', 'ledger.db'));
    const state = await stateOf(ledger, delivery);
    await ledger.close();
    expect(state).toBe('ACCEPTED');
  });

  test('with another key nothing is read', async () => {
    const { root } = await desk();
    await writeFile(join(root, 'data', 'mail.key'), `${'ab'.repeat(32)}\n`);
    const { code, stderr } = await piped(root, 'Subject: x\n\n');
    expect(stderr).toMatch(/^E_BOUNCES_KEY mail\.keyFile data\/mail\.key: is another key/);
    expect(code).toBe(78);
  });

  test.each([
    [['bounces'], 'E_USAGE', 64],
    [['bounces', 'nowhere'], 'E_BOUNCES_MISSING nowhere: no such file or folder.', 66],
  ])('%j is refused in one line', async (words, start, exit) => {
    const { root } = await desk();
    const { code, stderr } = await assay(['--desk', root, ...words], { env: ENV });
    expect(stderr.startsWith(start)).toBe(true);
    expect(code).toBe(exit);
  });
});
