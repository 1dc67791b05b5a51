import { mkdir, readdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';

/** One thing wrong with a command about subscribers, and all a person reads of it, to the letter. */
interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly before?: (root: string) => Promise<unknown>;
  readonly env?: NodeJS.ProcessEnv;
  /** Words of commands run before, which must go well. */
  readonly first?: ReadonlyArray<readonly string[]>;
  /** `@` before a word is the desk's folder. */
  readonly words: readonly string[];
  readonly exit: number;
  readonly lines: readonly string[];
}

const LI = ['add', 'li@x.cn', '--name', 'Li'] as const;
const list = (...rows: string[]) => ({ 'list.csv': `email,name\n${rows.join('\n')}\n` });
const KEPT = 'Nothing was kept: nobody of a list goes in while a line of it is wrong.';

const CASES: readonly Case[] = [
  {
    name: 'an import of nothing',
    words: ['import'],
    exit: 64,
    lines: [`E_USAGE missing required argument 'file'. "assay --help" lists the commands.`],
  },
  {
    name: 'an import of an empty word',
    words: ['import', ''],
    exit: 64,
    lines: ['E_USAGE subscribers import: an empty file name. Expected the path of a .csv or .xlsx file.'],
  },
  {
    name: 'a mistyped command',
    words: ['improt', 'list.csv'],
    exit: 64,
    lines: [`E_USAGE unknown command 'improt'. Did you mean import? "assay --help" lists the commands.`],
  },
  {
    name: 'a mistyped file',
    files: list('li@x.cn,Li'),
    words: ['import', '@lst.csv'],
    exit: 66,
    lines: ['E_DATA_MISSING lst.csv: no such file. Present in its folder: list.csv.', KEPT],
  },
  {
    name: 'a folder for a file',
    before: (root) => mkdir(join(root, 'people')),
    words: ['import', '@people'],
    exit: 65,
    lines: ['E_DATA_FILE people: is a folder. Expected a .csv or .xlsx file. Name the files in it.', KEPT],
  },
  {
    name: 'a link to nowhere',
    before: (root) => symlink('gone.csv', join(root, 'a.csv')),
    words: ['import', '@a.csv'],
    exit: 66,
    lines: [
      'E_DATA_MISSING a.csv: is a link to "gone.csv", which is not there. Point it at a file, or remove it.',
      KEPT,
    ],
  },
  {
    name: 'another kind of file',
    files: { 'people.vcf': 'BEGIN:VCARD\n', 'people.json': '[]' },
    words: ['import', '@people.json'],
    exit: 65,
    lines: [
      'E_DATA_FILE people.json: a .json file, which is not read. Expected .csv or .xlsx. Save the table as one of these.',
      KEPT,
    ],
  },
  {
    name: 'a list larger than any',
    before: async (root) => {
      await writeFile(join(root, 'a.csv'), 'email\n');
      await truncate(join(root, 'a.csv'), 400_000_000);
    },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: ['E_DATA_SIZE a.csv: 381.5 MB; the limit is 256 MB (data.maxBytes).', KEPT],
  },
  {
    name: 'a workbook that is none',
    files: { 'a.xlsx': 'email\nli@x.cn\n' },
    words: ['import', '@a.xlsx'],
    exit: 65,
    lines: [
      'E_XLSX_BROKEN a.xlsx: not a workbook (starts with 0x65 0x6D). Expected .xlsx; a text table is named .csv.',
      KEPT,
    ],
  },
  {
    name: 'one wrong address among good ones',
    files: list('li@x.cn,Li', 'zhang@@x.cn,Zhang', 'wang@x.cn,Wang'),
    words: ['import', '@list.csv'],
    exit: 65,
    lines: ['E_SUB_ADDRESS list.csv:3: "zhang@@x.cn" is not an e-mail address (two @).', KEPT],
  },
  {
    name: 'everything wrong at once',
    files: list(
      '"li@x.cn\r\nBcc: all@x.cn",Li',
      'wang@x.cn,"=HYPERLINK(""http://x"")"',
      '"""a b""@x.cn",',
      '😀@x.cn,😀',
    ),
    words: ['import', '@list.csv', '--dry-run'],
    exit: 65,
    lines: [
      'E_SUB_ADDRESS list.csv:2: "li@x.cn\\r\\nBcc: all@x.cn" is not an e-mail address (a line break).',
      'E_SUB_NAME list.csv:4:2: name "=HYPERLINK(\\"http://x\\")" begins with "=", which spreadsheets run as a formula. Remove the sign.',
      'E_SUB_ADDRESS list.csv:5: "\\"a b\\"@x.cn" is not an e-mail address (a quoted local part).',
      'E_SUB_ADDRESS list.csv:6: "😀@x.cn" is not an e-mail address (an emoji before the @).',
      'E_SUB_NAME list.csv:6:2: name "😀" holds an emoji. Remove it.',
      KEPT,
    ],
  },
  {
    name: 'twenty-five wrong addresses',
    files: list(...Array.from({ length: 25 }, () => 'nobody,')),
    words: ['import', '@list.csv'],
    exit: 65,
    lines: [
      ...Array.from(
        { length: 20 },
        (_, at) => `E_SUB_ADDRESS list.csv:${at + 2}: "nobody" is not an e-mail address (no @).`,
      ),
      '…and 5 more',
      KEPT,
    ],
  },
  {
    name: 'a person twice',
    files: list('li@x.cn,Li', 'Li@X.cn,Li'),
    words: ['import', '@list.csv'],
    exit: 0,
    lines: [
      'W_SUB_DUPLICATE list.csv:3: Li@X.cn is the same as line 2 (li@x.cn); one mail will be sent.',
      'Kept.',
    ],
  },
  {
    name: 'a list with an odd name',
    files: list('li@x.cn,Li'),
    words: ['import', '@list.csv', '--list', 'My list'],
    exit: 64,
    lines: [
      'E_SUB_LIST --list: list "My list" is not a list\'s name. Expected up to 40 small letters, digits and hyphens, like weekly.',
    ],
  },
  {
    name: 'two lists for one',
    files: list('li@x.cn,Li'),
    words: ['import', '@list.csv', '--list', 'a,b'],
    exit: 64,
    lines: ['E_SUB_LIST --list: "a,b" names 2 lists. Expected one.'],
  },
  {
    name: 'a return without a reason',
    files: list('li@x.cn,Li'),
    words: ['import', '@list.csv', '--resubscribe'],
    exit: 64,
    lines: [
      'E_USAGE --resubscribe: no reason given. Expected one beside it: --reason "asked for it by phone".',
    ],
  },
  {
    name: 'a reason for nothing',
    files: list('li@x.cn,Li'),
    words: ['import', '@list.csv', '--reason', 'because'],
    exit: 64,
    lines: ['E_USAGE --reason: goes with --resubscribe only. Leave it out, or add --resubscribe.'],
  },
  {
    name: 'a database of another kind',
    env: { DATABASE_URL: 'mysql://li:secret@localhost/assay' },
    words: ['list'],
    exit: 78,
    lines: [
      'E_DB_URL DATABASE_URL: begins with "mysql:". Expected postgresql://user@host/name. Without it the ledger is data/ledger.db.',
    ],
  },
  {
    name: 'a database that is no address',
    env: { DATABASE_URL: 'localhost' },
    words: ['list'],
    exit: 78,
    lines: [
      'E_DB_URL DATABASE_URL: is no address of a database. Expected postgresql://user@host/name. Without it the ledger is data/ledger.db.',
    ],
  },
  {
    name: 'a ledger that is no database',
    files: { 'data/ledger.db': 'x'.repeat(10_000) },
    words: ['list'],
    exit: 74,
    lines: [
      'E_DB_CORRUPT data/ledger.db: not a database, or a damaged one (file is not a database). Restore it from a copy: nothing is sent from it then before an operator has looked, and subscribers live nowhere else.',
    ],
  },
  {
    name: 'a folder for the ledger',
    before: (root) => mkdir(join(root, 'data', 'ledger.db')),
    words: [...LI],
    exit: 73,
    lines: [
      'E_DB_OPEN data/ledger.db: cannot be opened or made. Expected a file, or none yet, in a folder that is there and that this user may write.',
    ],
  },
  {
    name: 'two @',
    words: ['add', 'zhang@@x.cn'],
    exit: 64,
    lines: [
      'E_SUB_ADDRESS subscribers add: "zhang@@x.cn" is not an e-mail address (two @). Expected one like li@example.cn.',
    ],
  },
  {
    name: 'an empty address',
    words: ['add', ''],
    exit: 64,
    lines: ['E_SUB_ADDRESS subscribers add: no address. Expected one like li@example.cn.'],
  },
  {
    name: 'two addresses',
    words: ['add', 'li@x.cn, wang@x.cn'],
    exit: 64,
    lines: [
      'E_SUB_ADDRESS subscribers add: "li@x.cn, wang@x.cn" is not an e-mail address (two addresses). Expected one like li@example.cn.',
    ],
  },
  {
    name: 'an address as mail programs copy it',
    words: ['add', 'Li Wei <li@x.cn>'],
    exit: 64,
    lines: [
      'E_SUB_ADDRESS subscribers add: "Li Wei <li@x.cn>" is not an e-mail address (angle brackets; give the address alone). Expected one like li@example.cn.',
    ],
  },
  {
    name: 'an address that ends a line',
    words: ['add', 'li@x.cn\n'],
    exit: 64,
    lines: [
      'E_SUB_ADDRESS subscribers add: "li@x.cn\\n" is not an e-mail address (a line break). Expected one like li@example.cn.',
    ],
  },
  {
    name: 'an address of 320 characters',
    words: ['add', `${'a'.repeat(64)}@${`${'b'.repeat(62)}.`.repeat(4)}com`],
    exit: 64,
    lines: [
      `E_SUB_ADDRESS subscribers add: "${'a'.repeat(60)}…" is not an e-mail address (320 octets, at most 254 are possible). Expected one like li@example.cn.`,
    ],
  },
  {
    name: 'every wish wrong at once',
    words: [
      'add',
      'li@x.cn',
      '--name',
      '=1',
      '--language',
      'fr',
      '--zone',
      'Mars',
      '--metals',
      'gols',
      '--format',
      'doc',
      '--list',
      'a b',
    ],
    exit: 64,
    lines: [
      'E_SUB_NAME --name: name "=1" begins with "=", which spreadsheets run as a formula. Remove the sign.',
      'E_SUB_LANGUAGE --language: language "fr" is not known. Expected en or zh.',
      'E_SUB_ZONE --zone: time zone "Mars" is not known. Expected a name like Asia/Shanghai.',
      'E_SUB_METAL --metals: metal "gols" is not in the catalog. Did you mean "gold"? Expected all, or some of bulk, minor, energy, copper, aluminum, gold, silver, zinc, lead, rare_earths, antimony, molybdenum, tungsten, tin, lithium, cobalt, nickel.',
      'E_SUB_FORMAT --format: format "doc" is not known. Expected pdf, link, html.',
      'E_SUB_LIST --list: list "a b" is not a list\'s name. Expected up to 40 small letters, digits and hyphens, like weekly.',
    ],
  },
  {
    name: 'a language the desk does not write',
    files: {
      'data/desk.yaml':
        'name: { en: A, zh: B }\ntitle: { en: A, zh: B }\nlanguages: [en]\ntimeZone: Asia/Shanghai\nsections: [dashboard]\n',
    },
    words: ['add', 'li@x.cn', '--language', '中文'],
    exit: 64,
    lines: ['E_SUB_LANGUAGE --language: language "中文" is not one of this desk\'s. Expected en.'],
  },
  {
    name: 'a person who left',
    first: [[...LI], ['remove', 'li@x.cn', '--reason', 'asked by phone']],
    words: ['add', 'LI@x.cn'],
    exit: 65,
    lines: [
      'E_SUB_OPTOUT subscribers add: li@x.cn unsubscribed on DAY (asked by phone); nothing was changed. Use --resubscribe with a reason.',
    ],
  },
  {
    name: 'a list with a person who left',
    files: list('li@x.cn,Li'),
    first: [[...LI], ['remove', 'li@x.cn', '--reason', 'asked by phone']],
    words: ['import', '@list.csv'],
    exit: 0,
    lines: [
      'W_SUB_OPTOUT list.csv:2: li@x.cn unsubscribed on DAY; kept unsubscribed. Use --resubscribe with a reason.',
      'Nothing to do.',
    ],
  },
  {
    name: 'a person removed without a reason',
    first: [[...LI]],
    words: ['remove', 'li@x.cn'],
    exit: 64,
    lines: [`E_USAGE required option '--reason <text>' not specified. "assay --help" lists the commands.`],
  },
  {
    name: 'a person removed with an empty reason',
    first: [[...LI]],
    words: ['remove', 'li@x.cn', '--reason', ' '],
    exit: 64,
    lines: ['E_USAGE --reason: empty. Expected why, for whoever reads the history.'],
  },
  {
    name: 'a reason that ends a line',
    first: [[...LI]],
    words: ['remove', 'li@x.cn', '--reason', 'asked\nBcc: all@x.cn'],
    exit: 64,
    lines: [
      'E_USAGE --reason: reason "asked\\nBcc: all@x.cn" holds a line break. Write the reason on one line.',
    ],
  },
  {
    name: 'a person removed twice',
    first: [[...LI], ['remove', 'li@x.cn', '--reason', 'asked by phone']],
    words: ['remove', 'li@x.cn', '--reason', 'asked again'],
    exit: 0,
    lines: ['Unsubscribed already, on DAY. Nothing to do.'],
  },
  {
    name: 'a mistyped person',
    first: [[...LI], ['add', 'zhang@example.cn']],
    words: ['remove', 'zhnag@example.cn', '--reason', 'asked by phone'],
    exit: 66,
    lines: [
      'E_SUB_UNKNOWN subscribers: nobody is known by "zhnag@example.cn". Did you mean "zhang@example.cn"? "assay subscribers list" names them all.',
    ],
  },
  {
    name: 'a person at a mistyped domain',
    first: [[...LI], ['add', 'zhang@example.cn']],
    words: ['show', 'zhang@exmaple.cn'],
    exit: 66,
    lines: [
      'E_SUB_UNKNOWN subscribers: nobody is known by "zhang@exmaple.cn". Did you mean "zhang@example.cn"? "assay subscribers list" names them all.',
    ],
  },
  {
    name: 'a person nobody knows',
    words: ['show', 'zhang@example.cn'],
    exit: 66,
    lines: [
      'E_SUB_UNKNOWN subscribers: nobody is known by "zhang@example.cn". "assay subscribers list" names them all.',
    ],
  },
  {
    name: 'a state nobody is in',
    words: ['list', '--state', 'gone'],
    exit: 64,
    lines: [
      `E_USAGE option '--state <state>' argument 'gone' is invalid. Allowed choices are active, unsubscribed, bounced. "assay --help" lists the commands.`,
    ],
  },
  {
    name: 'two forms at once',
    words: ['list', '--csv', '--json'],
    exit: 64,
    lines: [`E_USAGE option '--csv' cannot be used with option '--json'. "assay --help" lists the commands.`],
  },
  {
    name: 'a list nobody is on',
    first: [[...LI]],
    words: ['list', '--list', 'vip'],
    exit: 0,
    lines: ['Nobody. "assay subscribers list" names everybody.'],
  },
  {
    name: 'a desk without subscribers',
    words: ['list'],
    exit: 0,
    lines: ['No subscriber yet. Take a list in with "assay subscribers import FILE".'],
  },
  {
    name: 'a desk that is not there',
    words: ['list', '--desk', '/nonexistent/desk'],
    exit: 66,
    lines: [
      'E_DESK_MISSING /nonexistent/desk: not a desk: no folder "data" in it. Give one with --desk DIR, or make one with "assay init DIR".',
    ],
  },
];

describe('a command about subscribers that is wrong is told why in one line', () => {
  test.each(CASES)('$name', async ({ files = {}, before, env, first = [], words, exit, lines }) => {
    const root = await temporaryDesk(files);
    await before?.(root);
    const run = (some: readonly string[]) => {
      const placed = some.map((word) => (word.startsWith('@') ? join(root, word.slice(1)) : word));
      const desk = some.includes('--desk') ? [] : ['--desk', root];
      return assay(['subscribers', ...placed, ...desk], { env: { DATABASE_URL: '', ...env } });
    };
    for (const some of first) expect(await run(some)).toMatchObject({ code: 0 });
    const ended = await run(words);
    const said = ended.stderr.trimEnd().replaceAll(/ on \d{4}-\d{2}-\d{2}/g, ' on DAY');
    expect(said.split('\n')).toEqual(lines);
    expect(ended.code).toBe(exit);
  });

  test('and no ledger is left behind by those who only look or try', async () => {
    const root = await temporaryDesk(list('li@x.cn,Li'));
    const env = { DATABASE_URL: '' };
    const words = [['list'], ['show', 'li@x.cn'], ['import', join(root, 'list.csv'), '--dry-run']];
    for (const some of words) await assay(['subscribers', ...some, '--desk', root], { env });
    const ended = await assay(['subscribers', 'list', '--desk', root], { env });
    expect(ended.stdout).toBe('');
    await expect(readdir(join(root, 'data'))).resolves.toEqual(['inbox']);
  });
});
