import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changeOverrides, type OverrideRequest } from '../../src/app/overrides.ts';
import { replaceFile } from '../../src/app/replace-file.ts';
import { readOverrides } from '../../src/catalog/index.ts';
import { openDesk } from '../../src/desk.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

const PRICES = `date,series,value,unit
2025-06-12,cu_lme_3m,9640,USD/t
2025-06-13,cu_lme_3m,9647.50,USD/t
2025-06-13,al_lme_3m,2503,USD/t
2025-06-13,zn_lme_3m,2640,USD/t
2025-06-13,pb_lme_3m,1980,USD/t
`;
const NOW = '2025-06-15T08:00:00.000Z';
const ACCEPT = {
  do: 'accept',
  series: 'cu_lme_3m',
  date: '2025-06-13',
  value: '9647.50',
  reason: 'seen on the page',
  expires: '',
  by: 'li',
} as const;

const desk = (): Promise<string> => temporaryDesk({ 'data/inbox/prices.csv': PRICES });
const ask = (root: string, request: OverrideRequest) => changeOverrides(root, request, stillEffects(NOW));
const kept = async (root: string) =>
  readOverrides(join(root, 'data', 'overrides.yaml'), (await openDesk(root)).catalog);

describe('answering for a value', () => {
  test('is written with who, why and until when, and ends when somebody ends it', async () => {
    const root = await desk();
    await ask(root, ACCEPT);
    expect(await kept(root)).toMatchObject([
      {
        series: 'cu_lme_3m',
        action: 'accept',
        value: 9647.5,
        by: 'li',
        reason: 'seen on the page',
        expires: '2025-08-14',
      },
    ]);
    await ask(root, { do: 'end', series: 'cu_lme_3m', date: '2025-06-13' });
    expect(await kept(root)).toEqual([]);
  });

  test('no reason makes a file that cannot be read', async () => {
    const root = await desk();
    await ask(root, { ...ACCEPT, reason: 'seen\u007f\u0000 on it' });
    expect(await kept(root)).toMatchObject([{ reason: 'seen\\u007f\\u0000 on it' }]);
  });

  const wrong: ReadonlyArray<readonly [string, Partial<typeof ACCEPT> | Record<string, string>, string]> = [
    ['a value that is another by now', { value: '9600' }, 'E_OVERRIDE_VALUE'],
    ['no value at all', { value: '' }, 'E_OVERRIDE_VALUE'],
    ['a day without a value', { date: '2025-06-10' }, 'E_OVERRIDE_VALUE'],
    ['a series nobody has', { series: 'cu_lme_3n' }, 'E_OVERRIDE_SERIES'],
    ['a day that does not exist', { date: '2025-02-30' }, 'E_OVERRIDE_DATE'],
    ['no reason', { reason: ' \n ' }, 'E_OVERRIDE_REASON'],
    ['a novel for a reason', { reason: 'x'.repeat(301) }, 'E_OVERRIDE_REASON'],
    ['an end that is over', { expires: '2025-06-14' }, 'E_OVERRIDE_DATE'],
    ['longer than sixty days', { expires: '2025-08-15' }, 'E_OVERRIDE_DATE'],
  ];
  test.each(wrong)('%s is refused and nothing is written', async (_what, change, code) => {
    const root = await desk();
    const request: OverrideRequest = { ...ACCEPT, ...change };
    await expect(ask(root, request)).rejects.toMatchObject({ problems: [{ code }] });
    expect(await readdir(join(root, 'data'))).not.toContain('overrides.yaml');
  });

  test('a value somebody has decided about already is theirs until they end it', async () => {
    const root = await desk();
    await ask(root, ACCEPT);
    const other = ask(root, { ...ACCEPT, do: 'exclude', by: 'wang' });
    await expect(other).rejects.toMatchObject({
      problems: [{ code: 'E_OVERRIDE_TWICE', message: expect.stringContaining('"li"') }],
    });
    expect(await kept(root)).toMatchObject([{ by: 'li', action: 'accept' }]);
  });

  test('what speaks of a value that was corrected since gives way', async () => {
    const root = await desk();
    await ask(root, ACCEPT);
    await writeFile(join(root, 'data', 'inbox', 'prices.csv'), PRICES.replace('9647.50', '9657.50'));
    await ask(root, { ...ACCEPT, value: '9657.50', by: 'wang' });
    expect(await kept(root)).toMatchObject([{ by: 'wang', value: 9657.5 }]);
  });

  test('four people at once lose nothing of each other', async () => {
    const root = await desk();
    const values = { cu_lme_3m: '9647.50', al_lme_3m: '2503', zn_lme_3m: '2640', pb_lme_3m: '1980' };
    await Promise.all(
      Object.entries(values).map(([series, value]) =>
        ask(root, { ...ACCEPT, series, value, by: `of-${series}` }),
      ),
    );
    expect((await kept(root)).map(({ series }) => series).sort()).toEqual(Object.keys(values).sort());
  });
});

describe('a file that people and programs change', () => {
  test('who edits it by hand between looking and writing is not overwritten', async () => {
    const root = await desk();
    const file = join(root, 'data', 'list.txt');
    await writeFile(file, 'one\n');
    let looked = 0;
    const after = await replaceFile(
      file,
      async (text) => {
        looked += 1;
        if (looked === 1) await writeFile(file, 'one\nby hand\n');
        return `${text}mine\n`;
      },
      stillEffects(),
    );
    expect(after).toBe('one\nby hand\nmine\n');
    expect(await readFile(file, 'utf8')).toBe(after);
    expect(looked).toBe(2);
  });

  test('the lock of a process that has died is nobody’s, and none is left behind', async () => {
    const root = await desk();
    const file = join(root, 'data', 'list.txt');
    await writeFile(join(root, 'data', '.list.txt.lock'), '2147483646 1');
    await replaceFile(file, () => 'mine\n', stillEffects());
    expect(await readFile(file, 'utf8')).toBe('mine\n');
    expect((await readdir(join(root, 'data'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('what the change throws leaves the file as it was', async () => {
    const root = await desk();
    const file = join(root, 'data', 'list.txt');
    await writeFile(file, 'one\n');
    const failed = replaceFile(file, () => Promise.reject(new Error('no')), stillEffects());
    await expect(failed).rejects.toThrow('no');
    expect(await readFile(file, 'utf8')).toBe('one\n');
  });
});
