import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import {
  editionToken,
  isSigned,
  linksEnd,
  readEditionToken,
} from '../../../src/delivery/leaving/edition-links.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { holderToken, isTokenOf } from '../../../src/delivery/leaving/tokens.ts';
import { openLetters } from '../../../src/delivery/message/letters.ts';
import { archived, bytesOf, EDITION, expectPlainLines, KEY, mailOf, recipient } from './edition.ts';

const OTHER = keyOf(new Uint8Array(32).fill(2));
const UNTIL = Date.parse('2025-09-13T10:00:00.000Z') / 1000;
const BEFORE = new Date('2025-09-13T09:59:59.000Z');
const LINK = { edition: EDITION, subscriber: 42, until: UNTIL };

test('a link holds for its edition, until its last second, and then says that it held', () => {
  const token = editionToken(KEY, LINK);
  expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(editionToken(KEY, { ...LINK })).toBe(token);
  expect(readEditionToken(KEY, token, EDITION, BEFORE)).toBe('valid');
  expect(readEditionToken(KEY, token, EDITION, new Date(UNTIL * 1000))).toBe('expired');
  expect(readEditionToken(KEY, token, '2025-W25', BEFORE)).toBe('wrong');
  expect(readEditionToken(KEY, token, `${EDITION}.1`, BEFORE)).toBe('wrong');
  expect(readEditionToken(OTHER, token, EDITION, BEFORE)).toBe('wrong');
});

test('no token with another character, moment, number or purpose opens anything', () => {
  const token = editionToken(KEY, LINK);
  let tried = 0;
  for (let at = 0; at < token.length; at += 1)
    for (const other of ['A', 'z', '-', '=', ' ', '\0', '李']) {
      if (token[at] === other) continue;
      const wrong = token.slice(0, at) + other + token.slice(at + 1);
      expect(readEditionToken(KEY, wrong, EDITION, BEFORE)).toBe('wrong');
      tried += 1;
    }
  expect(tried).toBeGreaterThan(190);
  const holder = { id: 42, key: 'li@reader.example' };
  for (const purpose of ['unsubscribe', 'preferences'] as const)
    expect(readEditionToken(KEY, holderToken(KEY, purpose, holder), EDITION, BEFORE)).toBe('wrong');
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(readEditionToken(KEY, text, EDITION, BEFORE)).toBe('wrong');
    }),
  );
});

test('what one leaves by is not what one wishes by, whoever it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.emailAddress(), (id, key) => {
      const holder = { id, key };
      const [leave, wish] = [
        holderToken(KEY, 'unsubscribe', holder),
        holderToken(KEY, 'preferences', holder),
      ];
      expect(isTokenOf(KEY, leave, holder, 'unsubscribe')).toBe(true);
      expect(isTokenOf(KEY, wish, holder, 'preferences')).toBe(true);
      expect(isTokenOf(KEY, leave, holder, 'preferences')).toBe(false);
      expect(isTokenOf(KEY, wish, holder, 'unsubscribe')).toBe(false);
      expect(isTokenOf(OTHER, wish, holder, 'preferences')).toBe(false);
    }),
    { numRuns: 100 },
  );
});

test('a desk says from which week on its editions are read by signed links', () => {
  expect(isSigned({ links: 'open' }, '2026-W48')).toBe(false);
  expect(isSigned({ links: 'signed' }, '2020-W01')).toBe(true);
  const from = { links: { signedFrom: '2026-W48' } };
  expect(['2026-W47', '2026-W47.3', '2025-W53'].map((one) => isSigned(from, one))).toEqual([
    false,
    false,
    false,
  ]);
  expect(['2026-W48', '2026-W48.1', '2027-W01'].map((one) => isSigned(from, one))).toEqual([
    true,
    true,
    true,
  ]);
  expect(linksEnd('2025-06-15T10:00:00.000Z', { linkDays: 90 })).toBe(UNTIL);
});

test('each reader’s letter has a link of their own, the same each time; where links are open all have the same', async () => {
  await using edition = await archived();
  const links = async (mail: Parameters<typeof mailOf>[0], subscriber: number) => {
    const letters = await openLetters({ ...edition, mail: mailOf(mail), key: KEY });
    const bytes = await bytesOf(letters.compose(recipient({ format: 'link', subscriber })));
    expectPlainLines(bytes);
    const { html = '', text = '' } = await PostalMime.parse(bytes);
    const found = [...`${html} ${text}`.matchAll(/https:[^\s"<]+\/e\/[^\s"<]+/g)].map(([url]) =>
      url.replaceAll('&#38;', '&'),
    );
    expect(found).toHaveLength(2);
    expect(new Set(found).size).toBe(1);
    return found[0] ?? '';
  };
  const open = await links({}, 1);
  expect(open).toMatch(/brief\.html$/);
  expect(await links({ links: { signedFrom: '2025-W25' } }, 2)).toBe(open);
  const [one, again, two] = [
    await links({ links: 'signed' }, 1),
    await links({ links: 'signed' }, 1),
    await links({ links: { signedFrom: '2025-W24' } }, 2),
  ];
  expect(again).toBe(one);
  expect(two).not.toBe(one);
  for (const url of [one, two]) {
    const token = new URL(url).searchParams.get('t') ?? '';
    expect(readEditionToken(KEY, token, EDITION, BEFORE)).toBe('valid');
    expect(url.startsWith(`${open}?t=`)).toBe(true);
  }
});
