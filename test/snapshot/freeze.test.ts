import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pointsOf } from '../../src/checks/context.ts';
import { problemLine } from '../../src/errors.ts';
import type { Catalog, PublicationSpec } from '../../src/model/catalog.ts';
import type { Vintage } from '../../src/model/observation.ts';
import { snapshotSchema } from '../../src/model/snapshot.ts';
import { freeze, parseSnapshot, snapshotHash, snapshotText } from '../../src/snapshot/freeze.ts';
import { packRuns, unpackRuns } from '../../src/snapshot/runs.ts';
import { catalogOf, DESK, FILE, vintages } from '../support/catalog.ts';
import { type MadeSeries, madeSpec, weekdays } from '../support/snapshot.ts';

const WEEK = '2025-W24';
const series: MadeSeries[] = [
  { id: 'cu_lme_3m' },
  { id: 'cu_shfe', venue: 'shfe', unit: 'CNY/t' },
  { id: 'cu_anode_op', kind: 'oprate', frequency: 'monthly', unit: '%' },
  { id: 'li_output', kind: 'output', frequency: 'weekly', unit: 't' },
];

function frozen(observations: readonly Vintage[], given: Partial<Parameters<typeof freeze>[0]> = {}) {
  return freeze({ week: WEEK, desk: DESK, catalog: catalogOf(series), observations, findings: [], ...given });
}

/** A price on every weekday, never twice the same. */
function daily(id: string, from: string, through: string): Vintage[] {
  return vintages(
    id,
    weekdays(from, through, (at) => `${9000 + at}.5`).map(([date, value]) => [date, String(value)] as const),
  );
}

describe('what is kept', () => {
  const snapshot = frozen(daily('cu_lme_3m', '2018-01-01', '2025-07-31'));
  const dates = snapshot.series.cu_lme_3m?.dates ?? [];

  test('every day from the start of last year, before that the last of each week, six years back', () => {
    expect(dates[0]).toBe('2019-01-04');
    expect(dates.filter((date) => date >= '2024-01-01')).toEqual(
      weekdays('2024-01-01', '2025-06-13', () => 1).map(([date]) => date),
    );
    const before = dates.filter((date) => date < '2024-01-01');
    expect(new Set(before.map((date) => new Date(`${date}T00:00:00Z`).getUTCDay()))).toEqual(new Set([5]));
    expect(before).toHaveLength(5 * 52 + 1);
  });

  test('every day a year to date can start from, also where the week ends in January', () => {
    const boundary = frozen(daily('cu_lme_3m', '2018-01-01', '2021-01-08'), { week: '2020-W53' });
    for (const date of ['2019-12-30', '2019-12-31', '2020-01-02'])
      expect(boundary.series.cu_lme_3m?.dates).toContain(date);
  });

  test('nothing after the week’s Saturday, but a month’s forecast at the month’s end', () => {
    const late = frozen([
      ...vintages('cu_lme_3m', [
        ['2025-06-13', '1'],
        ['2025-06-14', '2'],
        ['2025-06-16', '3', 'provisional'],
      ]),
      ...vintages('cu_anode_op', [
        ['2025-05-31', '52.99'],
        ['2025-06-30', '54.56', 'provisional'],
        ['2025-07-31', '55', 'provisional'],
      ]),
      ...vintages('li_output', [
        ['2025-06-12', '1'],
        ['2025-06-30', '2', 'provisional'],
      ]),
    ]);
    expect(Object.entries(late.series).map(([id, one]) => [id, one.dates])).toEqual([
      ['cu_anode_op', ['2025-05-31', '2025-06-30']],
      ['cu_lme_3m', ['2025-06-13', '2025-06-14']],
      ['li_output', ['2025-06-12']],
    ]);
  });

  test('series that the catalog does not name are left out; named ones without a value stay in the metals', () => {
    const one = frozen([
      ...vintages('pork', [['2025-06-13', '1']]),
      ...vintages('cu_lme_3m', [['2025-06-13', '1']]),
    ]);
    expect(Object.keys(one.series)).toEqual(['cu_lme_3m']);
    expect(one.metals.flatMap((metal) => metal.series.map((spec) => spec.id))).toEqual(
      series.map(({ id }) => id),
    );
  });

  test('places and statuses come back as they were, file by file', () => {
    const observations: Vintage[] = [
      ...vintages('cu_lme_3m', [
        ['2025-06-11', '1'],
        ['2025-06-12', '2', 'rolled'],
        ['2025-06-13', '3'],
      ]),
    ].map((one, at) => ({
      ...one,
      place: at < 2 ? { file: FILE, row: 7 - at, column: 3 } : { file: 'data/inbox/b.csv', row: 2 },
      sha256: at < 2 ? 'a'.repeat(64) : 'b'.repeat(64),
    }));
    const { inputs, series: columns } = frozen(observations);
    expect(inputs).toEqual([
      { file: 'data/inbox/b.csv', sha256: 'b'.repeat(64) },
      { file: FILE, sha256: 'a'.repeat(64) },
    ]);
    const found = columns.cu_lme_3m && pointsOf(columns.cu_lme_3m, inputs);
    expect(found).toEqual(
      observations.map(({ date, value, status, place }) => ({
        date,
        value: Number(value),
        text: value,
        status,
        place,
      })),
    );
  });

  test('a file read again after a change is another input', () => {
    const [a, b] = vintages('cu_lme_3m', [
      ['2025-06-12', '2'],
      ['2025-06-13', '3'],
    ]);
    if (!a || !b) throw new Error('two vintages expected');
    expect(frozen([a, { ...b, sha256: 'e'.repeat(64) }]).inputs.map((one) => one.sha256[0])).toEqual([
      'e',
      'f',
    ]);
  });

  test('the issue’s number counts weeks on from the first', () => {
    const desk = { ...DESK, firstIssue: { week: '2024-W52', number: 100 } };
    const at = (week: string) => frozen([], { desk, week }).issue;
    expect([at('2024-W51'), at('2024-W52'), at('2025-W01'), at('2025-W24')]).toEqual([
      undefined,
      100,
      101,
      124,
    ]);
  });
});

describe('its text', () => {
  const observations = [
    ...daily('cu_lme_3m', '2018-01-01', '2025-06-13'),
    ...daily('cu_shfe', '2024-01-01', '2025-06-13'),
  ];

  test('is the same for the same observations in any order, and reads back as the same snapshot', () => {
    const snapshot = frozen(observations);
    const text = snapshotText(snapshot);
    expect(snapshotText(frozen(observations.toReversed()))).toBe(text);
    expect(parseSnapshot(text)).toEqual(snapshot);
    expect(snapshotText(parseSnapshot(text))).toBe(text);
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(snapshotHash(snapshot)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('any value that differs gives another hash', () => {
    const last = observations[observations.length - 1];
    if (!last) throw new Error('observations expected');
    const changed = [...observations.slice(0, -1), { ...last, value: `${last.value}1` }];
    expect(snapshotHash(frozen(changed))).not.toBe(snapshotHash(frozen(observations)));
  });

  test('any statuses, values and places come back', () => {
    const statuses = fc.constantFrom('traded', 'rolled', 'illustrative', 'provisional');
    const point = fc.tuple(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: -5, max: 5 }),
      statuses,
      fc.integer({ min: 1, max: 90 }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(point, { selector: ([day]) => day, minLength: 1, maxLength: 60 }),
        (points) => {
          const made = points.map(
            ([day, value, status, row]): Vintage => ({
              series: 'cu_lme_3m',
              date: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
              value: String(value),
              status,
              place: {
                file: row % 2 ? FILE : 'data/inbox/b.csv',
                row,
                ...(row % 3 ? { column: row % 3 } : {}),
              },
              knownAt: '',
              sha256: row % 2 ? 'a' : 'b',
            }),
          );
          const { series: columns, inputs } = parseSnapshot(snapshotText(frozen(made)));
          const back = columns.cu_lme_3m ? pointsOf(columns.cu_lme_3m, inputs) : [];
          const expected = made
            .sort((a, b) => (a.date < b.date ? -1 : 1))
            .map(({ date, value, status, place }) => ({
              date,
              value: Number(value),
              text: value,
              status,
              place,
            }));
          expect(back).toEqual(expected);
        },
      ),
    );
  });

  test('what is no snapshot is refused with its reason', () => {
    const text = snapshotText(frozen(observations));
    const refusal = (broken: string) => {
      try {
        parseSnapshot(broken);
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return 'accepted';
    };
    expect(refusal('{')).toMatch(/^E_SNAPSHOT snapshot\.json: not a snapshot \(/);
    expect(refusal(text.replace('"schema":1', '"schema":2'))).toContain('/schema');
    expect(refusal(text.replace(/"values":"\S+ /, '"values":"'))).toContain('columns of different lengths');
    expect(refusal(text.replace(/\*(\d+)/, '*999999999'))).toContain('is not a run');
  });

  test('runs of anything come back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', '7', '-3', '9647.5', '0')), (texts) => {
        expect(unpackRuns(packRuns(texts))).toEqual(texts);
      }),
    );
    expect(packRuns(Array.from({ length: 260 }, () => 7))).toBe('7*260');
  });
});

describe('calendars', () => {
  test('only those of venues that are named, cut to what the week looks at', () => {
    const catalog = catalogOf(series, {
      shfe: ['2011-10-03', '2025-06-02', '2029-01-01'],
      unused: ['2025-01-01'],
    });
    const { calendars } = frozen([], { catalog });
    expect(calendars.map((one) => [one.venue, Object.keys(one.closed)])).toEqual([
      ['lme', []],
      ['shfe', ['2025-06-02']],
    ]);
    expect(calendars[0]).toMatchObject({ coveredFrom: '2017-12-31', coveredThrough: '2025-06-30' });
  });

  /** Agencies that worked on two Sundays, one of them long ago. */
  const agencies = (() => {
    const catalog = catalogOf([{ id: 'sb_ingot_cn', venue: 'china', quote: 'mid' }], {
      china: ['2025-06-02'],
    });
    const [spec] = catalog.calendars.values();
    if (!spec) throw new Error('a calendar expected');
    const worked = { '2011-10-08': 'make-up', '2025-06-08': 'make-up' };
    return { ...catalog, calendars: new Map([['china', { ...spec, worked }]]) };
  })();

  test('worked weekends come along, cut likewise', () => {
    expect(frozen([], { catalog: agencies }).calendars.map((one) => one.worked)).toEqual([
      { '2025-06-08': 'make-up' },
    ]);
  });

  test('an assessed price of a worked Sunday is in order, one of a free Saturday is not', () => {
    const lines = (dates: string[]) =>
      frozen(
        vintages(
          'sb_ingot_cn',
          dates.map((date, at) => [date, String(100 + at)] as const),
        ),
        {
          catalog: agencies,
        },
      ).findings.map(problemLine);
    expect(lines(['2025-06-06', '2025-06-08', '2025-06-13'])).toEqual([]);
    expect(lines(['2025-06-06', '2025-06-13', '2025-06-14'])).toEqual([
      `W_DATA_HOLIDAY ${FILE}:4: CHINA was closed on 2025-06-14 but "Name of sb_ingot_cn" has a price.`,
    ]);
  });
});

describe('findings that travel', () => {
  const lines = (observations: readonly Vintage[], closed = {}) =>
    frozen(observations, { catalog: catalogOf(series, closed) })
      .findings.filter((one) => one.code !== 'I_DATA_NONE')
      .map(problemLine);

  test('a series the catalog names and nobody has seen is a note', () => {
    expect(frozen([]).findings.map((one) => [one.severity, problemLine(one)])).toEqual(
      series.map(({ id }) => ['note', `I_DATA_NONE ${id}: no observation yet.`]),
    );
  });

  test('a value older than its series allows is stale, a younger one late', () => {
    expect(
      lines([
        ...vintages('cu_lme_3m', [['2025-06-06', '9670.5']]),
        ...vintages('cu_anode_op', [['2025-05-31', '52.99']]),
        ...vintages('li_output', [['2025-06-05', '18500']]),
        ...vintages('cu_shfe', [['2025-06-09', '78000']]),
      ]),
    ).toEqual([
      'W_DATA_STALE cu_lme_3m: newest value is 2025-06-06; the week needs 2025-06-13 (7 days missing).',
      'I_DATA_LATE cu_anode_op: no value this week yet; newest value is 2025-05-31 (13 days before 2025-06-13).',
      'I_DATA_LATE li_output: no value this week yet; newest value is 2025-06-05 (8 days before 2025-06-13).',
    ]);
  });

  test('a week in which the venue was closed excuses what was up to date before', () => {
    const closed = { shfe: ['2025-06-09', '2025-06-10', '2025-06-11', '2025-06-12', '2025-06-13'] };
    expect(lines(vintages('cu_shfe', [['2025-06-06', '78930']]), closed)).toEqual([
      'I_DATA_CLOSED cu_shfe: its venue had no session this week; newest value is 2025-06-06.',
    ]);
    expect(lines(vintages('cu_shfe', [['2025-05-30', '78930']]), closed)).toEqual([
      'W_DATA_STALE cu_shfe: newest value is 2025-05-30; the week needs 2025-06-13 (14 days missing).',
    ]);
  });

  const still = (days: number, through = '2025-06-13') => {
    const all = daily('cu_lme_3m', '2024-04-01', through);
    return all.map((one, at) => (at < all.length - days ? one : { ...one, value: '53.46' }));
  };
  const told = (quote: 'close' | 'mid' | 'count', observations: readonly Vintage[]) =>
    frozen(observations, { catalog: catalogOf([{ id: 'cu_lme_3m', quote }]) }).findings.map(problemLine);

  test('an exchange’s price that is the same on four sessions is perhaps not refreshed', () => {
    expect(told('close', still(3))).toEqual([]);
    expect(told('close', still(4))).toEqual([
      'W_DATA_UNCHANGED cu_lme_3m: unchanged since 2025-06-10 (4 quotations); its source may no longer be refreshed.',
    ]);
  });

  test('an assessed price may stand still for a month, a stock for three weeks', () => {
    expect(told('mid', still(24))).toEqual([]);
    expect(told('mid', still(25))).toEqual([
      'W_DATA_UNCHANGED cu_lme_3m: unchanged since 2025-05-12 (25 quotations); its source may no longer be refreshed.',
    ]);
    expect([told('count', still(14)), told('count', still(15)).length]).toEqual([[], 1]);
  });

  test('a price repeated over a closed day is no quotation', () => {
    const closed = { lme: ['2025-06-11', '2025-06-12'] };
    const catalog = catalogOf([{ id: 'cu_lme_3m' }], closed);
    const codes = frozen(still(5), { catalog }).findings.map((one) => one.code);
    expect(codes).toEqual(['I_DATA_HOLIDAY']);
  });

  test('standing still is a warning for five weeks, then a note', () => {
    const code = (days: number) => told('close', still(days))[0]?.split(' ')[0];
    expect([code(28), code(29)]).toEqual(['W_DATA_UNCHANGED', 'I_DATA_UNCHANGED']);
  });

  test('silence is a warning for five weeks, then a note', () => {
    const silent = (since: string) => lines(vintages('cu_lme_3m', [[since, '1']]));
    expect(silent('2025-05-05')).toEqual([
      'W_DATA_STALE cu_lme_3m: newest value is 2025-05-05; the week needs 2025-06-13 (39 days missing).',
    ]);
    expect(silent('2025-05-02')).toEqual([
      'I_DATA_ENDED cu_lme_3m: no value since 2025-05-02 (42 days before 2025-06-13).',
    ]);
  });

  test('a venue that closes on Monday asks for Monday’s value, not for Friday’s', () => {
    // A week of one session before the National Day of 2024.
    const closed = { shfe: ['2024-10-01', '2024-10-02', '2024-10-03', '2024-10-04'] };
    const friday = vintages('cu_shfe', [['2024-09-27', '78000']]);
    const late = frozen(friday, {
      week: '2024-W40',
      catalog: catalogOf([{ id: 'cu_shfe', venue: 'shfe' }], closed),
    });
    expect(late.findings.map(problemLine)).toEqual([
      'I_DATA_LATE cu_shfe: no value this week yet; newest value is 2024-09-27 (3 days before 2024-09-30).',
    ]);
  });

  test('days carried over a holiday are no quotations, and illustrative history does not stand still', () => {
    const all = daily('cu_lme_3m', '2025-04-01', '2025-06-13');
    const still = (status: Vintage['status']) =>
      all.map((one, at) =>
        at < all.length - 6 ? one : { ...one, value: '1', status: at % 2 ? status : 'traded' },
      );
    expect(lines(still('rolled'))).toEqual([]);
    expect(lines(still('holiday'))).toEqual([]);
    expect(lines(all.map((one) => ({ ...one, value: '1', status: 'illustrative' })))).toEqual([]);
  });

  test('prices on closed days of the week are one warning, with the place of the first', () => {
    const closed = { shfe: ['2025-06-10', '2025-06-11', '2025-06-12'] };
    const told = lines(
      vintages('cu_shfe', [
        ['2025-06-09', '78000'],
        ['2025-06-10', '78100'],
        ['2025-06-11', '78200', 'rolled'],
        ['2025-06-12', '78300'],
        ['2025-06-13', '78400'],
      ]),
      closed,
    );
    expect(told).toEqual([
      `W_DATA_HOLIDAY ${FILE}:3: SHFE was closed on 2025-06-10 and 2025-06-12 but "Name of cu_shfe" has a price.`,
    ]);
  });

  test('a price that only repeats the day before, or of a week before, is a note', () => {
    const closed = { shfe: ['2025-06-02', '2025-06-12', '2025-04-04'] };
    expect(
      lines(
        vintages('cu_shfe', [
          ['2025-04-04', '1'],
          ['2025-06-02', '78000'],
          ['2025-06-03', '78500', 'rolled'],
          ['2025-06-12', '78501'],
          ['2025-06-13', '78010'],
        ]),
        closed,
      ),
    ).toEqual([
      `I_DATA_HOLIDAY ${FILE}:3: SHFE was closed on 2025-06-02 and 2025-06-12 but "Name of cu_shfe" has a price.`,
    ]);
  });
});

describe('the publication clock', () => {
  const next = { by: 'session', after: 1, at: '16:15', zone: 'America/New_York' } as const;
  const tips = (clock: PublicationSpec, given: Partial<MadeSeries> = {}) => {
    const { source } = madeSpec({ id: 'us_tips10' });
    return catalogOf([
      { id: 'us_tips10', kind: 'rate', source: { ...source, publication: clock }, ...given },
    ]);
  };
  const values = (status: Vintage['status'] = 'traded', knownAt = '2026-01-01T00:00:00.000Z') =>
    vintages('us_tips10', [
      ['2025-06-12', '2.1', status],
      ['2025-06-13', '2.05', status],
    ]).map((one) => ({ ...one, knownAt }));
  const datesOf = (catalog: Catalog, observations: Vintage[]) => {
    const { series: columns, findings } = frozen(observations, { catalog });
    return [columns.us_tips10?.dates.at(-1), findings.map(problemLine)];
  };

  test('leaves out of a past week what was published after its cutoff, and says so', () => {
    expect(datesOf(tips(next), values())).toEqual([
      '2025-06-12',
      [
        "I_DATA_UNPUBLISHED us_tips10: the value of 2025-06-13 was published after the week's cutoff (daily); left out.",
      ],
    ]);
  });

  test('keeps what the desk had by then, what is made up, and all of a source without a clock', () => {
    expect(datesOf(tips(next), values('traded', '2025-06-14T03:59:59.999Z'))).toEqual(['2025-06-13', []]);
    expect(datesOf(tips(next), values('traded', '2025-06-14T04:00:00.001Z'))[0]).toBe('2025-06-12');
    expect(datesOf(tips(next), values('illustrative'))).toEqual(['2025-06-13', []]);
    expect(datesOf(catalogOf([{ id: 'us_tips10', kind: 'rate' }]), values())).toEqual(['2025-06-13', []]);
  });

  test('goes by the minute: Saturday noon in Shanghai is five in the morning in London', () => {
    const london = (at: string) => tips({ by: 'day', after: 1, at, zone: 'Europe/London' });
    expect(datesOf(london('05:00'), values())[0]).toBe('2025-06-13');
    expect(datesOf(london('05:01'), values())[0]).toBe('2025-06-12');
  });

  test('a month is known in the next, its forecast before its end', () => {
    const monthly = tips(
      { by: 'month', day: 20, at: '18:00', zone: 'Asia/Shanghai' },
      { frequency: 'monthly' },
    );
    const month = (status: Vintage['status']) =>
      vintages('us_tips10', [
        ['2025-04-30', '1', 'traded'],
        ['2025-05-31', '2', status],
      ]).map((one) => ({ ...one, knownAt: '2026-01-01T00:00:00.000Z' }));
    expect(datesOf(monthly, month('traded'))[0]).toBe('2025-04-30');
    expect(datesOf(monthly, month('provisional'))[0]).toBe('2025-05-31');
  });
});

describe('revisions of what the issue before printed', () => {
  const known = (
    one: Vintage | undefined,
    knownAt: string,
    value: string,
    revision?: 'source' | 'correction',
  ) => {
    if (!one) throw new Error('a vintage expected');
    return { ...one, knownAt, value, ...(revision === undefined ? {} : { revision }) };
  };
  const [before, friday] = vintages('cu_shfe', [
    ['2025-06-06', '78930'],
    ['2025-06-13', '78010'],
  ]);
  const printed = known(before, '2025-06-07T01:00:00.000Z', '78930');
  const week = known(friday, '2025-06-14T01:00:00.000Z', '78010');
  const revised = (now: Vintage, earlier: Vintage[]) =>
    frozen([now, week], { earlier })
      .findings.filter((one) => one.code === 'I_DATA_REVISED')
      .map((one) => [one.severity, one.date, problemLine(one)]);

  test('are told with both values and whose they are', () => {
    const line = (whose: string) => [
      [
        'note',
        '2025-06-06',
        `I_DATA_REVISED ${FILE}:2: "Name of cu_shfe" of 2025-06-06 was 78930 CNY/t in the issue of 2025-W23 and is now 78910 (${whose}).`,
      ],
    ];
    const later = '2025-06-10T01:00:00.000Z';
    expect(revised(known(before, later, '78910', 'source'), [printed])).toEqual(
      line('revised by its source'),
    );
    expect(revised(known(before, later, '78910', 'correction'), [printed])).toEqual(
      line('corrected by the desk'),
    );
  });

  test('are none where the value is the same, or nothing of it was known then', () => {
    expect(revised(known(before, '2025-06-10T01:00:00.000Z', '78930'), [printed])).toEqual([]);
    expect(revised(known(before, '2025-06-10T01:00:00.000Z', '78910', 'correction'), [])).toEqual([]);
  });
});
