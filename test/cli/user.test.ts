import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { verifyPassword } from '../../src/access/password.ts';
import { typedPassword } from '../../src/cli/typed-password.ts';
import { programRoot } from '../../src/program.ts';
import { stillEffects } from '../support/effects.ts';
import { officePlaces } from '../support/offices.ts';
import { PASSWORD, SENTENCE, userDesk } from './user-desk.ts';

/** Of util-linux: gives a command a terminal of its own. */
const OWN_TERMINAL = 'script';

const today = (): string => new Date().toISOString().slice(0, 10);

describe('accounts', () => {
  test.each(officePlaces)('are where DATABASE_URL says: $name', async ({ name, place }) => {
    const { root, run, office } = await userDesk(name === 'postgres' ? await place() : '');
    expect((await run('add', 'boss', '--role', 'admin', ...PASSWORD)).code).toBe(0);
    expect((await run('list')).stdout).toContain('boss\tadmin\tactive');
    expect(await office(({ accounts }) => accounts.list())).toMatchObject([{ name: 'boss', role: 'admin' }]);
    expect(existsSync(join(root, 'data', 'office.db'))).toBe(name === 'sqlite');
  });

  test('are added, listed and changed from the command line, and the audit tells of each change', async () => {
    const { run, office } = await userDesk();
    const added = await run('add', 'Boss', '--role', 'admin', ...PASSWORD);
    expect([added.code, added.stdout, added.stderr]).toEqual([
      0,
      `boss\tadmin\tactive\t${today()}\n`,
      'Added.\n',
    ]);
    expect((await run('add', 'wang', '--role', 'editor', ...PASSWORD)).code).toBe(0);
    const changes: ReadonlyArray<readonly [words: readonly string[], line: string, word: string]> = [
      [['role', 'WANG', 'analyst'], 'wang\tanalyst\tactive', 'Changed.'],
      [['role', 'wang', 'analyst'], 'wang\tanalyst\tactive', 'Nothing to do.'],
      [['disable', 'wang'], 'wang\tanalyst\tdisabled', 'Changed.'],
      [['enable', 'wang'], 'wang\tanalyst\tactive', 'Changed.'],
      [['password', 'wang', ...PASSWORD], 'wang\tanalyst\tactive', 'Changed.'],
    ];
    for (const [words, line, word] of changes) {
      const ended = await run(...words);
      expect([ended.code, ended.stdout, ended.stderr]).toEqual([0, `${line}\t${today()}\n`, `${word}\n`]);
    }
    const refused = await run('disable', 'boss');
    expect([refused.code, refused.stderr]).toEqual([
      64,
      'E_USER_LAST_ADMIN boss: the only active admin: without one nobody could let people in. Nothing was changed. Make somebody else an admin first.\n',
    ]);
    const listed = await run('list');
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    expect(listed.stdout).toBe(
      `name\trole\tstate\tsince\nboss\tadmin\tactive\t${today()}\nwang\tanalyst\tactive\t${today()}\n`,
    );
    const json: unknown = JSON.parse((await run('list', '--json')).stdout);
    expect(json).toMatchObject([
      { name: 'boss', role: 'admin', state: 'active' },
      { name: 'wang', role: 'analyst', state: 'active' },
    ]);
    expect(JSON.stringify(json)).not.toContain('scrypt');

    await office(async ({ accounts, audit }) => {
      const kept = (await accounts.byName('wang'))?.password ?? '';
      expect(await verifyPassword(SENTENCE, kept)).toEqual({ matches: true, isOutdated: false });
      const events = (await audit.list()).reverse();
      expect(
        events.map(({ action, target, outcome, detail }) => [action, target, outcome, detail].join(' ')),
      ).toEqual([
        'user.add boss asked admin',
        'user.add boss done admin',
        'user.add wang asked editor',
        'user.add wang done editor',
        'user.role wang asked analyst',
        'user.role wang done analyst',
        'user.disable wang asked ',
        'user.disable wang done ',
        'user.enable wang asked ',
        'user.enable wang done ',
        'user.password wang asked ',
        'user.password wang done ',
        'user.disable boss asked ',
        'user.disable boss refused E_USER_LAST_ADMIN',
      ]);
      const actor = { name: userInfo().username, role: 'admin', from: 'cli' };
      expect(events.map((event) => event.actor)).toEqual(events.map(() => actor));
    });
  });
});

test('who only looks leaves no office behind', async () => {
  const { root, run } = await userDesk();
  const listed = await run('list');
  expect([listed.code, listed.stdout, listed.stderr]).toEqual([
    0,
    '',
    'Nobody. Add the first: assay user add NAME --role admin\n',
  ]);
  expect((await run('list', '--json')).stdout).toBe('[]\n');
  expect(existsSync(join(root, 'data', 'office.db'))).toBe(false);
});

test('a password comes by standard input, and stands nowhere in the office', async () => {
  const { root, office } = await userDesk();
  const words = ['user', 'add', 'wang', '--role', 'admin', '--password-stdin', '--desk', root];
  const child = spawn(process.execPath, [join(programRoot(), 'dist', 'main.js'), ...words], {
    env: { ...process.env, DATABASE_URL: '' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin.end(`${SENTENCE}\r\n`);
  expect(await ended(child)).toEqual([0, 'Added.\n']);
  await office(async ({ accounts }) => {
    const kept = (await accounts.byName('wang'))?.password ?? '';
    expect((await verifyPassword(SENTENCE, kept)).matches).toBe(true);
  });
  expect((await readFile(join(root, 'data', 'office.db'), 'latin1')).includes(SENTENCE)).toBe(false);
});

async function ended(child: ChildProcess): Promise<[code: number | null, said: string]> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve([code, said]));
  });
}

describe('a password that is typed', () => {
  test.runIf(process.platform === 'linux')(
    'at a real terminal is asked for twice and shown to nobody',
    async () => {
      const { root, office } = await userDesk();
      const main = join(programRoot(), 'dist', 'main.js');
      const command = `'${process.execPath}' '${main}' user add wang --role admin --desk '${root}'`;
      const child = spawn(OWN_TERMINAL, ['-qec', command, '/dev/null'], {
        env: { ...process.env, DATABASE_URL: '' },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        // The second time with a slip of the finger, taken back.
        if (said.endsWith('Password of wang: ')) child.stdin.write(`${SENTENCE}\r`);
        if (said.endsWith('The same again: ')) child.stdin.write(`${SENTENCE}x\x7f\r`);
      });
      expect((await ended(child))[0]).toBe(0);
      expect(said.replaceAll('\r', '')).toBe(
        `Password of wang: \nThe same again: \nwang\tadmin\tactive\t${today()}\nAdded.\n`,
      );
      await office(async ({ accounts }) => {
        const kept = (await accounts.byName('wang'))?.password ?? '';
        expect((await verifyPassword(SENTENCE, kept)).matches).toBe(true);
      });
    },
  );

  /** What is typed after each question. */
  async function typing(...typed: string[]): Promise<{ shown: string; end: string }> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = '';
    output.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      if (text.endsWith(': ')) input.write(typed.shift() ?? '\x04');
    });
    const end = await typedPassword('wang', { input, output }, stillEffects()).catch((error: unknown) =>
      String(error),
    );
    return { shown, end };
  }

  test.each([
    [['one\r', 'one\r'], 'one'],
    [['one\rone\r'], 'one'],
    [['铜 😀\r', '铜 😀\r'], '铜 😀'],
    [
      ['one\r', 'two\r'],
      'AssayError: E_USER_PASSWORD password: not the same both times. Nothing was changed. Try again.',
    ],
    [['one\x03'], 'AssayError: E_USER_PASSWORD password: none was typed. Nothing was changed.'],
    [['\x04'], 'AssayError: E_USER_PASSWORD password: none was typed. Nothing was changed.'],
    [['one\r', '\x03'], 'AssayError: E_USER_PASSWORD password: none was typed. Nothing was changed.'],
  ])('%j ends as %j', async (typed, expected) => {
    const questions = typed.length === 1 && expected !== 'one' ? 1 : 2;
    const { shown, end } = await typing(...typed);
    expect(end).toBe(expected);
    expect(shown).toBe(['Password of wang: \n', 'The same again: \n'].slice(0, questions).join(''));
  });
});
