import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openLog } from '../../src/app/log.ts';
import { deskSecrets, redactor } from '../../src/app/secrets.ts';
import { keyOf } from '../../src/delivery/leaving/mail-key.ts';
import { unsubscribeToken } from '../../src/delivery/leaving/tokens.ts';
import { openDesk } from '../../src/desk.ts';
import { temporaryDesk } from '../support/desk.ts';

const now = () => new Date('2026-11-22T08:00:00.000Z');

function written(redact: (text: string) => string = (text) => text, isTTY = false) {
  const texts: string[] = [];
  const log = openLog({ isTTY, write: (text) => texts.push(text) }, redact, now);
  return { texts, log };
}

describe('the log of a server', () => {
  test('is a line of JSON each, with the level and the code a line begins with', () => {
    const { texts, log } = written();
    log('Listening.');
    log('W_SERVE_OPEN --host 0.0.0.0: other machines can reach it.');
    log('7f3c00aa E_DB_LOCKED data/office.db: another process holds it.');
    expect(texts.map((text) => JSON.parse(text))).toEqual([
      { level: 'info', time: '2026-11-22T08:00:00.000Z', pid: process.pid, msg: 'Listening.' },
      expect.objectContaining({ level: 'warn', code: 'W_SERVE_OPEN' }),
      expect.objectContaining({ level: 'error', code: 'E_DB_LOCKED' }),
    ]);
    expect(texts.every((text) => text.indexOf('\n') === text.length - 1)).toBe(true);
  });

  test('is for people on a terminal', () => {
    const { texts, log } = written(undefined, true);
    log('W_SERVE_OPEN --host 0.0.0.0: other machines can reach it.');
    expect(texts).toEqual(['W_SERVE_OPEN --host 0.0.0.0: other machines can reach it.\n']);
  });
});

describe('secrets are taken out of every line', () => {
  afterEach(() => vi.unstubAllEnvs());

  const PASSWORD = 'p4ss"w/rd canary';
  const MAIL_KEY = 'ca'.repeat(32);
  const DESK = `version: 1
name: { en: Desk, zh: 研究部 }
title: { en: Weekly, zh: 周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
sections: [dashboard]
`;
  const PEM =
    '-----BEGIN PRIVATE KEY-----\nMIIcanaryline0001abcdef\nMIIcanaryline0002abcdef\n-----END PRIVATE KEY-----\n';

  async function canaries() {
    const root = await temporaryDesk({
      'data/desk.yaml': `${DESK}mail:
  from: weekly@desk.example
  smtp: { host: 127.0.0.1, tls: off, user: weekly, passwordFile: data/smtp.password }
  dkim: { domain: desk.example, selector: s1, keyFile: data/dkim.pem }
schedule:
  cron: 0 18 * * 0
  alerts: { webhook: "https://hooks.example/services/T0CANARY/B0CANARY" }
`,
      'data/smtp.password': `${PASSWORD}\n`,
      'data/dkim.pem': PEM,
      'data/mail.key': `${MAIL_KEY}\n`,
    });
    for (const name of ['smtp.password', 'dkim.pem', 'mail.key'])
      await chmod(join(root, 'data', name), 0o600);
    vi.stubEnv('DATABASE_URL', 'postgresql://desk:db%2Fcanary@db.example/assay');
    return deskSecrets(await openDesk(root));
  }

  test('passwords, keys and addresses that are secrets, however they are spelled', async () => {
    const secrets = await canaries();
    const { texts, log } = written(redactor(secrets));
    const basic = Buffer.from(PASSWORD).toString('base64');
    const spelled = [
      PASSWORD,
      JSON.stringify(PASSWORD),
      encodeURIComponent(PASSWORD),
      basic,
      MAIL_KEY,
      'MIIcanaryline0001abcdef',
      'MIIcanaryline0002abcdef',
      'db/canary',
      'db%2Fcanary',
      'postgresql://desk:db%2Fcanary@db.example/assay',
      'https://hooks.example/services/T0CANARY/B0CANARY',
    ];
    for (const one of spelled) log(`E_SOME thing: failed with ${one} there.`);
    expect(texts).toHaveLength(spelled.length);
    expect(texts.join('')).not.toMatch(/canary|CANARY|caca/);
    expect(texts.join('')).not.toContain(basic);
    for (const text of texts) expect(text).toContain('[redacted]');
    expect(texts[0] === undefined ? '' : JSON.parse(texts[0]).code).toBe('E_SOME');
  });

  test('where there are none, and where a file cannot be read, nothing is known and nothing fails', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const plain = await temporaryDesk({ 'data/desk.yaml': DESK });
    expect((await deskSecrets(await openDesk(plain))).filter((one) => one !== '')).toEqual([]);
    const unread = await temporaryDesk({
      'data/desk.yaml': `${DESK}mail: { from: weekly@desk.example, smtp: { host: 127.0.0.1, tls: off, user: weekly, passwordFile: nowhere } }\n`,
    });
    expect((await deskSecrets(await openDesk(unread))).filter((one) => one !== '')).toEqual([]);
  });

  test('tokens of links and sessions by their looks, and nothing else', () => {
    const redact = redactor([]);
    const token = unsubscribeToken(keyOf(new Uint8Array(32).fill(9)), { id: 2, key: 'reader@a.example' });
    const session = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64url');
    expect(session).toHaveLength(43);
    expect(redact(`GET /u/${token} 200`)).toBe('GET /u/[redacted] 200');
    expect(redact(`assay=${session};`)).toBe('assay=[redacted];');
    const plain = [
      'snapshot 3f2a9c51d07e3f2a9c51d07e3f2a9c51d07e3f2a9c51d07e3f2a9c51d07e3f2a',
      'E_CONFIG_OF_A_LONG_NAME_32_CHARS_X data/inbox/exchange-daily-of-all-venues-2025.csv:12:4',
      '2026-11-22T08:00:00.000Z 127.0.0.1 GET /e/2025-W24/en/brief.pdf 200 3 ms',
    ];
    for (const line of plain) expect(redact(line)).toBe(line);
  });
});
