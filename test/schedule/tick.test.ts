import { describe, expect, test } from 'vitest';
import { DESK } from '../../src/schedule/index.ts';
import { officeAt, officePlaces } from '../support/offices.ts';
import { mailed, problem, refused, scheduledDesk, sent, trouble, WEEK, World } from './scene.ts';

const LATE = { series: [{ id: 'cu_lme_3m', last: '2026-11-13' }], notes: [], held: [], snapshot: 'a1' };
const ALL = { series: [], notes: [], held: [], snapshot: 'a1' };

describe.each(officePlaces)('a scheduled week on $name', ({ open, place }) => {
  test('is made when it is due, mailed when its time has come, and both once', async () => {
    const world = new World();
    const { occurrences } = await open();
    const server = world.server(await scheduledDesk(mailed()), occurrences, 'a');
    world.minute = -1;
    await server.tick();
    expect(await server.stand()).toBe('none');
    world.minute = 0;
    await server.tick();
    expect(await server.stand()).toBe('published: published; mailed to weekly at 2026-11-22T12:00:00.000Z');
    for (world.minute = 1; world.minute < 120; world.minute += 20) await server.tick();
    expect(world.sends).toEqual([]);
    for (world.minute = 120; world.minute < 125; world.minute += 1) await server.tick();
    expect(world.builds).toEqual([WEEK]);
    expect(world.sends).toEqual([`${WEEK} to weekly`]);
    expect(await server.stand()).toBe('done: mailed to 3 of 3 on weekly');
    expect(world.alerts).toEqual([]);
    expect((await occurrences.history(DESK, WEEK)).map(({ state }) => state)).toEqual([
      ...['waiting', 'building', 'published', 'published', 'sending', 'done'],
    ]);
    // A week later the next.
    world.minute = 7 * 1440;
    await server.tick();
    expect(world.builds).toEqual([WEEK, '2026-W48']);
  });

  test('is made once by two servers that look at the same moment, each time they do', async () => {
    const where = await place();
    const [one, two] = [(await officeAt(where)).occurrences, (await officeAt(where)).occurrences];
    const world = new World();
    const desk = await scheduledDesk(mailed());
    const servers = [world.server(desk, one, 'a'), world.server(desk, two, 'b')];
    for (world.minute = 0; world.minute <= 130; world.minute += 10)
      await Promise.all(servers.map((server) => server.tick()));
    expect(world.builds).toEqual([WEEK]);
    expect(world.sends).toEqual([`${WEEK} to weekly`]);
    expect((await one.history(DESK, WEEK)).map(({ state }) => state)).toEqual([
      ...['waiting', 'building', 'published', 'published', 'sending', 'done'],
    ]);
  });

  test('is gone on with by another when its server dies at any point, to one edition and one mailing', async () => {
    // Where the first server stops writing: at which of its words to the office.
    const desk = await scheduledDesk(mailed({ send: { list: 'weekly', at: 'at once' } }));
    for (let dies = 1; dies <= 7; dies += 1) {
      const { occurrences } = await open();
      const world = new World();
      let words = 0;
      const dead = new Promise<never>(() => undefined);
      const word = <T>(said: () => Promise<T>): Promise<T> => {
        words += 1;
        return words > dies ? dead : said();
      };
      const dying = world.server(
        desk,
        {
          ...occurrences,
          due: (...given) => word(() => occurrences.due(...given)),
          claim: (...given) => word(() => occurrences.claim(...given)),
          record: (...given) => word(() => occurrences.record(...given)),
        },
        'dying',
      );
      void dying.tick();
      await settled(() => words > dies || world.sends.length > 0);
      const next = world.server(desk, occurrences, 'next');
      // Its lease is for two minutes.
      for (world.minute = 1; world.minute <= 5; world.minute += 1) await next.tick();
      expect(await next.stand(), `dies after ${dies} words`).toMatch(/^done/);
      expect(world.archive.size).toBe(1);
      // Mailing itself is once for each reader, whoever goes on with it.
      expect(new Set(world.sends)).toEqual(new Set([`${WEEK} to weekly`]));
      // Who was frozen and wakes writes nothing any more.
      expect((await occurrences.of(DESK, WEEK))?.owner).toBe('');
    }
  });
});

/** What is tried on both above is tried here without a disk. */
function fresh() {
  return officeAt(':memory:');
}

describe('a scheduled week', () => {
  test('waits for what is not there, and is made as soon as it is', async () => {
    const world = new World();
    const { occurrences } = await fresh();
    const server = world.server(
      await scheduledDesk({ retryMinutes: 10, deadline: 'sun 23:00' }),
      occurrences,
      'a',
    );
    world.needs = LATE;
    await server.tick();
    expect(await server.stand()).toBe(
      'waiting: waits until 2026-11-22T15:00:00.000Z for: not all values of the week for cu_lme_3m (last 2026-11-13)',
    );
    world.needs = ALL;
    world.minute = 9;
    await server.tick();
    expect(world.builds).toEqual([]);
    world.minute = 10;
    await server.tick();
    expect(await server.stand()).toBe('done: published; nothing is mailed by itself');
    expect(world.sends).toEqual([]);
    expect(world.alerts).toEqual([]);
  });

  test('is held at its deadline, told once, and goes on by an operator’s word', async () => {
    const world = new World();
    const { occurrences } = await fresh();
    const server = world.server(await scheduledDesk({ deadline: 'sun 18:20' }), occurrences, 'a');
    world.needs = { ...LATE, notes: ['zh'] };
    for (world.minute = 0; world.minute <= 60; world.minute += 1) await server.tick();
    expect(await server.stand()).toBe(
      'held: held at its deadline: not all values of the week for cu_lme_3m (last 2026-11-13); no note in zh. Bring what is missing, or build it by hand, then: assay schedule release 2026-W47',
    );
    expect(world.alerts.map(({ kind, week }) => `${kind} ${week}`)).toEqual(['held 2026-W47']);
    // Looked at when due, a quarter of an hour later, and at the deadline.
    expect(
      (await occurrences.history(DESK, WEEK)).map(({ at, state }) => `${at.slice(11, 16)} ${state}`),
    ).toEqual([...['10:00 waiting', '10:00 waiting', '10:15 waiting', '10:20 held']]);
    world.needs = ALL;
    const row = await occurrences.of(DESK, WEEK);
    if (row === undefined) throw new Error('no such week');
    const now = world.now().toISOString();
    const word = {
      state: 'waiting',
      reason: 'released by li',
      nextAt: now,
      releasedAt: now,
      release: true,
    } as const;
    expect(await occurrences.record(row, word, now)).toBe(true);
    await server.tick();
    expect(await server.stand()).toMatch(/^done/);
    expect(world.alerts.map(({ kind }) => kind)).toEqual(['held', 'recovered']);
  });

  test('is published with its gaps named where the desk says so, but never with what the gate holds', async () => {
    const gaps = new World();
    const desk = await scheduledDesk({ deadline: 'sun 18:20', atDeadline: 'publish' });
    const server = gaps.server(desk, (await fresh()).occurrences, 'a');
    gaps.needs = LATE;
    for (gaps.minute = 0; gaps.minute <= 20; gaps.minute += 5) await server.tick();
    expect(gaps.builds).toEqual([WEEK]);
    const history = await server.work.occurrences.history(DESK, WEEK);
    expect(history.find(({ state }) => state === 'published')?.reason).toBe(
      'published with gaps: not all values of the week for cu_lme_3m (last 2026-11-13)',
    );

    const doubtful = new World();
    const other = doubtful.server(desk, (await fresh()).occurrences, 'a');
    doubtful.needs = { ...ALL, held: [problem('E_DATA_MOVE', 'moved by 40 %.')] };
    for (doubtful.minute = 0; doubtful.minute <= 20; doubtful.minute += 5) await other.tick();
    expect(doubtful.builds).toEqual([]);
    expect(await other.stand()).toBe(
      'held: held at its deadline: E_DATA_MOVE moved by 40 %. Answer for the values or mend them, then: assay schedule release 2026-W47',
    );
  });

  test('waits for its approval, and is made of nothing but what was approved', async () => {
    const world = new World();
    const desk = await scheduledDesk(
      { deadline: 'sun 20:00', atDeadline: 'publish' },
      { release: 'two-person' },
    );
    const server = world.server(desk, (await fresh()).occurrences, 'a');
    world.approval = 'missing';
    await server.tick();
    expect(await server.stand()).toContain('for: an approval');
    world.approval = 'approved';
    world.refusals = [refused('E_BUILD_CHANGED')];
    world.minute = 15;
    await server.tick();
    expect(await server.stand()).toMatch(/^waiting: E_BUILD_CHANGED/);
    world.approval = 'outdated';
    world.minute = 30;
    await server.tick();
    expect(world.builds).toEqual([`${WEEK} a1`]);
    for (world.minute = 45; world.minute <= 120; world.minute += 15) await server.tick();
    expect(await server.stand()).toMatch(
      /^held: held at its deadline: an approval, what was approved having changed/,
    );
    expect(world.builds).toHaveLength(1);
  });

  test('that begins late is made at once and says so, and later than the desk allows is missed', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk(mailed()), (await fresh()).occurrences, 'a');
    world.minute = 23 * 60;
    await server.tick();
    expect(await server.stand()).toMatch(/^done/);
    const history = await server.work.occurrences.history(DESK, WEEK);
    expect(history.find(({ state }) => state === 'published')?.reason).toBe('late by 23 h');
    // What is odd about the schedule is said as well, and is of another test.
    expect(world.lines.filter((line) => line.startsWith('W_SCHEDULE_'))).toEqual([
      'W_SCHEDULE_LATE 2026-W47: late by 23 h; begun at once.',
    ]);
    // Nobody runs for two weeks and a day: two were missed by more than a day, and are neither made nor mailed.
    world.minute = 14 * 1440 + 25 * 60;
    await server.tick();
    for (const week of ['2026-W48', '2026-W49'])
      expect(await server.stand(week)).toMatch(
        /^missed: not made: nobody ran for .* assay schedule release 2026-W4[89]$/,
      );
    expect(world.builds).toEqual([WEEK]);
    expect(world.sends).toHaveLength(1);
    expect(world.alerts.map(({ kind, week }) => `${kind} ${week}`).sort()).toEqual([
      ...['missed 2026-W48', 'missed 2026-W49'],
    ]);
  });

  test('of a desk that was never scheduled before begins with what may still be made up for', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    world.minute = 3 * 1440;
    await server.tick();
    expect(await server.work.occurrences.list(DESK)).toEqual([]);
    expect(world.alerts).toEqual([]);
  });

  test('that is published in time but not mailed for over a day is not mailed by itself', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk(mailed()), (await fresh()).occurrences, 'a');
    await server.tick();
    world.minute = 120 + 25 * 60;
    await server.tick();
    expect(await server.stand()).toMatch(/^missed: published, but not mailed: nobody ran for 1 d 1 h/);
    expect(world.sends).toEqual([]);
  });

  test('takes an edition that somebody published by hand for its own', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk(mailed()), (await fresh()).occurrences, 'a');
    world.archive.set(WEEK, '2026-11-22T08:00:00.000Z');
    await server.tick();
    expect(world.builds).toEqual([]);
    world.minute = 120;
    await server.tick();
    expect(await server.stand()).toMatch(/^done/);

    // Or that somebody publishes while it is being built.
    const other = new World();
    const late = other.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    other.during = async () => {
      other.archive.set(WEEK, '2026-11-22T10:00:01.000Z');
    };
    await late.tick();
    expect(await late.stand()).toMatch(/^done/);
  });

  test('that was published by hand while nobody ran is not said to be missing', async () => {
    for (const [schedule, stand, told] of [
      [{}, /^done: archived 2026-11-22T12:00/, []],
      [mailed(), /^missed: published, but not mailed: nobody ran for 1 d 1 h/, ['missed']],
    ] as const) {
      const world = new World();
      const server = world.server(await scheduledDesk(schedule), (await fresh()).occurrences, 'a');
      for (world.minute = -7 * 1440; world.minute <= -6 * 1440; world.minute += 120) await server.tick();
      world.archive.set(WEEK, '2026-11-22T12:00:00.000Z');
      world.minute = 25 * 60;
      await server.tick();
      expect(await server.stand()).toMatch(stand);
      expect(world.alerts.map(({ kind }) => kind)).toEqual(told);
      expect([world.builds, world.sends]).toEqual([['2026-W46'], world.sends.slice(0, 1)]);
    }
  });

  test('that somebody corrects before it is mailed is mailed as corrected', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk(mailed()), (await fresh()).occurrences, 'a');
    await server.tick();
    world.correction = `${WEEK}.1`;
    world.minute = 120;
    await server.tick();
    expect(world.sends).toEqual([`${WEEK}.1 to weekly`]);
    expect((await server.work.occurrences.of(DESK, WEEK))?.edition).toBe(`${WEEK}.1`);
  });

  test('that cannot be built is tried again, told once, and said to be over when it is', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    world.refusals = [refused('E_BROWSER_START'), refused('E_BROWSER_START'), refused('E_BROWSER_START')];
    for (world.minute = 0; world.minute <= 30; world.minute += 1) await server.tick();
    expect(world.builds).toHaveLength(3);
    expect(await server.stand()).toBe(
      'waiting: could not be built: E_BROWSER_START wrong. Tried again at 2026-11-22T10:45:00.000Z',
    );
    world.minute = 45;
    await server.tick();
    expect(world.alerts.map(({ kind }) => kind)).toEqual(['failed', 'recovered']);

    const hopeless = new World();
    const other = hopeless.server(
      await scheduledDesk({ deadline: 'sun 19:00' }),
      (await fresh()).occurrences,
      'a',
    );
    hopeless.refusals = Array.from({ length: 20 }, () => refused('E_BROWSER_START'));
    for (hopeless.minute = 0; hopeless.minute <= 120; hopeless.minute += 5) await other.tick();
    expect(await other.stand()).toMatch(/^failed: could not be built: .*release 2026-W47$/);
    expect(hopeless.builds).toHaveLength(5);
    expect(hopeless.alerts.map(({ kind }) => kind)).toEqual(['failed']);
  });

  test('whose mailing is put off, paused or refused says what it waits for', async () => {
    const world = new World();
    const at = { send: { list: 'weekly', at: 'at once' } };
    const server = world.server(await scheduledDesk(at), (await fresh()).occurrences, 'a');
    world.mailing = [
      sent('waiting', { nextDue: '2026-11-22T10:05:00.000Z' }),
      trouble('unavailable', 'E_DB_UNAVAILABLE'),
      sent('paused', { reason: '535 5.7.8 Authentication credentials invalid' }),
    ];
    await server.tick();
    expect(await server.stand()).toBe(
      'sending: mailed to 3 of 3 on weekly; some are tried again at 2026-11-22T10:05:00.000Z',
    );
    world.minute = 5;
    await server.tick();
    expect(await server.stand()).toMatch(/^sending: could not be mailed: E_DB_UNAVAILABLE/);
    world.minute = 20;
    await server.tick();
    expect(await server.stand()).toMatch(
      /^held: mailing paused: 535 .*assay deliveries release 2026-W47, then: assay schedule release 2026-W47$/,
    );
    expect(world.alerts.map(({ kind }) => kind)).toEqual(['failed', 'held']);

    const empty = new World();
    const other = empty.server(await scheduledDesk(at), (await fresh()).occurrences, 'a');
    empty.mailing = [trouble('data', 'E_SEND_NONE')];
    await other.tick();
    expect(await other.stand()).toMatch(/^held: could not be mailed: E_SEND_NONE/);
  });

  test('makes nothing of a clock that was set forward, and nothing twice of one set back', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    world.minute = -300;
    await server.tick();
    // Six hours forward within a minute: over the due time.
    world.strayed = 6 * 3_600_000;
    world.minute = -299;
    await server.tick();
    expect(await server.stand()).toMatch(
      /^held: the clock of this machine went forward by 6.0 hours over the time it is due/,
    );
    expect(world.builds).toEqual([]);
    expect(world.alerts.map(({ kind, week }) => `${kind} ${week}`).sort()).toEqual([
      'failed ',
      `held ${WEEK}`,
    ]);
    // Put right again: it was not due yet, and is held all the same until somebody has looked.
    world.strayed = 0;
    for (world.minute = -298; world.minute <= 10; world.minute += 10) await server.tick();
    expect(world.builds).toEqual([]);

    const back = new World();
    const other = back.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    await other.tick();
    back.strayed = -2 * 3_600_000;
    for (back.minute = 1; back.minute <= 240; back.minute += 10) await other.tick();
    expect(back.builds).toEqual([WEEK]);
  });

  test('that a machine slept through is late, which is no jump of its clock', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    world.minute = -300;
    await server.tick();
    world.minute = 200;
    await server.tick();
    expect(world.builds).toEqual([WEEK]);
    expect(world.alerts).toEqual([]);
  });

  test('on a holiday is skipped where the desk says so', async () => {
    const world = new World();
    const schedule = { holiday: { calendar: 'china', rule: 'skip' }, cron: '0 8 * * mon' };
    const server = world.server(await scheduledDesk(schedule), (await fresh()).occurrences, 'a');
    // Monday of Spring Festival, 8:00 in Shanghai.
    world.minute = (Date.parse('2026-02-16T00:00:00.000Z') - Date.parse('2026-11-22T10:00:00.000Z')) / 60_000;
    await server.tick();
    expect(await server.stand('2026-W07')).toBe(
      'skipped: no edition: 2026-02-16 is a holiday (Spring Festival)',
    );
    expect(world.builds).toEqual([]);
    expect(world.alerts).toEqual([]);
  });

  test('is told of again at the next look where nobody could be told, and once', async () => {
    const world = new World();
    const server = world.server(
      await scheduledDesk({ deadline: 'sun 18:00' }),
      (await fresh()).occurrences,
      'a',
    );
    world.needs = LATE;
    world.isDeaf = true;
    for (world.minute = 0; world.minute <= 5; world.minute += 1) await server.tick();
    expect(world.alerts).toEqual([]);
    world.isDeaf = false;
    for (world.minute = 6; world.minute <= 60; world.minute += 1) await server.tick();
    expect(world.alerts.map(({ kind }) => kind)).toEqual(['held']);
  });

  test('of a desk that cannot be read is not made, and people are told once, and when it can be again', async () => {
    const world = new World();
    const server = world.server(await scheduledDesk({}), (await fresh()).occurrences, 'a');
    world.minute = -10;
    await server.tick();
    world.deskFault = trouble('config', 'E_CONFIG_YAML');
    for (world.minute = 0; world.minute <= 5; world.minute += 1) await server.tick();
    expect(world.builds).toEqual([]);
    world.deskFault = undefined;
    await server.tick();
    expect(world.builds).toEqual([WEEK]);
    expect(world.alerts.map(({ kind, week }) => `${kind} ${week}`)).toEqual(['failed ', 'recovered ']);
  });
});

/** Until something has come true: what is awaited in between is the database. */
async function settled(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; turns < 1_000_000; turns += 1) {
    if (isTrue()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came');
}
