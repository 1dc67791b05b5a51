import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convert } from '../../src/units/convert.ts';
import { Decimal, decimal, plain, plainText } from '../../src/units/decimal.ts';
import { printedUnitOf, unitLabel } from '../../src/units/print.ts';
import { CURRENCIES, MASSES, MULTIPLIERS, OTHERS } from '../../src/units/spellings.ts';
import { parseUnit, type Unit } from '../../src/units/unit.ts';
import { vatRate } from '../../src/units/vat.ts';

function unit(text: string): Unit {
  const found = parseUnit(text);
  if (!found) throw new Error(`${text} is not a unit`);
  return found;
}

function converted(value: string, from: string, to: string): string | undefined {
  const result = convert(decimal(value), unit(from), unit(to));
  return result && plain(result);
}

/** Every unit the tables can spell, by its canonical spelling. */
const UNITS: readonly Unit[] = [
  ...MASSES.flatMap((mass) => [mass.canonical, ...MULTIPLIERS.map((m) => `${m.canonical}${mass.canonical}`)]),
  ...CURRENCIES.flatMap((money) =>
    ['', ...MULTIPLIERS.map((m) => m.canonical)].flatMap((m) =>
      MASSES.map((mass) => `${m}${money.canonical}/${mass.canonical}`),
    ),
  ),
  ...OTHERS.map((other) => other.canonical),
]
  // "million t" without its blank reads as a "milliont"; that is right. "Mt" is not a unit at all.
  .map(unit);

describe('spellings', () => {
  test.each([
    ['元/吨', 'CNY/t'],
    ['元/基吨', 'CNY/t'],
    ['元/吨度', 'CNY/mtu'],
    ['元/金属吨', 'CNY/t contained'],
    ['万元/金属吨', '10kCNY/t contained'],
    ['元/千克', 'CNY/kg'],
    ['元/公斤', 'CNY/kg'],
    ['元/克', 'CNY/g'],
    ['万元/吨', '10kCNY/t'],
    ['千元/吨', 'kCNY/t'],
    ['CNY 10k/t', '10kCNY/t'],
    ['美元/吨', 'USD/t'],
    ['万美元/吨', '10kUSD/t'],
    ['美元/磅', 'USD/lb'],
    ['美分/磅', 'US¢/lb'],
    ['美元/盎司', 'USD/ozt'],
    ['美元/公斤', 'USD/kg'],
    ['美元/千克', 'USD/kg'],
    ['美元/吨度(mtu)', 'USD/mtu'],
    ['美元/吨度', 'USD/mtu'],
    ['美元/干吨', 'USD/dmt'],
    ['万吨', '10kt'],
    ['吨', 't'],
    ['短吨', 'short ton'],
    ['手', 'contracts'],
    ['张', 'contracts'],
    ['lots', 'contracts'],
    ['金属吨', 't contained'],
    ['实物吨', 't'],
    ['%', '%'],
    ['％', '%'],
    ['pct', '%'],
    ['pp', 'pp'],
    ['个百分点', 'pp'],
    ['BP', 'bp'],
    ['USc/lb', 'US¢/lb'],
    ['US¢/lb', 'US¢/lb'],
    ['￠/lb', 'US¢/lb'],
    ['USD/ozt', 'USD/ozt'],
    ['$/troy oz', 'USD/ozt'],
    ['$/mt', 'USD/t'],
    ['short ton', 'short ton'],
    ['st', 'short ton'],
    ['USD/mtu', 'USD/mtu'],
    ['USD/mtu WO3', 'USD/mtu'],
    ['USD/lb Mo', 'USD/lb contained'],
    ['CNY/t contained Sb', 'CNY/t contained'],
    ['Yn/t', 'CNY/t'],
    ['CNY/USD', 'CNY/USD'],
    ['元/美元', 'CNY/USD'],
    ['index', 'index'],
    ['contracts', 'contracts'],
    ['USD/dmt', 'USD/dmt'],
    ['ＵＳＤ／ｔ', 'USD/t'],
    [' usd / T ', 'USD/t'],
    ['USD per tonne', 'USD/t'],
    ['元每吨', 'CNY/t'],
    ['kt', 'kt'],
    ['百万吨', 'million t'],
    ['million tonnes', 'million t'],
    ['亿吨', '100 million t'],
  ])('%s is %s', (text, canonical) => {
    expect(parseUnit(text)?.canonical).toBe(canonical);
  });

  test.each([
    '',
    't/USD',
    'USD',
    'ton',
    'USD/ton',
    'Mt',
    'USD/Mt',
    '¥/t',
    'USD/CNY',
    'USDCNY',
    '元/吨(不含税)',

    'toString',
    '__proto__',
    'USD/t/t',
  ])('%j is unknown or could mean two things, so it is no unit', (text) => {
    expect(parseUnit(text)).toBeUndefined();
  });

  test('no spelling stands for two units', () => {
    for (const table of [MASSES, CURRENCIES, MULTIPLIERS, OTHERS]) {
      const spellings = table.flatMap((one) => one.spellings);
      expect(new Set(spellings).size).toBe(spellings.length);
      expect(spellings).toEqual(
        spellings.map((one) => one.normalize('NFKC').toLowerCase().replace(/\s/g, '')),
      );
    }
  });

  test('what a unit is called, canonically or in print, is read back as that unit', () => {
    expect(UNITS.length).toBeGreaterThan(300);
    for (const one of UNITS) {
      expect(parseUnit(one.canonical)?.canonical).toBe(one.canonical);
      if (one.canonical === '1') continue;
      expect(parseUnit(unitLabel(one.canonical, 'en'))?.canonical).toBe(one.canonical);
      expect(parseUnit(unitLabel(one.canonical, 'zh'))?.canonical).toBe(one.canonical);
    }
  });

  test('any text is either a unit or none, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const found = parseUnit(text);
        expect(found === undefined || found.over.gt(0)).toBe(true);
      }),
    );
  });
});

describe('conversion', () => {
  test.each([
    // Observed pairs of the market, and the table of factors.
    ['1', 't', 'ozt', '32150.7466'],
    ['1', 'kg', 'ozt', '32.1507466'],
    ['1', 't', 'lb', '2204.62262'],
    ['1', 'US¢/lb', 'USD/t', '22.0462262'],
    ['54.3', '万短吨', '万吨', '49.2601'],
    ['1', '万吨', 'kt', '10'],
    ['34.15', '万元/吨', '元/吨', '341500'],
    ['1', 'long ton', 't', '1.0160469'],
    ['1', 'USD/stu', 'USD/mtu', '1.10231131'],
    ['1', 't', 't', '1'],
    ['1', 'short ton', 'lb', '2000.00000000'],
    ['1', 'long ton', 'lb', '2240.00000000'],
    ['175', 'ozt', 'lb', '12.00000000'],
    ['1', 'kg', 'g', '1000'],
  ])('%s %s in %s is %s', (value, from, to, expected) => {
    const result = converted(value, from, to) ?? '';
    const digits = expected.split('.')[1]?.length ?? 0;
    expect(plain(decimal(result).toDecimalPlaces(digits))).toBe(plain(decimal(expected)));
  });

  test('COMEX copper at 596.7 cents a pound is 13,155 dollars a tonne', () => {
    expect(Math.round(Number(converted('596.7', '美分/磅', 'USD/t')))).toBe(13155);
  });

  test.each([
    ['USD/t', 'CNY/t'],
    ['CNY/t', 'CNY/t contained'],
    ['t', 't contained'],
    ['USD/t', 'USD/dmt'],
    ['USD/dmt', 'USD/wmt'],
    ['CNY/mtu', 'CNY/t'],
    ['t', 't LCE'],
    ['%', 'bp'],
    ['%', 'pp'],
    ['contracts', 't'],
    ['index', '1'],
    ['t', 'USD/t'],
  ])('%s does not convert to %s', (from, to) => {
    expect(convert(new Decimal(1), unit(from), unit(to))).toBeUndefined();
    expect(convert(new Decimal(1), unit(to), unit(from))).toBeUndefined();
  });

  const values = fc
    .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 8 }))
    .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)));
  const families = [...new Set(UNITS.map((one) => one.quantity))].map((quantity) =>
    UNITS.filter((one) => one.quantity === quantity),
  );
  const three = fc
    .constantFrom(...families)
    .chain((family) =>
      fc.tuple(fc.constantFrom(...family), fc.constantFrom(...family), fc.constantFrom(...family)),
    );

  function near(a: Decimal | undefined, b: Decimal | undefined): void {
    if (!a || !b) throw new Error('no conversion');
    expect(a.minus(b).abs().lte(a.abs().times('1e-30'))).toBe(true);
  }

  test('there and back is where it began', () => {
    fc.assert(
      fc.property(three, values, ([a, b], value) => {
        const there = convert(value, a, b);
        near(value, there && convert(there, b, a));
      }),
    );
  });

  test('by way of a third unit is the same as straight', () => {
    fc.assert(
      fc.property(three, values, ([a, b, c], value) => {
        const via = convert(value, a, b);
        near(convert(value, a, c), via && convert(via, b, c));
      }),
    );
  });

  test('twice the amount is twice as much', () => {
    fc.assert(
      fc.property(three, values, ([a, b], value) => {
        near(convert(value, a, b)?.times(2), convert(value.times(2), a, b));
      }),
    );
  });
});

describe('decimals', () => {
  test('a plain text has no exponent, no trailing zeros and no negative zero', () => {
    expect(
      ['45080.0', '0.50', '-0', '-0.0', '+60', '007', '.5', '5.', '9647.5', '-44.75', '0'].map(plainText),
    ).toEqual(['45080', '0.5', '0', '0', '60', '7', '0.5', '5', '9647.5', '-44.75', '0']);
    expect(plain(new Decimal('1e-20'))).toBe('0.00000000000000000001');
    expect(plain(new Decimal('1e25'))).toBe('10000000000000000000000000');
  });

  test('the short way and the long way give one text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,9}(\.\d{1,6})?$/), (text) => {
        expect(plainText(text)).toBe(plain(decimal(text)));
      }),
    );
  });

  test.each(['1e5', '0x1f', 'NaN', 'Infinity', '', '1,000', ' 1'])('%j is not a plain decimal', (text) => {
    expect(() => decimal(text)).toThrow(RangeError);
  });

  test('ties round away from zero on both sides', () => {
    expect(plain(decimal('-0.125').toDecimalPlaces(2))).toBe('-0.13');
    expect(plain(decimal('0.125').toDecimalPlaces(2))).toBe('0.13');
  });
});

describe('print', () => {
  test('labels are as each language writes them', () => {
    const labels = [
      'USD/t',
      '10kCNY/t',
      'USD/ozt',
      'US¢/lb',
      'CNY/mtu',
      'USD/dmt',
      '10kt',
      'contracts',
      'CNY/USD',
      'bp',
    ];
    expect(labels.map((one) => unitLabel(one, 'en'))).toEqual([
      'USD/t',
      'CNY 10k/t',
      'USD/oz',
      'US¢/lb',
      'CNY/mtu',
      'USD/dmt',
      '10k t',
      'contracts',
      'CNY/USD',
      'bp',
    ]);
    expect(labels.map((one) => unitLabel(one, 'zh'))).toEqual([
      '美元/吨',
      '万元/吨',
      '美元/盎司',
      '美分/磅',
      '元/吨度',
      '美元/干吨',
      '万吨',
      '手',
      '元/美元',
      'BP',
    ]);
  });

  test('a stored value times the factor is the printed one', () => {
    const spec = { unit: 'CNY/t', printUnit: { zh: '万元/吨' } };
    const zh = printedUnitOf(spec, 'zh');
    expect([zh.label, plain(decimal('60400').times(zh.factor))]).toEqual(['万元/吨', '6.04']);
    expect(plain(printedUnitOf(spec, 'en').factor)).toBe('1');
    const stock = printedUnitOf({ unit: 'short ton', printUnit: { en: 'kt' } }, 'en');
    expect(plain(decimal('543000').times(stock.factor).toDecimalPlaces(1))).toBe('492.6');
  });

  test('a print unit that cannot be reached is the catalog’s error', () => {
    expect(() => printedUnitOf({ unit: 'CNY/t', printUnit: { zh: '美元/吨' } }, 'zh')).toThrow(
      /E_CATALOG_UNIT/,
    );
  });
});

test('the VAT rate is the one of the day', () => {
  const rates = ['2018-04-30', '2018-05-01', '2019-03-31', '2019-04-01', '2026-07-03'].map((day) =>
    plain(vatRate(day)),
  );
  expect(rates).toEqual(['0.17', '0.16', '0.16', '0.13', '0.13']);
});
