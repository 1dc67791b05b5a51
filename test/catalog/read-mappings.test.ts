import { describe, expect, test } from 'vitest';
import { mappingFor } from '../../src/sources/mapping/index.ts';
import { mappingsOf } from '../sources/mapping/mapped.ts';
import { configProblems } from '../support/config-problems.ts';

const GOOD = `name: desk-a
file: prices-*.csv
date: { column: date }
columns:
  - { series: cu_shfe, column: close, unit: 元/吨 }
`;

async function problemsOf(text: string): Promise<string[]> {
  return configProblems(mappingsOf({ 'x.yaml': text }));
}

const changed = (from: string, to: string) => {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
};

describe('mappings', () => {
  test('a desk has its own and the built-in ones; its own win by name', async () => {
    const mappings = await mappingsOf({ 'a.yaml': GOOD, 'b.yaml': GOOD.replace('desk-a', 'gfex-daily') });
    const names = mappings.map((one) => one.name);
    expect(names).toContain('rare-earth-cn');
    expect(names.filter((name) => name === 'gfex-daily')).toHaveLength(1);
    expect(mappings.find((one) => one.name === 'gfex-daily')?.file).toBe('prices-*.csv');
  });

  test('the built-in ones are in order, each alone with its name', async () => {
    const names = (await mappingsOf({})).map((one) => one.name);
    expect(names).toHaveLength(6);
    expect(new Set(names).size).toBe(6);
  });

  test('a file takes the mapping whose pattern says most of its name', async () => {
    const mappings = await mappingsOf({
      'a.yaml': GOOD,
      'b.yaml': GOOD.replace('desk-a', 'desk-b').replace('prices-*', 'prices-2024-?'),
      'c.yaml': GOOD.replace('desk-a', 'desk-c').replace('prices-*.csv', 'a+b (1).csv'),
    });
    expect(mappingFor('prices-2023.csv', mappings)?.name).toBe('desk-a');
    expect(mappingFor('PRICES-2024-1.csv', mappings)?.name).toBe('desk-b');
    expect(mappingFor('a+b (1).csv', mappings)?.name).toBe('desk-c');
    expect(mappingFor('aab (1).csv', mappings)).toBeUndefined();
    expect(mappingFor('my-prices-2023.csv', mappings)).toBeUndefined();
  });

  test('comments do not change what a mapping is, its words do', async () => {
    const [same, commented, other] = await Promise.all(
      [GOOD, `# ours\n${GOOD}`, GOOD.replace('close', 'settle')].map(
        async (text) => (await mappingsOf({ 'a.yaml': text }))[0]?.sha256,
      ),
    );
    expect(same).toMatch(/^[0-9a-f]{64}$/);
    expect(commented).toBe(same);
    expect(other).not.toBe(same);
  });

  test.each([
    [
      'a mistyped field',
      changed('file:', 'files:'),
      [
        'E_CONFIG_FIELD data/mappings/x.yaml:1:1: "file" is missing. Expected a text.',
        expect.stringMatching(
          /^E_CONFIG_FIELD data\/mappings\/x\.yaml:2:1: unknown field "files"\. Did you mean "file"\? Expected only /,
        ),
      ],
    ],
    [
      'a series nobody knows',
      changed('cu_shfe', 'cu_shef'),
      [
        'E_CATALOG_SERIES data/mappings/x.yaml:5:15: unknown series "cu_shef". Did you mean "cu_shfe"? Expected an id of data/metals/*.yaml.',
      ],
    ],
    [
      'a unit nobody knows',
      changed('元/吨', '元/斗'),
      [
        'E_CONFIG_MAPPING data/mappings/x.yaml:5:45: unit "元/斗" is not known. Expected one like USD/t, 万元/吨, t or "%".',
      ],
    ],
    [
      'a date format without a year',
      changed('{ column: date }', '{ column: date, formats: [dd/MM] }'),
      [
        'E_CONFIG_MAPPING data/mappings/x.yaml:3:33: "dd/MM" lacks year or month. Expected one like yyyy-MM-dd, d-MMM-yyyy, MMM-yy, yyyy\'M\'MM, excel.',
      ],
    ],
    [
      'a column that is no column',
      changed('column: close', 'column: [close]'),
      [
        'E_CONFIG_FIELD data/mappings/x.yaml:5:32: columns[0].column is a list of 1. Expected a header, or the number of a column from 1.',
      ],
    ],
    [
      'a range with one end',
      changed('column: close', 'low: close'),
      [
        'E_CONFIG_MAPPING data/mappings/x.yaml:5:5: cu_shfe needs a source. Expected "column", or "low" and "high".',
      ],
    ],
    [
      'a pattern that is none',
      `${GOOD}stop: { column: date, matches: "(" }\n`,
      [
        expect.stringMatching(
          /^E_CONFIG_MAPPING data\/mappings\/x\.yaml:6:32: "\(" is not a pattern \(.*\)\./,
        ),
      ],
    ],
    [
      'nothing to read',
      'name: x\nfile: x\n',
      [
        'E_CONFIG_MAPPING data/mappings/x.yaml:1:1: no "date". Expected where the dates stand: { column: Date }.',
        'E_CONFIG_MAPPING data/mappings/x.yaml:1:1: nothing is read. Expected "columns", or "series" and "value".',
      ],
    ],
    [
      'a key that is none',
      `${GOOD}__proto__: { a: 1 }\n`,
      [expect.stringMatching(/^E_\w+ data\/mappings\/x\.yaml:6:1: the key "__proto__" is not allowed\./)],
    ],
    [
      'one deeper',
      `name: x\nfile: x\ndate: { column: date }\nseries: { column: a, values: { constructor: cu_shfe } }\nvalue: b\n`,
      ['E_DATA_KEY data/mappings/x.yaml:4:32: the key "constructor" is not allowed. Use another name.'],
    ],
  ])('%s is told at its place', async (_, text, expected) => {
    expect(await problemsOf(text)).toEqual(expected);
  });

  test('two mappings of one name', async () => {
    const files = { 'a.yaml': GOOD, 'b.yaml': GOOD };
    await expect(mappingsOf(files)).rejects.toThrow(
      'E_CONFIG_TWICE data/mappings/b.yaml:1:7: "desk-a" is already the name of data/mappings/a.yaml. Expected each name once; rename one.',
    );
  });
});
