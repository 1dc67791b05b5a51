import { expect, test } from 'vitest';
import { readYaml } from '../../src/catalog/yaml.ts';
import { problemLine } from '../../src/errors.ts';

/** Every file here is accepted by the library, or told in its words; a desk is told in ours, with a place. */
const CASES: readonly [name: string, text: string, ...lines: string[]][] = [
  [
    'a list as a key',
    'name: A\n? [a, b]\n: 1\n',
    'E_CONFIG_YAML x.yaml:2:3: a key is a list. Expected a plain word before the colon.',
  ],
  [
    'a map as a key, twice',
    '{{a: 1}: 1, {a: 1}: 2}\n',
    'E_CONFIG_YAML x.yaml:1:2: a key is a map. Expected a plain word before the colon.',
    'E_CONFIG_YAML x.yaml:1:13: a key is a map. Expected a plain word before the colon.',
  ],
  [
    'no key at all',
    ': 1\n',
    'E_CONFIG_YAML x.yaml:1:1: a key is empty. Expected a plain word before the colon.',
  ],
  [
    'an alias as a key',
    'a: &k x\n*k : 1\n',
    'E_CONFIG_YAML x.yaml:2:1: a key is an alias. Expected a plain word before the colon.',
  ],
  [
    'two documents',
    'a: 1\n---\nb: 2\n',
    'E_CONFIG_YAML x.yaml:2:1: a second document begins here. Expected one in each file; remove the line ("---" or "..."), or make two files.',
  ],
  [
    'an unknown alias',
    'a: &lme 1\nb:\n  - *lmee\n',
    'E_CONFIG_YAML x.yaml:3:5: unknown alias "*lmee". Expected an anchor &lmee before it (known here: lme).',
  ],
  [
    'an alias before its anchor',
    'a: *later\nb: &later 1\n',
    'E_CONFIG_YAML x.yaml:1:4: unknown alias "*later". Expected an anchor &later before it (there is none).',
  ],
  [
    'a value that holds itself',
    'a: &a\n  b: [*a]\n',
    'E_CONFIG_YAML x.yaml:2:7: the alias "*a" stands inside the value it names. Expected no value to hold itself; write it out.',
  ],
  [
    'an alias with an anchor',
    'a: &x 1\nb: &y *x\n',
    'E_CONFIG_YAML x.yaml:2:7: an alias (*name) with an anchor or a tag of its own. Expected the alias alone.',
  ],
  [
    'a function',
    'a:\n  b: !!js/function "() => 1"\n',
    'E_CONFIG_YAML x.yaml:2:6: the tag "!!js/function" is not used here. Expected a plain text, number, list or map; remove the tag.',
  ],
  [
    'binary data behind an anchor',
    'a: &x !!binary aGVsbG8=\n',
    'E_CONFIG_YAML x.yaml:1:7: the tag "!!binary" is not used here. Expected a plain text, number, list or map; remove the tag.',
  ],
  [
    'a tag of its own on a list and a set',
    'a: !foo [1]\nb: !!set {x, y}\n',
    'E_CONFIG_YAML x.yaml:1:4: the tag "!foo" is not used here. Expected a plain text, number, list or map; remove the tag.',
    'E_CONFIG_YAML x.yaml:2:4: the tag "!!set" is not used here. Expected a plain text, number, list or map; remove the tag.',
  ],
  [
    'a merge key',
    'b: &b {x: 1}\na:\n  <<: *b\n',
    'E_CONFIG_YAML x.yaml:3:3: the key "<<" merges maps, which is not done here. Expected the fields themselves; write them out, or use an alias (*name) for a whole value.',
  ],
  [
    'the rules of an older YAML',
    '%YAML 1.1\n---\na: 010\n',
    'E_CONFIG_YAML x.yaml:1:1: directives (lines that begin with %) are not used. Expected plain YAML; remove the line.',
  ],
  [
    'an unknown directive',
    '# ours\n%FOO\n---\na: 1\n',
    'E_CONFIG_YAML x.yaml:2:1: directives (lines that begin with %) are not used. Expected plain YAML; remove the line.',
  ],
  [
    'a tab as indentation',
    'a:\n\tb: 1\n',
    'E_CONFIG_YAML x.yaml:2:1: a tab in the indentation. Expected spaces; replace the tab.',
  ],
  [
    'a control character',
    'a: "x\\0y"\n',
    'E_CONFIG_YAML x.yaml:1:4: "x\\u0000y" holds a control character (U+0000). Expected plain text; remove the character.',
  ],
  [
    'a control character in a key',
    '"a\\b": 1\n',
    'E_CONFIG_YAML x.yaml:1:1: the key "a\\b" holds a control character. Expected plain text; remove the character.',
  ],
  [
    'brackets without end',
    `a: ${'['.repeat(80)}${']'.repeat(80)}\n`,
    'E_CONFIG_YAML x.yaml:1:68: nested more than 64 deep. Expected a few levels; check brackets and indentation.',
  ],
  [
    'a key of two thousand letters',
    `a: 1\n${'x'.repeat(2000)}: 1\n`,
    'E_CONFIG_YAML x.yaml:2:1: a key of more than 1,024 characters. Expected a short word before the colon; is a quotation mark or a line end missing?',
  ],
  [
    'a key twice, one of them quoted',
    'a: 1\nb: {c: 1, "c": 2}\n',
    'E_CONFIG_TWICE x.yaml:2:11: "c" already set on line 2. Expected each key once; remove one of the two.',
  ],
];

test.each(CASES)('%s is told in one line with its place', (_, text, ...lines) => {
  expect(readYaml(text, 'x.yaml').problems.map(problemLine)).toEqual(lines);
});

test('brackets that would exhaust the stack are told, not run into', () => {
  for (const text of [`a: ${'['.repeat(20_000)}`, '- '.repeat(20_000), `${'{a: '.repeat(5_000)}`]) {
    const { problems, value } = readYaml(text, 'x.yaml');
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems.map(problemLine)[0]).toMatch(/^E_CONFIG_YAML x\.yaml:1:\d+: /);
  }
});

test('aliases that unfold to a billion values are refused where they pass a hundred thousand, at once', () => {
  const levels = Array.from({ length: 9 }, (_, at) => {
    const one = at === 0 ? 'lol' : `*a${at - 1}`;
    return `a${at}: &a${at} [${Array(10).fill(one).join(', ')}]`;
  });
  const { problems, value } = readYaml(`${levels.join('\n')}\n`, 'x.yaml');
  expect(value).toBeUndefined();
  expect(problems.map(problemLine)).toEqual([
    expect.stringMatching(
      /^E_CONFIG_YAML x\.yaml:5:\d+: with the alias "\*a3" the file unfolds to more than 100,000 values\. Expected a few thousand; use fewer aliases within aliases\.$/,
    ),
  ]);
});

test('aliases of whole values, plain tags and dates as keys are taken', () => {
  const text = 'source: &lme { lag: same day }\na: *lme\nb: !!str 2025\nclosed:\n  2025-04-18: Good Friday\n';
  const { problems, value } = readYaml(text, 'x.yaml');
  expect(problems).toEqual([]);
  expect(value).toEqual({
    source: { lag: 'same day' },
    a: { lag: 'same day' },
    b: '2025',
    closed: { '2025-04-18': 'Good Friday' },
  });
});

test('nothing is printed beside the problems', async () => {
  const warned: unknown[] = [];
  const note = (warning: unknown): void => void warned.push(warning);
  process.on('warning', note);
  for (const [, text] of CASES) readYaml(text, 'x.yaml');
  // Warnings are given in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warned).toEqual([]);
});
