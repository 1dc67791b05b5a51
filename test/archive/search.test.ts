import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArchiveSearch } from '../../src/archive/search/index.ts';
import { programRoot } from '../../src/program.ts';
import { assay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';
import { placeEdition, smallBrief } from '../support/editions.ts';
import { stillEffects } from '../support/effects.ts';

let sample = '';

/** The sample week, really built. */
beforeAll(async () => {
  sample = await mkdtemp(join(tmpdir(), 'assay-search-'));
  for (const part of ['inbox', 'desk.yaml'])
    await cp(join(programRoot(), 'data', part), join(sample, 'data', part), { recursive: true });
  const built = await assay(['build', '2025-W24', '--desk', sample]);
  expect(built.code, built.stderr).toBe(0);
});
afterAll(() => rm(sample, { recursive: true, force: true }));

function searchIn(root: string, ticks = () => 0): ArchiveSearch {
  return new ArchiveSearch(join(root, 'reports'), join(root, 'data/.search'), { ...stillEffects(), ticks });
}

const ALL = Number.POSITIVE_INFINITY;

describe('the sample edition', () => {
  test('is found by English words, with the passage and where it stands', async () => {
    const found = await searchIn(sample).search({ words: 'copper social stock' }, ALL);
    expect(found).toMatchObject({ read: 1, editions: 1, words: ['copper', 'social', 'stock'], page: 1 });
    const hit = found.hits.find(({ place }) => place === 'copper');
    expect(hit).toMatchObject({ edition: '2025-W24', language: 'en', title: 'Copper' });
    expect(hit?.snippet.filter(({ marked }) => marked).map(({ text }) => text.toLowerCase())).toContain(
      'stock',
    );
    const html = await readFile(join(sample, 'reports/2025-W24/en/brief.html'), 'utf8');
    expect(html).toContain('id="copper"');
  });

  test('is found by Chinese words, also by such as the dictionary parts otherwise', async () => {
    const search = searchIn(sample);
    const stock = await search.search({ words: '铜 社会库存' }, ALL);
    expect(stock.hits.map(({ language }) => language)).toEqual(stock.hits.map(() => 'zh'));
    expect(stock.hits[0]?.snippet.some(({ marked, text }) => marked && text === '库存')).toBe(true);
    for (const words of ['沪铜', '会库', '稀土', 'LME铜'])
      expect((await search.search({ words }, ALL)).total, words).toBeGreaterThan(0);
  });

  test('is found by the beginning of a word, in one language or both', async () => {
    const search = searchIn(sample);
    expect((await search.search({ words: 'tungst' }, ALL)).total).toBeGreaterThan(0);
    const both = await search.search({ words: 'COMEX', perPage: 100 }, ALL);
    const chinese = await search.search({ words: 'COMEX', language: 'zh', perPage: 100 }, ALL);
    expect(new Set(both.hits.map(({ language }) => language))).toEqual(new Set(['en', 'zh']));
    expect(chinese.total).toBe(both.hits.filter(({ language }) => language === 'zh').length);
  });

  test.each([
    '',
    '   ',
    '9,647.50',
    '∑∆',
    '"',
    '__proto__',
    'unobtainium',
    'a'.repeat(5000),
    '\u0000',
    '(((',
    '% _ \\',
  ])('has nothing for %j, and nothing breaks', async (words) => {
    const found = await searchIn(sample).search({ words }, ALL);
    expect(found).toMatchObject({ hits: [], total: 0, page: 1, pages: 1 });
  });

  test('is found by the command, on stdout as JSON', async () => {
    const { code, stdout } = await assay([
      'archive',
      'search',
      '氧化镝',
      '--lang',
      'zh',
      '--json',
      '--desk',
      sample,
    ]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found.total).toBeGreaterThan(0);
    expect(found.hits[0]).toMatchObject({ edition: '2025-W24', language: 'zh' });
  });
});

describe('an archive of several editions', () => {
  const week = (edition: string, word: string) => (reports: string) =>
    placeEdition(reports, edition, {
      'en/brief.json': smallBrief('Headline', { copper: `Copper ${word} in Shanghai.` }),
      'zh/brief.json': smallBrief('标题', { copper: `本周沪铜${word}。` }),
    });

  async function archive(): Promise<{ root: string; reports: string }> {
    const root = await temporaryDesk({ 'data/desk.txt': '' });
    const reports = join(root, 'reports');
    for (const [edition, word] of [
      ['2025-W01', 'rose'],
      ['2025-W02', 'rose'],
      ['2025-W02.1', 'fell'],
      ['2025-W03', 'rose'],
    ] as const)
      await week(edition, word)(reports);
    return { root, reports };
  }

  test('tells equal passages newest first, page by page', async () => {
    const { root } = await archive();
    const search = searchIn(root);
    const first = await search.search({ words: 'copper rose', language: 'en', perPage: 2 }, ALL);
    expect([first.total, first.pages]).toEqual([3, 2]);
    expect(first.hits.map(({ edition }) => edition)).toEqual(['2025-W03', '2025-W02']);
    const second = await search.search({ words: 'copper rose', language: 'en', perPage: 2, page: 2 }, ALL);
    expect(second.hits.map(({ edition }) => edition)).toEqual(['2025-W01']);
    // A page that is not there is the last one.
    expect(
      (await search.search({ words: 'copper rose', language: 'en', perPage: 2, page: 99 }, ALL)).page,
    ).toBe(2);
  });

  test('is read within the time given, the newest first, and the rest by the next searches', async () => {
    const { root } = await archive();
    let now = 0;
    const search = searchIn(root, () => {
      now += 10;
      return now;
    });
    const read: number[] = [];
    for (let times = 0; times < 4; times += 1) {
      const found = await search.search({ words: 'copper', language: 'en' }, 0);
      read.push(found.read);
      if (times === 0) expect(found.hits.map(({ edition }) => edition)).toEqual(['2025-W03']);
    }
    expect(read).toEqual([1, 2, 3, 4]);
  });

  test('is not read again by the next run, only what is new', async () => {
    const { root, reports } = await archive();
    await searchIn(root).search({ words: 'copper' }, ALL);
    // Without the briefs only what was kept can be found.
    for (const name of await readdir(reports))
      for (const language of ['en', 'zh']) await rm(join(reports, name, language), { recursive: true });
    await week('2025-W04', 'soared')(reports);
    const search = searchIn(root);
    expect(
      (await search.search({ words: 'soared', language: 'en' }, ALL)).hits.map(({ edition }) => edition),
    ).toEqual(['2025-W04']);
    expect((await search.search({ words: 'fell', language: 'en' }, ALL)).hits[0]?.edition).toBe('2025-W02.1');
  });

  test('forgets an edition that was taken away, and reads one that was put in its place', async () => {
    const { root, reports } = await archive();
    const search = searchIn(root);
    await search.search({ words: 'copper' }, ALL);
    await rm(join(reports, '2025-W02.1'), { recursive: true });
    await rm(join(reports, '2025-W01'), { recursive: true });
    await week('2025-W01', 'tumbled')(reports);
    expect((await search.search({ words: 'fell' }, ALL)).total).toBe(0);
    expect((await search.search({ words: 'tumbled' }, ALL)).hits[0]?.edition).toBe('2025-W01');
    expect((await readdir(join(root, 'data/.search'))).sort()).not.toContain('2025-W02.1.json');
  });

  test('never gives a word that was not published', async () => {
    const { root, reports } = await archive();
    await writeFile(join(reports, '2025-W03/en/brief.json'), smallBrief('Forged', { copper: 'canary' }));
    await writeFile(join(reports, '2025-W02/edition.json'), '{}');
    const search = searchIn(root);
    expect((await search.search({ words: 'canary' }, ALL)).total).toBe(0);
    expect(
      (await search.search({ words: 'copper', language: 'en' }, ALL)).hits.map((hit) => hit.edition),
    ).toEqual(['2025-W02.1', '2025-W01']);
  });

  test.each(['', '{', '[]', '{"partedBy":"1"}', JSON.stringify({ partedBy: '1', editions: {}, index: {} })])(
    'is read anew where what was kept of it is %j',
    async (kept) => {
      const { root } = await archive();
      await searchIn(root).search({ words: 'copper' }, ALL);
      for (const name of await readdir(join(root, 'data/.search')))
        await writeFile(join(root, 'data/.search', name), kept);
      expect((await searchIn(root).search({ words: 'fell', language: 'en' }, ALL)).hits).toHaveLength(1);
    },
  );

  test('of none is no fault', async () => {
    const root = await temporaryDesk({ 'data/desk.txt': '' });
    expect(await searchIn(root).search({ words: 'copper' }, ALL)).toMatchObject({ total: 0, editions: 0 });
  });
});
