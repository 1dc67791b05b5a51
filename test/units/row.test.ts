import { describe, expect, test } from 'vitest';
import { Decimal, plain } from '../../src/units/decimal.ts';
import { rowConversions, type SeriesUnit } from '../../src/units/row.ts';

const LITHIUM: SeriesUnit = { unit: 'CNY/t', vat: 'incl', contains: 'Li' };
const OXIDE: SeriesUnit = { unit: 'USD/lb contained', vat: 'excl', contains: 'Mo' };
const APT: SeriesUnit = { unit: 'USD/mtu', vat: 'excl', contains: 'W' };

function rowOf(series: SeriesUnit, value: string, text: string | undefined, date = '2025-06-13'): string {
  const found = rowConversions(series)(text, date);
  if (typeof found === 'string') return found;
  return 'refused' in found ? found.refused : plain(found.convert(new Decimal(value)));
}

describe('a row’s value becomes the series’ own', () => {
  test.each<[SeriesUnit, string, string | undefined, string]>([
    [LITHIUM, '60400', undefined, 'identity'],
    [LITHIUM, '60400', 'CNY/t', 'identity'],
    [LITHIUM, '60400', '元/吨', 'identity'],
    [LITHIUM, '60400', '元/吨（含税）', 'identity'],
    [LITHIUM, '6.04', '万元/吨', '60400'],
    [LITHIUM, '6.04', '万元/吨，含税', '60400'],
    [LITHIUM, '26834', '元/吨(不含税)', '30322.42'],
    [LITHIUM, '26.834', 'CNY/kg ex-VAT', '30322.42'],
    [{ unit: 'CNY/t', vat: 'excl' }, '113', '元/吨 含税', '100'],
    [{ unit: 'CNY/g', vat: 'exempt' }, '797', '元/克(不含税)', 'identity'],
    [OXIDE, '20.5', 'USD/lb Mo', 'identity'],
    [OXIDE, '2050', 'US¢/lb Mo', '20.5'],
    [{ ...OXIDE, contains: undefined }, '20.5', 'USD/lb Mo', 'identity'],
    [{ unit: 'CNY/t contained', vat: 'incl', contains: 'Sb' }, '14.45', '万元/金属吨', '144500'],
    [{ unit: 'CNY/t contained', vat: 'incl', contains: 'Sb' }, '144500', 'CNY/t contained Sb', 'identity'],
    [{ unit: 'CNY/mtu', vat: 'incl', contains: 'Mo' }, '384', '元/千克Mo', '3840'],
    // Ton units of tungsten are of the oxide; a kilogram of metal holds 1 ÷ 0.793 of them.
    [APT, '500', '$/mtu WO3', 'identity'],
    [APT, '100', 'USD/kg W', '793'],
    [{ ...APT, contains: undefined }, '500', '$/mtu WO3', 'identity'],
    [{ unit: 't LCE', vat: 'na', contains: 'Li' }, '10', 't Li', '53.23'],
    [{ unit: 't LCE', vat: 'na', contains: 'Li' }, '10', '金属吨', '53.23'],
    [{ unit: 't', vat: 'na' }, '14.48', '万吨', '144800'],
    // Rare earths have no symbol of one element.
    [{ unit: 'CNY/t', vat: 'incl', contains: 'RE' }, '44.5', '万元/吨', '445000'],
  ])('%j %s %s is %s', (series, value, text, expected) => {
    expect(rowOf(series, value, text)).toBe(expected);
  });

  test('the same file spans three rates of tax', () => {
    const from = rowConversions(LITHIUM);
    const days = ['2018-04-30', '2018-05-01', '2019-04-01', '2018-04-27', '2026-07-03'];
    const paid = days.map((day) => {
      const found = from('元/吨(不含税)', day);
      return typeof found === 'string' || 'refused' in found ? found : plain(found.convert(new Decimal(100)));
    });
    expect(paid).toEqual(['117', '116', '113', '117', '113']);
  });
});

describe('a row that cannot become it is refused with the reason', () => {
  test.each<[SeriesUnit, string, string]>([
    [LITHIUM, 'USD/t', 'USD to CNY takes the exchange rate of the day, which is not given'],
    [LITHIUM, '万吨', 'a weight cannot become a price'],
    [
      LITHIUM,
      '元/金属吨',
      'between contained metal (Li) and gross weight stands the grade, which is not given',
    ],
    [{ unit: 'CNY/t', vat: 'na' }, '元/吨(不含税)', '"CNY/t excl. VAT" excludes VAT, "CNY/t" has no VAT'],
    [
      { unit: 'CNY/g', vat: 'exempt' },
      '元/克(含税)',
      '"CNY/g incl. VAT" includes VAT, "CNY/g" is exempt from VAT',
    ],
    [
      { unit: 'USD/t', vat: 'excl' },
      'USD/t incl. VAT',
      "the VAT rates known are China's, not those of prices in USD",
    ],
    [OXIDE, 'USD/lb Sb', 'one counts Sb, the other Mo'],
    [{ unit: 'CNY/t contained', vat: 'incl' }, 'CNY/t Sb2O3', 'it is not said of what contained metal is'],
    // A catalog that says it twice and differently lets nothing in.
    [
      { unit: 'CNY/t excl. VAT', vat: 'incl' },
      '元/吨(含税)',
      '"CNY/t excl. VAT" excludes VAT, but the price includes VAT',
    ],
    [LITHIUM, 'ton', 'unknown'],
    [LITHIUM, '元', 'unknown'],
    [LITHIUM, '', 'unknown'],
  ])('%j in %s', (series, text, reason) => {
    expect(rowOf(series, '1', text)).toBe(reason);
  });

  test('after ten thousand unknown units a known one is still known', () => {
    const from = rowConversions(LITHIUM);
    for (let index = 0; index < 10_000; index += 1)
      expect(from(`unit ${index}`, '2025-06-13')).toBe('unknown');
    expect(from('元/吨', '2025-06-13')).toBe('identity');
  });
});
