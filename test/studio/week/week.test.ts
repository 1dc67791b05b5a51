import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scheduleWork } from '../../../src/app/schedule.ts';
import { openStudio, type StudioGiven } from '../../support/studio.ts';

const WEEK = '2025-W24';
const DAYS = [
  '2025-06-02',
  '2025-06-03',
  '2025-06-04',
  '2025-06-05',
  '2025-06-06',
  '2025-06-09',
  '2025-06-10',
  '2025-06-11',
  '2025-06-12',
];

/** Lithium carbonate, its last value ten times what it was: the week is held. */
const LITHIUM = [
  'date,series,value,unit',
  ...DAYS.map((day, at) => `${day},li_carb_bg,${60_000 + at * 100},CNY/t`),
  '2025-06-13,li_carb_bg,604000,CNY/t',
  '',
].join('\n');

const COPPER = [
  'date,series,value,unit',
  ...[...DAYS, '2025-06-13'].map((day, at) => `${day},cu_lme_3m,${9600 + at * 5}.50,USD/t`),
  '',
].join('\n');

const desk = (release = 'none', csv = COPPER): StudioGiven => ({
  files: {
    'data/inbox/prices.csv': csv,
    'data/desk.yaml': JSON.stringify({
      name: { en: 'Test desk', zh: '测试部' },
      title: { en: 'Metals Weekly', zh: '金属周报' },
      languages: ['en', 'zh'],
      timeZone: 'Asia/Shanghai',
      sections: ['dashboard', 'bulk', 'energy', 'data-notes'],
      release,
    }),
  },
});

/** What stands in the hidden or visible field of that name, as the browser would send it. */
function fieldIn(html: string, name: string): string {
  const found = new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html);
  if (found === null) throw new Error(`no field ${name}`);
  return found[1] ?? '';
}

describe('readiness', () => {
  test('the front page leads to the week that is to be made', async () => {
    const studio = await openStudio(desk());
    const reader = await studio.clientFor('reader');
    const answer = await reader.get('/');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/week/${WEEK}`]);
  });

  test('a desk without figures is told how to get some', async () => {
    const studio = await openStudio();
    const reader = await studio.clientFor('reader');
    const answer = await reader.get('/');
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('href="/data"');
  });

  test('a held value is excluded with a reason, by analysts; the page says who did', async () => {
    const studio = await openStudio(desk('none', LITHIUM));
    const [reader, analyst] = [await studio.clientFor('reader'), await studio.clientFor('analyst')];
    const seen = (await reader.get(`/week/${WEEK}`)).body;
    expect(seen).toContain('holds the edition');
    expect(seen).not.toContain('name="reason"');
    const page = (await analyst.get(`/week/${WEEK}`)).body;
    const fields = {
      series: fieldIn(page, 'series'),
      date: fieldIn(page, 'date'),
      value: fieldIn(page, 'value'),
      expires: fieldIn(page, 'expires'),
    };
    expect(fields).toEqual({
      series: 'li_carb_bg',
      date: '2025-06-13',
      value: '604000',
      expires: '2025-08-14',
    });
    const without = await analyst.post(`/week/${WEEK}/exclude`, { ...fields, reason: '' });
    expect([without.statusCode, without.body.includes('E_OVERRIDE_REASON')]).toEqual([400, true]);
    const answer = await analyst.post(`/week/${WEEK}/exclude`, { ...fields, reason: 'a zero too many' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/week/${WEEK}`]);
    const after = (await analyst.get(`/week/${WEEK}`)).body;
    expect(after).not.toContain('holds the edition');
    expect(after).toContain('excluded by analyst until 14 August 2025: a zero too many');
    await analyst.post(`/week/${WEEK}/end`, { series: 'li_carb_bg', date: '2025-06-13' });
    expect((await reader.get(`/week/${WEEK}`)).body).toContain('holds the edition');
    const acts = (await studio.office.audit.list({})).filter(({ outcome }) => outcome === 'done');
    expect(acts.map(({ action, target }) => `${action} ${target}`)).toEqual(
      expect.arrayContaining([
        `override.exclude ${WEEK} li_carb_bg 2025-06-13`,
        `override.end ${WEEK} li_carb_bg 2025-06-13`,
      ]),
    );
  });

  test('what does not change is asked of a hand once, whoever looks how often', async () => {
    const studio = await openStudio(desk());
    const asked: string[] = [];
    const { hands } = studio.shop;
    const run = hands.run.bind(hands);
    Object.assign(hands, {
      run: (job: 'readiness', request: object) => {
        asked.push(job);
        return run(job, request);
      },
    });
    const [reader, editor] = [await studio.clientFor('reader'), await studio.clientFor('editor')];
    for (const client of [reader, editor, reader, editor]) await client.get(`/week/${WEEK}?show=all`);
    expect(asked).toEqual(['readiness']);
    await editor.post(`/week/${WEEK}/notes/en`, { text: '# Copper\n\nUp.\n', base: '' });
    await reader.get(`/week/${WEEK}`);
    expect(asked).toEqual(['readiness', 'readiness']);
  });

  test('weeks, languages, files and builds that do not exist are not found', async () => {
    const studio = await openStudio(desk());
    const reader = await studio.clientFor('reader');
    const paths = [
      '/week/2026-W54',
      '/week/2025-24',
      '/week/..%2f..',
      `/week/${WEEK}/notes/fr`,
      `/week/${WEEK}/files/en/snapshot.json`,
      `/week/${WEEK}/files/en/..%2f..%2fdesk.yaml`,
      '/builds/nobody',
    ];
    for (const path of paths) expect((await reader.get(path)).statusCode, path).toBe(404);
  });
});

describe('notes', () => {
  test('of two who save at once the second is shown the difference, and no word is lost', async () => {
    const studio = await openStudio(desk());
    const [li, wang] = [await studio.clientFor('analyst', 'li'), await studio.clientFor('editor', 'wang')];
    const url = `/week/${WEEK}/notes/en`;
    const base = fieldIn((await li.get(url)).body, 'base');
    expect(fieldIn((await wang.get(url)).body, 'base')).toBe(base);
    const first = await li.post(url, { text: '## copper\n\nTight <market>.\n', base });
    expect(first.statusCode).toBe(303);
    const second = await wang.post(url, { text: '## copper\n\nAmple supply.\n', base });
    expect(second.statusCode).toBe(409);
    expect(second.body).toMatch(/<span class="line-theirs">− Tight &lt;market&gt;\./);
    expect(second.body).toMatch(/<span class="line-yours">\+ Ample supply\./);
    expect(second.body).toMatch(/<textarea[^>]*>\n## copper\n\nAmple supply\.\n<\/textarea>/);
    const now = fieldIn(second.body, 'base');
    expect(now).not.toBe(base);
    const third = await wang.post(url, { text: '## copper\n\nTight, then ample.\n', base: now });
    expect(third.statusCode).toBe(303);
    expect(await readFile(join(studio.root, 'data', 'notes', `${WEEK}.en.md`), 'utf8')).toContain(
      'Tight, then ample.',
    );
    const history = join(studio.root, 'data', 'notes', '.history', `${WEEK}.en`);
    const texts = await Promise.all(
      (await readdir(history)).map((name) => readFile(join(history, name), 'utf8')),
    );
    for (const words of ['Tight <market>.', 'Ample supply.', 'Tight, then ample.'])
      expect(
        texts.some((text) => text.includes(words)),
        words,
      ).toBe(true);
  });

  test('a text that comes after the session has ended is kept until its writer is back', async () => {
    const studio = await openStudio(desk());
    const li = await studio.clientFor('analyst', 'li');
    studio.clock.moment = '2025-06-17T12:00:00.000Z';
    const late = await li.post(`/week/${WEEK}/notes/en`, { text: 'an afternoon of work', base: '' });
    expect(late.statusCode).toBe(401);
    expect(late.body).toContain('an afternoon of work');
  });

  test('an unknown figure is told by its line, in the editor and beside the draft of what is not saved', async () => {
    const studio = await openStudio(desk());
    const li = await studio.clientFor('analyst', 'li');
    const text = '## copper\n\nNot yet saved, at {{cu_lme_3n}}.\n';
    const part = await li.post(`/week/${WEEK}/draft/en`, { text }, { 'hx-request': 'true' });
    expect(part.body).toMatch(/<strong>Line 3<\/strong>[^<]*cu_lme_3n[^<]*cu_lme_3m/);
    expect(part.body).not.toContain('<header');
    const src = /<iframe[^>]*src="([^"]*)"/.exec(part.body)?.[1] ?? '';
    const draft = await li.get(src.replaceAll('&#x3D;', '='));
    expect(draft.body).toContain('Not yet saved');
    await li.post(`/week/${WEEK}/notes/en`, { text, base: '' });
    const editor = await li.get(`/week/${WEEK}/notes/en`);
    expect(editor.body).toMatch(/<strong>Line 3<\/strong>/);
  });

  test('a draft is shown to our own pages alone, and runs and asks for nothing', async () => {
    const studio = await openStudio(desk());
    const reader = await studio.clientFor('reader');
    const { headers, body } = await reader.get(`/week/${WEEK}/draft/zh`);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'self'; sandbox allow-same-origin$/);
    expect(policy).not.toMatch(/script|allow-(?!same-origin)/);
    expect(headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(body).toContain('金属周报');
  });
});

describe('release', () => {
  test('who wrote cannot approve, another editor can, and a later word outdates it', async () => {
    const studio = await openStudio(desk('two-person'));
    const [ada, eve] = [await studio.clientFor('editor', 'ada'), await studio.clientFor('editor', 'eve')];
    const url = `/week/${WEEK}/release`;
    await ada.post(`/week/${WEEK}/notes/en`, { text: '## copper\n\nTight.\n', base: '' });
    const mine = (await ada.get(url)).body;
    expect(mine).not.toContain('/approve"');
    const snapshot = fieldIn((await eve.get(url)).body, 'snapshot');
    const refused = await ada.post(`/week/${WEEK}/approve`, { snapshot });
    expect([refused.statusCode, refused.body.includes('E_RELEASE_WRITER')]).toEqual([403, true]);
    const stale = await eve.post(`/week/${WEEK}/approve`, { snapshot: 'f'.repeat(64) });
    expect([stale.statusCode, stale.body.includes('E_RELEASE_CHANGED')]).toEqual([409, true]);
    expect((await eve.post(`/week/${WEEK}/approve`, { snapshot })).statusCode).toBe(303);
    expect((await ada.get(url)).body).toContain('Approved by eve');
    expect((await ada.get(url)).body).toContain(`action="/week/${WEEK}/publish"`);
    studio.clock.moment = '2025-06-15T12:05:00.000Z';
    await ada.post(`/week/${WEEK}/notes/zh`, { text: '## 铜\n\n偏紧。\n', base: '' });
    const after = (await eve.get(url)).body;
    expect(after).toContain('Approval by eve is outdated');
    expect(after).not.toContain(`action="/week/${WEEK}/publish"`);
  });

  test('what was changed outside the studio is approved by who says not to have written it', async () => {
    const studio = await openStudio(desk('two-person'));
    const [ada, eve] = [await studio.clientFor('analyst', 'ada'), await studio.clientFor('editor', 'eve')];
    const url = `/week/${WEEK}/release`;
    await ada.post(`/week/${WEEK}/notes/zh`, { text: '## 铜\n\n偏紧。\n', base: '' });
    expect((await eve.get(url)).body).not.toContain('name="disclaims"');
    const note = join(studio.root, 'data', 'notes', `${WEEK}.en.md`);
    await writeFile(note, '## copper\n\nTight.\n');
    const { body } = await eve.get(url);
    expect(body).toContain(`${WEEK} en (file of ${userInfo().username}, `);
    expect(body).toMatch(/<input type="checkbox" name="disclaims" value="yes" required>/);
    const snapshot = fieldIn(body, 'snapshot');
    const silent = await eve.post(`/week/${WEEK}/approve`, { snapshot });
    expect([silent.statusCode, silent.body.includes('E_RELEASE_OUTSIDE')]).toEqual([403, true]);
    const said = await eve.post(`/week/${WEEK}/approve`, { snapshot, disclaims: 'yes' });
    expect(said.statusCode).toBe(303);
    expect((await eve.get(url)).body).toContain('Approved by eve');
    const trail = await studio.office.audit.list();
    expect(trail.filter(({ actor }) => actor.name === 'outside').map(({ target }) => target)).toEqual([
      `${WEEK} en`,
    ]);
    expect(
      trail.find(({ action, outcome }) => action === 'week.approve' && outcome === 'done'),
    ).toMatchObject({
      detail: `says not to have written: ${WEEK} en`,
    });
  });

  test('what was changed outside the studio is found by the schedule too', async () => {
    const studio = await openStudio(desk());
    await mkdir(join(studio.root, 'data', 'notes'), { recursive: true });
    await writeFile(join(studio.root, 'data', 'notes', `${WEEK}.en.md`), '## copper\n\nTight.\n');
    const missing = await scheduleWork(studio.shop).needs(WEEK, { series: 'core', notes: ['en', 'zh'] });
    expect(missing.notes).toEqual(['zh']);
    expect((await studio.office.audit.list()).map(({ action, target }) => `${action} ${target}`)).toEqual([
      `note.found ${WEEK} en`,
    ]);
  });

  test('what is done in the studio is nobody else’s: no note, no override is found afterwards', async () => {
    const studio = await openStudio(desk('two-person'));
    const [ada, eve] = [await studio.clientFor('analyst', 'ada'), await studio.clientFor('editor', 'eve')];
    await ada.post(`/week/${WEEK}/notes/en`, { text: '## copper\n\nTight.\n', base: '' });
    const value = { series: 'cu_lme_3m', date: '2025-06-13', value: '9645.5', reason: 'seen' };
    expect((await ada.post(`/week/${WEEK}/exclude`, value)).statusCode).toBe(303);
    await eve.get(`/week/${WEEK}/release`);
    expect((await ada.post(`/week/${WEEK}/end`, value)).statusCode).toBe(303);
    expect((await eve.get(`/week/${WEEK}/release`)).body).not.toContain('name="disclaims"');
    const trail = await studio.office.audit.list();
    expect(trail.map(({ actor }) => actor.name)).not.toContain('outside');
    expect(trail.filter(({ outcome, detail }) => outcome === 'done' && detail !== '').length).toBe(2);
  });

  test('an approval is taken back, and the newest word counts', async () => {
    const studio = await openStudio(desk('approval'));
    const editor = await studio.clientFor('editor');
    const url = `/week/${WEEK}/release`;
    const snapshot = fieldIn((await editor.get(url)).body, 'snapshot');
    await editor.post(`/week/${WEEK}/approve`, { snapshot, comment: 'read twice' });
    expect((await editor.get(url)).body).toContain('read twice');
    studio.clock.moment = '2025-06-15T12:01:00.000Z';
    await editor.post(`/week/${WEEK}/withdraw`);
    expect((await editor.get(url)).body).toContain('Not approved');
  });

  test('a week that is held is neither approved nor published', async () => {
    const studio = await openStudio(desk('approval', LITHIUM));
    const editor = await studio.clientFor('editor');
    const page = (await editor.get(`/week/${WEEK}/release`)).body;
    expect(page).not.toMatch(/action="[^"]*\/(?:approve|publish)"/);
    const answer = await editor.post(`/week/${WEEK}/approve`, { snapshot: 'x' });
    expect([answer.statusCode, answer.body.includes('E_RELEASE_HOLD')]).toEqual([422, true]);
  });

  test('what was looked at is what is published: a page from before a change asks for nothing', async () => {
    const studio = await openStudio(desk());
    const editor = await studio.clientFor('editor');
    const snapshot = fieldIn((await editor.get(`/week/${WEEK}/release`)).body, 'snapshot');
    await editor.post(`/week/${WEEK}/notes/en`, { text: '## copper\n\nTight.\n', base: '' });
    const answer = await editor.post(`/week/${WEEK}/publish`, { snapshot });
    expect([answer.statusCode, answer.body.includes('E_BUILD_CHANGED')]).toEqual([409, true]);
    expect(studio.shop.queue.list()).toEqual([]);
  });
});
