import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  hashPassword,
  type PasswordCost,
  USUAL_COST,
  verifyNone,
  verifyPassword,
} from '../../src/access/password.ts';
import { realEffects } from '../../src/effects.ts';
import { stillEffects } from '../support/effects.ts';

const CHEAP: PasswordCost = { N: 2 ** 10, r: 8, p: 1 };
const REAL = realEffects(new AbortController().signal);
const SENTENCE = 'copper tin and a lame horse';

test('a password is kept as scrypt makes it of 16 new bytes, with what it cost', async () => {
  const kept = await hashPassword(SENTENCE, stillEffects());
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(SENTENCE, salt, 32, { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });
  expect(kept).toBe(`scrypt$17$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`);
  expect(await verifyPassword(SENTENCE, kept)).toEqual({ matches: true, isOutdated: false });
  expect(USUAL_COST).toEqual({ N: 131_072, r: 8, p: 1 });
});

test('the same password is never kept twice in the same form', async () => {
  const [one, other] = [await hashPassword(SENTENCE, REAL, CHEAP), await hashPassword(SENTENCE, REAL, CHEAP)];
  expect(one).not.toBe(other);
  expect(await verifyPassword(SENTENCE, one)).toEqual({ matches: true, isOutdated: true });
  expect(await verifyPassword(SENTENCE, other)).toEqual({ matches: true, isOutdated: true });
});

test('another password does not match, however alike', async () => {
  const kept = await hashPassword(SENTENCE, REAL, CHEAP);
  for (const other of ['', `${SENTENCE} `, SENTENCE.toUpperCase(), SENTENCE.slice(0, -1)])
    expect((await verifyPassword(other, kept)).matches, JSON.stringify(other)).toBe(false);
});

test('a character that two keyboards put together in two ways is one', async () => {
  const kept = await hashPassword('l\u00e4utet \u00fcber Kupfer', REAL, CHEAP);
  expect((await verifyPassword('la\u0308utet u\u0308ber Kupfer', kept)).matches).toBe(true);
});

test('what is no hash of ours matches nothing and is not computed at its own cost', async () => {
  const key = `${'A'.repeat(22)}$${'A'.repeat(43)}`;
  const rows = ['', SENTENCE, `scrypt$40$8$1$${key}`, `scrypt$17$8$1$${key}A`];
  const found = await Promise.all(rows.map((kept) => verifyPassword(SENTENCE, kept)));
  expect(found).toEqual(rows.map(() => ({ matches: false, isOutdated: false })));
});

test('an unknown name takes as long as a known one', async () => {
  const kept = await hashPassword(SENTENCE, REAL);
  const time = async (work: () => Promise<{ matches: boolean }>): Promise<number> => {
    const begun = process.cpuUsage();
    expect((await work()).matches).toBe(false);
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  const known = await time(() => verifyPassword('wrong', kept));
  const unknown = await time(() => verifyNone('wrong'));
  // In time of the processor: others may be at work beside. Without the work it would be a thousandth.
  expect(unknown / known).toBeGreaterThan(0.4);
  expect(unknown / known).toBeLessThan(2.5);
});

test('no more than two are computed at once, and those who wait have their turn in order', async () => {
  const order: number[] = [];
  const kept = await hashPassword(SENTENCE, REAL, { ...CHEAP, N: 2 ** 15 });
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 1);
  await Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      expect((await verifyPassword(SENTENCE, kept)).matches).toBe(true);
      order.push(at);
    }),
  );
  clearInterval(watch);
  // The system may hold one of the two threads up while others pass it, but nobody waits for the last.
  expect(order.filter((at, place) => Math.abs(at - place) > 4).length).toBeLessThanOrEqual(1);
  // 32 MB each; twelve at once would be 384.
  expect(most).toBeLessThan(160 * 1024 * 1024);
});

test('who comes when too many wait is told so, and the next is served again', async () => {
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => hashPassword(SENTENCE, REAL, CHEAP)));
  const refused = all.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  expect(refused).toHaveLength(18);
  expect(refused[0]).toContain('E_PASSWORD_BUSY 40 others wait');
  expect(await hashPassword(SENTENCE, REAL, CHEAP)).toMatch(/^scrypt/);
});
