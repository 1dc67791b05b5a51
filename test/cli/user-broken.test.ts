import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PASSWORD, SENTENCE, userDesk } from './user-desk.ts';

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
    lines: [`E_USAGE required option '--role <role>' not specified. "assay --help" lists the commands.`],
  },
  {
    name: 'a role that is none',
    words: ['add', 'li', '--role', 'boss', ...PASSWORD],
    exit: 64,
    lines: [
      `E_USAGE option '--role <role>' argument 'boss' is invalid. Allowed choices are reader, analyst, editor, admin. "assay --help" lists the commands.`,
    ],
  },
  {
    name: 'another role that is none',
    words: ['role', 'wang', 'boss'],
    exit: 64,
    lines: [
      `E_USAGE command-argument value 'boss' is invalid for argument 'role'. Allowed choices are reader, analyst, editor, admin. "assay --help" lists the commands.`,
    ],
  },
  {
    name: 'a password as an argument',
    words: ['password', 'wang', SENTENCE],
    exit: 64,
    lines: [
      `E_USAGE too many arguments for 'password'. Expected 1 argument but got 2. "assay --help" lists the commands.`,
    ],
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
    lines: [
      'E_USER_NAME user add: "schedule" is what the audit calls something that no account did. Choose another name.',
    ],
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
  test.each(CASES)('$name', async ({ before, words, exit, lines }) => {
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
