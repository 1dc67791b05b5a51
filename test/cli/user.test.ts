import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { verifyPassword } from '../../src/access/password.ts';
import { typedPassword } from '../../src/cli/typed-password.ts';
import { programRoot } from '../../src/program.ts';
import type { Office } from '../../src/store/office/index.ts';
import { openOffice } from '../../src/store/office/index.ts';
import { assay, type Ended } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';
import { officePlaces } from '../support/offices.ts';

const SENTENCE = 'copper tin and a lame horse';
const HELP = '(assay --help lists the commands)';
/** Of util-linux: gives a command a terminal of its own. */
const OWN_TERMINAL = 'script';

interface UserDesk {
  readonly root: string;
  /** `@` before a word is the desk's folder. */
  run(...words: string[]): Promise<Ended>;
  office<T>(look: (office: Office) => Promise<T>): Promise<T>;
}

/** `assay user` on a desk of its own, with a good password in `pw`. */
async function userDesk(url = ''): Promise<UserDesk> {
  const root = await temporaryDesk({ pw: `${SENTENCE}\n` });
  await chmod(join(root, 'pw'), 0o600);
  return {
    root,
    run: (...words) => {
      const placed = words.map((word) => (word.startsWith('@') ? join(root, word.slice(1)) : word));
      return assay(['user', ...placed, '--desk', root], { env: { DATABASE_URL: url } });
    },
    office: async (look) => {
      const office = await openOffice(url || join(root, 'data', 'office.db'));
      return look(office).finally(() => office.close());
    },
  };
}

const PASSWORD = ['--password-file', '@pw'] as const;
const today = (): string => new Date().toISOString().slice(0, 10);

describe.each(officePlaces)('accounts on $name', ({ name, place }) => {
  test('are added, listed and changed from the command line, and the audit tells of each change', async () => {
    const { run, office } = await userDesk(name === 'postgres' ? await place() : '');
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
  }, 90_000);
});

/** One thing wrong with a command about accounts, and all a person reads of it, to the letter. */
interface Case {
  readonly name: string;
  readonly before?: (root: string) => Promise<unknown>;
  readonly words: readonly string[];
  readonly exit: number;
  readonly lines: readonly string[];
}

const secret =
  (text: string | Uint8Array, mode = 0o600) =>
  async (root: string) => {
    await writeFile(join(root, 'own'), text);
    await chmod(join(root, 'own'), mode);
  };
const OWN = ['add', 'li', '--role', 'reader', '--password-file', '@own'] as const;

const CASES: readonly Case[] = [
  {
    name: 'an account without a role',
    words: ['add', 'li', ...PASSWORD],
    exit: 64,
    lines: ["E_USAGE required option '--role <role>' not specified", HELP],
  },
  {
    name: 'a role that is none',
    words: ['add', 'li', '--role', 'boss', ...PASSWORD],
    exit: 64,
    lines: [
      "E_USAGE option '--role <role>' argument 'boss' is invalid. Allowed choices are reader, analyst, editor, admin.",
      HELP,
    ],
  },
  {
    name: 'another role that is none',
    words: ['role', 'wang', 'boss'],
    exit: 64,
    lines: [
      "E_USAGE command-argument value 'boss' is invalid for argument 'role'. Allowed choices are reader, analyst, editor, admin.",
      HELP,
    ],
  },
  {
    name: 'a password as an argument',
    words: ['password', 'wang', SENTENCE],
    exit: 64,
    lines: ["E_USAGE too many arguments for 'password'. Expected 1 argument but got 2.", HELP],
  },
  {
    name: 'a name with a space',
    words: ['add', 'Wang Wei', '--role', 'reader', ...PASSWORD],
    exit: 64,
    lines: [
      'E_USER_NAME user add: "Wang Wei" is no name for an account. Expected 2 to 32 of a–z, 0–9, ".", "_" and "-", the first a letter or a figure.',
    ],
  },
  {
    name: 'a name that looks like another and hides a sign',
    words: ['add', 'w\u0430ng\u202e', '--role', 'reader', ...PASSWORD],
    exit: 64,
    lines: [
      'E_USER_NAME user add: "wаng\\u202e" is no name for an account. Expected 2 to 32 of a–z, 0–9, ".", "_" and "-", the first a letter or a figure.',
    ],
  },
  {
    name: "the schedule's name",
    words: ['add', 'schedule', '--role', 'reader', ...PASSWORD],
    exit: 64,
    lines: ['E_USER_NAME user add: "schedule" is what the audit calls the schedule. Choose another name.'],
  },
  {
    name: 'a name that is taken',
    words: ['add', 'WANG', '--role', 'admin', '--password-stdin'],
    exit: 64,
    lines: [
      'E_USER_TAKEN wang: there is an account of this name, and a name is never given twice. Nothing was changed. Choose another name.',
    ],
  },
  {
    name: 'a mistyped name',
    words: ['disable', 'wangg'],
    exit: 64,
    lines: [
      'E_USER_UNKNOWN user: no account is named "wangg". Did you mean "wang"? "assay user list" names them all.',
    ],
  },
  {
    name: 'a password for nobody',
    words: ['password', 'nobody-of-all', ...PASSWORD],
    exit: 64,
    lines: ['E_USER_UNKNOWN user: no account is named "nobody-of-all". "assay user list" names them all.'],
  },
  {
    name: 'nobody to type the password',
    words: ['add', 'li', '--role', 'reader'],
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: nobody can type it here (standard input is no terminal). Use --password-file FILE or --password-stdin.',
    ],
  },
  {
    name: 'a password from two places',
    words: ['add', 'li', '--role', 'reader', ...PASSWORD, '--password-stdin'],
    exit: 64,
    lines: ['E_USAGE --password-stdin: cannot be used with --password-file. Give one of them.'],
  },
  {
    name: 'an empty standard input',
    words: ['add', 'li', '--role', 'reader', '--password-stdin'],
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: shorter than 12 characters. Nothing was changed. Choose a longer one, of several words for instance.',
    ],
  },
  {
    name: 'a password that all may read',
    before: secret(SENTENCE, 0o644),
    words: OWN,
    exit: 78,
    lines: ['E_CONFIG_SECRET --password-file @own: is readable by everyone (mode 0644). Run: chmod 600 @own'],
  },
  {
    name: 'a password file that is not there',
    words: OWN,
    exit: 78,
    lines: ['E_USER_PASSWORD --password-file @own: no such file. Put it there, or set --password-file.'],
  },
  {
    name: 'a password that is none',
    before: secret(Buffer.from([0xff, 0xfe, 0x41, 0x42])),
    words: OWN,
    exit: 64,
    lines: ['E_USER_PASSWORD password: not UTF-8. Expected a password on one line.'],
  },
  {
    name: 'two lines for a password',
    before: secret('copper and tin\nand a lame horse\n'),
    words: OWN,
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: holds a line break, a control character or bytes that are not UTF-8. Expected one line. Nothing was changed.',
    ],
  },
  {
    name: 'a password of one letter',
    before: secret('aaaaaaaaaaaaaaaa'),
    words: OWN,
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: of very few different characters. Nothing was changed. Choose one of several words, for instance.',
    ],
  },
  {
    name: 'a password everybody has',
    before: secret('Password2026!'),
    words: OWN,
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: one of the commonest, which are tried first. Nothing was changed. Choose one of several words, for instance.',
    ],
  },
  {
    name: 'the name in the password',
    before: secret('a Wang and a horse'),
    words: ['password', 'wang', '--password-file', '@own'],
    exit: 64,
    lines: [
      "E_USER_PASSWORD password: holds the account's name. Nothing was changed. Choose one that has nothing to do with it.",
    ],
  },
  {
    name: 'a password longer than any',
    before: secret('0123456789'.repeat(26)),
    words: OWN,
    exit: 64,
    lines: [
      'E_USER_PASSWORD password: longer than 256 characters. Nothing was changed. Choose a shorter one.',
    ],
  },
];

describe('what is wrong with a command about accounts is said to the letter, and changes nothing', () => {
  test.concurrent.each(CASES)('$name', async ({ before, words, exit, lines }) => {
    const { root, run, office } = await userDesk();
    await office(({ accounts }) =>
      accounts.add({ name: 'wang', role: 'admin', password: 'kept' }, '2025-06-15T00:00:00.000Z'),
    );
    await before?.(root);
    const ended = await run(...words);
    expect(ended.stderr.split('\n').slice(0, -1)).toEqual(
      lines.map((line) => line.replaceAll('@own', join(root, 'own'))),
    );
    expect([ended.code, ended.stdout]).toEqual([exit, '']);
    await office(async ({ accounts, audit }) => {
      expect((await accounts.list()).map((one) => one.name)).toEqual(['wang']);
      expect((await accounts.byName('wang'))?.password).toBe('kept');
      expect(await audit.list()).toEqual([]);
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
