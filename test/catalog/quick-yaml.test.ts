import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { quickYaml } from '../../src/catalog/quick-yaml.ts';
import { programRoot } from '../../src/program.ts';

const data = join(programRoot(), 'data');
const files = ['metals', 'calendars']
  .flatMap((folder) => readdirSync(join(data, folder)).map((name) => join(data, folder, name)))
  .concat(join(data, 'desk.yaml'));

/** What the full parser says, or undefined for what it refuses. */
function full(text: string): { readonly value: unknown } | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  return { value: document.toJS({ maxAliasCount: 1000 }) };
}

describe('the quick reader', () => {
  test('reads every built-in file as the full parser does', () => {
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect(quickYaml(text), file).toEqual(full(text)?.value);
      expect(quickYaml(text.replaceAll('\n', '\r\n')), `${file} with CRLF`).toEqual(full(text)?.value);
    }
  });

  test('agrees with the full parser on damaged files wherever it gives a value', () => {
    const text = readFileSync(join(data, 'metals', 'gold.yaml'), 'utf8').slice(0, 1400);
    const desk = readFileSync(join(data, 'desk.yaml'), 'utf8');
    const piece = fc.constantFrom(
      ...'{}[],:#&*-"\'% \n0.9e+?|>!@`~\\',
      '  ',
      ': ',
      ' #',
      '- ',
      '&a ',
      '*wb',
      'null',
      '0x1',
      '---\n',
    );
    let agreed = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(text, desk),
        fc.array(fc.tuple(fc.nat(1400), fc.nat(3), piece), { minLength: 1, maxLength: 3 }),
        (original, edits) => {
          let damaged = original;
          for (const [at, cut, put] of edits) damaged = damaged.slice(0, at) + put + damaged.slice(at + cut);
          const quick = quickYaml(damaged);
          if (quick === undefined) return;
          agreed += 1;
          expect({ value: quick }, damaged).toEqual(full(damaged));
        },
      ),
      { numRuns: 1500 },
    );
    expect(agreed).toBeGreaterThan(50);
  });

  test.each([
    ['a: 1\nb: two words\nc: -0.5\nd: 1e3\n', { a: 1, b: 'two words', c: -0.5, d: 1000 }],
    ['a: ~\nb:\nc: true # yes\nd: "true"\n', { a: null, b: null, c: true, d: 'true' }],
    ['a:\n  - x\n  - { y: [1, 2] }\nb:\n- z: 1\n  w: 2\n', { a: ['x', { y: [1, 2] }], b: [{ z: 1, w: 2 }] }],
    ['2025-06-13: day\nweek: 2025-W24\n', { '2025-06-13': 'day', week: '2025-W24' }],
  ])('reads %j', (text, value) => {
    expect(quickYaml(text)).toEqual(value);
    expect(full(text)).toEqual({ value });
  });

  test.each([
    ['a key twice', 'a: 1\na: 2\n'],
    ['a block text', 'a: |\n  x\n'],
    ['a text over two lines', 'a: x\n  y\n'],
    ['an escape', 'a: "x\\ny"\n'],
    ['a tab', 'a:\t1\n'],
    ['an unknown alias', 'a: *b\n'],
    ['a tag', 'a: !!str 1\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['an octal number', 'a: 0o17\n'],
    ['a bracket too few', 'a: [1, 2\n'],
    ['a prototype', '__proto__: { a: 1 }\n'],
    ['nothing', ''],
  ])('leaves %s to the full parser', (_, text) => {
    expect(quickYaml(text)).toBeUndefined();
  });
});
