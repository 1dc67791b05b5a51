import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/model/address.ts';
import { parseAddress } from '../../src/model/address-grammar.ts';

function faultOf(text: string): string | undefined {
  const parsed = parseAddress(text);
  return 'fault' in parsed ? parsed.fault : undefined;
}

function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if ('fault' in parsed) throw new Error(`${JSON.stringify(text)}: ${parsed.fault}`);
  return parsed;
}

describe('an address', () => {
  test.each<[text: string, address: string, key: string, international: boolean]>([
    ['li@x.cn', 'li@x.cn', 'li@x.cn', false],
    ['Li.Wei@Example.CN', 'Li.Wei@example.cn', 'li.wei@example.cn', false],
    [
      "o'brien+lme!#$%&*/=?^_`{|}~-@sub.example.cn",
      "o'brien+lme!#$%&*/=?^_`{|}~-@sub.example.cn",
      "o'brien+lme!#$%&*/=?^_`{|}~-@sub.example.cn",
      false,
    ],
    ['163@163.com', '163@163.com', '163@163.com', false],
    ['li@x--y.cn', 'li@x--y.cn', 'li@x--y.cn', false],
    ['li@例子.中国', 'li@xn--fsqu00a.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s', false],
    ['li@XN--FSQU00A.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s', 'li@xn--fsqu00a.xn--fiqs8s', false],
    ['Jörg@Straße.de', 'Jörg@xn--strae-oqa.de', 'jörg@xn--strae-oqa.de', true],
    ['李雷@例子.中国', '李雷@xn--fsqu00a.xn--fiqs8s', '李雷@xn--fsqu00a.xn--fiqs8s', true],
    ['e\u0301va@x.cn', '\u00e9va@x.cn', '\u00e9va@x.cn', true],
    ['ΝΙΚΟΣ@x.gr', 'ΝΙΚΟΣ@x.gr', 'νικοσ@x.gr', true],
    // The Kelvin sign is a canonical K.
    ['\u212a@x.cn', 'K@x.cn', 'k@x.cn', false],
    [`${'a'.repeat(64)}@x.cn`, `${'a'.repeat(64)}@x.cn`, `${'a'.repeat(64)}@x.cn`, false],
  ])('%s is read', (text, address, key, international) => {
    expect(addressOf(text)).toMatchObject({ address, key, international });
  });

  test.each<[text: string, fault: string]>([
    ['', 'it is empty'],
    ['zhang', 'no @'],
    ['zhang@@x.cn', 'two @'],
    ['a@b@c@x.cn', '3 @'],
    ['@x.cn', 'nothing before the @'],
    ['li@', 'nothing after the @'],
    ['li＠x.cn', 'a full-width ＠ for the @'],
    ['li@x.cn, wang@y.cn', 'two addresses'],
    ['li@x.cn;wang@y.cn', 'two addresses'],
    ['li@x.cn wang@y.cn', 'two addresses'],
    ['li@x.cn，wang@y.cn', 'two addresses'],
    ['li@x.cn\r\nBcc: wang@y.cn', 'a line break'],
    ['li\n@x.cn', 'a line break'],
    ['li@x.cn\r', 'a line break'],
    ['li\u2028@x.cn', 'a line break'],
    ['li\u0000@x.cn', 'a control character, U+0000'],
    ['li\t@x.cn', 'a control character, U+0009'],
    ['li\u007f@x.cn', 'a control character, U+007F'],
    ['li\u009b@x.cn', 'a control character, U+009B'],
    ['li\ud800@x.cn', 'a control character, U+D800'],
    ['li @x.cn', 'a space'],
    ['li@x .cn', 'a space'],
    ['li\u00a0@x.cn', 'a space'],
    ['li\u3000@x.cn', 'a space'],
    ['"li wei"@x.cn', 'a quoted local part'],
    ['"li"@x.cn', 'a quoted local part'],
    ['li(work)@x.cn', 'a comment in parentheses'],
    ['Li Wei <li@x.cn>', 'angle brackets; give the address alone'],
    ['<li@x.cn>', 'angle brackets; give the address alone'],
    ['friends: li@x.cn;', 'a group of addresses'],
    ['mailto:li@x.cn', 'a link; give the address without "mailto:"'],
    ['😀@x.cn', 'an emoji before the @'],
    ['li❤️@x.cn', 'an emoji before the @'],
    ['1\ufe0f\u20e3@x.cn', 'an emoji before the @'],
    ['🇨🇳@x.cn', 'an emoji before the @'],
    ['li@😀.cn', 'an emoji after the @'],
    ['😀', 'an emoji'],
    ['li\u200b@x.cn', 'an invisible character, U+200B'],
    ['li@x\u00ad.cn', 'an invisible character, U+00AD'],
    ['\u202eil@x.cn', 'an invisible character, U+202E'],
    ['\ufeffli@x.cn', 'an invisible character, U+FEFF'],
    ['\u3164@x.cn', 'an invisible character, U+3164'],
    ['.li@x.cn', 'a dot at the start'],
    ['li.@x.cn', 'a dot before the @'],
    ['l..i@x.cn', 'two dots in a row before the @'],
    ['li@.x.cn', 'a dot behind the @'],
    ['li@x.cn.', 'a dot at the end'],
    ['li@x..cn', 'two dots in a row in the domain'],
    ['li@x。cn', 'the full stop "。" in the domain'],
    ['li,wei@x.cn', '"," before the @'],
    ['li;wei@x.cn', '";" before the @'],
    // U+037E is a canonical semicolon.
    ['li\u037e@x.cn', '";" before the @'],
    ['li\\wei@x.cn', '"\\\\" before the @'],
    ['@relay.cn:li@x.cn', 'two @'],
    ['=1+1@x.cn', '"=" at the start'],
    ['+8613800000000@x.cn', '"+" at the start'],
    ['-oQ/tmp@x.cn', '"-" at the start'],
    ['\u0301li@x.cn', 'an accent without its letter'],
    ['ｌｉ@x.cn', 'letters of another width; is it "li"?'],
    ['li@ｘ.cn', 'letters of another width; is it "x.cn"?'],
    ['li@localhost', 'no dot in the domain'],
    ['li@[192.168.0.1]', 'an IP address instead of a domain'],
    ['li@192.168.0.1', 'an IP address instead of a domain'],
    ['li@x.1', 'a domain that ends in a number'],
    ['li@x.0x1f', 'a domain that ends in a number'],
    ['li@x.c', 'a domain that ends in one letter'],
    ['li@x_y.cn', '"_" in the domain'],
    ['li@x.cn/..', '"/" in the domain'],
    ['li@x.cn:25', '":" in the domain'],
    ['li@-x.cn', 'a hyphen at the edge of a part of the domain'],
    ['li@x-.cn', 'a hyphen at the edge of a part of the domain'],
    ['li@xn--zz--zz.cn', 'a domain that is no international name'],
    [`${'a'.repeat(65)}@x.cn`, '65 octets before the @, at most 64 are possible'],
    [`${'李'.repeat(22)}@x.cn`, '66 octets before the @, at most 64 are possible'],
    [`li@${'b'.repeat(64)}.cn`, 'a part of the domain longer than 63 characters'],
    [
      `${'a'.repeat(60)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.cn`,
      '319 octets, at most 254 are possible',
    ],
  ])('%j is refused', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  test('of 320 characters is refused', () => {
    const text = `${'a'.repeat(64)}@${`${'b'.repeat(62)}.`.repeat(4)}com`;
    expect(text).toHaveLength(320);
    expect(faultOf(text)).toBe('320 octets, at most 254 are possible');
  });

  test('is read the same however often it is asked for', () => {
    for (let count = 0; count < 20_000; count += 1) expect(faultOf('li@ü.cn')).toBeUndefined();
  });

  test('with any ASCII control character anywhere is refused', () => {
    for (let code = 0; code < 0x20; code += 1) {
      const control = String.fromCharCode(code);
      for (const text of [`${control}li@x.cn`, `l${control}i@x.cn`, `li@x${control}.cn`, `li@x.cn${control}`])
        expect(faultOf(text), JSON.stringify(text)).toMatch(/^a (?:line break|control character)/);
    }
  });
});

/** Texts that are addresses often enough, and otherwise nearly. */
const local = fc.stringMatching(/^[A-Za-z0-9éß李Σς_][A-Za-z0-9!#$%&'*+/=?^_`{|}~éßİ李Σς-]{0,12}$/u);
const domain = fc.stringMatching(/^[A-Za-z0-9例ü]{1,10}\.(?:cn|COM|中国)$/u);
const address = fc.tuple(local, domain).map(([before, after]) => `${before}@${after}`);
const noise = fc.string({ unit: 'binary', maxLength: 30 });
const nearly = fc.tuple(noise, address, noise).map((parts) => parts.join(''));

describe('whatever the text, an address', () => {
  test('that was read is read again as itself, and so is its key', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(address, nearly), (text) => {
        const first = parseAddress(text);
        if ('fault' in first) return;
        read += 1;
        expect(addressOf(first.address)).toEqual(first);
        expect(addressOf(first.key).key).toBe(first.key);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(500);
  });

  test('holds nothing that could end a header or an envelope, or be seen as another', () => {
    fc.assert(
      fc.property(fc.oneof(nearly, noise, address), (text) => {
        const parsed = parseAddress(text);
        if ('fault' in parsed) return;
        expect(parsed.address).toMatch(/^[^\s\p{C}<>()[\]",:;\\@]+@[a-z0-9.-]+$/u);
        expect(parsed.address).toBe(`${parsed.local}@${parsed.domain}`);
        expect(new TextEncoder().encode(parsed.address).length).toBeLessThanOrEqual(254);
        expect(parsed.international).toBe(/[^ -~]/.test(parsed.address));
      }),
      { numRuns: 2000 },
    );
  });

  test('has one key in either case and either normal form', () => {
    fc.assert(
      fc.property(address, (text) => {
        const { key } = addressOf(text);
        expect(addressOf(text.normalize('NFD')).key).toBe(key);
        expect(addressOf(text.toLowerCase()).key).toBe(key);
        const ascii = text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
        expect(addressOf(ascii).key).toBe(key);
      }),
      { numRuns: 1000 },
    );
  });
});
