import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assay, type Ended } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { ledgerPlaces } from '../support/ledgers.ts';

const LIST =
  '邮箱,姓名,语言,时区,关注,格式,列表\nLi.Wei@X.cn,李伟,中文,Asia/Shanghai,"铜、锡",附件,\nwang@例子.中国,Wang,English,,,link,"weekly,vip"\n';

/** The subscribers' commands on a desk of its own, its ledger in a file or on PostgreSQL. */
async function deskOn(
  { name, place }: (typeof ledgerPlaces)[number],
  files: Readonly<Record<string, string>> = {},
): Promise<{ root: string; run: (...words: string[]) => Promise<Ended> }> {
  const root = await temporaryDesk(files);
  const env = { DATABASE_URL: name === 'postgres' ? await place() : '' };
  const run = (...words: string[]) => {
    const placed = words.map((word) => (word.startsWith('@') ? join(root, word.slice(1)) : word));
    return assay(['subscribers', ...placed, '--desk', root], { env });
  };
  return { root, run };
}

const rowsOf = (ended: Ended): string[][] =>
  ended.stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));

describe.each(ledgerPlaces)('subscribers on $name', (ledger) => {
  test('are imported, listed, changed, removed and shown', async () => {
    const { run } = await deskOn(ledger, { 'list.csv': LIST });
    const tried = await run('import', '@list.csv', '--dry-run');
    expect([tried.code, tried.stdout, tried.stderr]).toEqual([
      0,
      'list.csv: 2 new, 0 changed, 0 same\n',
      'A dry run: nothing was kept. Without --dry-run these people go in.\n',
    ]);
    expect((await run('list')).stdout).toBe('');

    const taken = await run('import', '@list.csv');
    expect([taken.code, taken.stdout, taken.stderr]).toEqual([
      0,
      'list.csv: 2 new, 0 changed, 0 same\n',
      'Kept.\n',
    ]);
    const listed = rowsOf(await run('list'));
    expect(listed.map((row) => row.slice(0, 8))).toEqual([
      ['address', 'name', 'language', 'time zone', 'metals', 'format', 'lists', 'state'],
      ['Li.Wei@x.cn', '李伟', 'zh', 'Asia/Shanghai', 'copper tin', 'pdf', 'weekly', 'active'],
      ['wang@xn--fsqu00a.xn--fiqs8s', 'Wang', 'en', '', '', 'link', 'vip weekly', 'active'],
    ]);

    const added = await run('add', 'LI.wei@x.cn', '--metals', 'all', '--list', 'weekly', '--list', 'vip');
    expect([added.code, added.stderr]).toEqual([0, 'Changed.\n']);
    expect(rowsOf(added)[0]?.slice(0, 8)).toEqual([
      'LI.wei@x.cn',
      '李伟',
      'zh',
      'Asia/Shanghai',
      '',
      'pdf',
      'vip weekly',
      'active',
    ]);
    expect((await run('add', 'LI.wei@x.cn')).stderr).toBe('Nothing to do.\n');

    const removed = await run('remove', 'li.wei@x.cn', '--reason', 'asked by phone');
    expect([removed.code, removed.stderr]).toEqual([0, 'Unsubscribed.\n']);
    const again = await run('import', '@list.csv');
    expect([again.code, again.stdout]).toEqual([
      0,
      'list.csv: 0 new, 0 changed, 1 same, 1 kept unsubscribed\n',
    ]);
    expect(again.stderr).toMatch(
      /^W_SUB_OPTOUT list\.csv:2: LI\.wei@x\.cn unsubscribed on [\d-]+; kept unsubscribed\. Use --resubscribe with a reason\.\nNothing to do\.\n$/,
    );

    const back = await run('import', '@list.csv', '--resubscribe', '--reason', 'asked again');
    expect(back.stdout).toBe('list.csv: 0 new, 0 changed, 1 same, 1 resubscribed\n');
    const shown = rowsOf(await run('show', 'li.wei@x.cn'));
    expect(shown.slice(0, 7)).toEqual([
      ['address', 'Li.Wei@x.cn'],
      ['name', '李伟'],
      ['language', 'zh'],
      ['time zone', 'Asia/Shanghai'],
      ['metals', 'copper tin'],
      ['format', 'pdf'],
      ['lists', 'vip weekly'],
    ]);
    const history = shown.filter(([first = '']) => /^\d{4}-/.test(first)).map((row) => row.slice(1));
    expect(history).toEqual([
      ['added', 'import list.csv'],
      ['changed', 'desk'],
      ['unsubscribed', 'desk', 'asked by phone'],
      ['changed', 'import list.csv'],
      ['resubscribed', 'import list.csv', 'asked again'],
    ]);
  });

  test('are told to programs as JSON', async () => {
    const { run } = await deskOn(ledger, { 'list.csv': LIST, 'bad.csv': 'email\nzhang@@x.cn\n' });
    const imported: unknown = JSON.parse((await run('import', '@list.csv', '--json')).stdout);
    expect(imported).toEqual({
      file: 'list.csv',
      counts: {
        rows: 2,
        added: 2,
        changed: 0,
        same: 0,
        resubscribed: 0,
        unsubscribed: 0,
        bounced: 0,
        duplicates: 0,
      },
      errors: 0,
      warnings: 0,
      findings: [],
      kept: true,
    });
    const bad = await run('import', '@bad.csv', '--json');
    expect(bad.code).toBe(65);
    expect(JSON.parse(bad.stdout)).toMatchObject({
      errors: 1,
      kept: false,
      findings: [{ code: 'E_SUB_ADDRESS', where: 'bad.csv:2' }],
    });
    const listed: unknown = JSON.parse((await run('list', '--list', 'vip', '--json')).stdout);
    expect(listed).toMatchObject([
      { key: 'wang@xn--fsqu00a.xn--fiqs8s', lists: ['vip', 'weekly'], state: 'active' },
    ]);
    expect(JSON.parse((await run('list', '--state', 'bounced', '--json')).stdout)).toEqual([]);
    expect(JSON.parse((await run('add', 'new@x.cn', '--json')).stdout)).toMatchObject({
      what: 'added',
      subscriber: { key: 'new@x.cn', name: '' },
    });
    expect(JSON.parse((await run('remove', 'new@x.cn', '--reason', 'left', '--json')).stdout)).toMatchObject({
      what: 'unsubscribed',
      subscriber: { state: 'unsubscribed', reason: 'left' },
    });
    expect(JSON.parse((await run('show', 'new@x.cn', '--json')).stdout)).toMatchObject({
      subscriber: { state: 'unsubscribed' },
      history: [{ what: 'added' }, { what: 'unsubscribed', reason: 'left' }],
    });
  });

  test('are listed as CSV no spreadsheet would run', async () => {
    const { run } = await deskOn(ledger);
    await run('add', 'li@x.cn', '--name', 'Li, "Wei"');
    await run('remove', 'li@x.cn', '--reason', 'left us');
    const [header, row] = (await run('list', '--csv')).stdout.split('\n');
    expect(header).toBe('address,name,language,time zone,metals,format,lists,state,since,reason');
    expect(row).toMatch(
      /^li@x\.cn,"Li, ""Wei""",en,,,pdf,weekly,unsubscribed,\d{4}-[\d-]+T[\d:.]+Z,left us$/,
    );
  });
});

test('the ledger is a file beside the store, and not the store', async () => {
  const [sqlite] = ledgerPlaces;
  if (sqlite?.name !== 'sqlite') throw new Error('SQLite is not the first place');
  const { root, run } = await deskOn(sqlite);
  await run('add', 'li@x.cn');
  expect((await readFile(join(root, 'data', 'ledger.db'))).subarray(0, 15).toString()).toBe(
    'SQLite format 3',
  );
  await expect(readFile(join(root, 'data', 'assay.db'))).rejects.toThrow('ENOENT');
});
