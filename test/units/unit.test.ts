import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convert } from '../../src/units/convert.ts';
import { Decimal, decimal, plain, plainText } from '../../src/units/decimal.ts';
import { printedUnitOf, unitLabel } from '../../src/units/print.ts';
import { vatRate } from '../../src/units/vat.ts';
import { unit } from './all-units.ts';

function converted(value: string, from: string, to: string): string | undefined {
  const result = convert(decimal(value), unit(from), unit(to));
  return result && plain(result);
}

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
    ['t Sb', 't contained'],
    ['t Mo', 't Sb'],
    ['USD/mtu WO3', 'USD/mtu'],
    ['CNY/t', 'CNY/t excl. VAT'],
    ['CNY/t incl. VAT', 'CNY/t excl. VAT'],
  ])('%s does not convert to %s', (from, to) => {
    expect(convert(new Decimal(1), unit(from), unit(to))).toBeUndefined();
    expect(convert(new Decimal(1), unit(to), unit(from))).toBeUndefined();
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
      '10kCNY/t excl. VAT',
      'USD/ozt incl. VAT',
      'USD/lb Mo',
      '10kt LCE',
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
      'CNY 10k/t excl. VAT',
      'USD/oz incl. VAT',
      'USD/lb Mo',
      '10k t LCE',
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
      '万元/吨（不含税）',
      '美元/盎司（含税）',
      '美元/磅Mo',
      '万吨LCE',
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
