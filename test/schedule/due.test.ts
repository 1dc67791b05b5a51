import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDay, localTime } from '../../src/calendar/clock.ts';
import { type Due, dueOfWeek, duesBetween, nextDues, timeAfter } from '../../src/calendar/due.ts';
import { localMoment } from '../../src/calendar/local.ts';
import { cutoffOf, previousWeek, weekdayOf } from '../../src/calendar/week.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import type { HolidayRule } from '../../src/model/schedule.ts';
import { programRoot } from '../../src/program.ts';
import { noteWords } from '../../src/schedule/words.ts';
import { planOf } from './plans.ts';

const data = join(programRoot(), 'data');
const { calendars } = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });

function calendar(venue: string) {
  const found = calendars.get(venue);
  if (found === undefined) throw new Error(`no calendar ${venue}`);
  return found;
}

const ZONES = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
const MINUTE = 60_000;
/** Weeks by their names, in order. */
const TEN_YEARS = Array.from({ length: 520 }, (_, at) => previousWeek('2026-W02', -at)).filter(
  (week) => week <= '2035-W50',
);

const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    }),
  ]),
);

/** What clocks show, as the platform says it: `2027-03-28 02:00`. */
function shown(moment: number, timeZone: string): string {
  return (clocks.get(timeZone)?.format(moment) ?? '').replace(', ', ' ');
}

describe('a local time', () => {
  test('is the first moment at which clocks show it, or the first after those they leave out', () => {
    // Days around which clocks change somewhere, and any others.
    const days = ['2026-03-08', '2026-03-29', '2026-10-04', '2026-10-25', '2026-11-01', '2026-04-05'];
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.oneof(
          fc.constantFrom(...days),
          fc
            .integer({ min: 0, max: 3652 })
            .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)),
        ),
        fc.integer({ min: 0, max: 1439 }),
        (zone, date, minutes) => {
          const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
          const wanted = `${date} ${time}`;
          const { at, kind } = localMoment(date, minutes, zone);
          const moment = Date.parse(at);
          if (kind === 'gap') {
            // Just before it clocks show less than what was asked for, from it on more: the time is left out.
            expect(shown(moment - MINUTE, zone) < wanted).toBe(true);
            expect(shown(moment, zone) > wanted).toBe(true);
            return;
          }
          expect(shown(moment, zone)).toBe(wanted);
          // Clocks go back by half hours, two at most: an earlier one would be there.
          for (let back = 30; back <= 120; back += 30)
            expect(shown(moment - back * MINUTE, zone)).not.toBe(wanted);
          const again = [30, 60].some((minute) => shown(moment + minute * MINUTE, zone) === wanted);
          expect(kind).toBe(again ? 'fold' : 'once');
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([
    ['2027-03-28', '01:30', 'Europe/London', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-03-28', '01:00', 'Europe/London', '2027-03-28T01:00:00.000Z', 'gap'],
    ['2027-03-28', '02:00', 'Europe/London', '2027-03-28T01:00:00.000Z', 'once'],
    ['2027-10-31', '01:30', 'Europe/London', '2027-10-31T00:30:00.000Z', 'fold'],
    ['2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:00:00.000Z', 'gap'],
    ['2027-11-07', '01:59', 'America/New_York', '2027-11-07T05:59:00.000Z', 'fold'],
    // Half an hour at two in the morning.
    ['2027-10-03', '02:10', 'Australia/Lord_Howe', '2027-10-02T15:30:00.000Z', 'gap'],
    // A whole day that never was.
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 'gap'],
    ['2028-02-29', '18:00', 'Asia/Shanghai', '2028-02-29T10:00:00.000Z', 'once'],
  ])('%s %s in %s is %s (%s)', (date, time, zone, at, kind) => {
    const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    expect(localMoment(date, minutes, zone)).toEqual({ at, kind });
  });
});

describe('due times', () => {
  const field = (low: number, high: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: low, max: high }).map(String),
      fc
        .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
        .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    );

  test('of any clock are in order, one for each week at most, each of a week that is complete', () => {
    fc.assert(
      fc.property(
        fc.tuple(field(0, 59), field(0, 23), fc.constant('*'), fc.constant('*'), field(0, 6)),
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 3000 }),
        (fields, zone, day) => {
          const plan = planOf(fields.join(' '), zone);
          const from = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
          const to = new Date(Date.UTC(2026, 0, 1 + day + 70)).toISOString();
          const dues = duesBetween(plan, from, to);
          expect(dues.length).toBeGreaterThanOrEqual(9);
          for (const [at, due] of dues.entries()) {
            const before = dues[at - 1];
            if (before !== undefined) {
              expect(due.at > before.at).toBe(true);
              expect(due.week > before.week).toBe(true);
            }
            expect(due.at >= cutoffOf(due.week, zone)).toBe(true);
            expect(dueOfWeek(plan, due.week)).toEqual(due);
          }
          // Asked piece by piece it is the same: nothing is due twice, nothing falls between.
          const middle = new Date(Date.UTC(2026, 0, 1 + day + 33)).toISOString();
          expect([...duesBetween(plan, from, middle), ...duesBetween(plan, middle, to)]).toEqual(dues);
          expect(nextDues(plan, from, 5)).toEqual(dues.slice(0, 5));
        },
      ),
      { numRuns: 60 },
    );
  });

  const weeks = (dues: readonly Due[]): string[] => dues.map(({ week, at }) => `${week} ${at.slice(0, 16)}`);

  test('are those of the week that ends on a Sunday, and of the one before on a Monday', () => {
    const from = '2026-12-27T12:00:00.000Z';
    expect(weeks(nextDues(planOf('0 18 * * 0', 'Asia/Shanghai'), from, 3))).toEqual([
      '2026-W53 2027-01-03T10:00',
      '2027-W01 2027-01-10T10:00',
      '2027-W02 2027-01-17T10:00',
    ]);
    expect(weeks(nextDues(planOf('0 8 * * mon', 'Asia/Shanghai'), from, 3))).toEqual([
      '2026-W52 2026-12-28T00:00',
      '2026-W53 2027-01-04T00:00',
      '2027-W01 2027-01-11T00:00',
    ]);
  });

  test('take the first instant after a week is complete, of however many', () => {
    const often = duesBetween(
      planOf('*/15 18-20 * * 6,0', 'Asia/Shanghai'),
      '2026-06-01T00:00:00.000Z',
      '2026-06-15T00:00:00.000Z',
    );
    // Saturday at 18:00, six hours after the week is complete.
    expect(weeks(often)).toEqual(['2026-W23 2026-06-06T10:00', '2026-W24 2026-06-13T10:00']);
    const monthly = nextDues(planOf('0 18 1 * *', 'Asia/Shanghai'), '2026-01-02T00:00:00.000Z', 3);
    expect(monthly.map(({ date }) => date)).toEqual(['2026-02-01', '2026-03-01', '2026-04-01']);
    // Days of the month and of the week: either is enough.
    const either = nextDues(planOf('0 18 13 * fri', 'Asia/Shanghai'), '2026-06-08T00:00:00.000Z', 2);
    expect(either.map(({ date, week }) => `${week} ${date}`)).toEqual([
      '2026-W23 2026-06-12',
      // A Saturday: W24 is complete since noon, and Friday the 19th comes too late for it.
      '2026-W24 2026-06-13',
    ]);
    expect(
      nextDues(planOf('0 18 29 2 *', 'Asia/Shanghai'), '2026-01-01T00:00:00.000Z', 2).map(({ date }) => date),
    ).toEqual(['2028-02-29', '2032-02-29']);
  });

  test('of a clock that strikes weekly claim every week of ten years once, whatever zones change their clocks', () => {
    const zones = [...ZONES, 'Africa/Casablanca', 'Asia/Gaza', 'America/Nuuk', 'Antarctica/Troll'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...zones),
        fc.integer({ min: -6, max: 6 }),
        (zone, weekZone, halfHours) => {
          // By the clocks of the one, about when weeks are complete in the other.
          const near = new Date(Date.parse(cutoffOf('2026-W05', weekZone)) + halfHours * 30 * MINUTE);
          const [hour, minute] = localTime(near, zone).split(':').map(Number);
          const weekday = weekdayOf(localDay(near, zone)) % 7;
          const plan = planOf(`${minute} ${hour} * * ${weekday}`, zone, undefined, weekZone);
          const dues = duesBetween(plan, '2026-01-03T00:00:00.000Z', '2036-01-12T00:00:00.000Z');
          const told = dues.filter(({ week }) => week >= '2026-W02' && week <= '2035-W50');
          expect(told.map(({ week }) => week)).toEqual(TEN_YEARS);
          for (const [index, { week, at }] of told.entries()) {
            expect(at >= cutoffOf(week, weekZone)).toBe(true);
            if (index > 0) expect(at > (told[index - 1]?.at ?? '')).toBe(true);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  test('of a clock at another zone’s Saturday noon run at that noon in the week that clocks would leave out', () => {
    // 11:30 in London in winter, 12:30 in summer: clocks go forward on 29 March 2026.
    const plan = planOf('30 19 * * 6', 'Asia/Shanghai', undefined, 'Europe/London');
    const dues = nextDues(plan, '2026-03-20T00:00:00.000Z', 4);
    expect(weeks(dues)).toEqual([
      '2026-W11 2026-03-21T11:30',
      '2026-W12 2026-03-28T11:30',
      '2026-W13 2026-03-28T12:00',
      '2026-W14 2026-04-04T11:30',
    ]);
    expect(dues.map(({ notes }) => notes.map(noteWords))).toEqual([
      [],
      [],
      [
        'it comes before the week is complete and again only when the next one is; the week runs when it is complete, at 20:00 on 2026-03-28',
      ],
      [],
    ]);
    // In autumn the strike that would make a week again makes none.
    expect(weeks(nextDues(plan, '2026-10-20T00:00:00.000Z', 3))).toEqual([
      '2026-W43 2026-10-24T11:30',
      '2026-W44 2026-11-07T11:30',
      '2026-W45 2026-11-14T11:30',
    ]);
    // Several days may share a week: one before it is complete takes nothing from one after.
    expect(weeks(nextDues(planOf('0 18 1 * 6', 'Asia/Shanghai'), '2026-06-28T00:00:00.000Z', 2))).toEqual([
      '2026-W27 2026-07-04T10:00',
      '2026-W28 2026-07-11T10:00',
    ]);
  });

  test('carry the other times of the week with them', () => {
    const plan = planOf('0 18 * * 0', 'Asia/Shanghai');
    const [due] = nextDues(plan, '2026-11-17T00:00:00.000Z', 1);
    if (due === undefined) throw new Error('nothing is due');
    expect(timeAfter(due, 'sun 20:00', plan)).toBe('2026-11-22T12:00:00.000Z');
    expect(timeAfter(due, 'sun 18:00', plan)).toBe(due.at);
    expect(timeAfter(due, 'mon 07:30', plan)).toBe('2026-11-22T23:30:00.000Z');
    expect(timeAfter(due, 'sun 17:59', plan)).toBe('2026-11-29T09:59:00.000Z');
  });
});

describe('a holiday', () => {
  const on = (cron: string, venue: string, rule: HolidayRule, from: string, zone = 'Asia/Shanghai'): Due => {
    const [due] = nextDues(
      planOf(cron, zone, { calendar: calendar(venue), rule }, 'Asia/Shanghai'),
      `${from}T00:00:00.000Z`,
      1,
    );
    if (due === undefined) throw new Error('nothing is due');
    return due;
  };
  const told = ({ notes }: Due): string[] => notes.map(noteWords);

  test('moves to the next day on which people work, and takes the other times along', () => {
    // Spring Festival 2026: 15 to 23 February; Saturdays 14 and 28 are worked.
    const due = on('0 8 * * mon', 'china', 'next', '2026-02-15');
    expect(due).toMatchObject({ week: '2026-W07', date: '2026-02-24', time: '08:00', skipped: false });
    expect(told(due)).toEqual(['moved from 2026-02-16 (Spring Festival) to 2026-02-24']);
    const plan = planOf('0 8 * * mon', 'Asia/Shanghai', { calendar: calendar('china'), rule: 'next' });
    // Tuesday at eight in place of Monday at eight.
    expect(timeAfter(due, 'mon 20:00', plan)).toBe('2026-02-24T12:00:00.000Z');
  });

  test('moves to the working day before it, made-up Saturdays and Sundays being worked', () => {
    // Saturday the 14th of February is worked, and at 18:00 the week is complete.
    const due = on('0 18 * * mon', 'china', 'previous', '2026-02-13');
    expect(due).toMatchObject({ week: '2026-W07', date: '2026-02-14' });
    expect(told(due)).toEqual(['moved from 2026-02-16 (Spring Festival) to 2026-02-14']);
    // At 8:00 it was not.
    expect(on('0 8 * * mon', 'china', 'previous', '2026-02-15')).toMatchObject({ date: '2026-02-16' });
  });

  test('stays where the week would not be complete on the day before', () => {
    const due = on('0 8 * * mon', 'shfe', 'previous', '2026-02-15');
    // To an exchange a made-up Saturday is no session: the one before is Friday the 13th.
    expect(due).toMatchObject({ week: '2026-W07', date: '2026-02-16' });
    expect(told(due)).toEqual([
      '2026-02-16 is a holiday (Spring Festival), but on the working day before it the week is not complete; it runs as usual',
    ]);
  });

  test('is skipped where the desk says so', () => {
    const due = on('0 8 * * mon', 'china', 'skip', '2026-02-15');
    expect(due).toMatchObject({ week: '2026-W07', skipped: true, date: '2026-02-16' });
    expect(told(due)).toEqual(['no edition: 2026-02-16 is a holiday (Spring Festival)']);
  });

  test('is what the one venue closes for, not the other', () => {
    // The last Monday of August in London; a working day in Shanghai and in New York.
    expect(on('0 8 * * mon', 'lme', 'next', '2026-08-30').date).toBe('2026-09-01');
    expect(on('0 8 * * mon', 'shfe', 'next', '2026-08-30').date).toBe('2026-08-31');
    expect(on('0 8 * * mon', 'cme', 'next', '2026-08-30').date).toBe('2026-08-31');
    // The first Monday of September is New York's.
    expect(on('0 8 * * mon', 'nyse', 'next', '2026-09-06').date).toBe('2026-09-08');
    expect(on('0 8 * * mon', 'lme', 'next', '2026-09-06').date).toBe('2026-09-07');
  });

  test('is no Sunday by itself, but one in the midst of a closure is', () => {
    expect(on('0 18 * * 0', 'china', 'next', '2026-06-08').date).toBe('2026-06-14');
    // 4 October 2026 lies in National Day.
    expect(on('0 18 * * 0', 'china', 'next', '2026-09-29')).toMatchObject({ date: '2026-10-08' });
    expect(on('0 18 * * 0', 'china', 'skip', '2026-09-29')).toMatchObject({ skipped: true });
    // A Sunday that is worked to make up for a holiday.
    const worked = Object.keys(calendar('china').worked ?? {}).find(
      (day) => day.startsWith('2026') && new Date(`${day}T00:00:00Z`).getUTCDay() === 0,
    );
    expect(worked).toBeDefined();
    expect(on('0 18 * * 0', 'china', 'skip', `${worked}`)).toMatchObject({ date: worked, skipped: false });
  });

  test('is not guessed beyond the calendar', () => {
    const due = on('0 8 * * mon', 'china', 'next', '2027-02-07');
    expect(due).toMatchObject({ date: '2027-02-08', skipped: false });
    expect(told(due)).toEqual([
      'the calendar ends on 2026-12-31: whether 2027-02-08 is a holiday is not known, it runs as usual',
    ]);
    // Known to be a holiday, but not how long it lasts.
    const short = { ...calendar('china'), coveredThrough: '2026-02-20' };
    const plan = planOf('0 8 * * mon', 'Asia/Shanghai', { calendar: short, rule: 'next' });
    const [unsure] = nextDues(plan, '2026-02-15T00:00:00.000Z', 1);
    expect(unsure).toMatchObject({ date: '2026-02-16' });
    expect(unsure?.notes.map(({ kind }) => kind)).toEqual(['uncovered']);
  });

  test('of any length leaves an edition for each week, in order, with any rule', () => {
    for (const rule of ['previous', 'next'] as const) {
      for (const cron of ['0 8 * * mon', '0 18 * * 0', '30 9 * * tue']) {
        const plan = planOf(cron, 'Asia/Shanghai', { calendar: calendar('china'), rule });
        const dues = duesBetween(plan, '2015-01-05T00:00:00.000Z', '2026-12-20T00:00:00.000Z');
        expect(dues.length).toBeGreaterThan(600);
        for (const [at, due] of dues.entries()) {
          const before = dues[at - 1];
          if (before !== undefined) expect(before.week).toBe(previousWeek(due.week));
          expect(due.at >= cutoffOf(due.week, 'Asia/Shanghai')).toBe(true);
        }
      }
    }
  });
});
