import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openOffice } from '../../src/store/office/index.ts';
import { csrfOf } from '../../src/studio/access/csrf.ts';
import { startAssay } from '../support/assay.ts';
import { descendants } from '../support/descendants.ts';
import { heldBrowser } from '../support/held-browser.ts';
import { SAMPLE_WEEK, sampleDesk } from '../support/sample-desk.ts';

const TOKEN = Buffer.alloc(32, 7).toString('base64url');

/** A session that is there before the server is. */
async function signIn(root: string): Promise<void> {
  const office = await openOffice(join(root, 'data', 'office.db'));
  const now = new Date().toISOString();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await office.accounts.add({ name: 'wang', role: 'editor', password: 'x' }, now);
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  const session = {
    hash,
    account: id,
    openedAt: now,
    idleUntil: later,
    endsAt: later,
    from: '127.0.0.1',
    agent: 'test',
  };
  await office.sessions.open(session);
  await office.close();
}

async function serving(root: string) {
  const { child, ended } = startAssay(['--desk', root, 'serve', '--port', '0'], {
    env: { DATABASE_URL: '', ASSAY_CHROME: (await heldBrowser(root)).path },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text: string) => {
      said += text;
      const [, found] = /Listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  return { pid: child.pid ?? 0, child, ended, url };
}

test.skipIf(process.platform !== 'linux')(
  'a server told to stop during a build ends its events, its build and every process, and says so',
  async () => {
    const root = await sampleDesk();
    await signIn(root);
    const { pid, child, ended, url } = await serving(root);
    const headers = { cookie: `assay=${TOKEN}`, origin: url };
    const asked = await fetch(`${url}/week/${SAMPLE_WEEK}/build`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ csrf: csrfOf(TOKEN) }),
      redirect: 'manual',
    });
    expect(asked.status, await asked.text()).toBe(303);
    const page = asked.headers.get('location') ?? '';
    expect(page).toMatch(/^\/builds\/\w+$/);
    const events = await fetch(`${url}${page}/events`, { headers });
    expect(events.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!/data: building [2-9]/.test(heard)) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      expect(done, heard).toBe(false);
      heard += value;
    }
    // The browser starts with the first stage, and is held there.
    const works = descendants(pid);
    expect(works.some(({ command }) => command.includes('hand.js'))).toBe(true);
    expect(works.some(({ command }) => command.includes('assay-press-'))).toBe(true);

    const stopped = performance.now();
    child.kill('SIGTERM');
    while (!(await reader?.read())?.done);
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(performance.now() - stopped).toBeLessThan(20_000);
    expect(stderr).toMatch(/"msg":"Stopped\."}\n$/);
    expect(stderr).not.toContain(TOKEN);
    expect(works.filter(({ pid: one }) => descendants(1).some((left) => left.pid === one))).toEqual([]);
    const left = await readdir(join(root, 'reports')).catch(() => []);
    expect(left.filter((name) => name !== '.drafts')).toEqual([]);
  },
);
