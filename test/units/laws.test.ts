import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printFigure } from '../../src/language/index.ts';
import type { SeriesSpec } from '../../src/model/catalog.ts';
import { conversion, convert } from '../../src/units/convert.ts';
import { Decimal, plain } from '../../src/units/decimal.ts';
import { type Basis, declaredConversion } from '../../src/units/declared.ts';
import { printedUnitOf, unitLabel } from '../../src/units/print.ts';
import { SUBSTANCES } from '../../src/units/substances.ts';
import { parseUnit, type Unit } from '../../src/units/unit.ts';
import { vatRate } from '../../src/units/vat.ts';
import { changeFigure } from '../language/figure.ts';
import { madeSpec } from '../support/snapshot.ts';
import { ALL_UNITS, unit } from './all-units.ts';

/** Decimals as files hold them: up to twelve digits, eight of them behind the point. */
const values = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 8 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)));
const days = fc
  .integer({ min: 0, max: 5000 })
  .map((count) => new Date(Date.UTC(2013, 0, 1) + count * 86_400_000).toISOString().slice(0, 10));

/** Equal to thirty digits: nothing of a float's seventeen is in it. */
function near(a: Decimal | undefined, b: Decimal | undefined): void {
  if (!a || !b) throw new Error('no conversion');
  expect(a.minus(b).abs().lte(a.abs().times('1e-30'))).toBe(true);
}

function declared(value: Decimal, from: Unit, to: Unit, basis: Basis = {}): Decimal {
  const found = declaredConversion(from, to, basis);
  if ('refused' in found) throw new Error(`${from.canonical} to ${to.canonical}: ${found.refused}`);
  return found.convert(value);
}

const families = [...new Set(ALL_UNITS.map((one) => one.quantity))].map((quantity) =>
  ALL_UNITS.filter((one) => one.quantity === quantity),
);
const threeOfAKind = fc.constantFrom(...families).chain(three);

function three(family: readonly Unit[]) {
  const one = fc.constantFrom(...family);
  return fc.tuple(one, one, one);
}

describe('within one quantity', () => {
  test('there and back is where it began', () => {
    fc.assert(
      fc.property(threeOfAKind, values, ([a, b], value) => {
        const there = convert(value, a, b);
        near(value, there && convert(there, b, a));
      }),
    );
  });

  test('by way of a third unit is the same as straight', () => {
    fc.assert(
      fc.property(threeOfAKind, values, ([a, b, c], value) => {
        const via = convert(value, a, b);
        near(convert(value, a, c), via && convert(via, b, c));
      }),
    );
  });

  test('twice the amount is twice as much, and the sum of two is their sum', () => {
    fc.assert(
      fc.property(threeOfAKind, values, values, ([a, b], one, other) => {
        near(convert(one, a, b)?.times(2), convert(one.times(2), a, b));
        const sum = one.plus(other);
        const parts = convert(one, a, b)?.plus(convert(other, a, b) ?? 0);
        expect(
          parts
            ?.minus(convert(sum, a, b) ?? 0)
            .abs()
            .lte(one.abs().plus(other.abs()).times('1e-20')),
        ).toBe(true);
      }),
    );
  });

  test('the fast way, the declared way and the plain way give one value', () => {
    fc.assert(
      fc.property(threeOfAKind, values, ([a, b], value) => {
        near(conversion(a, b)?.(value), convert(value, a, b));
        near(declared(value, a, b), convert(value, a, b));
      }),
    );
  });

  test('powers of ten keep every digit', () => {
    fc.assert(
      fc.property(values, (value) => {
        for (const [a, b] of [
          ['万元/吨', 'CNY/t'],
          ['10kt', 'kt'],
          ['USD/kg', 'USD/t'],
          ['US¢/lb', 'USD/lb'],
        ] as const) {
          const there = convert(value, unit(a), unit(b));
          expect(plain(convert(there ?? value, unit(b), unit(a)) ?? value)).toBe(plain(value));
        }
      }),
    );
  });
});

describe('across quantities', () => {
  const prices = ['CNY/t', '10kCNY/t', 'CNY/kg', 'CNY/g', 'CNY/lb'];
  const taxes = ['', ' incl. VAT', ' excl. VAT'];
  const taxed = fc.constantFrom(...prices.flatMap((one) => taxes.slice(1).map((tax) => unit(one + tax))));

  test('VAT in and out again, any way round, is where it began', () => {
    fc.assert(
      fc.property(taxed, taxed, taxed, values, days, (a, b, c, value, on) => {
        const there = declared(value, a, b, { on });
        near(value, declared(there, b, a, { on }));
        near(declared(value, a, c, { on }), declared(there, b, c, { on }));
      }),
    );
  });

  test('a price with VAT is the one without and the rate of the day on top', () => {
    const [without, included] = [unit('CNY/t excl. VAT'), unit('CNY/t incl. VAT')];
    fc.assert(
      fc.property(values, days, (value, on) => {
        near(declared(value, without, included, { on }), value.plus(value.times(vatRate(on))));
      }),
    );
  });

  const grades = fc.integer({ min: 1, max: 10_000 }).map((hundredths) => new Decimal(hundredths).div(100));
  const rates = fc.integer({ min: 1, max: 200_000 }).map((digits) => new Decimal(digits).div(10_000));
  const held = ['t', 'dmt', 't Mo', 'kg Mo', 'lb Mo', 'mtu Mo', 'stu Mo'];
  const gross = (one: Unit) => one.mass?.kind === 'mass' || one.mass?.kind === 'dry mass';
  /** Of gross and dry tonnes only one kind at a time: between these stands the moisture. */
  const family = fc
    .constantFrom(
      held.filter((one) => one !== 'dmt'),
      held.filter((one) => one !== 't'),
    )
    .chain((kinds) => three(kinds.map(unit)));

  test('contained, gross and ton units lead to each other and back by one grade', () => {
    fc.assert(
      fc.property(family, values, grades, ([a, b, c], value, grade) => {
        const there = declared(value, a, b, { grade });
        near(value, declared(there, b, a, { grade }));
        near(declared(value, a, c, { grade }), declared(there, b, c, { grade }));
      }),
    );
  });

  test('what all of it costs is the same by any weight, currency and tax', () => {
    const priced = (currency: string, tax: string) => (one: Unit) =>
      unit(`${currency}/${one.canonical}${tax}`);
    fc.assert(
      fc.property(family, values, grades, rates, days, ([a, b], amount, grade, rate, on) => {
        const basis = { grade, on, fx: { base: 'USD', quote: 'CNY', rate, on } };
        const from = priced('USD', ' excl. VAT')(a);
        const to = priced('CNY', ' incl. VAT')(b);
        const price = new Decimal('20.5');
        const costs = price.times(amount);
        const elsewhere = declared(price, from, to, basis).times(declared(amount, a, b, basis));
        near(elsewhere, costs.times(rate).times(vatRate(on).plus(1)));
        near(price, declared(declared(price, from, to, basis), to, from, basis));
      }),
    );
  });

  test('without a grade nothing gross becomes anything contained', () => {
    const units = held.map(unit);
    const mixed = units.flatMap((a) =>
      units.filter((b) => gross(a) !== gross(b)).map((b) => [a, b] as const),
    );
    expect(mixed.length).toBeGreaterThan(10);
    for (const [a, b] of mixed) expect(declaredConversion(a, b)).toHaveProperty('refused');
  });

  test('compounds of one element lead to each other and back, those of two never', () => {
    const named = fc.constantFrom(...SUBSTANCES);
    fc.assert(
      fc.property(named, named, named, values, (a, b, c, value) => {
        const [from, to, third] = [unit(`t ${a.symbol}`), unit(`lb ${b.symbol}`), unit(`kg ${c.symbol}`)];
        if (a.family !== b.family) {
          expect(declaredConversion(from, to)).toHaveProperty('refused');
          return;
        }
        const there = declared(value, from, to);
        near(value, declared(there, to, from));
        if (c.family === a.family) near(declared(value, from, third), declared(there, to, third));
      }),
      { numRuns: 500 },
    );
  });

  test('of any two units there is a way both ways or a reason both ways', () => {
    const any = fc.constantFrom(...ALL_UNITS);
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [there, back] = [declaredConversion(a, b), declaredConversion(b, a)];
        expect('refused' in there).toBe('refused' in back);
        if ('refused' in there) expect(there.refused).toMatch(/^(?!.*undefined)[^\n]{10,160}[^.]$/);
        else
          near(there.convert(new Decimal(7)), convert(new Decimal(7), a, b) ?? there.convert(new Decimal(7)));
      }),
      { numRuns: 2000 },
    );
  });
});

const carbonate = madeSpec({
  id: 'li_carb_bg',
  unit: 'CNY/t',
  printUnit: { zh: '万元/吨' },
  decimals: { en: 0, zh: 2 },
});
const stock = madeSpec({
  id: 'cu_social',
  unit: 't',
  printUnit: { en: 'kt', zh: '万吨' },
  decimals: { en: 1, zh: 2 },
});

function both(value: string, spec: SeriesSpec): string[] {
  const figure = changeFigure(value, spec.unit, 'last');
  return (['en', 'zh'] as const).map((language) => printFigure(figure, spec, language).text);
}

describe('print', () => {
  test('one stored value printed in English and in Chinese is one value, rounded only in print', () => {
    const pairs = [
      ['CNY/t', 'CNY/t', '万元/吨'],
      ['CNY/t contained', 'CNY/t contained', '万元/金属吨'],
      ['t', 'kt', '万吨'],
      ['short ton', 'kt', '万吨'],
      ['US¢/lb', 'USD/t', '美元/吨'],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...pairs), values, ([stored, en, zh], value) => {
        const spec = { unit: stored, printUnit: { en, zh } };
        const [english, chinese] = [printedUnitOf(spec, 'en'), printedUnitOf(spec, 'zh')];
        const back = (printed: typeof english) =>
          convert(value.times(printed.factor), printed.unit, unit(stored));
        near(value, back(english));
        near(value, back(chinese));
      }),
    );
  });

  test('neither language rounds what the other has rounded', () => {
    // By way of 64,450 it would be 6.45.
    expect(both('64449.6', carbonate)).toEqual(['64,450', '6.44']);
    expect(both('144949', stock)).toEqual(['144.9', '14.49']);
    fc.assert(
      fc.property(values, (value) => {
        const [en, zh] = both(plain(value), carbonate).map(
          (text) => new Decimal(text.replaceAll(',', '').replace('−', '-')),
        );
        expect(en?.minus(value).abs().lte('0.5')).toBe(true);
        expect(zh?.times(10_000).minus(value).abs().lte(50)).toBe(true);
      }),
    );
  });

  test('a label read back converts to what was printed', () => {
    fc.assert(
      fc.property(threeOfAKind, values, ([a, b], value) => {
        for (const language of ['en', 'zh'] as const) {
          const label = unitLabel(b.canonical, language);
          const read = parseUnit(label === '' ? '1' : label);
          expect(read).toEqual(b);
          near(convert(value, a, b), read && convert(value, a, read));
        }
      }),
    );
  });
});
