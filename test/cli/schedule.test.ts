import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nextOf } from '../../src/app/schedule-commands.ts';
import { watchOnce } from '../../src/app/watch.ts';
import type { Alert } from '../../src/delivery/alert/alert.ts';
import { openDesk } from '../../src/desk.ts';
import { problemLine } from '../../src/errors.ts';
import { scheduleSchema } from '../../src/model/schedule.ts';
import { holdWeek, releaseWeek } from '../../src/schedule/hold.ts';
import { openLedger } from '../../src/store/ledger/index.ts';
import { openOffice } from '../../src/store/office/index.ts';
import { stillEffects } from '../support/effects.ts';
import { fillLedger, loopback, mailDesk, publishLetters } from '../support/mail-desk.ts';
import { startSink } from '../support/smtp.ts';

const WEEK = '2025-W24';
/** Sunday, after the build was due at 18:00 in Shanghai and the letters at 20:00. */
const AFTER = '2025-06-15T14:30:00.000Z';
const SCHEDULE = {
  cron: '0 18 * * 0',
  send: { list: 'weekly', at: 'sun 20:00' },
  outBy: 'sun 22:00',
};

/** A desk with an edition of 2025-W24, watched at a moment; gives what was told. */
async function watched(schedule: object = SCHEDULE) {
  const root = await mailDesk(loopback(1));
  const desk = { ...(await openDesk(root)), schedule: scheduleSchema.parse(schedule) };
  const alerts: Alert[] = [];
  const look = (moment: string, isDeaf = false) =>
    watchOnce(desk, stillEffects(moment), async (_desk, alert) => {
      if (isDeaf) return false;
      alerts.push(alert);
      return true;
    });
  return { root, desk, alerts, look };
}

describe('the watch', () => {
  test('tells once that an edition is not mailed by its time, and once that it is', async () => {
    const { root, alerts, look } = await watched();
    expect(await look('2025-06-15T13:00:00.000Z')).toMatchObject({ week: '2025-W23', lacks: 'archive' });
    alerts.length = 0;
    expect(await look(AFTER)).toEqual({
      week: WEEK,
      outBy: '2025-06-15T14:00:00.000Z',
      lacks: 'mail',
      reason: '2025-W24 is archived, but not mailed to weekly (not begun). No server has begun it.',
    });
    await look('2025-06-15T14:31:00.000Z');
    expect(alerts.map(({ kind, week }) => `${kind} ${week}`)).toEqual([`not-out ${WEEK}`]);
    await fillLedger(join(root, 'data', 'ledger.db'), 2);
    const ledger = await openLedger(join(root, 'data', 'ledger.db'));
    onTestFinished(() => ledger.close());
    const fresh = { edition: WEEK, week: WEEK, version: 0, list: 'weekly', manifest: 'm' };
    const { campaign } = await ledger.plan({ ...fresh, deadline: '2025-06-17T00:00:00.000Z' }, AFTER);
    expect((await look(AFTER)).reason).toContain('not mailed to weekly (open)');
    await ledger.setCampaign(campaign.id, 'cancelled', 'by hand', AFTER);
    expect(await look(AFTER)).toMatchObject({ week: WEEK, lacks: '' });
    await look(AFTER);
    // What corrects it is mailed by people: readers have their edition.
    await publishLetters(root, `${WEEK}.1`);
    expect(await look(AFTER)).toMatchObject({ week: WEEK, lacks: '' });
    expect(alerts.map(({ kind }) => kind)).toEqual(['not-out', 'recovered']);
  });

  test('says what the schedule knows of an edition that is not there, and that a database cannot be asked', async () => {
    const { root, desk, alerts, look } = await watched({ ...SCHEDULE, cron: '0 18 * * 0' });
    const office = await openOffice(join(root, 'data', 'office.db'));
    onTestFinished(() => office.close());
    const week = '2025-W25';
    await office.occurrences.due({ desk: 'desk', week, dueAt: '2025-06-22T10:00:00.000Z' }, AFTER);
    const by = { name: 'li', role: 'editor', from: 'cli' } as const;
    await holdWeek(desk, office.occurrences, { week, reason: 'a wrong figure', by }, stillEffects(AFTER));
    const found = await look('2025-06-22T14:30:00.000Z');
    expect(found.reason).toBe('no edition is archived. Last known: held, held by li: a wrong figure');
    await releaseWeek(office.occurrences, { week, reason: '', by }, stillEffects(AFTER));
    expect(await office.occurrences.of('desk', week)).toMatchObject({ state: 'waiting', releasedAt: AFTER });

    await mkdir(join(root, 'data'), { recursive: true });
    await writeFile(
      join(root, 'data', 'ledger.db'),
      'no database at all, and long enough to be told from an empty one',
    );
    const broken = await look(AFTER);
    expect(broken).toMatchObject({ week: WEEK, lacks: 'ledger' });
    expect(broken.reason).toContain('2025-W24 is archived; whether it is mailed cannot be known: E_');
    expect(alerts).toHaveLength(2);
  });

  test('tells again where nobody could be told, and remembers what was told from one run to the next', async () => {
    const { alerts, look } = await watched();
    await look(AFTER, true);
    await look(AFTER, true);
    expect(alerts).toEqual([]);
    await look(AFTER);
    await look(AFTER);
    expect(alerts).toHaveLength(1);
  });

  test('tells nobody again by a way that worked, because another does not', async () => {
    const sink = await startSink();
    onTestFinished(() => sink.close());
    const root = await mailDesk(loopback(sink.port));
    const desk = await openDesk(root);
    const gone = 'http://127.0.0.1:9/gone';
    const alerting = scheduleSchema.parse({
      ...SCHEDULE,
      alerts: { mail: ['li@desk.example'], webhook: gone },
    });
    // Each by a process of its own, as cron runs them; what is known of the week changes meanwhile.
    const once = () => watchOnce({ ...desk, schedule: alerting }, stillEffects(AFTER));
    await once();
    const office = await openOffice(join(root, 'data', 'office.db'));
    onTestFinished(() => office.close());
    await office.occurrences.due({ desk: 'desk', week: WEEK, dueAt: AFTER }, AFTER);
    expect((await once()).reason).toContain('Last known: waiting');
    expect(sink.messages).toHaveLength(1);
  });

  test('expects nothing on a holiday that is skipped, nor mail where none is sent by itself', async () => {
    const { look } = await watched({ cron: '0 18 * * 0', outBy: 'sun 22:00' });
    expect(await look(AFTER)).toMatchObject({ week: WEEK, lacks: '' });
    const skipping = await watched({
      ...{ cron: '0 18 * * mon', outBy: 'mon 22:00' },
      holiday: { calendar: 'china', rule: 'skip' },
    });
    // Dragon Boat, Monday 2 June 2025: the week before is the one that should be out.
    expect((await skipping.look('2025-06-02T15:00:00.000Z')).week).toBe('2025-W21');
  });

  test('looks for an edition until the next one’s turn has come, be it a month later', async () => {
    const { alerts, look } = await watched({ cron: '0 18 1 * *', outBy: 'sun 22:00' });
    for (const day of ['08', '20', '30'])
      expect(await look(`2025-09-${day}T15:00:00.000Z`)).toMatchObject({
        week: '2025-W35',
        lacks: 'archive',
      });
    expect(alerts.map(({ kind, week }) => `${kind} ${week}`)).toEqual(['not-out 2025-W35']);
  });

  test('refuses a schedule that does not say by when', async () => {
    const { look } = await watched({ cron: '0 18 * * 0' });
    await expect(look(AFTER)).rejects.toThrow(
      /^E_SCHEDULE_WATCH data\/desk\.yaml: it does not say by when an edition is to be out\. Add to schedule: outBy:/,
    );
  });
});

test('what is odd in the year to come is told with the next runs', async () => {
  const root = await mailDesk(loopback(1));
  const schedule = scheduleSchema.parse({
    cron: '30 2 * * 0',
    timeZone: 'America/New_York',
    holiday: { calendar: 'china' },
  });
  const desk = { ...(await openDesk(root)), schedule };
  const { runs, warnings, timeZone } = nextOf(desk, 5, stillEffects('2026-11-19T00:00:00.000Z'));
  expect(timeZone).toBe('America/New_York');
  expect(runs.map(({ week, due }) => `${week} ${due.date} ${due.time} ${due.at}`)).toEqual([
    '2026-W47 2026-11-22 02:30 2026-11-22T07:30:00.000Z',
    '2026-W48 2026-11-29 02:30 2026-11-29T07:30:00.000Z',
    '2026-W49 2026-12-06 02:30 2026-12-06T07:30:00.000Z',
    '2026-W50 2026-12-13 02:30 2026-12-13T07:30:00.000Z',
    '2026-W51 2026-12-20 02:30 2026-12-20T07:30:00.000Z',
  ]);
  expect(warnings.map(problemLine)).toEqual([
    'W_CONFIG_DST schedule "30 2 * * 0" America/New_York does not exist on 2027-03-14; that week it runs at 03:00.',
    'W_CONFIG_CALENDAR schedule.holiday.calendar "china" ends on 2026-12-31: from 2027-01-03 on holidays are not known and editions run as usual. Spring Festival is about 2027-02-07. Add the closed days of the time missing to data/holidays.yaml.',
    'W_CONFIG_CALENDAR trading calendars end: china (2026-12-31), gfex (2026-12-31), interbank (2026-12-31), sge (2026-12-31), shfe (2026-12-31). From 2026-W53 on, due 2027-01-03, no edition with prices of these venues can be made. Add their closed days to data/holidays.yaml.',
  ]);
});

test('a week that changes of clocks leave without a time of its own is told with the next runs', async () => {
  const desk = await openDesk(await mailDesk(loopback(1)));
  const london = {
    ...desk,
    config: { ...desk.config, timeZone: 'Europe/London' },
    schedule: scheduleSchema.parse({ cron: '30 19 * * 6', timeZone: 'Asia/Shanghai' }),
  };
  const { warnings } = nextOf(london, 5, stillEffects('2026-03-20T00:00:00.000Z'));
  expect(warnings.filter(({ code }) => code === 'W_CONFIG_ORDER').map(problemLine)).toEqual([
    'W_CONFIG_ORDER schedule "30 19 * * 6" Asia/Shanghai comes before 2026-W13 is complete (Saturday 12:00 Europe/London) and then only when the next week is: it runs 2026-03-28 at 20:00. Set schedule.cron clearly later.',
  ]);
});
