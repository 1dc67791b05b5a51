import { createHash } from 'node:crypto';
import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownerName } from '../../src/app/file-owner.ts';
import { lookOutside } from '../../src/app/outside.ts';
import { recordedHash } from '../../src/app/recorded.ts';
import { openDesk } from '../../src/desk.ts';
import { type AuditEvent, openOffice } from '../../src/store/office/index.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

const WEEK = '2025-W24';
const NOTE = `data/notes/${WEEK}.en.md`;
const CHANGED = new Date('2025-06-14T09:00:00.000Z');
const ENTRY =
  '- { series: cu_lme_3m, date: 2025-06-13, action: exclude, value: 9647.5, by: li, reason: "seen, twice", expires: 2025-08-01 }\n';

async function watched(files: Readonly<Record<string, string>> = {}) {
  const root = await temporaryDesk(files);
  const office = await openOffice(':memory:');
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    await utimes(join(root, path), CHANGED, CHANGED);
  };
  let minutes = 0;
  /** What a look adds to the trail. */
  const look = async (): Promise<string[]> => {
    const before = (await office.audit.list())[0]?.id ?? 0;
    minutes += 1;
    const effects = stillEffects(new Date(Date.UTC(2025, 5, 15, 10, minutes)).toISOString());
    await lookOutside(await openDesk(root), office, WEEK, effects);
    const added = (await office.audit.list()).filter(({ id }) => id > before).reverse();
    return added.map((one) => {
      expect(one).toMatchObject({ actor: { name: 'outside' }, outcome: 'noted' });
      return [one.action, one.target, one.actor.from, one.detail].join(' | ');
    });
  };
  return { root, office, put, look };
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('what is written into a desk’s files by another way than the studio', () => {
  test('a note is recorded once for each text, with its owner and time', async () => {
    const { root, put, look } = await watched();
    expect(await look()).toEqual([]);
    await put(NOTE, 'Tight.\n');
    const owner = userInfo().username;
    const found = (text: string): string =>
      `note.found | 2025-W24 en | file of ${owner} | file changed 2025-06-14T09:00:00.000Z; ${text.length} bytes, sha256 ${sha(text)}`;
    expect(await look()).toEqual([found('Tight.\n')]);
    expect(await look()).toEqual([]);
    await put(NOTE, 'Ample.\n');
    expect(await look()).toEqual([found('Ample.\n')]);
    await put(NOTE, 'Tight.\n');
    expect(await look()).toEqual([found('Tight.\n')]);
    await rm(join(root, NOTE));
    expect(await look()).toEqual(['note.gone | 2025-W24 en | no file | the file is gone; the note is gone']);
    expect(await look()).toEqual([]);
  });

  test('a picture that a note shows is recorded once for each content, one that no note shows is not', async () => {
    const { put, look } = await watched();
    await put(NOTE, '![Warrants](pictures/warrants.png)\n\n![Gone](pictures/gone.png)\n');
    await put('data/notes/pictures/warrants.png', 'one');
    await put('data/notes/pictures/other.png', 'other');
    await put('data/secret.png', 'secret');
    const of = async (): Promise<string[]> =>
      (await look())
        .filter((line) => line.startsWith('note.picture'))
        .map((line) => line.replace(/ \| file of \S+/, ''));
    const found = (text: string): string =>
      `note.picture | 2025-W24 pictures/warrants.png | file changed 2025-06-14T09:00:00.000Z; ${text.length} bytes, sha256 ${sha(text)}`;
    expect(await of()).toEqual([found('one')]);
    expect(await of()).toEqual([]);
    await put('data/notes/pictures/warrants.png', 'two, larger');
    expect(await of()).toEqual([found('two, larger')]);
    await put(NOTE, '![Warrants](../secret.png)\n');
    expect(await of()).toEqual([]);
  });

  test('overrides are told one by one: added, changed, gone, also with the whole file', async () => {
    const { root, put, look } = await watched();
    const file = 'data/overrides.yaml';
    await put(file, ENTRY);
    expect(await look()).toEqual([
      expect.stringMatching(
        /^override\.found \| cu_lme_3m 2025-06-13 \| file of \S+ \| file changed 2025-06-14T09:00:00\.000Z; added: exclude 9647\.5 until 2025-08-01 \(li: seen, twice\), sha256 [0-9a-f]{64}$/,
      ),
    ]);
    const other = ENTRY.replace('cu_lme_3m', 'al_lme_3m');
    await put(file, `# words\n${ENTRY.replace('2025-08-01', '2025-12-31')}${other}`);
    expect((await look()).map((line) => line.replace(/ \| file of.*; /, ' | '))).toEqual([
      expect.stringMatching(
        /^override\.found \| al_lme_3m 2025-06-13 \| added: exclude 9647\.5 until 2025-08-01 /,
      ),
      expect.stringMatching(
        /^override\.found \| cu_lme_3m 2025-06-13 \| changed: exclude 9647\.5 until 2025-12-31 /,
      ),
    ]);
    expect(await look()).toEqual([]);
    await rm(join(root, file));
    const gone = (series: string): string =>
      `override.gone | ${series} 2025-06-13 | no file | the file is gone; no longer in data/overrides.yaml`;
    expect(await look()).toEqual([gone('al_lme_3m'), gone('cu_lme_3m')]);
    expect(await look()).toEqual([]);
    await put(file, ENTRY);
    expect(await look()).toHaveLength(1);
  });

  test('two who look at once tell it once', async () => {
    const { put, root, office } = await watched();
    await put(NOTE, 'Tight.\n');
    await put('data/overrides.yaml', ENTRY);
    const desk = await openDesk(root);
    await Promise.all(Array.from({ length: 5 }, () => lookOutside(desk, office, WEEK, stillEffects())));
    expect((await office.audit.list()).map(({ action }) => action).sort()).toEqual([
      'note.found',
      'override.found',
    ]);
  });
});

describe('what the trail says that something is', () => {
  const HASH = 'a'.repeat(64);
  const said = (action: string, outcome: AuditEvent['outcome'], at: string, detail = ''): AuditEvent => ({
    id: 1,
    at: `2025-06-15T${at}:00.000Z`,
    actor: { name: 'li', role: 'analyst', from: '::1' },
    ...{ action, target: 't', outcome, detail },
  });
  const now = new Date('2025-06-15T10:00:00.000Z');
  const saved = said('note.save', 'done', '09:00', `sha256 ${HASH}`);
  test.each([
    ['nothing was ever recorded', [], undefined],
    ['saved', [saved], HASH],
    ['saved before hashes were kept', [said('note.save', 'done', '09:00')], undefined],
    ['being saved', [said('note.save', 'asked', '09:59'), saved], 'under-way'],
    ['asked by a server that ended', [said('note.save', 'asked', '09:49'), saved], HASH],
    ['refused', [said('note.save', 'refused', '09:59'), said('note.save', 'asked', '09:59'), saved], HASH],
    ['ended', [said('override.end', 'done', '09:59'), saved], ''],
    ['gone', [said('override.gone', 'noted', '09:59'), saved], ''],
    [
      'given a reason that looks like a hash',
      [said('override.accept', 'done', '09:59', `accept 1 (li: sha256 ${'b'.repeat(64)}), sha256 ${HASH}`)],
      HASH,
    ],
  ])('%s', (_what, events, hash) => {
    expect(recordedHash(events, now)).toBe(hash);
  });
});

test('an owner has the name this machine gives him, or his number', async () => {
  const root = await temporaryDesk({ 'data/x': '' });
  const { uid } = await stat(join(root, 'data', 'x'));
  expect(await ownerName(uid)).toBe(userInfo().username);
  expect(await ownerName(0)).toBe('root');
  expect(await ownerName(4_000_001)).toBe('uid 4000001');
});
