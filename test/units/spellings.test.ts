import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitLabel } from '../../src/units/print.ts';
import { CURRENCIES, MASSES, MULTIPLIERS, OTHERS } from '../../src/units/spellings.ts';
import { SUBSTANCES } from '../../src/units/substances.ts';
import { parseUnit } from '../../src/units/unit.ts';
import { ALL_UNITS } from './all-units.ts';

describe('what the market writes is read', () => {
  test.each([
    // Chinese prices.
    ['元/吨', 'CNY/t'],
    ['元/基吨', 'CNY/t'],
    ['元/实物吨', 'CNY/t'],
    ['元/吨度', 'CNY/mtu'],
    ['元/金属吨', 'CNY/t contained'],
    ['万元/金属吨', '10kCNY/t contained'],
    ['元/吨(金属量)', 'CNY/t contained'],
    ['元/千克', 'CNY/kg'],
    ['元/公斤', 'CNY/kg'],
    ['元/克', 'CNY/g'],
    ['万元/吨', '10kCNY/t'],
    ['千元/吨', 'kCNY/t'],
    ['百万元/吨', 'million CNY/t'],
    ['亿元/吨', '100 million CNY/t'],
    ['元每吨', 'CNY/t'],
    ['人民币/吨', 'CNY/t'],
    ['人民币元/吨', 'CNY/t'],
    ['元／吨', 'CNY/t'],
    ['元 / 吨', 'CNY/t'],
    ['元／公吨', 'CNY/t'],
    // Foreign currencies in Chinese.
    ['美元/吨', 'USD/t'],
    ['万美元/吨', '10kUSD/t'],
    ['美元/磅', 'USD/lb'],
    ['美分/磅', 'US¢/lb'],
    ['美元/盎司', 'USD/ozt'],
    ['美元/金衡盎司', 'USD/ozt'],
    ['美元/公斤', 'USD/kg'],
    ['美元/千克', 'USD/kg'],
    ['美元/吨度', 'USD/mtu'],
    ['美元/吨度(mtu)', 'USD/mtu'],
    ['美元/吨度（mtu）', 'USD/mtu'],
    ['美元/mtu(吨度)', 'USD/mtu'],
    ['美元/干吨', 'USD/dmt'],
    ['美元/磅钼', 'USD/lb Mo'],
    ['欧元/吨', 'EUR/t'],
    ['英镑/吨', 'GBP/t'],
    // English.
    ['USD/t', 'USD/t'],
    ['USD/mt', 'USD/t'],
    ['USD/MT', 'USD/t'],
    ['$/mt', 'USD/t'],
    ['US$/tonne', 'USD/t'],
    ['USD per tonne', 'USD/t'],
    ['dollars per metric ton', 'USD/t'],
    ['USD/kg', 'USD/kg'],
    ['USD/dmt', 'USD/dmt'],
    ['USD/lb', 'USD/lb'],
    ['USc/lb', 'US¢/lb'],
    ['US¢/lb', 'US¢/lb'],
    ['¢/lb', 'US¢/lb'],
    ['￠/lb', 'US¢/lb'],
    ['cents per pound', 'US¢/lb'],
    ['USD/ozt', 'USD/ozt'],
    ['$/oz', 'USD/ozt'],
    ['$/troy oz', 'USD/ozt'],
    ['USD/mtu', 'USD/mtu'],
    ['$/stu', 'USD/stu'],
    ['CNY/t', 'CNY/t'],
    ['CNY/kg', 'CNY/kg'],
    ['CNY/g', 'CNY/g'],
    ['Yn/t', 'CNY/t'],
    ['yuan per tonne', 'CNY/t'],
    ['RMB/mt', 'CNY/t'],
    ['CNY 10k/t', '10kCNY/t'],
    ['RMB 10,000/t', '10kCNY/t'],
    ['10,000 yuan/tonne', '10kCNY/t'],
    ['1,000 CNY/t', 'kCNY/t'],
    // Mixed, full width, bracketed, with a word before.
    ['RMB/吨', 'CNY/t'],
    ['USD/吨', 'USD/t'],
    ['元/kg', 'CNY/kg'],
    ['元/g', 'CNY/g'],
    ['美元/lb', 'USD/lb'],
    ['ＵＳＤ／ｔ', 'USD/t'],
    [' usd / T ', 'USD/t'],
    ['($/mt)', 'USD/t'],
    ['（元/吨）', 'CNY/t'],
    ['[USD/t]', 'USD/t'],
    ['单位：元/吨', 'CNY/t'],
    ['单位:万吨', '10kt'],
    ['Unit: USD/t', 'USD/t'],
    // What is weighed in it.
    ['$/mtu WO3', 'USD/mtu WO3'],
    ['$/mtu WO₃', 'USD/mtu WO3'],
    ['美元/吨度WO3', 'USD/mtu WO3'],
    ['USD/lb Mo', 'USD/lb Mo'],
    ['USD/lb (Mo)', 'USD/lb Mo'],
    ['USD/lb contained Mo', 'USD/lb Mo'],
    ['$/lb of contained molybdenum', 'USD/lb Mo'],
    ['USD/kg Mo', 'USD/kg Mo'],
    ['CNY/t contained Sb', 'CNY/t Sb'],
    ['CNY/t Sb contained', 'CNY/t Sb'],
    ['元/吨锑', 'CNY/t Sb'],
    ['万元/金属吨Sb', '10kCNY/t Sb'],
    ['USD/lb contained', 'USD/lb contained'],
    ['t contained', 't contained'],
    ['t Sb', 't Sb'],
    ['kt Li', 'kt Li'],
    ['t LCE', 't LCE'],
    ['万吨LCE', '10kt LCE'],
    ['吨碳酸锂当量', 't LCE'],
    ['kt Li₂O', 'kt Li2O'],
    ['t LiOH·H2O', 't LiOH·H2O'],
    ['t Sb2O3', 't Sb2O3'],
    ['吨三氧化钨', 't WO3'],
    // VAT.
    ['元/吨(含税)', 'CNY/t incl. VAT'],
    ['元/吨（不含税）', 'CNY/t excl. VAT'],
    ['元/吨，含税', 'CNY/t incl. VAT'],
    ['含税元/吨', 'CNY/t incl. VAT'],
    ['不含税 元/吨', 'CNY/t excl. VAT'],
    ['不含税（元/吨）', 'CNY/t excl. VAT'],
    ['元/吨 不含税价', 'CNY/t excl. VAT'],
    ['元/吨(不含增值税)', 'CNY/t excl. VAT'],
    ['元/公斤(未税)', 'CNY/kg excl. VAT'],
    ['万元/吨(除税)', '10kCNY/t excl. VAT'],
    ['万元/金属吨（含税）', '10kCNY/t contained incl. VAT'],
    ['CNY/t ex-VAT', 'CNY/t excl. VAT'],
    ['CNY/t ex VAT', 'CNY/t excl. VAT'],
    ['CNY/t, excl. VAT', 'CNY/t excl. VAT'],
    ['CNY/t excluding VAT', 'CNY/t excl. VAT'],
    ['CNY/t (VAT excluded)', 'CNY/t excl. VAT'],
    ['CNY/t without VAT', 'CNY/t excl. VAT'],
    ['CNY/t net of VAT', 'CNY/t excl. VAT'],
    ['CNY/t (tax excluded)', 'CNY/t excl. VAT'],
    ['CNY/t incl. VAT', 'CNY/t incl. VAT'],
    ['CNY/t inc VAT', 'CNY/t incl. VAT'],
    ['CNY/t including VAT', 'CNY/t incl. VAT'],
    ['CNY/t VAT inclusive', 'CNY/t incl. VAT'],
    ['CNY/t with VAT', 'CNY/t incl. VAT'],
    ['CNY/t tax included', 'CNY/t incl. VAT'],
    ['Yn/t ex-VAT', 'CNY/t excl. VAT'],
    ['USD/kg Mo excl. VAT', 'USD/kg Mo excl. VAT'],
    // Weights.
    ['吨', 't'],
    ['t', 't'],
    ['mt', 't'],
    ['MT', 't'],
    ['公吨', 't'],
    ['实物吨', 't'],
    ['金属吨', 't contained'],
    ['吨金属', 't contained'],
    ['万吨', '10kt'],
    ['万 吨', '10kt'],
    ['千吨', 'kt'],
    ['kt', 'kt'],
    ['10k t', '10kt'],
    ['10,000 t', '10kt'],
    ['1,000 t', 'kt'],
    ["'000 t", 'kt'],
    ['’000 tonnes', 'kt'],
    ['thousand tonnes', 'kt'],
    ['百万吨', 'million t'],
    ['million tonnes', 'million t'],
    ['亿吨', '100 million t'],
    ['短吨', 'short ton'],
    ['万短吨', '10k short ton'],
    ['short tons', 'short ton'],
    ['st', 'short ton'],
    ['长吨', 'long ton'],
    ['公斤', 'kg'],
    ['千克', 'kg'],
    ['克', 'g'],
    ['盎司', 'ozt'],
    ['ozt', 'ozt'],
    ['万盎司', '10k ozt'],
    // The others.
    ['手', 'contracts'],
    ['张', 'contracts'],
    ['lots', 'contracts'],
    ['万手', '10k contracts'],
    ['亿手', '100 million contracts'],
    ['contracts', 'contracts'],
    ['%', '%'],
    ['％', '%'],
    ['(%)', '%'],
    ['pct', '%'],
    ['pp', 'pp'],
    ['个百分点', 'pp'],
    ['百分点', 'pp'],
    ['BP', 'bp'],
    ['bps', 'bp'],
    ['个基点', 'bp'],
    ['index', 'index'],
    ['点', 'index'],
    ['CNY/USD', 'CNY/USD'],
    ['元/美元', 'CNY/USD'],
    ['人民币/美元', 'CNY/USD'],
  ])('%s is %s', (text, canonical) => {
    expect(parseUnit(text)?.canonical).toBe(canonical);
  });
});

describe('what could mean two things is no unit', () => {
  test.each([
    ['', 'nothing'],
    ['ton', 'a short, a long or a metric ton'],
    ['USD/ton', 'a short, a long or a metric ton'],
    ['ten thousand tons', 'short, long or metric tons'],
    ['Mt', 'a million tonnes, or a hurried mt'],
    ['USD/Mt', 'a million tonnes, or a hurried mt'],
    ['¥/t', 'yuan or yen'],
    ['￥/吨', 'yuan or yen'],
    ['USD/CNY', 'the pair, or dollars per yuan'],
    ['USDCNY', 'the pair, or dollars per yuan'],
    ['元', 'money, or a price that leaves its weight out'],
    ['USD', 'money, or a price that leaves its weight out'],
    ['亿元', 'money, or a price that leaves its weight out'],
    ['元/度', 'a ton unit, or a kilowatt hour'],
    ['元/标吨', 'at which standard grade?'],
    ['t/USD', 'no price is upside down'],
    ['USD/t/t', 'per what?'],
    ['USD/gal', 'a gallon, not a gram of aluminum'],
    ['GW', 'a gigawatt, not a gram of tungsten'],
    ['TW', 'a terawatt, or a tonne of tungsten'],
    ['USD/lb MoO3', 'a pound of the oxide, or of the molybdenum in it'],
    ['t LiOH', 'with its water or without'],
    ['元/吨(税前)', 'before tax is added, or before it is taken off?'],
    ['元/吨(税后)', 'after tax is added, or after it is taken off?'],
    ['元/吨(裸价)', 'without tax, or without freight'],
    ['CNY/t net', 'net of what?'],
    ['元/吨(含13%增值税)', 'a rate of its own, which need not be the day’s'],
    ['CNY/t incl. 13% VAT', 'a rate of its own, which need not be the day’s'],
    ['元/吨(含税/不含税)', 'both'],
    ['CNY/t not incl. VAT', 'half a negation'],
    ['含税', 'a tax, and no unit'],
    ['万吨(含税)', 'a weight is not taxed'],
    ['%(含税)', 'a share is not taxed'],
    ['元/吨(45%)', 'a grade belongs to the series'],
    ['toString', 'no unit'],
    ['__proto__', 'no unit'],
  ])('%j: %s', (text) => {
    expect(parseUnit(text)).toBeUndefined();
  });
});

describe('the tables', () => {
  test('no spelling stands for two units', () => {
    for (const table of [MASSES, CURRENCIES, MULTIPLIERS, OTHERS, SUBSTANCES]) {
      const spellings = table.flatMap((one) => one.spellings);
      expect(spellings.length).toBeGreaterThan(10);
      expect(new Set(spellings).size).toBe(spellings.length);
      expect(spellings).toEqual(
        spellings.map((one) => one.normalize('NFKC').toLowerCase().replace(/\s/g, '')),
      );
    }
  });

  test('what a unit is called, canonically or in print, is read back as that unit', () => {
    expect(ALL_UNITS.length).toBeGreaterThan(1000);
    for (const one of ALL_UNITS) {
      const named = [one.canonical, unitLabel(one.canonical, 'en'), unitLabel(one.canonical, 'zh')];
      // A bare ratio is printed without a unit.
      if (one.canonical === '1') continue;
      for (const text of named) expect(parseUnit(text)).toEqual(one);
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

  test('neither blanks nor case nor width change what is meant', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    const written = fc.constantFrom(...ALL_UNITS.filter((one) => one.canonical !== '1')).chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.constantFrom(one.canonical, one.zh),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => ` ${text.replaceAll('/', ' / ')} `,
          (text: string) => text.toLowerCase(),
          wide,
        ),
      ),
    );
    fc.assert(
      fc.property(written, ([one, text, rewrite]) => {
        expect(parseUnit(rewrite(text))?.canonical).toBe(one.canonical);
      }),
    );
  });
});
