import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { audited } from '../../src/app/audited.ts';
import { initDesk } from '../../src/app/init.ts';
import { openDeskOffice, openDeskOfficeAsIs } from '../../src/app/office.ts';
import { openDesk } from '../../src/desk.ts';
import { AssayError } from '../../src/errors.ts';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('an office lies where DATABASE_URL says, and another kind of database is refused in words', async () => {
  const desk = await openDesk(await temporaryDesk({}));
  vi.stubEnv('DATABASE_URL', 'mysql://user:geheim@host/a');
  const refusal =
    'E_DB_URL DATABASE_URL: begins with "mysql:". Expected postgresql://user@host/name. Without it the office is data/office.db.';
  await expect(openDeskOffice(desk)).rejects.toThrow(refusal);
  await expect(openDeskOfficeAsIs(desk)).rejects.toThrow(refusal);
  vi.stubEnv('DATABASE_URL', 'postgres://user:geheim@127.0.0.1:1/a');
  await expect(openDeskOffice(desk)).rejects.toThrow(/^E_DB_UNAVAILABLE postgres:\/\/127.0.0.1:1\/a: /);
  vi.stubEnv('DATABASE_URL', '');
  const office = await openDeskOffice(desk);
  expect([office.kind, desk.paths.office]).toEqual(['sqlite', join(desk.root, 'data', 'office.db')]);
  await office.close();
});

test('an office is for nobody else on the machine to read, nor what SQLite writes beside it', async () => {
  vi.stubEnv('DATABASE_URL', '');
  const desk = await openDesk(await temporaryDesk({}));
  const office = await openDeskOffice(desk);
  for (const end of ['', '-wal', '-shm'])
    expect([end, ((await stat(`${desk.paths.office}${end}`)).mode & 0o777).toString(8)]).toEqual([
      end,
      '600',
    ]);
  await office.close();
});

test('no office, and nothing SQLite leaves beside it, gets into a desk’s history', async () => {
  const folder = join(await temporaryDesk({}), 'new');
  await initDesk(folder);
  for (const root of [folder, programRoot()])
    expect((await readFile(join(root, '.gitignore'), 'utf8')).split('\n')).toContain('data/office.db*');
});

test('work that is audited is asked, then done or refused, and its own error is the one people hear of', async () => {
  vi.stubEnv('DATABASE_URL', '');
  const office = await openDeskOffice(await openDesk(await temporaryDesk({})));
  const actor = { name: 'wang', role: 'editor', from: '::1' } as const;
  const deed = { actor, action: 'thing.do', target: 't', detail: 'why' };
  const effects = stillEffects();
  const seen = async (): Promise<string[]> =>
    (await office.audit.list()).map(({ outcome, detail }) => `${outcome} ${detail}`).reverse();
  const result = await audited(office, deed, effects, async () => {
    expect(await seen()).toEqual(['asked why']);
    return 7;
  });
  expect(result).toBe(7);
  const failing = new AssayError('data', { code: 'E_SO', where: '', message: 'it is.' });
  await expect(audited(office, deed, effects, () => Promise.reject(failing))).rejects.toBe(failing);
  const defect = new TypeError('a secret in here');
  await expect(audited(office, deed, effects, () => Promise.reject(defect))).rejects.toBe(defect);
  expect(await seen()).toEqual([
    'asked why',
    'done why',
    'asked why',
    'refused E_SO',
    'asked why',
    'refused E_INTERNAL',
  ]);
  await office.close();
  await expect(audited(office, deed, effects, async () => 7)).rejects.toThrow();
});
