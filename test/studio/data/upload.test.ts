import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDesk } from '../../../src/desk.ts';
import { openStoreAsIs } from '../../../src/store/index.ts';
import { temporaryDesk } from '../../support/desk.ts';
import { type Client, openStudio, type TestStudio } from '../../support/studio.ts';

const WEEK = 'date,series,value\n2025-06-12,cu_lme_3m,9616.5\n2025-06-13,cu_lme_3m,9647.5\n';

const csv = (name: string, content: string | Uint8Array) => ({ field: 'files', name, content });

async function desk(): Promise<{ studio: TestStudio; analyst: Client }> {
  const studio = await openStudio({ root: await temporaryDesk({}), roles: ['reader', 'analyst'] });
  return { studio, analyst: await studio.clientFor('analyst') };
}

/** Uploads, and gives the address of the page that says what would change. */
async function uploaded(analyst: Client, ...files: Array<ReturnType<typeof csv>>): Promise<string> {
  const answer = await analyst.upload('/data/upload', files);
  expect(answer.statusCode, answer.body).toBe(303);
  return String(answer.headers.location);
}

const weeksIn = (page: string): string => /name="weeks" value="([^"]*)"/.exec(page)?.[1] ?? 'none';

const inboxOf = async (studio: TestStudio): Promise<string[]> =>
  (await readdir(join(studio.root, 'data/inbox'))).sort();

async function valuesOf(studio: TestStudio): Promise<string[]> {
  const store = await openStoreAsIs(join(studio.root, 'data/assay.db'));
  try {
    return (await store.observations()).map(({ series, date, value }) => `${series} ${date} ${value}`);
  } finally {
    await store.close();
  }
}

/** Every file below a folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

describe('a file that was dropped', () => {
  test('gives way to later ones of the same person, so that nobody fills the disk', async () => {
    const { studio, analyst } = await desk();
    const other = await studio.clientFor('analyst', 'wang');
    const theirs = await uploaded(other, csv('theirs.csv', WEEK));
    const places: string[] = [];
    for (let minute = 0; minute < 12; minute += 1) {
      studio.clock.moment = `2025-06-15T12:${minute + 10}:00.000Z`;
      studio.clock.ticks += 60_000;
      places.push(await uploaded(analyst, csv('a.csv', WEEK)));
    }
    const found = await Promise.all(places.map(async (place) => (await analyst.get(place)).statusCode));
    expect(found).toEqual([404, 404, ...Array<number>(10).fill(200)]);
    expect((await other.get(theirs)).statusCode).toBe(200);
  });

  test('shows what it would change, and changes nothing before it is imported', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('week.csv', WEEK));
    expect(url).toMatch(/^\/data\/import\/[0-9a-f]{32}$/);
    const page = (await analyst.get(url)).body;
    expect(page).toContain('Nothing is wrong. Nothing has been imported yet.');
    expect(page).toContain('<a href="/data/series/cu_lme_3m">LME copper 3M</a>');
    expect(page).toContain('2025-06-12 – 2025-06-13');
    expect(weeksIn(page)).toBe('2025-W24');
    expect([await inboxOf(studio), await valuesOf(studio)]).toEqual([[], []]);

    const done = await analyst.post(url, { weeks: '2025-W24' });
    expect(done.headers.location).toBe('/data');
    expect((await analyst.get('/data')).body).toContain(
      'Imported: 2 new values, 0 changed. Weeks: 2025-W24.',
    );
    expect(await inboxOf(studio)).toEqual(['week.csv']);
    expect(await readFile(join(studio.root, 'data/inbox/week.csv'), 'utf8')).toBe(WEEK);
    expect(await valuesOf(studio)).toEqual(['cu_lme_3m 2025-06-12 9616.5', 'cu_lme_3m 2025-06-13 9647.5']);
    // Nothing is left where it waited, and its page is gone.
    expect(await filesIn(join(studio.root, 'data/.uploads'))).toEqual([]);
    expect((await analyst.get(url)).statusCode).toBe(404);
    const [last] = await studio.office.audit.list({ action: 'data.import' });
    expect(last).toMatchObject({ target: '2025-W24', outcome: 'done', actor: { name: 'analyst' } });
    // A build finds it read already.
    const checked = await studio.shop.app.import({
      files: [join(studio.root, 'data/inbox/week.csv')],
      dryRun: true,
    });
    expect(checked.files.map(({ known }) => known)).toEqual([true]);
  });

  test('shows the values it would replace, and says so where all of it is known', async () => {
    const { analyst } = await desk();
    const first = await uploaded(analyst, csv('week.csv', WEEK));
    await analyst.post(first, { weeks: '2025-W24' });
    const again = (await analyst.get(await uploaded(analyst, csv('again.csv', WEEK)))).body;
    expect(again).toContain('All of it is known already: there is nothing to import.');
    expect(weeksIn(again)).toBe('none');
    const url = await uploaded(analyst, csv('mended.csv', WEEK.replace('9647.5', '9650')));
    const page = (await analyst.get(url)).body;
    expect(page).toContain('9,647.5 → 9,650');
    expect(page).toContain('W_DATA_CORRECTED');
    await analyst.post(url, { weeks: '2025-W24' });
    expect((await analyst.get('/data')).body).toContain('Imported: 0 new values, 1 changed.');
  });

  test('is imported with the others of its upload or not at all', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(
      analyst,
      csv('week.csv', WEEK),
      csv('wrong.csv', 'date,series,value\n2025-06-13,cu_lme_3x,9O1\n'),
    );
    const page = (await analyst.get(url)).body;
    expect(page).toContain('wrong.csv:2:2');
    expect(page).toContain('Did you mean &quot;cu_lme_3m&quot;?');
    expect(weeksIn(page)).toBe('none');
    const tried = await analyst.post(url, { weeks: '2025-W24' });
    expect(tried.body).toContain('This cannot be imported as it is');
    expect([await inboxOf(studio), await valuesOf(studio)]).toEqual([[], []]);
    const left = await analyst.post(`${url}/discard`);
    expect(left.headers.location).toBe('/data');
    expect(await filesIn(join(studio.root, 'data/.uploads'))).toEqual([]);
  });

  test('is not imported where other weeks would change than were shown', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('week.csv', WEEK));
    for (const weeks of ['', '2025-W23', 'none of yours']) {
      const answer = await analyst.post(url, { weeks });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.body).toContain('E_UPLOAD_CHANGED');
    }
    expect([await inboxOf(studio), await valuesOf(studio)]).toEqual([[], []]);
    expect((await analyst.get(url)).body).toContain('Nothing is wrong.');
  });

  test('is seen by whoever uploaded it and by nobody else, and for a day', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('week.csv', WEEK));
    const other = await studio.clientFor('analyst', 'somebody');
    const reader = await studio.clientFor('reader');
    for (const path of [url, `${url}/discard`, `${url}/mapping`]) {
      const tried = path === url ? await other.get(path) : await other.post(path, { mapping: 'x' });
      expect([path, tried.statusCode]).toEqual([path, 404]);
    }
    expect((await other.post(url, { weeks: '2025-W24' })).statusCode).toBe(404);
    expect((await reader.get(url)).statusCode).toBe(403);
    expect((await reader.upload('/data/upload', [csv('week.csv', WEEK)])).statusCode).toBe(403);
    for (const id of ['..', '%2e%2e%2f%2e%2e', 'x'.repeat(32), '0'.repeat(32)])
      expect((await analyst.get(`/data/import/${id}x`)).statusCode).toBe(404);
    expect((await analyst.get(url)).statusCode).toBe(200);

    const folder = join(studio.root, 'data/.uploads', url.split('/').at(-1) ?? '');
    await utimes(folder, new Date('2025-06-13T00:00:00Z'), new Date('2025-06-13T00:00:00Z'));
    await uploaded(analyst, csv('other.csv', WEEK));
    expect((await analyst.get(url)).statusCode).toBe(404);
  });

  test('of a name that is taken gets a number, and keeps the other', async () => {
    const { studio, analyst } = await desk();
    await analyst.post(await uploaded(analyst, csv('Week.csv', WEEK)), { weeks: '2025-W24' });
    const later = 'date,series,value\n2025-06-06,cu_lme_3m,9670.5\n';
    await analyst.post(await uploaded(analyst, csv('week.csv', later)), { weeks: '2025-W23' });
    expect(await inboxOf(studio)).toEqual(['Week.csv', 'week_02.csv']);
    const twins = await uploaded(analyst, csv('a.csv', WEEK), csv('A.CSV', later));
    expect((await analyst.get(twins)).body).toContain('A_02.csv');
  });

  test('without a choice, nothing happens', async () => {
    const { analyst } = await desk();
    const answer = await analyst.upload('/data/upload', []);
    expect(answer.headers.location).toBe('/data');
    expect((await analyst.get('/data')).body).toContain('No file was chosen.');
  });
});

describe('names that are no names', () => {
  test('lie in the inbox as what is left of them, and nowhere else', async () => {
    const { studio, analyst } = await desk();
    const names: Array<[given: string, name: string]> = [
      ['../../../../tmp/evil.csv', 'evil.csv'],
      ['..\\\\..\\\\windows\\\\evil2.csv', 'evil2.csv'],
      ['/etc/cron.d/evil3', 'evil3.csv'],
      ['..', 'upload.csv'],
      ['.hidden.csv', 'hidden.csv'],
      ['data/mail.key', 'mail.csv'],
      [`${'long'.repeat(200)}.csv`, `${'long'.repeat(30)}.csv`],
    ];
    const above = dirname(studio.root);
    const elsewhere = async (): Promise<string[]> =>
      (await Promise.all([readdir(above), readdir('/tmp'), readdir(studio.root)]))
        .flat()
        .filter((name) => /evil|upload\.csv|hidden|mail\.csv|longlong/.test(name));
    const before = await elsewhere();
    const files = names.map(([given], at) =>
      csv(given, `date,series,value\n2025-06-${String(at + 1).padStart(2, '0')},cu_lme_3m,9647.5\n`),
    );
    const url = await uploaded(analyst, ...files);
    const weeks = weeksIn((await analyst.get(url)).body);
    expect(weeks).toBe('2025-W23 2025-W22');
    await analyst.post(url, { weeks });
    expect(await inboxOf(studio)).toEqual(names.map(([, name]) => name).sort());
    expect(await elsewhere()).toEqual(before);
    const made = (await readdir(join(studio.root, 'data'))).filter((one) => !/^(?:\.|assay\.db)/.test(one));
    expect(made).toEqual(['inbox']);
  });
});

describe('a file of another kind', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');
  const OLE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

  const KINDS: ReadonlyArray<readonly [name: string, content: string | Buffer, expected: string]> = [
    ['picture.csv', PNG, 'E_DATA_(BINARY|ENCODING)'],
    ['page.csv', '<!doctype html><script>alert(1)</script>', 'E_(DATA|MAPPING)_\\w+'],
    ['encrypted.csv', OLE, 'E_XLSX_\\w+'],
    ['archive.xlsx', Buffer.from('504b0506'.padEnd(44, '0'), 'hex'), 'E_XLSX_\\w+'],
    ['text.xlsx', 'hello', 'E_(DATA|MAPPING)_\\w+'],
    ['nothing.csv', '', 'E_DATA_EMPTY'],
    ['formula.csv', '=cmd|calc!A1\n', 'E_(DATA|MAPPING)_\\w+'],
  ];

  test('is refused with words of its own, and never kept', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, ...KINDS.map(([name, content]) => csv(name, content)));
    const page = (await analyst.get(url)).body;
    for (const [name, , expected] of KINDS)
      expect(page, name).toMatch(new RegExp(`${expected}</span><span class="mono">${name.split('.')[0]}\\.`));
    expect(page).not.toContain('<script>alert');
    expect(weeksIn(page)).toBe('none');
    await analyst.post(url, { weeks: '' });
    expect(await inboxOf(studio)).toEqual([]);
  });

  test('that is right in all but its name is read as what it is', async () => {
    const { analyst } = await desk();
    const page = (await analyst.get(await uploaded(analyst, csv('week.xlsx', WEEK)))).body;
    expect(page).toContain('week.csv');
    expect(weeksIn(page)).toBe('2025-W24');
  });

  test('larger than the desk allows is refused with its limit', async () => {
    const root = await temporaryDesk({
      'data/desk.yaml':
        'name: { en: D, zh: D }\ntitle: { en: T, zh: T }\nlanguages: [en]\ntimeZone: Asia/Shanghai\nsections: [dashboard]\ndata: { maxBytes: 40 }\n',
    });
    const studio = await openStudio({ root, roles: ['analyst'] });
    const analyst = await studio.clientFor('analyst');
    const page = (await analyst.get(await uploaded(analyst, csv('week.csv', WEEK)))).body;
    expect(page).toContain('E_DATA_SIZE');
    expect(page).toContain('the limit is 40 bytes (data.maxBytes)');
  });
});

describe('two gigabytes', () => {
  const HEAD = Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="big.csv"\r\n\r\n');

  async function sent(
    headers: Record<string, string>,
  ): Promise<{ status: number; bytes: number; studio: TestStudio }> {
    const { studio, analyst } = await desk();
    await studio.server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = studio.server.server.address() as AddressInfo;
    const cookie = [...analyst.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const outgoing = request({
      ...{ port, host: '127.0.0.1', path: '/data/upload', method: 'POST' },
      headers: {
        ...{
          host: `127.0.0.1:${port}`,
          origin: `http://127.0.0.1:${port}`,
          'sec-fetch-site': 'same-origin',
          cookie,
        },
        ...{ 'content-type': 'multipart/form-data; boundary=b', accept: 'text/html', ...headers },
      },
    });
    let status = 0;
    let bytes = 0;
    const over = new Promise<void>((resolve) => {
      outgoing.once('response', (answer) => {
        status = answer.statusCode ?? 0;
        answer.resume();
        resolve();
      });
      // What is refused while it is being sent ends with a broken pipe as well.
      outgoing.on('error', () => resolve());
      outgoing.once('close', () => resolve());
    });
    outgoing.write(HEAD);
    const piece = Buffer.alloc(4 * 1024 * 1024, '1,');
    const isOver = over.then(() => true);
    for (let at = 0; at < 512 && status === 0; at += 1) {
      const flowing = outgoing.write(piece);
      bytes += piece.length;
      if (!flowing && (await Promise.race([once(outgoing, 'drain').then(() => false), isOver]))) break;
    }
    await over;
    outgoing.destroy();
    return { status, bytes, studio };
  }

  test('are refused by what they say, before they are sent', async () => {
    const { status, bytes, studio } = await sent({ 'content-length': String(2 ** 31) });
    expect(status).toBe(413);
    expect(bytes).toBeLessThan(64 * 1024 * 1024);
    expect(await inboxOf(studio)).toEqual([]);
  });

  test('are refused by being counted where they do not say it', async () => {
    const { status, bytes, studio } = await sent({ 'transfer-encoding': 'chunked' });
    expect([0, 413]).toContain(status);
    expect(bytes).toBeLessThan(400 * 1024 * 1024);
    // What came of it is not kept.
    await expect
      .poll(async () => {
        const sizes = await Promise.all(
          (await filesIn(join(studio.root, 'data'))).map(async (one) => (await stat(one)).size),
        );
        return Math.max(0, ...sizes);
      })
      .toBeLessThan(4 * 1024 * 1024);
  });
});

describe('a table in another layout', () => {
  const FOREIGN = 'Trade date;LME Copper 3M;Stock note\n12.06.2025;9.616,50;x\n13.06.2025;9.647,50;y\n';
  const MAPPING = [
    'name: desk-export',
    'file: "desk-export*.csv"',
    'delimiter: ";"',
    'date: { column: "Trade date", formats: ["d.M.yyyy"] }',
    'columns:',
    '  - { series: cu_lme_3m, column: "LME Copper 3M", unit: USD/t }',
    "thousands: '.'",
    "decimal: ','",
    'otherColumns: ignore',
    '',
  ].join('\n');

  test('is proposed a mapping, which is looked at, mended, and saved with the import', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('desk-export.csv', FOREIGN));
    const page = (await analyst.get(url)).body;
    expect(page).toContain('E_MAPPING_NONE');
    expect(page).toContain('How to read desk-export.csv');
    expect(page).toContain('Trade date');

    const wrong = await analyst.post(`${url}/mapping`, {
      mapping: MAPPING.replace('cu_lme_3m', 'cu_lme_3x'),
    });
    expect(wrong.headers.location).toBe(url);
    const told = (await analyst.get(url)).body;
    expect(told).toContain('E_CATALOG_SERIES');
    expect(told).toContain('mapping-1.yaml:6:');
    // What was typed is not lost.
    expect(told).toContain('cu_lme_3x');
    expect(weeksIn(told)).toBe('none');

    await analyst.post(`${url}/mapping`, { mapping: MAPPING });
    const right = (await analyst.get(url)).body;
    expect(weeksIn(right)).toBe('2025-W24');
    expect(await readdir(join(studio.root, 'data'))).not.toContain('mappings');
    await analyst.post(url, { weeks: '2025-W24' });
    expect(await readFile(join(studio.root, 'data/mappings/desk-export.yaml'), 'utf8')).toBe(MAPPING);
    expect(await valuesOf(studio)).toEqual(['cu_lme_3m 2025-06-12 9616.5', 'cu_lme_3m 2025-06-13 9647.5']);
    expect((await openDesk(studio.root)).mappings.map(({ name }) => name)).toContain('desk-export');
  });

  const NO_MAPPINGS: ReadonlyArray<readonly [text: string, expected: RegExp]> = [
    ['name: ../../evil', /E_CONFIG_\w+/],
    ['name: "a/b"', /E_CONFIG_\w+/],
    ['name: gold-monthly', /E_MAPPING_TAKEN/],
    ['__proto__: { x: 1 }', /E_(CONFIG|DATA)_\w+/],
    ['a: &a [*a]', /E_CONFIG_\w+/],
    ['[[[[', /E_CONFIG_YAML/],
    ['['.repeat(20_000), /E_CONFIG_\w+/],
  ];

  test('is not read by what is no mapping', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('desk-export.csv', FOREIGN));
    for (const [text, expected] of NO_MAPPINGS) {
      const mapping = text.startsWith('name:') ? MAPPING.replace(/^name:.*/, text) : text;
      await analyst.post(`${url}/mapping`, { mapping });
      expect((await analyst.get(url)).body, text.slice(0, 40)).toMatch(expected);
    }
    await analyst.post(url, { weeks: '2025-W24' });
    expect(await readdir(join(studio.root, 'data'))).not.toContain('mappings');
    expect([await inboxOf(studio), await valuesOf(studio)]).toEqual([[], []]);
  });

  test('keeps nothing of a mapping or a file where the store cannot be written to', async () => {
    const { studio, analyst } = await desk();
    const url = await uploaded(analyst, csv('desk-export.csv', FOREIGN));
    await analyst.post(`${url}/mapping`, { mapping: MAPPING });
    await analyst.get(url);
    // A folder stands where the store should be made.
    await mkdir(join(studio.root, 'data/assay.db-wal'));
    await writeFile(
      join(studio.root, 'data/assay.db'),
      'no database at all, but long enough to look like one',
    );
    const answer = await analyst.post(url, { weeks: '2025-W24' });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(await inboxOf(studio)).toEqual([]);
    expect(await readdir(join(studio.root, 'data')).then((all) => all.includes('mappings'))).toBe(false);
  });
});
