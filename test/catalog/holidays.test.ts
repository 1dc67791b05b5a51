import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkDesk } from '../../src/app/check.ts';
import { keptDesk } from '../../src/app/kept-desk.ts';
import { nextOf } from '../../src/app/schedule-commands.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import { type Desk, openDesk } from '../../src/desk.ts';
import { AssayError, problemLine } from '../../src/errors.ts';
import { scheduleSchema } from '../../src/model/schedule.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

/** Made up, in the form the State Council's notice has. */
const NOTICE = `
- calendars: [china, interbank, shfe, sge, gfex]
  through: 2027-12-31
  closed:
    2027-01-01: New Year
    2027-02-08: Spring Festival
  worked: { 2027-02-13: for Spring Festival }
- calendars: [nyse]
  closed: { 2026-12-10: day of mourning }
`;

async function deskWith(holidays: string): Promise<Desk> {
  return openDesk(await temporaryDesk({ 'data/holidays.yaml': holidays }));
}

async function problems(holidays: string): Promise<string[]> {
  try {
    await deskWith(holidays);
  } catch (error) {
    if (error instanceof AssayError && error.exit === 'config') return error.problems.map(problemLine);
    throw error;
  }
  throw new Error('nothing was found wrong');
}

test('a desk’s own file carries calendars on, and adds a day to those that go on', async () => {
  const { catalog } = await deskWith(NOTICE);
  const isSession = (venue: string, date: string): boolean => {
    const spec = catalog.calendars.get(venue);
    if (spec === undefined) throw new Error(`no calendar ${venue}`);
    return openCalendar(spec).isSession(date);
  };
  for (const venue of ['china', 'shfe', 'gfex']) {
    expect(isSession(venue, '2027-02-08')).toBe(false);
    expect(isSession(venue, '2027-02-09')).toBe(true);
    expect(isSession(venue, '2026-10-01')).toBe(false);
  }
  // To price agencies a made-up Saturday is a day like others, to exchanges it is none.
  expect([isSession('china', '2027-02-13'), isSession('shfe', '2027-02-13')]).toEqual([true, false]);
  expect([isSession('nyse', '2026-12-10'), isSession('cme', '2026-12-10')]).toEqual([false, true]);
  expect(catalog.calendars.get('nyse')?.coveredThrough).toBe('2028-12-31');
});

test('what is added is no longer warned of, and a running server sees it', async () => {
  const root = await temporaryDesk({});
  const schedule = scheduleSchema.parse({ cron: '0 18 * * 0', holiday: { calendar: 'china' } });
  const warned = async (): Promise<string[]> => {
    const { warnings } = nextOf(
      { ...(await keptDesk(root)), schedule },
      5,
      stillEffects('2026-11-22T00:00:00.000Z'),
    );
    return warnings.map(({ code }) => code);
  };
  expect(await warned()).toEqual(['W_CONFIG_CALENDAR', 'W_CONFIG_CALENDAR']);
  await writeFile(join(root, 'data', 'holidays.yaml'), NOTICE);
  expect(await warned()).toEqual([]);
  await rm(join(root, 'data', 'holidays.yaml'));
  expect(await warned()).toHaveLength(2);
});

test('a week beyond a calendar is told by the check, with the file to add to, before a build meets it', async () => {
  const rows = 'date,cu_shfe,cu_lme_3m\n2027-01-08,90000,11000\n2027-01-15,91000,11100\n';
  const root = await temporaryDesk({ 'data/inbox/week.csv': rows });
  const check = async () =>
    checkDesk(await openDesk(root), '2027-W02', stillEffects('2027-01-20T00:00:00.000Z'));
  const before = await check();
  expect(before.verdict).toBe('hold');
  expect(before.findings.filter(({ code }) => code === 'E_CALENDAR_RANGE').map(problemLine)).toEqual([
    'E_CALENDAR_RANGE data/calendars/shfe.yaml: 2027-01-15 is outside the calendar, which covers 2015-01-01 to 2026-12-31. Add the closed days of the time missing to data/holidays.yaml.',
  ]);
  await writeFile(join(root, 'data', 'holidays.yaml'), NOTICE);
  expect((await check()).findings.filter(({ code }) => code === 'E_CALENDAR_RANGE')).toEqual([]);
});

test.each([
  [
    'an unknown calendar',
    '- { calendars: [chinna], through: 2027-12-31 }',
    'E_CATALOG_VENUE data/holidays.yaml:1:17: unknown calendar "chinna". Did you mean "china"?',
  ],
  [
    'a day after the time known',
    '- { calendars: [shfe], closed: { 2027-01-01: New Year } }',
    'E_CATALOG_CALENDAR data/holidays.yaml:1:34: 2027-01-01 is outside 2015-01-01 to 2026-12-31. Set through: to the last day known, or remove it.',
  ],
  [
    'a Saturday that is closed',
    '- { calendars: [shfe], through: 2027-12-31, closed: { 2027-02-06: Spring Festival } }',
    'E_CATALOG_CALENDAR data/holidays.yaml:1:55: 2027-02-06 is a Saturday, never a session.',
  ],
  [
    'a day there is not',
    '- { calendars: [shfe], through: 2027-12-31, closed: { 2027-02-30: Spring Festival } }',
    'E_CATALOG_CALENDAR data/holidays.yaml:1:55: 2027-02-30 does not exist.',
  ],
  [
    'a last day there is not',
    '- { calendars: [shfe], through: 2027-13-31 }',
    'E_CATALOG_CALENDAR data/holidays.yaml:1:33: 2027-13-31 does not exist.',
  ],
  ['no list', 'calendars: [shfe]', 'E_CONFIG_FIELD data/holidays.yaml'],
  ['a field too many', '- { calendars: [shfe], open: {} }', 'E_CONFIG_FIELD data/holidays.yaml'],
])('%s is refused at its place', async (_, text, line) => {
  const [first, ...others] = await problems(text);
  expect(first?.startsWith(line), first).toBe(true);
  expect(others).toEqual([]);
});
