import { describe, expect, test } from 'vitest';
import { DESK } from '../../../src/schedule/dues.ts';
import { mailingDesk } from '../../support/mail-desk.ts';
import { openStudio } from '../../support/studio.ts';

/** Thursday before a Sunday's build. */
const MOMENT = '2026-11-19T03:00:00.000Z';
const WEEK = '2026-W47';
const DUE = '2026-11-22T10:00:00.000Z';

function desk(schedule?: object): Record<string, string> {
  const plain: unknown = JSON.parse(mailingDesk({ host: '127.0.0.1', port: 25, tls: 'off' }));
  return { 'data/desk.yaml': JSON.stringify({ ...(plain as object), ...(schedule && { schedule }) }) };
}

const SCHEDULE = {
  cron: '0 18 * * 0',
  send: { list: 'weekly', at: 'sun 20:00' },
  deadline: 'sun 23:00',
  holiday: { calendar: 'china', rule: 'next' },
};

function studio(schedule: object | undefined = SCHEDULE) {
  return openStudio({ files: desk(schedule), moment: MOMENT });
}

describe('the schedule in the studio', () => {
  test('shows the next five runs by the desk’s clocks, and what is odd about them', async () => {
    const { clientFor } = await studio();
    const reader = await clientFor('reader');
    const { statusCode, body } = await reader.get('/schedule');
    expect(statusCode).toBe(200);
    expect(body).toContain('By the clocks of Asia/Shanghai.');
    expect(body.match(/<td class="date">2026-W\d\d<\/td>/g)).toHaveLength(5);
    expect(body).toContain(`<time datetime="${DUE}">Sun 2026-11-22 18:00</time>`);
    expect(body).toContain('Sun 2026-11-22 23:00');
    expect(body).toContain('Sun 2026-11-22 20:00');
    expect(body).toContain('Nothing is under way.');
    // Readers look; editors hold.
    expect(body).not.toContain('<form method="post" action="/schedule');
  });

  test('names the holidays that move an edition, in both languages', async () => {
    const { clientFor, clock } = await studio({ cron: '0 8 * * mon', holiday: SCHEDULE.holiday });
    clock.moment = '2026-02-13T00:00:00.000Z';
    const reader = await clientFor('reader');
    expect((await reader.get('/schedule')).body).toContain(
      'moved from 2026-02-16, a holiday (Spring Festival)',
    );
    const chinese = await reader.get('/schedule', { 'accept-language': 'zh' });
    expect(chinese.body).toContain('<html lang="zh-Hans"');
    expect(chinese.body).toContain('2026-02-16 为假日（春节），已顺移');
    expect(chinese.body).toContain('周二 2026-02-24 08:00');
  });

  test('says what to do where the desk has none', async () => {
    const { clientFor } = await openStudio({ files: desk(), moment: MOMENT });
    const { body } = await (await clientFor('reader')).get('/schedule');
    expect(body).toContain('Nothing is made by itself');
    expect(body).toContain('schedule: { cron:');
  });

  test('shows the week under way, what it waits for and until when, and refreshes itself', async () => {
    const { clientFor, office, clock } = await studio();
    clock.moment = DUE;
    await office.occurrences.due({ desk: DESK, week: WEEK, dueAt: DUE }, DUE);
    const row = { desk: DESK, week: WEEK, owner: 'h:b:17:s', leaseUntil: '2026-11-22T10:02:00.000Z' };
    const claimed = await office.occurrences.claim({ ...row, now: DUE, dead: [] });
    if (claimed === undefined) throw new Error('not claimed');
    const wait = {
      state: 'waiting',
      reason: 'waits for: cu_lme_3m <b>',
      nextAt: '2026-11-22T10:15:00.000Z',
    } as const;
    await office.occurrences.record(claimed, { ...wait, release: true }, DUE);
    const reader = await clientFor('reader');
    const { body } = await reader.get('/schedule');
    expect(body).toContain('waits for: cu_lme_3m &lt;b&gt;');
    expect(body).toContain('At the latest: Sun 2026-11-22 23:00 · Looks again: 2026-11-22 18:15');
    expect(body).toContain('h 17');
    const part = await reader.get('/schedule/now', { 'hx-request': 'true' });
    expect(part.body).not.toContain('<html');
    expect(part.body).toContain('hx-trigger="every 10s"');
    const done = { state: 'done', reason: 'mailed to 3 of 3 on weekly', edition: WEEK } as const;
    const { fence } = (await office.occurrences.of(DESK, WEEK)) ?? claimed;
    await office.occurrences.record({ ...claimed, fence }, { ...done, release: true }, DUE);
    const after = await reader.get('/schedule');
    expect(after.body).toContain('Nothing is under way.');
    expect(after.body).toContain(`<a href="/archive/${WEEK}">Edition ${WEEK}</a>`);
  });

  test('lets an editor hold a week to come and release it, with a reason that stays, and nobody below', async () => {
    const { clientFor, office } = await studio();
    const analyst = await clientFor('analyst');
    expect((await analyst.post(`/schedule/${WEEK}/hold`, { reason: 'x' })).statusCode).toBe(403);
    const editor = await clientFor('editor');
    const held = await editor.post(`/schedule/${WEEK}/hold`, { reason: 'figures of Friday are wrong' });
    expect(held.headers.location).toBe('/schedule');
    expect(await office.occurrences.of(DESK, WEEK)).toMatchObject({
      state: 'held',
      dueAt: DUE,
      reason: 'held by editor: figures of Friday are wrong',
    });
    const page = await editor.get('/schedule');
    expect(page.body).toContain(`action="/schedule/${WEEK}/release"`);
    expect(page.body).toContain('2026-W47 is held.');
    await editor.post(`/schedule/${WEEK}/release`, { reason: 'mended' });
    // Not before it is due.
    expect(await office.occurrences.of(DESK, WEEK)).toMatchObject({ state: 'waiting', nextAt: DUE });
    const refused = await editor.post(`/schedule/${WEEK}/release`, { reason: 'again' });
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('E_SCHEDULE_STATE');
    expect((await editor.post('/schedule/2026-W54/hold', { reason: '' })).body).toContain('E_WEEK');
    const told = (await office.audit.list()).map(
      ({ action, target, outcome }) => `${action} ${target} ${outcome}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([`schedule.hold ${WEEK} done`, `schedule.release ${WEEK} refused`]),
    );
  });
});
