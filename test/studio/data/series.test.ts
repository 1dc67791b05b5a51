import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDesk } from '../../support/desk.ts';
import { openStudio, type TestStudio } from '../../support/studio.ts';

/** World Bank: open. LME: restricted. */
const OPEN = 'cu_wb';
const CLOSED = 'cu_lme_3m';

async function withWeek(more: Readonly<Record<string, string>> = {}): Promise<TestStudio> {
  const days = Array.from({ length: 40 }, (_, at) => new Date(Date.UTC(2025, 4, 5 + at)))
    .filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10));
  const root = await temporaryDesk({
    'data/inbox/a.csv': `date,series,value\n${days.map((day, at) => `${day},${CLOSED},${9500 + at * 5}`).join('\n')}\n2025-05-31,${OPEN},9532\n`,
    ...more,
  });
  const studio = await openStudio({ root, roles: ['reader', 'analyst'] });
  await studio.shop.app.import({ files: [join(root, 'data/inbox/a.csv')], dryRun: false });
  return studio;
}

describe('the series', () => {
  test('are listed by metal with their newest value and how fresh it is, in both languages', async () => {
    const studio = await withWeek();
    const reader = await studio.clientFor('reader');
    const page = (await reader.get('/data/series')).body;
    expect(page).toContain('<h2>Copper</h2>');
    expect(page).toMatch(
      /cu_lme_3m">LME copper 3M<\/a>.*?state-good">fresh<.*?9,645<.*?USD\/t<.*?2025-06-13/s,
    );
    expect(page).toMatch(/al_lme_3m">.*?state-quiet">no value</s);
    const fresh = (await reader.get('/data/series?state=fresh')).body;
    expect(fresh).toContain('cu_lme_3m');
    expect(fresh).not.toContain('al_lme_3m');
    const chinese = (await reader.get('/data/series', { 'accept-language': 'zh' })).body;
    expect(chinese).toContain('LME铜3个月');
    const overview = (await reader.get('/data')).body;
    expect(overview).toContain('data/inbox/a.csv');
    expect(overview).toContain('Importing needs the role of an analyst.');
    expect(overview).not.toContain('type="file"');
  });

  test('have a page each: chart, values, checks with their bounds, source and licence', async () => {
    const studio = await withWeek();
    const page = (await (await studio.clientFor('reader')).get(`/data/series/${CLOSED}`)).body;
    expect(page.match(/<svg /g)).toHaveLength(2);
    // The sheet's own colors, of the light and the dark; nothing that the policy would stop.
    expect(page).toContain('var(--ink-copper');
    expect(page).not.toMatch(/<(?:script(?! src)|style)|\sstyle="|\son\w+="/);
    expect(page).toContain('<th scope="row" class="moment">2025-06-13</th><td class="num">9,645</td>');
    expect(page).toContain('data/inbox/a.csv:31');
    expect(page).toContain('4,000 to 20,000 USD/t');
    expect(page).toContain('restricted: may not be passed on');
    expect(page).toContain('No value of it was ever changed.');
  });

  test('show what was changed in them, by whom and why, and what was found this week', async () => {
    const studio = await withWeek({
      'data/overrides.yaml':
        '- { series: cu_lme_3m, date: 2025-06-11, action: exclude, by: wei, reason: wrong <line>, expires: 2025-08-01 }\n',
    });
    studio.clock.moment = '2025-06-15T13:00:00.000Z';
    await writeFile(join(studio.root, 'data/inbox/b.csv'), 'date,series,value\n2025-06-12,cu_lme_3m,9700\n');
    await studio.shop.app.import({
      files: [join(studio.root, 'data/inbox/b.csv')],
      reason: 'typed <wrong>',
      dryRun: false,
    });
    const page = (await (await studio.clientFor('reader')).get(`/data/series/${CLOSED}`)).body;
    expect(page).toMatch(
      /2025-06-12<\/th><td class="num">9,640<\/td><td class="num">9,700<\/td><td>correction/,
    );
    expect(page).toContain('typed &lt;wrong&gt;');
    expect(page).toContain('2025-06-15 21:00');
    expect(page).toContain('Findings of 2025-W24');
    expect(page).toContain('I_OVERRIDE');
    expect(page).toContain('wrong &lt;line&gt;');
  });

  test('that the catalog does not have are a 404 which names the nearest', async () => {
    const studio = await withWeek();
    const reader = await studio.clientFor('reader');
    const answer = await reader.get('/data/series/cu_lme_3x');
    expect(answer.statusCode).toBe(404);
    expect((await reader.get('/data/series/..%2f..%2fdesk.yaml')).statusCode).toBe(404);
    expect((await reader.get('/data/series/__proto__')).statusCode).toBe(404);
  });

  test('without any data say what to do', async () => {
    const studio = await openStudio({ root: await temporaryDesk({}), roles: ['reader'] });
    const reader = await studio.clientFor('reader');
    expect((await reader.get('/data')).body).toContain('Nothing was read yet.');
    const page = (await reader.get(`/data/series/${CLOSED}`)).body;
    expect(page).toContain('There is nothing to draw yet.');
    expect(page).toContain('No value yet. Import a file that has this series.');
  });
});

describe('a download', () => {
  test('is there where the licence lets it be, and nowhere else', async () => {
    const studio = await withWeek();
    const reader = await studio.clientFor('reader');
    const open = await reader.get(`/data/series/${OPEN}/csv`);
    expect(open.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${OPEN}.csv"`,
    });
    expect(open.body).toMatch(
      /^date,series,value,unit,status,known_at,file\r\n2025-05-31,cu_wb,9532,USD\/t,assessed,\S+,data\/inbox\/a\.csv\r\n$/,
    );
    expect((await reader.get(`/data/series/${OPEN}`)).body).toContain(`href="/data/series/${OPEN}/csv"`);
    const closed = await reader.get(`/data/series/${CLOSED}/csv`);
    expect(closed.statusCode).toBe(403);
    expect(closed.body).not.toContain('9645');
    expect((await reader.get(`/data/series/${CLOSED}`)).body).not.toContain('/csv"');
  });
});

describe('overrides', () => {
  test('are listed with who, why and until when, and ended by an analyst', async () => {
    const file =
      '# Kept by hand.\n- { series: cu_lme_3m, date: 2025-06-11, action: accept, value: 9635, by: wei, reason: seen, expires: 2025-08-01 }\n- { series: al_lme_3m, date: 2025-01-10, action: exclude, by: li, reason: old, expires: 2025-02-01 }\n';
    const studio = await withWeek({ 'data/overrides.yaml': file });
    const reader = await studio.clientFor('reader');
    const page = (await reader.get('/data/overrides')).body;
    expect(page).toMatch(
      /LME copper 3M<\/a> <span class="hint">seen<.*?accepted<.*?9,635 USD\/t<.*?wei<.*?counts</s,
    );
    expect(page).toMatch(/excluded<.*?any<.*?li<.*?ended</s);
    expect(page).not.toContain('/data/overrides/end');
    const fields = { series: 'cu_lme_3m', date: '2025-06-11' };
    expect((await reader.post('/data/overrides/end', fields)).statusCode).toBe(403);
    const analyst = await studio.clientFor('analyst');
    expect((await analyst.get('/data/overrides')).body).toContain('/data/overrides/end');
    expect((await analyst.post('/data/overrides/end', fields)).headers.location).toBe('/data/overrides');
    const left = await readFile(join(studio.root, 'data/overrides.yaml'), 'utf8');
    expect(left).toContain('# Kept by hand.');
    expect(left).not.toContain('wei');
    const [event] = await studio.office.audit.list({ action: 'override.end', actor: 'analyst' });
    expect(event).toMatchObject({ target: 'cu_lme_3m 2025-06-11', outcome: 'done' });
    expect((await analyst.post('/data/overrides/end', fields)).statusCode).toBeGreaterThanOrEqual(400);
  });

  test('of none say where one is made', async () => {
    const studio = await openStudio({ root: await temporaryDesk({}), roles: ['reader'] });
    expect((await (await studio.clientFor('reader')).get('/data/overrides')).body).toContain(
      'There is none.',
    );
  });
});
