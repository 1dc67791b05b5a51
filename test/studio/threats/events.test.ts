import { expect, test } from 'vitest';
import { eventText } from '../../../src/studio/http/events.ts';
import type { Route } from '../../../src/studio/route.ts';
import { openStudio } from '../../support/studio.ts';

/** Two events, then silence until it is given up. */
function slow(ended: () => void): Route['handle'] {
  return async () => ({
    events: {
      [Symbol.asyncIterator]: () => {
        let sent = 0;
        return {
          next: async () => {
            sent += 1;
            if (sent > 2) return new Promise<never>(() => undefined);
            return { done: false, value: { event: 'stage', data: `line ${sent}\n<b>` } };
          },
          return: async () => {
            ended();
            return { done: true, value: undefined };
          },
        };
      },
    },
  });
}

test('events go to who may see them, and end with the browser that listens', async () => {
  let ended = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const studio = await openStudio({
    table: (routes) => [
      ...routes,
      { method: 'GET', url: '/slow', access: 'reader', handle: slow(() => ended()) },
      {
        method: 'GET',
        url: '/broken',
        access: 'reader',
        handle: async () => ({
          events: (async function* () {
            yield { event: 'stage', data: 'one' };
            throw new Error('canary\nbroken');
          })(),
        }),
      },
    ],
  });
  const site = await studio.listen();
  const reader = await studio.clientFor('reader');
  const headers = { cookie: `assay=${reader.cookies.get('assay')}`, accept: 'text/event-stream' };
  expect((await fetch(`${site}/slow`, { headers: { accept: 'text/event-stream' } })).status).toBe(401);
  const leave = new AbortController();
  const answer = await fetch(`${site}/slow`, { headers, signal: leave.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const reading = answer.body?.getReader();
  let text = '';
  while (!text.includes('line 2')) text += new TextDecoder().decode((await reading?.read())?.value);
  expect(text).toBe('event: stage\ndata: line 1\ndata: <b>\n\nevent: stage\ndata: line 2\ndata: <b>\n\n');
  leave.abort();
  await over;
  const broken = await fetch(`${site}/broken`, { headers });
  expect(await broken.text()).toBe('event: stage\ndata: one\n\n');
  expect(studio.lines.filter((line) => line.includes('canary'))).toEqual(['/broken Error: canary\\nbroken']);
  expect((await fetch(`${site}/slow`, { method: 'HEAD', headers })).status).toBe(200);
});

test('no event begins another field or event', () => {
  expect(eventText({ event: 'a\nevent: evil', data: 'x\r\n\r\nevent: evil\rdata: y', id: '1\n2' })).toBe(
    'id: 1 2\nevent: a event: evil\ndata: x\ndata: \ndata: event: evil\ndata: data: y\n\n',
  );
});
