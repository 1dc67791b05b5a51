import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printFigure } from '../../src/language/index.ts';
import { LANGUAGES } from '../../src/model/language.ts';
import { Decimal } from '../../src/units/decimal.ts';
import { madeSpec } from '../support/snapshot.ts';
import { changeFigure, copper } from './figure.ts';

const stock = madeSpec({
  id: 'cu_social',
  kind: 'stock',
  unit: 't',
  printUnit: { en: 'kt', zh: '万吨' },
  decimals: { en: 1, zh: 2 },
});
const rate = madeSpec({ id: 'cu_rod_op', unit: '%', change: 'pp' });
const real = madeSpec({ id: 'us_tips10', unit: '%', change: 'bp' });

describe('a figure is printed', () => {
  test('with thousands commas and the digits of its series', () => {
    expect(printFigure(changeFigure('9647.5', 'USD/t', 'last'), copper, 'en').text).toBe('9,647.50');
    expect(printFigure(changeFigure('1234567.891', 'USD/t', 'last'), copper, 'zh').text).toBe('1,234,567.89');
  });

  test('in the unit of its language', () => {
    expect(printFigure(changeFigure('144800', 't', 'last'), stock, 'en').text).toBe('144.8');
    expect(printFigure(changeFigure('144800', 't', 'last'), stock, 'zh').text).toBe('14.48');
    expect(printFigure(changeFigure('-4700', 't'), stock, 'en').text).toBe('−4.7');
    expect(printFigure(changeFigure('-4700', 't'), stock, 'zh').text).toBe('−0.47');
  });

  test('a change with its sign, a minus that is one, and its unit where it is per cent or points', () => {
    expect(printFigure(changeFigure('-0.2378'), copper, 'en')).toEqual({ text: '−0.24%', tone: 'down' });
    expect(printFigure(changeFigure('2.1'), copper, 'zh')).toEqual({ text: '+2.10%', tone: 'up' });
    expect(printFigure(changeFigure('1.57', 'pp'), rate, 'en').text).toBe('+1.57\u202fpp');
    expect(printFigure(changeFigure('1.57', 'pp'), rate, 'zh').text).toBe('+1.57个百分点');
    expect(printFigure(changeFigure('-8', 'bp'), real, 'en').text).toBe('−8\u202fbp');
    expect(printFigure(changeFigure('-8', 'bp'), real, 'zh').text).toBe('−8个基点');
  });

  test('as nc where the change rounds to nought, and without sign in prose', () => {
    expect(printFigure(changeFigure('0.004'), copper, 'en')).toEqual({ text: 'nc', tone: 'flat' });
    expect(printFigure(changeFigure('-0.004'), copper, 'zh')).toEqual({ text: '持平', tone: 'flat' });
    expect(printFigure(changeFigure('-0.24'), copper, 'en', 'size').text).toBe('0.24%');
  });

  test('half away from nought', () => {
    expect(printFigure(changeFigure('0.125'), copper, 'en').text).toBe('+0.13%');
    expect(printFigure(changeFigure('-0.125'), copper, 'en').text).toBe('−0.13%');
  });

  test('a count as an ordinal in words where there is one', () => {
    const streak = (weeks: string) => changeFigure(weeks, 'weeks', 'streak');
    expect(printFigure(streak('3'), copper, 'en', 'ordinal').text).toBe('third');
    expect(printFigure(streak('13'), copper, 'en', 'ordinal').text).toBe('13th');
    expect(printFigure(streak('22'), copper, 'en', 'ordinal').text).toBe('22nd');
    expect(printFigure(streak('3'), copper, 'zh', 'ordinal').text).toBe('3');
  });
});

test('every printed change reads back as its value rounded to two digits, with its sign', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(...LANGUAGES),
      (value, language) => {
        const exact = new Decimal(value.toFixed(8));
        const { text, tone } = printFigure(changeFigure(exact.toFixed()), copper, language);
        const rounded = exact.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
        if (rounded.isZero()) expect(tone).toBe('flat');
        else {
          expect(new Decimal(text.replace('−', '-').replace(/[,%+]/g, '')).eq(rounded)).toBe(true);
          expect(tone).toBe(rounded.isNegative() ? 'down' : 'up');
        }
      },
    ),
  );
});
