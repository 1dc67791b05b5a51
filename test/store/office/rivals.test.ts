import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../../support/bundled.ts';
import { officeAt, officePlaces } from '../../support/offices.ts';
import { person } from './scene.ts';

let program = '';

beforeAll(async () => {
  program = await bundled(new URL('./rival.ts', import.meta.url));
});

/** A process that is ready to do something; gives how it ended. */
async function rival(...words: string[]): Promise<() => Promise<string>> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return async () => {
    child.stdin.end('go\n');
    const { value } = await lines.next();
    return value ?? 'nothing';
  };
}

describe.each(officePlaces)('of processes that want the same at once on $name', ({ place }) => {
  test('one makes the first admin, and none takes the last', async () => {
    const where = await place();
    const office = await officeAt(where);
    const firsts = await Promise.all(['a1', 'a2', 'a3'].map((name) => rival(where, 'first', name)));
    const made = await Promise.all(firsts.map((go) => go()));
    expect(made.sort()).toEqual(['done', 'too late', 'too late']);
    const [first] = await office.accounts.list();
    const other = await person(office, 'other', 'admin');
    const names = [first?.name ?? '', other.name];
    const takers = await Promise.all(names.map((name) => rival(where, 'disable', name)));
    const taken = await Promise.all(takers.map((go) => go()));
    expect(taken.sort()).toEqual(['E_USER_LAST_ADMIN', 'done']);
    const states = (await office.accounts.list()).map(({ state }) => state);
    expect(states.sort()).toEqual(['active', 'disabled']);
  });
});
