import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PlacedOverride, readCatalog, readOverrides } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { configProblems } from '../support/config-problems.ts';
import { temporaryDesk } from '../support/desk.ts';

async function read(text: string | Uint8Array): Promise<PlacedOverride[]> {
  const root = await temporaryDesk({ 'data/overrides.yaml': text });
  const data = join(programRoot(), 'data');
  const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
  return readOverrides(join(root, 'data', 'overrides.yaml'), catalog);
}

async function problems(text: string | Uint8Array): Promise<string[]> {
  return configProblems(read(text));
}

test('a list of overrides is read, each with the line it stands on', async () => {
  const text = [
    '# a comment',
    '- { series: cu_lme_3m, date: 2025-06-13, action: accept, value: 9647.50, by: A. Chen, reason: as printed by the LME, expires: 2025-09-30 }',
    '- series: cu_shfe',
    '  date: 2025-06-13',
    '  action: exclude',
    '  by: 王芳',
    '  reason: "来源已撤回：见通知"',
    '  expires: 2025-09-30',
  ].join('\n');
  expect(await read(text)).toEqual([
    {
      series: 'cu_lme_3m',
      date: '2025-06-13',
      action: 'accept',
      value: 9647.5,
      by: 'A. Chen',
      reason: 'as printed by the LME',
      expires: '2025-09-30',
      where: 'data/overrides.yaml:2:3',
    },
    {
      series: 'cu_shfe',
      date: '2025-06-13',
      action: 'exclude',
      by: '王芳',
      reason: '来源已撤回：见通知',
      expires: '2025-09-30',
      where: 'data/overrides.yaml:3:3',
    },
  ]);
});

test.each(['', '# nothing but words\n', '[]', 'null\n'])('%j is an empty list', async (text) => {
  expect(await read(text)).toEqual([]);
});

const RIGHT = {
  series: 'cu_lme_3m',
  date: '2025-06-13',
  action: 'accept',
  value: '9647.5',
  by: 'A. Chen',
  reason: 'seen',
  expires: '2025-09-30',
};

/** One override a line; `null` leaves a field out. */
function line(given: Readonly<Record<string, string | null>>): string {
  const fields = Object.entries({ ...RIGHT, ...given }).filter(([, value]) => value !== null);
  return `- { ${fields.map(([key, value]) => `${key}: ${value}`).join(', ')} }`;
}

describe('what is wrong is told with its line and column', () => {
  test.each<readonly [name: string, text: string, lines: readonly string[]]>([
    [
      'a mistyped series',
      line({ series: 'cu_lme_3n' }),
      [
        'E_OVERRIDE_SERIES data/overrides.yaml:1:13: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals.',
      ],
    ],
    [
      'a computed series',
      line({ series: 'cu_parity' }),
      [
        'E_OVERRIDE_SERIES data/overrides.yaml:1:13: "cu_parity" is computed from cu_shfe, cu_lme_3m. Expected one of these: what is read can be answered for.',
      ],
    ],
    [
      'a day that does not exist',
      line({ date: '2025-02-30' }),
      ['E_OVERRIDE_DATE data/overrides.yaml:1:30: date 2025-02-30 does not exist. Expected a real date.'],
    ],
    [
      'a day in another spelling',
      line({ date: '13/06/2025' }),
      ['E_CONFIG_FIELD data/overrides.yaml:1:30: [0].date is "13/06/2025". Expected a date like 2025-06-13.'],
    ],
    [
      'an end before the value’s day',
      line({ expires: '2025-06-12' }),
      [
        "E_OVERRIDE_DATE data/overrides.yaml:1:109: expires 2025-06-12 is before the value's own day 2025-06-13. Expected the last day on which it shall count.",
      ],
    ],
    [
      'a value accepted without saying which',
      line({ value: null }),
      [
        'E_OVERRIDE_VALUE data/overrides.yaml:1:50: accepts "cu_lme_3m" of 2025-06-13 without saying which value. Expected value: and the number in the unit of the series.',
      ],
    ],
    [
      'a value with commas',
      line({ value: '"9,647.5"' }),
      ['E_CONFIG_FIELD data/overrides.yaml:1:65: [0].value is "9,647.5". Expected a number.'],
    ],
    [
      'nobody to answer for it',
      line({ by: null, reason: '" "' }),
      ['E_CONFIG_FIELD data/overrides.yaml:1:3: "[0].by" is missing. Expected a text.'],
    ],
    [
      'a blank reason',
      line({ reason: '" "' }),
      ['E_OVERRIDE_NAME data/overrides.yaml:1:94: reason is blank. Expected who answers for it and why.'],
    ],
    [
      'an unknown action',
      line({ action: 'accpet' }),
      [
        'E_CONFIG_FIELD data/overrides.yaml:1:50: [0].action is "accpet". Expected one of accept, exclude. Did you mean "accept"?',
      ],
    ],
    [
      'a mistyped field',
      `${line({})}\n${line({ expires: null, expiry: '2025-09-30', date: '2025-06-12' })}`,
      [
        'E_CONFIG_FIELD data/overrides.yaml:2:3: "[1].expires" is missing. Expected a text.',
        'E_CONFIG_FIELD data/overrides.yaml:2:100: unknown field "expiry". Did you mean "expires"? Expected only series, date, action, value, by, reason, expires.',
      ],
    ],
    [
      'one value twice',
      `${line({})}\n\n${line({ action: 'exclude' })}`,
      [
        'E_OVERRIDE_TWICE data/overrides.yaml:3:13: "cu_lme_3m" of 2025-06-13 is already at data/overrides.yaml:1:3. Remove one of the two.',
      ],
    ],
    [
      'a map where a list should be',
      'overrides:\n  - a',
      ['E_CONFIG_FIELD data/overrides.yaml:1:1: the file is a map. Expected a list.'],
    ],
    [
      'broken YAML',
      '- { series: cu_lme_3m',
      [expect.stringMatching(/^E_CONFIG_YAML data\/overrides\.yaml:1:\d+: /)],
    ],
  ])('%s', async (_name, text, lines) => {
    expect(await problems(text)).toEqual(lines);
  });

  test('all of it at once, none only the first', async () => {
    expect(
      await problems(`${line({ series: 'nothing_like_it' })}\n${line({ date: '2025-13-01' })}`),
    ).toHaveLength(2);
  });
});
