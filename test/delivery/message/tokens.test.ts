import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import {
  bounceToken,
  isTokenOf,
  numberIn,
  openKey,
  readBounceToken,
  unsubscribeToken,
} from '../../../src/delivery/leaving/tokens.ts';
import { AssayError } from '../../../src/errors.ts';
import { stillEffects } from '../../support/effects.ts';

const KEY = keyOf(new Uint8Array(32).fill(1));
const OTHER = keyOf(new Uint8Array(32).fill(2));
const SOMEBODY = { id: 42, key: 'li@reader.example' };
const holders = fc.record({
  id: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  key: fc.oneof(fc.emailAddress(), fc.constant('李伟@reader.example')),
});
/** The number a token proves for somebody; undefined of all that proves nothing. */
const read = (key: typeof KEY, token: string, holder = SOMEBODY): number | undefined =>
  isTokenOf(key, token, holder) ? numberIn(token) : undefined;
const deliveries = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

test('a token for leaving names its subscriber, whoever that is, and fits a link as it is', () => {
  fc.assert(
    fc.property(holders, (holder) => {
      const token = unsubscribeToken(KEY, holder);
      expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
      expect(read(KEY, token, holder)).toBe(holder.id);
      expect(unsubscribeToken(KEY, { ...holder })).toBe(token);
      expect(read(OTHER, token, holder)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('a token for leaving proves nothing of who has the same number or the same address elsewhere', () => {
  fc.assert(
    fc.property(holders, holders, (holder, other) => {
      const token = unsubscribeToken(KEY, holder);
      expect(isTokenOf(KEY, token, holder)).toBe(true);
      if (other.key !== holder.key) expect(isTokenOf(KEY, token, { ...holder, key: other.key })).toBe(false);
      if (other.id !== holder.id) expect(isTokenOf(KEY, token, { ...holder, id: other.id })).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('a bounce token names the start of its delivery in any case, and fits a local part', () => {
  fc.assert(
    fc.property(deliveries, (delivery) => {
      const token = bounceToken(KEY, delivery);
      expect(token).toMatch(/^[a-z2-7]{32}$/);
      const prefix = readBounceToken(KEY, token);
      expect(prefix).toBe(delivery.slice(0, 20));
      expect(readBounceToken(KEY, token.toUpperCase())).toBe(prefix);
      expect(readBounceToken(OTHER, token)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('a token with any one character changed, dropped or added is read as nothing', () => {
  const leaving = unsubscribeToken(KEY, SOMEBODY);
  const bounced = bounceToken(KEY, 'ab'.repeat(32));
  let tried = 0;
  for (let at = 0; at <= 32; at += 1) {
    for (const other of ['A', 'b', '2', '-', '=', ' ', '\n', 'é', '\0']) {
      for (const [token, readsAs] of [
        [leaving, read],
        [bounced, readBounceToken],
      ] as const) {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        const forged = [`${token.slice(0, at)}${other}${token.slice(at)}`, token.slice(0, at)];
        if (changed.toLowerCase() !== token.toLowerCase()) forged.push(changed);
        for (const one of forged.filter((text) => text !== token)) {
          expect(readsAs(KEY, one), JSON.stringify(one)).toBeUndefined();
          tried += 1;
        }
      }
    }
  }
  expect(tried).toBeGreaterThan(1500);
});

test('a token for leaving in another case is read as nothing, and one kind never passes for the other', () => {
  const token = unsubscribeToken(KEY, SOMEBODY);
  expect(token.toLowerCase()).not.toBe(token);
  expect(read(KEY, token.toLowerCase())).toBeUndefined();
  expect(read(KEY, token.toUpperCase())).toBeUndefined();
  expect(read(KEY, bounceToken(KEY, 'ab'.repeat(32)))).toBeUndefined();
  expect(readBounceToken(KEY, token)).toBeUndefined();
});

test('nothing anybody may put into a link makes reading it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.base64String({ minLength: 28, maxLength: 36 }),
        fc.constantFrom('', '\0', '\ud800', 'K'.repeat(32), '/'.repeat(32), 'a'.repeat(100_000)),
      ),
      (text) => {
        expect(read(KEY, text)).toBeUndefined();
        expect(() => numberIn(text)).not.toThrow();
        expect(readBounceToken(KEY, text)).toBeUndefined();
      },
    ),
    { numRuns: 1000 },
  );
});

describe('the file of a desk’s key', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-key-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const refusal = async (file: string): Promise<string> => {
    const error: unknown = await openKey(file, stillEffects()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof AssayError)) throw new Error(`no AssayError: ${String(error)}`);
    expect(error.exit).toBe('config');
    return error.message.replaceAll(folder, '');
  };

  test('is made where there is none, for its owner only, and gives the same key from then on', async () => {
    const file = join(folder, 'data', 'mail.key');
    const made = await openKey(file, stillEffects());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toBe(`${'07'.repeat(32)}\n`);
    expect(await readdir(join(folder, 'data'))).toEqual(['mail.key']);
    const again = await openKey(file, { random: () => new Uint8Array(32).fill(8) });
    expect(again.fingerprint).toBe(made.fingerprint);
    expect(made.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(unsubscribeToken(again, SOMEBODY)).toBe(unsubscribeToken(made, SOMEBODY));
  });

  test('is the same for all that ask for it at once', async () => {
    const file = join(folder, 'mail.key');
    const keys = await Promise.all(
      Array.from({ length: 10 }, (_, at) => openKey(file, { random: (n) => new Uint8Array(n).fill(at) })),
    );
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['mail.key']);
  });

  test.each([
    [0o644, 'is readable by everyone (mode 0644)'],
    [0o604, 'is readable by everyone (mode 0604)'],
    [0o640, 'is readable by others of its group (mode 0640)'],
  ])('is refused with rights %o, with what to run', async (mode, words) => {
    const file = join(folder, 'mail.key');
    await writeFile(file, `${'ab'.repeat(32)}\n`, { mode: 0o600 });
    await chmod(file, mode);
    expect(await refusal(file)).toBe(
      `E_CONFIG_SECRET mail.keyFile /mail.key: ${words}. Run: chmod 600 /mail.key`,
    );
  });

  test.each([
    ['empty', '', 'is empty'],
    ['too short', 'ab'.repeat(31), 'holds no key (62 characters)'],
    ['of half a digit', `${'ab'.repeat(32)}a`, 'holds no key (65 characters)'],
    ['no hex digits', 'geheim'.repeat(20), 'holds no key (120 characters)'],
  ])('is refused when it is %s, and left as it is', async (_, text, words) => {
    const file = join(folder, 'mail.key');
    await writeFile(file, text, { mode: 0o600 });
    expect(await refusal(file)).toContain(
      `E_MAIL_KEY mail.keyFile /mail.key: ${words}. Expected at least 64`,
    );
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('is refused when it is a folder, or its folder is a file', async () => {
    await mkdir(join(folder, 'mail.key'), { mode: 0o700 });
    expect(await refusal(join(folder, 'mail.key'))).toContain(
      'E_MAIL_KEY mail.keyFile /mail.key: is a folder.',
    );
    await writeFile(join(folder, 'file'), '');
    expect(await refusal(join(folder, 'file', 'mail.key'))).toMatch(/^E_MAIL_KEY .* \(ENOTDIR\)/);
  });
});
