import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { assay, startAssay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { met } from '../support/met.ts';

const LEVELS: ReadonlyArray<readonly [series: string, level: number, unit: string]> = [
  ['cu_lme_3m', 9000, 'USD/t'],
  ['al_lme_3m', 2500, 'USD/t'],
  ['al_lme_cash', 2500, 'USD/t'],
  ['ni_lme_3m', 15000, 'USD/t'],
  ['cu_shfe', 78000, 'CNY/t'],
  ['al_shfe', 20000, 'CNY/t'],
  ['cu_lme_stk', 200000, 't'],
  ['au_comex', 2000, 'USD/oz'],
];
const NEWEST = Date.UTC(2025, 5, 13);

/** `days` days of eight series, each value raised by `more`. */
function rows(days: number, more = 0): string {
  const lines = ['date,series,value,unit'];
  for (let day = 0; day < days; day += 1) {
    const date = new Date(NEWEST - (days - 1 - day) * 86_400_000).toISOString().slice(0, 10);
    for (const [series, level, unit] of LEVELS)
      lines.push(`${date},${series},${level + more + (day % 97)},${unit}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What is in the store: nothing where there is none, or none yet. */
function kept(root: string): { readonly rows: number; readonly imports: number } {
  const db = new Database(join(root, 'data', 'assay.db'));
  try {
    const count = (table: string): number => {
      const is = db.prepare('select 1 from sqlite_master where name = ?').get(table);
      if (is === undefined) return 0;
      const found: unknown = db.prepare(`select count(*) as n from ${table}`).get();
      return Number(Object(found).n);
    };
    expect(db.prepare('pragma integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    return { rows: count('observation'), imports: count('import') };
  } finally {
    db.close();
  }
}

const DAYS = 37_500;
const ALL = DAYS * LEVELS.length;

describe('an import is whole or not at all', () => {
  test('killed at ten moments: all of it or nothing, and it can be done again', {
    timeout: 300_000,
  }, async () => {
    const whole = await temporaryDesk({ 'big.csv': rows(DAYS) });
    const file = join(whole, 'big.csv');
    const started = performance.now();
    expect((await assay(['import', file, '--desk', whole])).code).toBe(0);
    const takes = performance.now() - started;
    expect(kept(whole)).toEqual({ rows: ALL, imports: 1 });
    const endings = new Set<string>();
    for (let moment = 1; moment <= 10; moment += 1) {
      const root = await temporaryDesk({});
      const { child, ended } = startAssay(['import', file, '--desk', root]);
      const timer = setTimeout(() => child.kill('SIGKILL'), (takes * moment) / 11);
      const { signal } = await ended;
      clearTimeout(timer);
      const left = kept(root);
      endings.add(signal ?? 'ended');
      expect([
        { rows: 0, imports: 0 },
        { rows: ALL, imports: 1 },
      ]).toContainEqual(left);
      if (moment % 5 > 0) continue;
      expect((await assay(['import', file, '--desk', root])).code).toBe(0);
      expect(kept(root)).toEqual({ rows: ALL, imports: 1 });
    }
    expect(endings).toContain('SIGKILL');
  });

  test('Ctrl-C ends it with 130 and nothing is kept', async () => {
    const { root, code, stderr } = await met(async () => {
      const root = await temporaryDesk({ 'big.csv': rows(DAYS) });
      const { child, ended } = startAssay(['import', join(root, 'big.csv'), '--desk', root]);
      // The log beside the store says that rows are on their way. A second signal would end it at once.
      const timer = setInterval(() => {
        if (!existsSync(join(root, 'data', 'assay.db-wal'))) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 5);
      const { code, stderr } = await ended;
      clearInterval(timer);
      return code === 0 ? undefined : { root, code, stderr };
    });
    expect(stderr).toBe('E_STOPPED stopped on request; nothing half done was kept.\n');
    expect(code).toBe(130);
    expect(kept(root)).toEqual({ rows: 0, imports: 0 });
  });

  test('two at once wait for each other; the same file goes in once', async () => {
    const root = await temporaryDesk({ 'a.csv': rows(5000), 'b.csv': rows(5000, 1) });
    const words = (name: string) => ['import', join(root, name), '--desk', root];
    const ends = await Promise.all([assay(words('a.csv')), assay(words('a.csv')), assay(words('b.csv'))]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ends.filter(({ stdout }) => stdout.includes('known already'))).toHaveLength(1);
    expect(kept(root)).toEqual({ rows: 2 * 5000 * LEVELS.length, imports: 2 });
  });

  test('a check after it leaves no new file', async () => {
    const root = await temporaryDesk({});
    await writeFile(join(root, 'a.csv'), rows(100));
    expect((await assay(['import', join(root, 'a.csv'), '--desk', root])).code).toBe(0);
    const before = (await readdir(root, { recursive: true })).sort();
    expect(before).toContain(join('data', 'assay.db'));
    await assay(['check', '--desk', root]);
    expect((await readdir(root, { recursive: true })).sort()).toEqual(before);
  });
});
