import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/archive/index.ts';
import { openDesk } from '../../../src/desk.ts';
import { findingAt } from '../../../src/model/finding.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { placeEdition, smallBrief, weekNames } from '../../support/editions.ts';
import { openStudio } from '../../support/studio.ts';

const CANARY = 'canary 4711';
const PICTURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const LETTER =
  '<p><img src="email-1.png" alt=""><a href="@@online@@">online</a> <a href="@@unsubscribe@@">leave</a> @@manifest@@</p>';

async function archive(weeks: readonly string[]): Promise<string> {
  const root = await temporaryDesk({ 'data/mail.key': CANARY, 'reports/secret/x': CANARY });
  for (const edition of weeks)
    await placeEdition(
      join(root, 'reports'),
      edition,
      {
        ...Object.fromEntries(
          ['en', 'zh'].flatMap((language) => [
            [`${language}/brief.html`, `<!doctype html><title>${edition}</title><p id="copper">${language}`],
            [`${language}/brief.pdf`, '%PDF-1.7\n%%EOF\n'],
            [`${language}/brief.json`, smallBrief(`Head <${edition}>`, { copper: 'Copper & tin <rose>.' })],
            [`${language}/email.html`, LETTER],
            [`${language}/email-1.png`, PICTURE],
          ]),
        ),
      },
      [findingAt('W_DATA_STALE', 'co_smm', 'old <b>')],
    );
  return root;
}

const policyOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['content-security-policy']);

describe('the archive', () => {
  test('shows a year’s editions with headline, readings and findings, in both languages', async () => {
    const root = await archive(['2024-W51', '2025-W23', '2025-W24', '2025-W24.1']);
    const studio = await openStudio({ root });
    const reader = await studio.clientFor('reader');
    const first = (await reader.get('/archive')).body;
    expect(first).toContain('4 of 4 editions are still being read.');
    // Each page lets the reading go on; what is read once stays.
    await expect.poll(async () => (await reader.get('/archive')).body).not.toContain('still being read');
    const page = (await reader.get('/archive')).body;
    expect(page).toContain('4 editions since 2024-W51.');
    expect(page).toContain('href="/archive/2025-W24.1"');
    expect(page).toContain('correction 1');
    expect(page).toContain('Head &lt;2025-W24&gt;');
    expect(page).toContain('/archive/2025-W24/file/zh/brief.pdf');
    expect(page).toContain('errors 0, warnings 1, notes 0');
    expect(page).not.toContain('2024-W51</a>');
    expect((await reader.get('/archive?year=2024')).body).toContain('href="/archive/2024-W51"');
    expect((await reader.get('/archive?year=1999')).body).toContain('No edition of 1999.');
    const chinese = (await reader.get('/archive', { 'accept-language': 'zh' })).body;
    expect(chinese).toContain('共 4 期，始于 2024-W51。');
  });

  test('without editions says what to do next', async () => {
    const studio = await openStudio();
    const page = (await (await studio.clientFor('reader')).get('/archive')).body;
    expect(page).toContain('Publish the first on the page of this week.');
  });

  test('is for those who have an account', async () => {
    const studio = await openStudio({ root: await archive(['2025-W24']) });
    for (const url of [
      '/archive',
      '/archive/2025-W24',
      '/archive/2025-W24/file/en/brief.html',
      '/archive/search?q=x',
    ]) {
      const answer = await studio.stranger().get(url);
      expect([401, 303]).toContain(answer.statusCode);
      expect(answer.body).not.toContain('Head');
    }
  });
});

describe('an edition', () => {
  test('shows its files with sizes and sha256, findings, inputs and versions', async () => {
    const studio = await openStudio({ root: await archive(['2025-W23', '2025-W24', '2025-W24.1']) });
    const page = (await (await studio.clientFor('reader')).get('/archive/2025-W24')).body;
    expect(page).toContain(sha256(LETTER));
    expect(page).toContain('href="/archive/2025-W24/file/en/brief.json"');
    expect(page).toContain('old &lt;b&gt;');
    expect(page).toContain('data/inbox/week.csv');
    expect(page).toContain('Corrected by 2025-W24.1.');
    expect(page).toContain('rel="prev" href="/archive/2025-W23"');
    expect(page).toContain('rel="next" href="/archive/2025-W24.1"');
  });

  test('gives its files as they are, each as what it is', async () => {
    const studio = await openStudio({ root: await archive(['2025-W24']) });
    const reader = await studio.clientFor('reader');
    const html = await reader.get('/archive/2025-W24/file/en/brief.html');
    expect(html.body).toBe('<!doctype html><title>2025-W24</title><p id="copper">en');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(policyOf(html)).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:/,
    );
    const pdf = await reader.get('/archive/2025-W24/file/zh/brief.pdf');
    expect(pdf.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="2025-W24-zh-brief.pdf"',
    });
    const json = await reader.get('/archive/2025-W24/file/snapshot.json');
    expect(json.headers['content-disposition']).toBe('attachment; filename="2025-W24-snapshot.json"');
    expect((await reader.get('/archive/2025-W24/file/en/email-1.png')).rawPayload).toEqual(
      Buffer.from(PICTURE),
    );
  });

  test('shows its letter with its pictures, leading nowhere, in a box', async () => {
    const studio = await openStudio({ root: await archive(['2025-W24']) });
    const letter = await (await studio.clientFor('reader')).get('/archive/2025-W24/letter/en');
    expect(letter.body).toContain(`src="data:image/png;base64,${Buffer.from(PICTURE).toString('base64')}"`);
    expect(letter.body).not.toContain('@@');
    expect(policyOf(letter)).toMatch(/^sandbox; default-src 'none'/);
  });

  test('that is not there, or no name of one, is a 404; nothing else is ever read', async () => {
    const root = await archive(['2025-W24']);
    await mkdir(join(root, 'reports/2025-W24/en'), { recursive: true });
    await writeFile(join(root, 'reports/2025-W24/en/added.html'), CANARY);
    const studio = await openStudio({ root });
    const reader = await studio.clientFor('reader');
    const urls = [
      ...['2025-W54', '2025-W25', 'secret', '..%2fdata', 'a'.repeat(200), '2025-W24%00', '__proto__'].map(
        (edition) => `/archive/${edition}`,
      ),
      ...[
        '../../data/mail.key',
        '..%2f..%2fdata%2fmail.key',
        '%2e%2e/%2e%2e/data/mail.key',
        '/etc/passwd',
        'en%5cbrief.html',
      ]
        .concat([
          'edition.json',
          'en/added.html',
          'en',
          '',
          '__proto__',
          'en/brief.html%00.png',
          '../secret/x',
        ])
        .map((path) => `/archive/2025-W24/file/${path}`),
      ...['fr', 'en%2f..', '__proto__'].map((language) => `/archive/2025-W24/letter/${language}`),
    ];
    for (const url of urls) {
      const answer = await reader.get(url);
      expect(answer.statusCode, url).toBe(404);
      expect(answer.body, url).not.toContain(CANARY);
    }
  });

  test('that was touched is never served, and verifying says which file', async () => {
    const root = await archive(['2025-W24']);
    const studio = await openStudio({ root });
    const reader = await studio.clientFor('reader');
    expect((await reader.post('/archive/2025-W24/verify')).body).toContain('Intact');
    await writeFile(join(root, 'reports/2025-W24/en/brief.html'), CANARY);
    const answer = await reader.post('/archive/2025-W24/verify');
    expect(answer.body).toContain('E_ARCHIVE_CHANGED');
    expect(answer.body).toContain('reports/2025-W24/en/brief.html');
    const file = await reader.get('/archive/2025-W24/file/en/brief.html');
    expect(file.statusCode).toBe(422);
    expect(file.body).not.toContain(CANARY);
    const events = await studio.office.audit.list({ action: 'archive.verify' });
    expect(events.map(({ target, outcome }) => [target, outcome])).toContainEqual(['2025-W24', 'done']);
    await writeFile(join(root, 'reports/2025-W24/edition.json'), '{}');
    const broken = await reader.post('/archive/2025-W24/verify');
    expect(broken.body).toContain('E_ARCHIVE_MANIFEST');
  });
});

describe('search', () => {
  test('marks the words, escapes the rest, and leads to the passage', async () => {
    const studio = await openStudio({ root: await archive(['2025-W24']) });
    const reader = await studio.clientFor('reader');
    const page = (await reader.get('/archive/search?q=tin+rose&in=en')).body;
    expect(page).toContain('1 passage');
    expect(page).toContain('Copper &amp; <mark>tin</mark> &lt;<mark>rose</mark>&gt;.');
    expect(page).toContain('href="/archive/2025-W24/file/en/brief.html#copper"');
    const nothing = (await reader.get('/archive/search?q=%3Cscript%3Ealert(1)')).body;
    expect(nothing).toContain('value="&lt;script&gt;alert(1)"');
    expect(nothing).toContain('Nothing has all of: script · alert');
    expect((await reader.get('/archive/search')).body).toContain('Type a word or two');
    expect((await reader.get('/archive/search?q=42')).body).toContain('Plain numbers are not looked up');
  });

  test('goes from page to page', async () => {
    const studio = await openStudio({ root: await archive(weekNames(25)) });
    const reader = await studio.clientFor('reader');
    const page = (await reader.get('/archive/search?q=copper&in=en')).body;
    expect(page).toContain('25 passages');
    expect(page).toContain('href="/archive/search?q&#x3D;copper&amp;in&#x3D;en&amp;page&#x3D;2"');
    expect(page).toContain('Page 1 of 2');
    const second = (await reader.get('/archive/search?q=copper&in=en&page=2')).body;
    expect(second).toContain('2025-W28');
    expect(second).not.toContain('2025-W52');
  });
});

describe('ten years of editions', () => {
  /** The fastest of some, in milliseconds of the processor: what else the machine does is no property of the page. */
  test('cost a page little more than one year of them', async () => {
    const fastest = async (count: number): Promise<number> => {
      const root = await temporaryDesk({});
      for (const edition of weekNames(count))
        await placeEdition(join(root, 'reports'), edition, { 'en/brief.json': smallBrief(edition, {}) });
      const desk = await openDesk(root);
      const studio = await openStudio({ root, roles: ['reader'], more: { desk: async () => desk } });
      const reader = await studio.clientFor('reader');
      await expect
        .poll(async () => (await reader.get('/archive')).body, { interval: 200 })
        .not.toContain('still being read');
      const all: number[] = [];
      for (let times = 0; times < 12; times += 1) {
        const start = process.cpuUsage();
        const page = await reader.get('/archive');
        const { user, system } = process.cpuUsage(start);
        all.push((user + system) / 1000);
        expect(page.body.match(/<th scope="row">/g)).toHaveLength(52);
      }
      return Math.min(...all);
    };
    const year = await fastest(52);
    const decade = await fastest(520);
    expect(decade / year, `${year} ms, ${decade} ms`).toBeLessThan(8);
  });
});
