import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { AssayError, EXIT, problemLine } from '../../src/errors.ts';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from '../support/desk.ts';
import { stillEffects } from '../support/effects.ts';

/** One thing broken in an otherwise good desk, and every line a person is told, to the letter. */
interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly week?: string;
  readonly exit: number;
  readonly lines: readonly string[];
}

const GOOD =
  'date,series,value,unit\n2025-06-06,cu_lme_3m,9670.50,USD/t\n2025-06-13,cu_lme_3m,9647.50,USD/t\n';
const inbox = (text: string | Uint8Array) => ({ 'data/inbox/good.csv': GOOD, 'data/inbox/lme.csv': text });
const bytes = (...parts: Array<string | number[]>) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const rows = (...lines: string[]) => `date,series,value,unit\n${lines.join('\n')}\n`;

const CASES: readonly Case[] = [
  { name: 'an empty file', files: inbox(''), exit: EXIT.data, lines: [] },
  { name: 'a header without rows', files: inbox('date,series,value\n'), exit: EXIT.data, lines: [] },
  {
    name: 'a column twice',
    files: inbox('date,cu_lme_3m,cu_lme_3m\n2025-06-13,1,2\n'),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a letter in a number',
    files: inbox(rows('2025-06-13,al_lme_3m,25O3,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  { name: 'NaN', files: inbox(rows('2025-06-13,al_lme_3m,NaN,USD/t')), exit: EXIT.data, lines: [] },
  {
    name: 'a negative price',
    files: inbox(rows('2025-06-13,ni_lme_3m,-37.6,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'dollars for yuan',
    files: inbox(rows('2025-06-13,al_shfe,20465,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a unit nobody knows',
    files: inbox(rows('2025-06-13,al_shfe,20465,quids/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a price in another scale',
    files: inbox(rows('2025-06-13,al_shfe,2.0465,CNY/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a mistyped series',
    files: inbox(rows('2025-06-13,cu_lme_3n,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a day that does not exist',
    files: inbox(rows('2026-02-29,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a day in the wrong order',
    files: inbox(rows('13/06/2025,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a day in the future',
    files: inbox(rows('2027-11-19,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'one day with two values',
    files: inbox(rows('2025-06-13,al_lme_3m,2503,USD/t', '2025-06-13,al_lme_3m,2504,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'GB18030 text',
    files: inbox(bytes('date,series,value,unit\n2025-06-13,al_shfe,20465,', [0xd4, 0xaa], '/t\n')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a spreadsheet named .csv',
    files: inbox(bytes('PK', [3, 4, 0, 0, 0, 0], 'x')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a header that would change every object',
    files: inbox('date,__proto__\n2025-06-13,1\n'),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a row with a cell too many',
    files: inbox(rows('2025-06-13,al_lme_3m,2503,USD/t,traded,x')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'an unclosed quotation mark',
    files: inbox(rows('2025-06-13,al_lme_3m,"2503,USD/t')),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'no date column',
    files: inbox('day,series,value\n2025-06-13,al_lme_3m,2503\n'),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a status nobody knows',
    files: inbox('date,series,value,unit,status\n2025-06-13,al_lme_3m,2503,USD/t,sold\n'),
    exit: EXIT.data,
    lines: [],
  },
  {
    name: 'a week that does not exist',
    files: { 'data/inbox/good.csv': GOOD },
    week: '2026-W54',
    exit: EXIT.usage,
    lines: [],
  },
  {
    name: 'a week without data',
    files: { 'data/inbox/good.csv': GOOD },
    week: '2025-W40',
    exit: EXIT.data,
    lines: [],
  },
  { name: 'an empty inbox', files: {}, exit: EXIT.data, lines: [] },
  {
    name: 'a wrong bracket in desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': 'version: 1\nname: { en: A, zh: [B }\n' },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'a key twice in desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': 'version: 1\nversion: 1\n' },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'a mistyped key and a wrong section',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('sectoins: [dashboard]\n') },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'a schedule on the ninth day',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\nschedule: { cron: "0 17 * * 8" }\n'),
    },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'a configuration from the future',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\n').replace('version: 1', 'version: 5'),
    },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'an unclosed block in a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>\n{{#each lines}}\n</p>\n' },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'raw output in a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>{{{line}}}</p>\n' },
    exit: EXIT.config,
    lines: [],
  },
  {
    name: 'a field no brief has',
    files: { 'data/inbox/good.csv': GOOD, 'templates/brief.hbs': '<title>{{titel}}</title>\n' },
    exit: EXIT.config,
    lines: [],
  },
];

function desk(rest: string): string {
  return `version: 1\nname: { en: A, zh: B }\ntitle: { en: A, zh: B }\nlanguages: [en]\ntimeZone: Asia/Shanghai\n${rest}`;
}

describe('a broken input is told in one line with its place, the value, what was expected and what to do', () => {
  test.each(CASES)('$name', async ({ files, week, exit, lines }) => {
    const root = await temporaryDesk(files);
    expect(await told(root, week)).toEqual({ exit, lines });
  });
});

/** What `assay check` says and exits with; every case goes through the app's front door. */
async function told(root: string, week = '2025-W24'): Promise<{ exit: number; lines: string[] }> {
  try {
    const { verdict, findings } = await openApp(root, stillEffects()).check(week);
    const errors = findings.filter((finding) => finding.severity === 'error');
    return { exit: verdict === 'hold' ? EXIT.data : 0, lines: errors.map(problemLine) };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { exit: EXIT[error.exit], lines: error.problems.map(problemLine) };
  }
}

test('the messages of a missing desk name the folder and the way to make one', async () => {
  const root = await temporaryDesk({});
  await expect(openApp(join(root, 'nowhere'), stillEffects()).check()).rejects.toMatchObject({
    exit: 'missing',
  });
  expect(await readFile(join(programRoot(), 'package.json'), 'utf8')).toContain('"assay"');
});
