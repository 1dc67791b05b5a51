import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openTeller } from '../../src/app/alert.ts';
import type { Alert } from '../../src/delivery/alert/alert.ts';
import { stillEffects } from '../support/effects.ts';
import { startSink } from '../support/smtp.ts';
import { scheduledDesk } from './scene.ts';

const ALERT: Alert = {
  kind: 'held',
  week: '2026-W47',
  edition: '',
  reason: 'held at its deadline: no note in zh\r\nBcc: x@y.example',
  at: '2026-11-22T15:00:00.000Z',
};

/** A server of this machine that answers each request in turn with one of the statuses; keeps what it was told. */
async function listener(...statuses: number[]) {
  const told: string[] = [];
  const answer = async (request: IncomingMessage): Promise<number> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    told.push(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
    return statuses[Math.min(told.length, statuses.length) - 1] ?? 200;
  };
  const server = createServer((request, response) => {
    void answer(request).then((status) => {
      response.writeHead(status, { location: `http://127.0.0.1:${port}/elsewhere` }).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { told, address: `http://127.0.0.1:${port}/secret-path` };
}

async function deskTelling(alerts: object, port = 25) {
  const smtp = { host: '127.0.0.1', port, tls: 'off', connections: 1, perSecond: 100, perDomain: 100 };
  const mail = { from: 'weekly@desk.example', smtp };
  return { ...(await scheduledDesk({ alerts })), mail: mail as never };
}

test('people are told by mail and by webhook, in plain words, and nothing in them becomes a header', async () => {
  const sink = await startSink();
  onTestFinished(() => sink.close());
  const { told, address } = await listener(200);
  const desk = await deskTelling(
    { mail: ['li@desk.example', 'wang@desk.example'], webhook: address },
    sink.port,
  );
  expect(await openTeller(stillEffects())(desk, ALERT)).toBe(true);
  expect(sink.messages.map(({ to, from }) => `${from} ${to}`)).toEqual([
    'weekly@desk.example li@desk.example',
    'weekly@desk.example wang@desk.example',
  ]);
  const text = sink.messages[0]?.raw.toString() ?? '';
  expect(text).toContain('Subject: [Assay] 2026-W47 is held\r\n');
  expect(text).toContain('Auto-Submitted: auto-generated\r\n');
  expect(text).not.toMatch(/^Bcc:/m);
  expect(text.replaceAll('=\r\n', '')).toContain('held at its deadline: no note in zh\\r\\nBcc: x@y.example');
  expect(told).toEqual([
    `POST /secret-path application/json ${JSON.stringify({ ...ALERT, desk: desk.config.name.en })}`,
  ]);
});

test('a webhook that fails is told again alone, and its address is in no line', async () => {
  const sink = await startSink();
  onTestFinished(() => sink.close());
  const { told, address } = await listener(500, 302, 204);
  const effects = stillEffects();
  const desk = await deskTelling({ mail: ['li@desk.example'], webhook: address }, sink.port);
  const tell = openTeller(effects);
  expect(await tell(desk, ALERT)).toBe(false);
  expect(await tell(desk, ALERT)).toBe(false);
  expect(await tell(desk, ALERT)).toBe(true);
  expect(sink.messages).toHaveLength(1);
  // The redirect was not followed.
  expect(told.map((line) => line.split(' ')[1])).toEqual(['/secret-path', '/secret-path', '/secret-path']);
  const host = new URL(address).host;
  expect(effects.lines).toEqual([
    `E_ALERT_WEBHOOK ${host}: answered 500. It is told again at the next look.`,
    `E_ALERT_WEBHOOK ${host}: answered 302, a redirect, which is not followed. It is told again at the next look.`,
  ]);
  expect(effects.lines.join()).not.toContain('secret');
});

test('nobody who can be reached is kept from hearing by one who cannot', async () => {
  const { told, address } = await listener(200);
  const effects = stillEffects();
  // Nobody listens there.
  const desk = await deskTelling({ mail: ['li@desk.example'], webhook: address }, 1);
  expect(await openTeller(effects)(desk, ALERT)).toBe(false);
  expect(told).toHaveLength(1);
  expect(effects.lines).toHaveLength(1);
  expect(effects.lines[0]).toMatch(
    /^E_ALERT_MAIL 127\.0\.0\.1:1: not told: li@desk\.example \(.*ECONNREFUSED/,
  );
});
