import { describe, expect, test } from 'vitest';
import { Decimal, plain } from '../../src/units/decimal.ts';
import { type Basis, declaredConversion } from '../../src/units/declared.ts';
import { unit } from './all-units.ts';

function declared(value: string, from: string, to: string, basis: Basis): Decimal {
  const found = declaredConversion(unit(from), unit(to), basis);
  if ('refused' in found) throw new Error(found.refused);
  return found.convert(new Decimal(value));
}

function refusal(from: string, to: string, basis: Basis = {}): string {
  const found = declaredConversion(unit(from), unit(to), basis);
  return 'refused' in found ? found.refused : 'allowed';
}

function usdcny(rate: string, on: string): Basis {
  return { on, fx: { base: 'USD', quote: 'CNY', rate: new Decimal(rate), on } };
}

describe('worked examples of the market', () => {
  const mo45: Basis = { of: 'Mo', grade: new Decimal(45) };
  const wo3: Basis = { of: 'WO3', grade: new Decimal('88.5') };

  test.each<[string, string, string, Basis, number, string]>([
    // COMEX copper of 13 March 2026 in cents a pound, LME 13,071 the same day.
    ['596.7', 'US¢/lb', 'USD/t', {}, 0, '13155'],
    ['54.3', '万短吨', '万吨', {}, 2, '49.26'],
    ['3840', '元/吨度', '元/吨', mo45, 10, '172800'],
    ['3840', '元/吨度', '元/千克Mo', mo45, 10, '384'],
    // Beside the 20 to 21 dollars that the oxide cost.
    [
      '3840',
      '元/吨度',
      'USD/lb Mo',
      { ...mo45, ...usdcny('7.18', '2025-06-13'), vat: { from: 'incl', to: 'excl' } },
      1,
      '21.5',
    ],
    ['1', 't', 'mtu', wo3, 10, '88.5'],
    ['500', '$/mtu WO3', 'CNY/t', { ...wo3, ...usdcny('7.18', '2025-06-13') }, 0, '317715'],
    [
      '46000',
      'Yn/t',
      'USD/kg',
      { ...usdcny('7.10', '2025-08-29'), vat: { from: 'incl', to: 'excl' } },
      2,
      '5.73',
    ],
    // Chinese silver with VAT against London.
    [
      '27207',
      'CNY/kg',
      'USD/ozt',
      { ...usdcny('6.95', '2026-01-30'), vat: { from: 'incl', to: 'excl' } },
      1,
      '107.8',
    ],
    // COMEX gold in yuan a gram.
    ['3452.6', 'USD/ozt', 'CNY/g', usdcny('7.18', '2025-06-13'), 0, '797'],
    ['26834', '元/吨(不含税)', '元/吨(含税)', { on: '2026-01-10' }, 2, '30322.42'],
    ['1', 't Li', 't LCE', {}, 3, '5.323'],
    ['1', 't Li2O', 't LCE', {}, 3, '2.473'],
    ['1', 't LiOH·H2O', 't LCE', {}, 3, '0.88'],
    ['1000', 't Sb2O3', 't Sb', {}, 0, '835'],
    ['100', 't WO3', 't W', {}, 1, '79.3'],
    ['1000', 't Nd2O3', 't Nd', {}, 0, '857'],
    ['1000', 't Dy2O3', 't Dy', {}, 0, '871'],
    ['1000', 't Tb4O7', 't Tb', {}, 0, '850'],
    ['60', 'USD/kg WO3', 'USD/kg W', {}, 2, '75.66'],
    // A tonne of FeMo60 holds six hundred kilograms of molybdenum.
    ['252000', 'CNY/t', 'CNY/kg Mo', { grade: new Decimal(60) }, 2, '420'],
  ])('%s %s in %s', (value, from, to, basis, digits, expected) => {
    expect(plain(declared(value, from, to, basis).toDecimalPlaces(digits))).toBe(expected);
  });

  test('the tax is that of the day', () => {
    const at = (on: string) => plain(declared('100', '元/吨(不含税)', '元/吨(含税)', { on }));
    expect(['2018-04-30', '2018-05-01', '2019-03-31', '2019-04-01'].map(at)).toEqual([
      '117',
      '116',
      '116',
      '113',
    ]);
  });
});

describe('what is not declared is refused, with the reason', () => {
  const on = '2025-06-13';
  const fx = usdcny('7.18', on).fx;

  test.each<[string, string, Basis, string]>([
    ['元/吨', 'USD/t', {}, 'CNY to USD takes the exchange rate of the day, which is not given'],
    [
      '元/吨',
      'USD/t',
      { fx, on: '2025-06-16' },
      'the exchange rate is of 2025-06-13, the value of 2025-06-16',
    ],
    ['元/吨', 'USD/t', { fx }, 'the exchange rate is of 2025-06-13, the value of an unknown day'],
    ['EUR/t', 'CNY/t', { fx, on }, 'EUR to CNY does not go by the rate of USD in CNY'],
    ['元/吨', 'USD/t', usdcny('0', on), 'an exchange rate of 0 cannot be'],
    [
      '元/吨',
      '元/吨(不含税)',
      { on },
      '"CNY/t" does not say whether it includes VAT, "CNY/t excl. VAT" excludes VAT',
    ],
    ['元/吨(含税)', '元/吨(不含税)', {}, 'the VAT rate depends on the day, which is not given'],
    [
      '元/吨(含税)',
      '元/吨',
      { on, vat: { from: 'excl', to: 'incl' } },
      '"CNY/t incl. VAT" includes VAT, but the price excludes VAT',
    ],
    ['元/吨(含税)', '元/吨', { on, vat: { to: 'na' } }, '"CNY/t incl. VAT" includes VAT, "CNY/t" has no VAT'],
    [
      '元/克(含税)',
      '元/克',
      { on, vat: { to: 'exempt' } },
      '"CNY/g incl. VAT" includes VAT, "CNY/g" is exempt from VAT',
    ],
    [
      '元/克',
      '元/克(含税)',
      { on, vat: { from: 'exempt' } },
      '"CNY/g" is exempt from VAT, "CNY/g incl. VAT" includes VAT',
    ],
    [
      'EUR/t incl. VAT',
      'EUR/t excl. VAT',
      { on },
      "the VAT rates known are China's, not those of prices in EUR",
    ],
    [
      '元/金属吨',
      '元/吨',
      {},
      'between contained metal and gross weight stands the grade, which is not given',
    ],
    ['元/吨度', '元/吨', {}, 'between a ton unit and gross weight stands the grade, which is not given'],
    ['元/吨度', '元/吨', { grade: new Decimal(0) }, 'a grade of 0 % cannot be'],
    ['元/吨度', '元/吨', { grade: new Decimal(450) }, 'a grade of 450 % cannot be'],
    ['t', 'dmt', {}, 'gross weight and dry weight differ by the moisture, which is not known'],
    [
      'wmt',
      't Cu',
      { grade: new Decimal(25) },
      'wet weight and contained metal (Cu) differ by the moisture, which is not known',
    ],
    ['元/吨度', '元/千克金属', {}, 'it is not said of what a ton unit is'],
    ['USD/lb Mo', 'USD/lb contained', {}, 'it is not said of what contained metal is'],
    ['USD/lb Mo', 'USD/lb Sb', {}, 'one counts Mo, the other Sb'],
    ['t Mo', 't', { grade: new Decimal(45), of: 'Sb' }, 'one counts Mo, the other Sb'],
    ['元/吨', 't', {}, 'a price cannot become a weight'],
    ['手', 't', {}, '"contracts" cannot become a weight'],
    ['%', 'bp', {}, '"%" cannot become "bp"'],
    ['CNY/USD', 'USD/t', {}, '"CNY/USD" cannot become a price'],
  ])('%s to %s', (from, to, basis, reason) => {
    expect(refusal(from, to, basis)).toBe(reason);
  });

  test('without VAT of what is exempt says the same', () => {
    const price = declared('797', '元/克(不含税)', '元/克', { vat: { to: 'exempt' } });
    expect(plain(price)).toBe('797');
  });

  test('a text written in full cannot pass for a conversion', () => {
    const forged = { convert: (value: Decimal) => value };
    // @ts-expect-error only declaredConversion makes one
    const conversion: Exclude<ReturnType<typeof declaredConversion>, { refused: string }> = forged;
    expect(conversion).toBe(forged);
  });
});
