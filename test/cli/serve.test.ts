import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { checkEpoch } from '../../src/delivery/epoch/epoch.ts';
import { keyOf } from '../../src/delivery/leaving/mail-key.ts';
import { unsubscribeToken } from '../../src/delivery/leaving/tokens.ts';
import { openLedger } from '../../src/store/ledger/index.ts';
import { assay, startAssay } from '../support/assay.ts';
import { stillEffects } from '../support/effects.ts';
import { fillLedger, loopback, mailDesk } from '../support/mail-desk.ts';

const SECRET = new Uint8Array(32).fill(9);
const tokenOf = (id: 1 | 2): string =>
  unsubscribeToken(keyOf(SECRET), { id, key: ['reader1@a.example', 'reader2@b.example'][id - 1] ?? '' });

/** A desk with an edition, three readers and a key that is known. */
async function desk(): Promise<string> {
  const root = await mailDesk(loopback(1), { site: 'https://brief.desk.example' });
  const key = join(root, 'data', 'mail.key');
  await writeFile(key, `${Buffer.from(SECRET).toString('hex')}\n`);
  await chmod(key, 0o600);
  await fillLedger(join(root, 'data', 'ledger.db'), 3);
  return root;
}

/** `assay serve` on a free port, when it says that it listens. */
async function serving(root: string, ...more: string[]) {
  const { child, ended } = startAssay(['--desk', root, 'serve', '--port', '0', ...more], {
    env: { DATABASE_URL: '' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text: string) => {
      said += text;
      const [, found] = /Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    ended.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  return { child, ended, port };
}

/** Lines of a log that nobody reads as it is written. */
function logged(stderr: string) {
  const line = z.object({
    level: z.string(),
    time: z.iso.datetime(),
    code: z.string().optional(),
    msg: z.string(),
  });
  return stderr
    .trimEnd()
    .split('\n')
    .map((text) => line.parse(JSON.parse(text)));
}

/** What a server answers to these very bytes, until it closes the connection. */
function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', reject).on('close', () => resolve(said));
  });
}

test('a ledger that is not the one letters were sent from is told of: no link of theirs works', async () => {
  const root = await desk();
  const { fingerprint } = keyOf(SECRET);
  await mkdir(join(root, 'state'));
  const known = { ledger: 'another', seenAt: '2025-06-15T10:00:00.000Z' };
  await writeFile(join(root, 'state', `desk-${fingerprint}.json`), JSON.stringify(known));
  const { child, ended } = await serving(root);
  child.kill('SIGTERM');
  expect(logged((await ended).stderr)).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      code: 'W_SERVE_LEDGER',
      msg: expect.stringMatching(
        /^W_SERVE_LEDGER the ledger: it is another than this desk sent from at 2025-06-15T10:00:00\.000Z /,
      ),
    }),
  );
});

test('who leaves by the page is not mailed from a copy of the ledger made before', async () => {
  const root = await desk();
  const place = join(root, 'data', 'ledger.db');
  const stateFolder = join(root, 'state');
  const effects = stillEffects('2025-06-15T10:00:00.000Z');
  const before = await openLedger(place);
  const { epoch } = await checkEpoch(before, stateFolder, effects);
  await before.close();
  const { child, ended, port } = await serving(root);
  const url = `http://127.0.0.1:${port}/u/${tokenOf(2)}`;
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  child.kill('SIGTERM');
  await ended;
  const after = await openLedger(place);
  expect((await after.instance()).epoch).toBe(epoch + 1);
  await after.close();
});

describe('assay serve', () => {
  test('a mail program unsubscribes by bytes alone; SIGTERM ends it well', async () => {
    const root = await desk();
    const { child, ended, port } = await serving(root);
    const token = tokenOf(2);
    const body = 'List-Unsubscribe=One-Click';
    const answer = await raw(
      port,
      `POST /u/${token} HTTP/1.1\r\nHost: brief.desk.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).not.toMatch(/set-cookie/i);
    expect(answer).toContain('您已退订');
    const page = await raw(port, `GET /u/${token} HTTP/1.0\r\n\r\n`);
    expect(page).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    const [pdf, missing] = await Promise.all([
      fetch(`http://127.0.0.1:${port}/e/2025-W24/en/brief.pdf`),
      fetch(`http://127.0.0.1:${port}/e/2025-W23/en/brief.pdf`),
    ]);
    const published = readFileSync(join(root, 'reports', '2025-W24', 'en', 'brief.pdf'));
    expect(Buffer.from(await pdf.arrayBuffer()).equals(published)).toBe(true);
    expect(missing.status).toBe(404);

    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').sort()).toEqual([
      `Listening on http://127.0.0.1:${port}; Ctrl-C stops.`,
      expect.stringMatching(/^Nobody has an account yet\. .*: (?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}$/),
    ]);
    expect(stderr).not.toContain(token);
    const lines = logged(stderr).map(({ msg }) => msg);
    expect(lines.filter((line) => / POST \/u\/… 200 \d+ ms$/.test(line))).toHaveLength(1);
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('Stopped.');
    const ledger = await openLedger(join(root, 'data', 'ledger.db'));
    const subscriber = await ledger.subscribers.byId(2);
    const [history, left] = [
      await ledger.subscribers.history(2),
      await ledger.subscribers.count({ state: 'active' }),
    ];
    await ledger.close();
    expect(subscriber?.state).toBe('unsubscribed');
    expect(history.at(-1)).toMatchObject({ what: 'unsubscribed', by: 'one-click' });
    expect(left).toBe(2);
  });

  test('a request under way when the stop comes is answered', async () => {
    const { child, ended, port } = await serving(await desk());
    const token = tokenOf(1);
    let said = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // The server has the head of the request now, and waits for its body.
      if (said.includes('100 Continue') && !said.includes('200 OK')) {
        child.kill('SIGTERM');
        setImmediate(() => socket.write('action=leave'));
      }
    });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(
      `POST /u/${token} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    await closed;
    expect(said).toContain('You are unsubscribed');
    expect((await ended).code).toBe(0);
  });

  test('bytes that are no request, and headers without end, are refused and harm nobody', async () => {
    const { port } = await serving(await desk());
    expect(await raw(port, 'EHLO desk.example\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    const long = `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`;
    expect(await raw(port, long)).toMatch(/^HTTP\/1\.1 431 /);
    const health = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(await health.json()).toEqual({ status: 'ok' });
  });

  test('a port in use is one line', async () => {
    const root = await desk();
    const other = createServer();
    onTestFinished(() => {
      other.close();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr } = await assay(['--desk', root, 'serve', '--port', String(port)], {
      env: { DATABASE_URL: '' },
    });
    expect(stderr).toBe(
      `E_SERVE_PORT --port ${port}: already in use on 127.0.0.1. Expected a free port. Stop what listens there, or give another: --port ${port + 1}.\n`,
    );
    expect(code).toBe(69);
  });

  test.each([
    [['--port', '70000'], 'E_USAGE --port: "70000" is no port.', 64],
    [['--port', 'x'], 'E_USAGE --port: "x" is no port.', 64],
    [
      ['--port', '0', '--host', '192.0.2.1'],
      'E_SERVE_HOST --host 192.0.2.1: is no address of this machine',
      64,
    ],
  ])('serve %j is refused in one line', async (words, start, exit) => {
    const { code, stderr } = await assay(['--desk', await desk(), 'serve', ...words], {
      env: { DATABASE_URL: '' },
    });
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.includes('"code":"W_SERVE_OPEN"'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(start);
    expect(code).toBe(exit);
  });
});
