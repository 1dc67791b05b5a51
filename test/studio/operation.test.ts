import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { keptDesk } from '../../src/app/kept-desk.ts';
import { lacksOf } from '../../src/app/lacks.ts';
import { AssayError } from '../../src/errors.ts';
import { openOffice } from '../../src/store/office/index.ts';
import { openMetrics, type Watched } from '../../src/studio/operation/metrics.ts';
import { addOperationRoutes } from '../../src/studio/operation/operation-routes.ts';
import { temporaryDesk } from '../support/desk.ts';

const WATCHED: Watched = {
  queue: () => ({ waiting: 2, building: 1 }),
  deliveries: async () => ({ ACCEPTED: 40, UNCERTAIN: 2 }),
  occurrence: async () => 'building',
};

function serverOf(lacks: () => Promise<readonly string[]> = async () => [], watched: Partial<Watched> = {}) {
  const server = fastify({ trustProxy: 'loopback' });
  const metrics = openMetrics({ ...WATCHED, ...watched });
  addOperationRoutes(server, { lacks, metrics, token: 'canary-of-the-scraper' }, async () => undefined);
  server.get('/week/:week', async () => 'a week');
  onTestFinished(() => server.close());
  return { server, metrics };
}

test('counts requests by the route they met, never by the path that was asked for', async () => {
  const { server, metrics } = serverOf();
  metrics.built('built');
  await server.inject('/week/2025-W24');
  await server.inject('/week/2025-W25');
  await server.inject('/etc/passwd');
  const { body, headers } = await server.inject('/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const line of [
    'assay_http_request_duration_seconds_count{method="GET",route="/week/:week",status="200"} 2',
    'assay_http_request_duration_seconds_count{method="GET",route="none",status="404"} 1',
    'assay_builds_total{outcome="built"} 1',
    'assay_builds_total{outcome="refused"} 0',
    'assay_build_queue{state="waiting"} 2',
    'assay_deliveries{state="UNCERTAIN"} 2',
    'assay_occurrence{state="building"} 1',
  ])
    expect(body.split('\n')).toContain(line);
  expect(body).toContain('process_resident_memory_bytes');
  expect(body).not.toContain('passwd');
});

test('what cannot be known now is left out, and the rest is told', async () => {
  const broken = async (): Promise<never> => {
    throw new AssayError('temporary', { code: 'E_DB_LOCKED', where: '', message: '' });
  };
  const { server } = serverOf(undefined, { deliveries: broken, occurrence: broken });
  const { body, statusCode } = await server.inject('/metrics');
  expect(statusCode).toBe(200);
  expect(body).not.toContain('assay_deliveries{');
  expect(body).toContain('assay_build_queue{state="building"} 1');
});

test.each([
  ['this machine', { remoteAddress: '127.0.0.1', headers: { host: '127.0.0.1:8600' } }, 200],
  ['this machine by IPv6', { remoteAddress: '::1', headers: { host: '[::1]:8600' } }, 200],
  ['another machine', { remoteAddress: '192.0.2.7', headers: { host: 'desk.example' } }, 404],
  ['a proxy of this machine', { headers: { host: 'localhost', 'x-forwarded-for': '192.0.2.7' } }, 404],
  ['a proxy that says only the name', { headers: { host: 'desk.example' } }, 404],
  ['a wrong token', { remoteAddress: '192.0.2.7', headers: { authorization: 'Bearer canary' } }, 404],
  [
    'the token',
    { remoteAddress: '192.0.2.7', headers: { authorization: 'Bearer canary-of-the-scraper' } },
    200,
  ],
])('figures are for this machine and for who has the token: %s', async (_who, from, status) => {
  const { server } = serverOf();
  const answer = await server.inject({ url: '/metrics', ...from });
  expect(answer.statusCode).toBe(status);
});

test('no token opens nothing where none is set', async () => {
  const server = fastify();
  onTestFinished(() => server.close());
  addOperationRoutes(
    server,
    { lacks: async () => [], metrics: openMetrics(WATCHED), token: '' },
    async () => undefined,
  );
  const headers = { host: 'desk.example', authorization: 'Bearer ' };
  expect((await server.inject({ url: '/metrics', headers })).statusCode).toBe(404);
});

test('a server that lives is ready or says what is missing', async () => {
  const root = await temporaryDesk({});
  const office = await openOffice(':memory:');
  await keptDesk(root);
  const look = lacksOf(root, { office, ledger: undefined });
  const { server } = serverOf(look);
  expect((await server.inject('/readyz')).json()).toEqual({ status: 'ready', missing: [] });
  await office.close();
  const answer = await server.inject('/readyz');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ status: 'not ready', missing: [expect.stringMatching(/^office /)] });
  expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' });
});

test('a desk that cannot be read is named by its code alone', async () => {
  const root = await temporaryDesk({ 'data/desk.yaml': 'version: [' });
  const office = await openOffice(':memory:');
  onTestFinished(() => office.close());
  expect(await lacksOf(root, { office, ledger: undefined })()).toEqual(['desk E_CONFIG_YAML']);
});
