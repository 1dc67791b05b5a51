import { describe, expect, test } from 'vitest';
import { openBuildQueue } from '../../../src/app/build-queue.ts';
import type { Hands } from '../../../src/app/jobs.ts';
import type { BuildQueue } from '../../../src/app/queue.ts';
import { stillEffects } from '../../support/effects.ts';
import { openStudio } from '../../support/studio.ts';

/** Builds that go on until they are told to end, and how many watch them. */
function slowQueue() {
  const watching = { now: 0, most: 0 };
  let left: () => void = () => undefined;
  const none = new Promise<void>((resolve) => {
    left = resolve;
  });
  let step: (stage: string) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const hands: Hands = {
    run: (_job, _request, { onProgress = () => undefined, stop } = {}) => {
      step = (stage) => onProgress({ stage });
      return new Promise((_resolve, reject) => {
        fail = reject;
        stop?.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      });
    },
    close: () => Promise.resolve(),
  };
  const inner = openBuildQueue({ hands, effects: stillEffects(), timeZone: 'UTC', reports: '/nowhere' });
  const queue: BuildQueue = {
    ...inner,
    watch: async function* (id, gone) {
      watching.now += 1;
      watching.most = Math.max(watching.most, watching.now);
      try {
        yield* inner.watch(id, gone);
      } finally {
        watching.now -= 1;
        if (watching.now === 0) left();
      }
    },
  };
  return {
    queue,
    watching,
    none,
    step: (stage: string) => step(stage),
    fail: (error: unknown) => fail(error),
  };
}

describe('a build', () => {
  test('goes on when the browser that watched it is gone, and nobody listens any more', async () => {
    const { queue, watching, none, step } = slowQueue();
    const studio = await openStudio({ more: { queue } });
    const analyst = await studio.clientFor('analyst');
    const asked = await analyst.post('/week/2025-W24/build', { languages: ['en'] });
    const page = String(asked.headers.location);
    expect(page).toMatch(/^\/builds\/[a-z0-9]+$/);
    const address = await studio.listen();
    const cookie = [...analyst.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const away = new AbortController();
    const answer = await fetch(`${address}${page}/events`, { headers: { cookie }, signal: away.signal });
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = answer.body?.getReader();
    const heard = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
    expect(await heard()).toContain('event: change');
    step('charts');
    expect(await heard()).toContain('event: change');
    expect(watching).toMatchObject({ now: 1, most: 1 });
    away.abort();
    await none;
    expect(watching.now).toBe(0);
    expect(queue.list()).toMatchObject([{ state: 'building', stages: ['charts'] }]);
    expect((await analyst.get(page)).body).toContain('http-equiv="refresh"');
  });

  test('is cancelled by whoever asked for it or an editor, not by others, and the page says so', async () => {
    const { queue } = slowQueue();
    const studio = await openStudio({ more: { queue } });
    const [li, wang] = [await studio.clientFor('analyst', 'li'), await studio.clientFor('analyst', 'wang')];
    const page = String((await li.post('/week/2025-W24/build')).headers.location);
    expect((await wang.get(page)).body).not.toContain('/cancel"');
    expect((await wang.post(`${page}/cancel`)).statusCode).toBe(403);
    expect((await li.get(page)).body).toContain(`action="${page}/cancel"`);
    expect((await li.post(`${page}/cancel`)).statusCode).toBe(303);
    const after = await li.get(page);
    expect(after.body).toContain('cancelled');
    expect(after.body).not.toContain('http-equiv="refresh"');
  });

  test('one person has one place: the second wish is told what is under way', async () => {
    const { queue } = slowQueue();
    const studio = await openStudio({ more: { queue } });
    const li = await studio.clientFor('analyst', 'li');
    await li.post('/week/2025-W24/build');
    const again = await li.post('/week/2025-W23/build', { asof: '2025-06-10' });
    expect([again.statusCode, again.body.includes('E_BUILD_RUNNING')]).toEqual([409, true]);
  });

  test('htmx is given the progress alone, without the page around it', async () => {
    const { queue, step } = slowQueue();
    const studio = await openStudio({ more: { queue } });
    const li = await studio.clientFor('analyst', 'li');
    const page = String((await li.post('/week/2025-W24/build')).headers.location);
    step('data');
    const part = await li.get(page, { 'hx-request': 'true' });
    expect(part.body).not.toContain('<html');
    expect(part.body).toMatch(/step-doing"[^>]*>data/);
  });
});
