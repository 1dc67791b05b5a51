import { expect, onTestFinished, test } from 'vitest';
import { MOST_STREAMS } from '../../../src/studio/http/streams.ts';
import type { Route } from '../../../src/studio/route.ts';
import { openStudio } from '../../support/studio.ts';

/** Events that come when they are told to. */
function told() {
  const waiting: Array<() => void> = [];
  const handle: Route['handle'] = async () => ({
    events: (async function* () {
      yield { event: 'first', data: '1' };
      await new Promise<void>((resolve) => waiting.push(resolve));
      yield { event: 'second', data: 'canary' };
      await new Promise<never>(() => undefined);
    })(),
  });
  const tell = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  return { handle, tell };
}

async function openListening() {
  const { handle, tell } = told();
  const studio = await openStudio({
    table: (routes) => [...routes, { method: 'GET', url: '/told', access: 'reader', handle }],
  });
  const site = await studio.listen();
  const open: AbortController[] = [];
  const listen = async (name: string) => {
    const client = await studio.clientFor('reader', name);
    const headers = { cookie: `assay=${client.cookies.get('assay')}`, accept: 'text/event-stream' };
    return (): Promise<Response> => {
      const leave = new AbortController();
      open.push(leave);
      return fetch(`${site}/told`, { headers, signal: leave.signal });
    };
  };
  const leaveAll = (): void => {
    for (const one of open.splice(0)) one.abort();
  };
  onTestFinished(leaveAll);
  return { studio, listen, leaveAll, tell };
}

test.each([
  ['the account was disabled', { state: 'disabled' }],
  ['the role became another', { role: 'analyst' }],
] as const)('nothing more is heard of a stream when %s', async (_why, change) => {
  const { studio, listen, tell } = await openListening();
  const answer = await (await listen('li'))();
  const reading = answer.body?.getReader();
  expect(new TextDecoder().decode((await reading?.read())?.value)).toContain('event: first');
  const account = await studio.office.accounts.byName('li');
  await studio.office.accounts.change(account?.id ?? 0, change);
  tell();
  expect(await reading?.read()).toMatchObject({ done: true });
});

test('nobody takes more than a few streams, and who leaves one may open another', async () => {
  const { listen, leaveAll } = await openListening();
  const open = await listen('li');
  const many = await Promise.all(Array.from({ length: MOST_STREAMS }, open));
  expect(many.map(({ status }) => status)).toEqual(Array<number>(MOST_STREAMS).fill(200));
  const refused = await open();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  expect((await (await listen('wang'))()).status).toBe(200);
  leaveAll();
  await expect.poll(async () => (await open()).status).toBe(200);
});
