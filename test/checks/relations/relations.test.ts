import { describe, expect, test } from 'vitest';
import type { RelationSpec } from '../../../src/model/catalog.ts';
import { fridays, type MadeSeries } from '../../support/snapshot.ts';
import { found, gist, WEEK } from './desk.ts';

const name = { en: 'Two things', zh: '两者' };
const relation = (spec: Omit<RelationSpec, 'name' | 'id'>): RelationSpec => ({ id: 'two', name, ...spec });

/** Fridays that end at the week. */
const series = (
  id: string,
  values: ReadonlyArray<string | number>,
  more: Partial<MadeSeries> = {},
): MadeSeries => ({
  id,
  points: fridays(WEEK, values),
  ...more,
});

const STOCK = { kind: 'stock', unit: 't', vat: 'na', change: 'pct' } as const;

describe('a ratio', () => {
  const ratio = relation({ kind: 'ratio', of: ['a', 'b'], band: [0.9, 1.1] });
  const weeks = (a: readonly number[], b: readonly number[]) => ({
    series: [series('a', a), series('b', b)],
    relations: [ratio],
  });

  test('within its band says nothing', () => {
    expect(found(weeks([100, 101], [100, 99]))).toEqual([]);
  });

  test('out of its band warns, and names the part that left its past', () => {
    expect(found(weeks([100, 100, 118], [100, 100, 101]))).toEqual([
      {
        code: 'W_CHECK_BAND',
        severity: 'warning',
        where: 'data/inbox/made.csv:4',
        message:
          '"Two things" is 1.16832 on 2025-06-13 (a 118 USD/t, b 101 USD/t). Expected 0.9 to 1.1. a was 100 on 2025-06-06. Compare a with the source; correct it, or accept it in data/overrides.yaml.',
        relation: 'two',
        series: 'a',
        date: '2025-06-13',
      },
    ]);
  });

  test('out of its band by both parts alike blames neither', () => {
    expect(gist(found(weeks([100, 109], [100, 91.5])))).toEqual([
      ['W_CHECK_BAND', undefined, '2025-06-13', undefined],
    ]);
  });

  test('ten times what it was holds, with the part and the cause', () => {
    const [first] = found(weeks([100, 101, 1012], [100, 99, 100]));
    expect(first).toMatchObject({
      code: 'E_CHECK_UNIT',
      severity: 'error',
      series: 'a',
      cause: 'x10',
      where: 'data/inbox/made.csv:4',
    });
    expect(first?.message).toContain(
      'Probable unit slip in a: × 10 (a decimal point one place off), against 2025-06-06.',
    );
  });

  test('with its second part a tenth says that this one was divided', () => {
    const [first] = found(weeks([100, 101], [100, 10]));
    expect(first).toMatchObject({ code: 'E_CHECK_UNIT', series: 'b', cause: 'x10' });
    expect(first?.message).toContain('Probable unit slip in b: ÷ 10 (');
  });

  test('1.13 times what it was warns of VAT', () => {
    const [first] = found(weeks([100, 113], [100, 100]));
    expect(first).toMatchObject({ code: 'W_CHECK_UNIT', severity: 'warning', series: 'a', cause: 'vat' });
  });

  test('a hundred times from its first day on holds against the middle of its band', () => {
    expect(gist(found(weeks([10_000], [100])))).toEqual([['E_CHECK_UNIT', 'a', '2025-06-13', 'x100']]);
  });

  test('ten times what it was is known in a wide band too, by its own past', () => {
    const made = {
      ...weeks([300, 300, 3000], [100, 101, 102]),
      relations: [{ ...ratio, band: [0.9, 6] as [number, number] }],
    };
    expect(gist(found(made))).toEqual([['E_CHECK_UNIT', 'a', '2025-06-13', 'x10']]);
  });

  test('blames the part that jumped also where the other moved a little, so that putting it back does not quite mend it', () => {
    const made = {
      ...weeks([100, 97], [100, 1000]),
      relations: [{ ...ratio, band: [0.98, 1.1] as [number, number] }],
    };
    expect(gist(found(made))).toEqual([['E_CHECK_UNIT', 'b', '2025-06-13', 'x10']]);
  });

  test('that stays out of its band warned when it began and is a note since', () => {
    const [first] = found(weeks([100, 118, 119], [100, 100, 100]));
    expect(first).toMatchObject({ code: 'I_CHECK_BAND', severity: 'note' });
    expect(first?.message).toContain('It has been outside, on and off, since 2025-06-06.');
  });

  test('of yuan with VAT and dollars without is taken to one ground', () => {
    const made = (shfe: number) => ({
      series: [
        series('a', [78_000, shfe], { unit: 'CNY/t', vat: 'incl' }),
        series('b', [9600, 9620]),
        series('usdcny', [7.18, 7.18], { kind: 'fx', unit: 'CNY/USD', vat: 'na' }),
      ],
      relations: [{ ...ratio, fx: 'usdcny' }],
    });
    expect(found(made(78_100))).toEqual([]);
    expect(gist(found(made(78_100 / 1.2)))).toEqual([['W_CHECK_BAND', 'a', '2025-06-13', undefined]]);
    expect(gist(found(made(10_878)))).toEqual([['E_CHECK_UNIT', 'a', '2025-06-13', 'fx']]);
  });

  test('blames the exchange rate where that jumped', () => {
    const made = {
      series: [
        series('a', [78_000, 78_100], { unit: 'CNY/t', vat: 'incl' }),
        series('b', [9600, 9620]),
        series('usdcny', [7.18, 71.8], { kind: 'fx', unit: 'CNY/USD', vat: 'na' }),
      ],
      relations: [{ ...ratio, fx: 'usdcny' }],
    };
    const [first] = found(made);
    expect(first).toMatchObject({ code: 'E_CHECK_UNIT', series: 'usdcny', cause: 'x10' });
    expect(first?.message).toContain('Probable unit slip in usdcny: × 10');
  });

  test('takes the VAT of the day', () => {
    const made = (band: readonly [number, number]) => ({
      week: '2018-W10',
      series: [
        { id: 'a', unit: 'USD/t', vat: 'incl' as const, points: [['2018-03-09', 117]] as const },
        { id: 'b', points: [['2018-03-09', 100]] as const },
      ],
      relations: [{ ...ratio, band: [...band] as [number, number] }],
    });
    expect(found(made([1, 1.0001]))).toEqual([]);
    expect(found(made([1.0001, 1.1]))).toHaveLength(1);
  });
});

describe('a difference', () => {
  const spread = relation({ kind: 'difference', of: ['a', 'b'], band: [0, 8000], unit: 'CNY/t' });
  const weeks = (a: readonly number[], b: readonly number[]) => ({
    series: [series('a', a, { unit: 'CNY/t' }), series('b', b, { unit: 'CNY/kg' })],
    relations: [spread],
  });

  test('is taken in its unit, whatever its parts are in', () => {
    expect(found(weeks([60_400, 60_500], [58.8, 58.9]))).toEqual([]);
    const [first] = found(weeks([60_400, 60_500], [58.8, 60.6]));
    expect(first).toMatchObject({ code: 'W_CHECK_BAND', series: 'b' });
    expect(first?.message).toContain(
      'is −100 CNY/t on 2025-06-13 (a 60,500 CNY/t, b 60.6 CNY/kg). Expected 0 to 8,000 CNY/t.',
    );
  });

  test('of two prices with VAT is one with VAT', () => {
    const taxed = (made: ReturnType<typeof weeks>) => ({
      ...made,
      series: made.series.map((one) => ({ ...one, vat: 'incl' as const })),
    });
    // Without its VAT it would be 7,522.
    expect(found(taxed(weeks([60_400, 67_300], [58.8, 58.8])))).toHaveLength(1);
  });

  test('of a part a thousand times too large holds', () => {
    expect(gist(found(weeks([60_400, 60_500], [58.8, 58_900])))).toEqual([
      ['E_CHECK_UNIT', 'b', '2025-06-13', 'x1000'],
    ]);
  });
});

describe('two sources of one quantity', () => {
  const same = relation({
    kind: 'same',
    of: ['a', 'b'],
    within: 3,
    likely: 'COMEX reports short tons: was one of the two entered in tonnes?',
  });

  test('in different units agree', () => {
    const made = {
      series: [series('a', [600_000], STOCK), series('b', [661_386.8], { ...STOCK, unit: 'short ton' })],
      relations: [same],
    };
    expect(found(made)).toEqual([]);
  });

  test('that differ by short tons warn with the cause, and say what is usually wrong', () => {
    const made = {
      series: [series('a', [600_000, 601_000], STOCK), series('b', [600_000, 662_500], STOCK)],
      relations: [same],
    };
    const [first] = found(made);
    expect(first).toMatchObject({ code: 'W_CHECK_UNIT', series: 'b', cause: 'x0.907' });
    expect(first?.message).toContain('differ by 9.28% on 2025-06-13');
    expect(first?.message).toContain(' COMEX reports short tons: was one of the two entered in tonnes? ');
  });

  test('that drifted apart warn, and say which is the higher where neither jumped', () => {
    const made = {
      series: [series('a', [100, 103], STOCK), series('b', [100, 98], STOCK)],
      relations: [same],
    };
    const [first] = found(made);
    expect(first).toMatchObject({ code: 'W_CHECK_SOURCES', where: 'two' });
    expect(first?.series).toBeUndefined();
    expect(first?.message).toContain('One of the two is wrong: a is the higher.');
  });
});

describe('a part', () => {
  const part = relation({ kind: 'atMost', of: ['a', 'b'] });

  test('as large as the whole is fine, larger holds', () => {
    const made = (a: number) => ({
      series: [series('a', [100, a], STOCK), series('b', [0.14, 0.14], { ...STOCK, unit: 'kt' })],
      relations: [part],
    });
    expect(found(made(140))).toEqual([]);
    const [first] = found(made(140.5));
    expect(first).toMatchObject({ code: 'E_CHECK_IDENTITY', series: 'a', date: '2025-06-13' });
    expect(first?.message).toContain('does not hold: a is above b by 0.5 on 2025-06-13');
  });
});

describe('an identity', () => {
  const sum = relation({ kind: 'identity', total: 'all', of: ['a', 'b', 'c'], tolerance: 1, unit: 't' });
  const stocks = (all: number, a: number, b: number, c: number) => ({
    series: [
      series('all', [132_000, all], STOCK),
      series('a', [57_000, a], STOCK),
      series('b', [40_000, b], STOCK),
      series('c', [35_000, c], STOCK),
    ],
    relations: [sum],
  });

  test('holds to a tonne', () => {
    expect(found(stocks(133_549, 57_653, 40_635, 35_260))).toEqual([]);
    const [first] = found(stocks(133_549, 57_653, 40_635, 35_259));
    expect(first).toMatchObject({ code: 'E_CHECK_IDENTITY', severity: 'error', series: 'all' });
    expect(first?.message).toContain('all is 2 t more than its parts on 2025-06-13');
    expect(first?.message).toContain('Expected the sum of a + b + c to ±1 t.');
  });

  test('names the part that is in another unit', () => {
    const [first] = found(stocks(133_548, 57_653, 4.0635, 35_260));
    expect(first).toMatchObject({ code: 'E_CHECK_IDENTITY', series: 'b', cause: 'x10000' });
  });

  test('names a total of short tons', () => {
    expect(gist(found(stocks(147_212, 57_653, 40_635, 35_260)))).toEqual([
      ['E_CHECK_IDENTITY', 'all', '2025-06-13', 'x0.907'],
    ]);
  });

  test('knows a subtotal that was counted with its rows', () => {
    const [first] = found(stocks(267_096, 57_653, 40_635, 35_260)).filter(({ code }) =>
      code.startsWith('E_'),
    );
    expect(first).toMatchObject({ series: 'all', cause: 'subtotal' });
    expect(first?.message).toContain('all is twice its parts: a subtotal counted again?');
  });

  test('that two parts could explain is put down to the total', () => {
    const made = (all: number, part: number) => stocks(all, part, part, 0.5);
    const [first] = found(made(110.5, 100));
    expect(first).toMatchObject({ code: 'E_CHECK_IDENTITY', series: 'all' });
    expect(first?.cause).toBeUndefined();
  });

  test('that only warns says so of a subtotal too', () => {
    const warns = (made: ReturnType<typeof stocks>) => ({
      ...made,
      relations: [{ ...sum, severity: 'warning' as const }],
    });
    expect(gist(found(warns(stocks(133_550, 57_653, 40_635, 35_260))))).toEqual([
      ['W_CHECK_IDENTITY', undefined, '2025-06-13', undefined],
    ]);
    expect(found(warns(stocks(267_096, 57_653, 40_635, 35_260))).map(({ code }) => code)).toContain(
      'W_CHECK_SUBTOTAL',
    );
  });

  test('of which a part is missing this week says nothing', () => {
    const made = stocks(133_549, 57_653, 40_635, 0);
    expect(found({ ...made, series: [...made.series.slice(0, 3), series('c', [])] })).toEqual([]);
    expect(found({ ...made, series: made.series.slice(0, 3) })).toEqual([]);
  });
});

describe('the moment', () => {
  const ratio = relation({ kind: 'ratio', of: ['a', 'b'], band: [0.9, 1.1] });
  const on = (id: string, points: MadeSeries['points'], more: Partial<MadeSeries> = {}): MadeSeries => ({
    id,
    points: points ?? [],
    ...more,
  });

  test('is a day that daily parts share: others are no finding', () => {
    const made = [on('a', [['2025-06-12', 200]]), on('b', [['2025-06-13', 100]])];
    expect(found({ series: made, relations: [ratio] })).toEqual([]);
  });

  test('is the last of the week for weekly parts that share none', () => {
    const made = [on('a', [['2025-06-12', 200]], { frequency: 'weekly' }), on('b', [['2025-06-13', 100]])];
    expect(gist(found({ series: made, relations: [ratio] }))).toEqual([
      ['W_CHECK_BAND', undefined, '2025-06-13', undefined],
    ]);
  });

  test('is never one of another week, nor one carried over', () => {
    const old = [on('a', [['2025-06-06', 200]], { frequency: 'weekly' }), on('b', [['2025-06-13', 100]])];
    expect(found({ series: old, relations: [ratio] })).toEqual([]);
    const rolled = [on('a', [['2025-06-13', 200, 'rolled']]), on('b', [['2025-06-13', 100]])];
    expect(found({ series: rolled, relations: [ratio] })).toEqual([]);
  });

  test('of each wrong value is told, of an unusual market the last', () => {
    const days = (values: readonly number[]): MadeSeries['points'] =>
      values.map((value, at) => [`2025-06-${10 + at}`, value] as const);
    const b = on('b', [['2025-06-06', 100], ...(days([100, 100, 100]) ?? [])]);
    const slips = [on('a', [['2025-06-06', 100], ...(days([1000, 100, 1000]) ?? [])]), b];
    expect(found({ series: slips, relations: [ratio] }).map(({ date }) => date)).toEqual([
      '2025-06-10',
      '2025-06-12',
    ]);
    const wild = [on('a', [['2025-06-06', 100], ...(days([120, 100, 121]) ?? [])]), b];
    expect(found({ series: wild, relations: [ratio] }).map(({ date }) => date)).toEqual(['2025-06-12']);
  });

  test('is left alone where nobody asks for one of its series', () => {
    const made = { series: [series('a', [1, 300]), series('b', [1, 100])], relations: [ratio] };
    expect(found(made, (id) => id === 'c')).toEqual([]);
    expect(found(made, (id) => id === 'b')).toHaveLength(1);
  });
});

describe('the band of a derived series', () => {
  test('is a relation that nobody has to declare', () => {
    const derived = {
      id: 'femo',
      formula: 'ratio' as const,
      of: ['a', 'b'],
      scale: 60,
      name,
      unit: '1',
      decimals: { en: 3, zh: 3 },
      change: 'abs' as const,
      band: [1, 1.2] as [number, number],
    };
    const made = (conc: number) => ({
      series: [
        series('a', [250_000, 252_000], { unit: 'CNY/t' }),
        series('b', [3900, conc], { unit: 'CNY/mtu' }),
      ],
      derived: [derived],
    });
    expect(found(made(3940))).toEqual([]);
    expect(gist(found(made(394)))).toEqual([['E_CHECK_UNIT', 'b', '2025-06-13', 'x10']]);
  });
});

describe('the band of a parity', () => {
  test('is one too, without VAT and at the rate of the day', () => {
    const derived = {
      id: 'parity',
      formula: 'parity' as const,
      of: ['a', 'b'],
      fx: 'usdcny',
      name,
      unit: '1',
      decimals: { en: 3, zh: 3 },
      change: 'abs' as const,
      band: [0.92, 1.05] as [number, number],
    };
    const made = (shfe: number) => ({
      series: [
        series('a', [78_930, shfe], { unit: 'CNY/t', vat: 'incl' }),
        series('b', [9670.5, 9647.5]),
        series('usdcny', [7.18, 7.18], { kind: 'fx', unit: 'CNY/USD', vat: 'na' }),
      ],
      derived: [derived],
    });
    expect(found(made(78_010))).toEqual([]);
    const [first] = found(made(78_010 * 1.13));
    expect(first).toMatchObject({ code: 'W_CHECK_UNIT', series: 'a', cause: 'vat' });
  });
});

describe('a stock that doubled', () => {
  test('to the tonne warns of a subtotal', () => {
    const [first] = found({ series: [series('a', [51_000, 50_000, 100_000], STOCK)] });
    expect(first).toMatchObject({
      code: 'W_CHECK_SUBTOTAL',
      series: 'a',
      cause: 'subtotal',
      date: '2025-06-13',
    });
    expect(first?.message).toBe(
      'a is 100,000 t, twice its 50,000 of 2025-06-06. Expected a total: was its subtotal counted with its rows? Compare it with the source.',
    );
  });

  test('is let be where it is no count, did not quite double, or often leaps', () => {
    expect(found({ series: [series('a', [50_000, 100_000])] })).toEqual([]);
    expect(found({ series: [series('a', [50_000, 95_000], STOCK)] })).toEqual([]);
    expect(found({ series: [series('a', [20_000, 50_000, 100_000], STOCK)] })).toEqual([]);
  });
});
