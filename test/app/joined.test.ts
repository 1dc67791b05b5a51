import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { joined } from '../../src/app/joined.ts';

const heard = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

test.each([0, 1])('either of two signals ends what is joined, and then neither is listened to', (which) => {
  const both = [new AbortController(), new AbortController()] as const;
  const { signal } = joined(both[0].signal, both[1].signal);
  expect(signal.aborted).toBe(false);
  both[which]?.abort();
  expect(signal.aborted).toBe(true);
  expect(both.map((one) => heard(one.signal))).toEqual([0, 0]);
});

test('what is let go is not remembered by a signal that lives on', () => {
  const [server, request] = [new AbortController(), new AbortController()];
  const { signal, release } = joined(server.signal, request.signal);
  expect(heard(server.signal)).toBe(1);
  release();
  expect([heard(server.signal), heard(request.signal)]).toEqual([0, 0]);
  server.abort();
  expect(signal.aborted).toBe(false);
});

test('a signal that came before is not waited for', () => {
  const server = new AbortController();
  expect(joined(server.signal, AbortSignal.abort()).signal.aborted).toBe(true);
  expect(heard(server.signal)).toBe(0);
});
