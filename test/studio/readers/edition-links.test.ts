import { expect, test } from 'vitest';
import { editionToken } from '../../../src/delivery/leaving/edition-links.ts';
import { keyOf } from '../../../src/delivery/leaving/mail-key.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';
import { publishLetters } from '../../support/mail-desk.ts';
import { KEY, mailStudio, NOW } from '../mail/mail-studio.ts';

const [where] = ledgerPlaces;
const DAY_S = 86_400;
const LINK = { edition: '2025-W24', subscriber: 1, until: Date.parse(NOW) / 1000 + DAY_S };
const PDF = '/e/2025-W24/zh/brief.pdf';

async function studioWith(mail: Readonly<Record<string, unknown>>) {
  if (where === undefined) throw new Error('no place for a ledger');
  const studio = await mailStudio(where, 1, mail);
  await publishLetters(studio.root, '2025-W24');
  return studio;
}

test('where links are signed an edition is read by a reader’s own link, until it ends', async () => {
  const { stranger, clock, lines } = await studioWith({ links: 'signed' });
  const reader = stranger();
  const token = editionToken(KEY, LINK);
  const read = await reader.get(`${PDF}?t=${token}`);
  expect(read.statusCode).toBe(200);
  expect(read.body).toContain('%PDF');
  clock.moment = '2025-06-16T12:00:00.000Z';
  const late = await reader.get(`${PDF}?t=${token}`);
  expect(late.statusCode).toBe(410);
  // In the language of the link, whatever the browser asks for.
  expect(late.body).toContain('链接已过期');
  expect(late.body).not.toContain('<form');
  expect(lines.filter((line) => line.includes(token.slice(4, 20)))).toEqual([]);
});

test('without a link, with one of another edition, key or purpose nothing is read, nor told to be there', async () => {
  const { stranger } = await studioWith({ links: 'signed' });
  const reader = stranger('198.51.100.20');
  const forged = editionToken(keyOf(new Uint8Array(32).fill(4)), LINK);
  const urls = [
    PDF,
    `${PDF}?t=`,
    `${PDF}?t=${forged}`,
    `${PDF}?t=${editionToken(KEY, { ...LINK, edition: '2025-W23' })}`,
    `${PDF}?t=${editionToken(KEY, LINK)}&t=${editionToken(KEY, LINK)}`,
    '/e/2025-W23/zh/brief.pdf',
  ];
  const bodies = new Set<string>();
  for (const url of urls) {
    const answer = await reader.get(url);
    expect(answer.statusCode).toBe(404);
    bodies.add(answer.body);
  }
  expect(bodies.size).toBe(1);
});

test('whoever is signed in at the desk reads without a link', async () => {
  const { clientFor, stranger } = await studioWith({ links: 'signed' });
  expect((await (await clientFor('reader')).get(PDF)).statusCode).toBe(200);
  expect((await stranger().get(PDF)).statusCode).toBe(404);
});

test('links of letters sent before go on working where the desk says from when they are signed', async () => {
  const before = await studioWith({ links: { signedFrom: '2025-W25' } });
  expect((await before.stranger().get(PDF)).statusCode).toBe(200);
  const from = await studioWith({ links: { signedFrom: '2025-W24' } });
  expect((await from.stranger().get(PDF)).statusCode).toBe(404);
  const open = await studioWith({});
  expect((await open.stranger().get(PDF)).statusCode).toBe(200);
});
