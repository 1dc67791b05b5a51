import { getEventListeners, once } from 'node:events';
import { connect } from 'node:net';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { goneSignal } from '../../src/studio/http/visitor.ts';

/** What a handler is told that begins its work when `begins` lets it. */
async function told(begins: (closed: Promise<unknown>) => Promise<unknown>) {
  const stop = new AbortController();
  const server = fastify();
  onTestFinished(() => server.close());
  const handled = new Promise<AbortSignal>((resolve, reject) => {
    server.get('/', async (_request, reply) => {
      const closed = once(reply.raw, 'close');
      socket.destroy();
      await begins(closed).then(() => resolve(goneSignal(reply, stop.signal)), reject);
      await closed;
      return '';
    });
  });
  const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
  const gone = await handled;
  if (!gone.aborted) await once(gone, 'abort');
  return { gone, heard: getEventListeners(stop.signal, 'abort') };
}

test('a browser that goes away is told of, and the server’s stop forgets its request', async () => {
  expect(await told(async () => undefined)).toMatchObject({ gone: { aborted: true }, heard: [] });
});

test('a browser that went away before its request was looked at is gone from the start', async () => {
  expect(await told((closed) => closed)).toMatchObject({ gone: { aborted: true }, heard: [] });
});
