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
  {
    name: 'an empty file',
    files: inbox(''),
    exit: EXIT.data,
    lines: [
      'E_DATA_EMPTY data/inbox/lme.csv: the file is empty (0 bytes). Expected a header line and at least one row.',
    ],
  },
  {
    name: 'a header without rows',
    files: inbox('date,series,value\n'),
    exit: EXIT.data,
    lines: ['E_DATA_NOROWS data/inbox/lme.csv:1: header but no rows.'],
  },
  {
    name: 'a column twice',
    files: inbox('date,cu_lme_3m,cu_lme_3m\n2025-06-13,1,2\n'),
    exit: EXIT.data,
    lines: ['E_DATA_COLUMN_TWICE data/inbox/lme.csv:1: column "cu_lme_3m" appears twice (columns 2 and 3).'],
  },
  {
    name: 'a letter in a number',
    files: inbox(rows('2025-06-13,al_lme_3m,25O3,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_NUMBER data/inbox/lme.csv:2:3: "25O3" is not a number (letter O at character 3). Expected digits with a point, such as 9647.50.',
    ],
  },
  {
    name: 'NaN',
    files: inbox(rows('2025-06-13,al_lme_3m,NaN,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_NUMBER data/inbox/lme.csv:2:3: "NaN" is not a price. Leave the cell empty for "no quotation".',
    ],
  },
  {
    name: 'a negative price',
    files: inbox(rows('2025-06-13,ni_lme_3m,-37.6,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_RANGE data/inbox/lme.csv:2:3: price -37.6 is not allowed for "LME nickel 3M" (ni_lme_3m). Add ni_lme_3m to data.allowNegative if it is right.',
    ],
  },
  {
    name: 'dollars for yuan',
    files: inbox(rows('2025-06-13,al_shfe,20465,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_UNIT data/inbox/lme.csv:2:4: unit "USD/t" does not fit "SHFE aluminum, main contract" (al_shfe): USD to CNY takes the exchange rate of the day, which is not given; expected "CNY/t" or a unit that converts to it.',
    ],
  },
  {
    name: 'a unit nobody knows',
    files: inbox(rows('2025-06-13,al_shfe,20465,quids/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_UNIT data/inbox/lme.csv:2:4: unit "quids/t" is not a known unit (al_shfe); expected "CNY/t" or a unit that converts to it.',
    ],
  },
  {
    name: 'a price in another scale',
    files: inbox(rows('2025-06-13,al_shfe,2.0465,CNY/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_RANGE data/inbox/lme.csv:2:3: 2.0465 is outside 10,500 to 36,000 CNY/t, the range of "SHFE aluminum, main contract" (al_shfe). Probably in 万元/吨 (= 20,465 CNY/t).',
    ],
  },
  {
    name: 'a mistyped series',
    files: inbox(rows('2025-06-13,cu_lme_3n,9647.5,USD/t')),
    exit: EXIT.data,
    lines: ['E_DATA_SERIES data/inbox/lme.csv:2:2: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"?'],
  },
  {
    name: 'a day that does not exist',
    files: inbox(rows('2026-02-29,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: ['E_DATA_DATE data/inbox/lme.csv:2:1: "2026-02-29" does not exist (2026 is not a leap year).'],
  },
  {
    name: 'a day in the wrong order',
    files: inbox(rows('13/06/2025,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_DATE data/inbox/lme.csv:2:1: "13/06/2025" is not a date. Expected a date such as 2026-11-20.',
    ],
  },
  {
    name: 'a day in the future',
    files: inbox(rows('2027-11-19,cu_lme_3m,9647.5,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_FUTURE data/inbox/lme.csv:2:1: 2027-11-19 is after the report date 2026-11-22. Check the year and month.',
    ],
  },
  {
    name: 'one day with two values',
    files: inbox(rows('2025-06-13,al_lme_3m,2503,USD/t', '2025-06-13,al_lme_3m,2504,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_CONFLICT data/inbox/lme.csv:3:3: "LME aluminum 3M" (al_lme_3m) on 2025-06-13 is 2504 here and 2503 on line 2. Keep one of them.',
    ],
  },
  {
    name: 'GB18030 text',
    files: inbox(
      bytes('date,series,value,unit\n2025-06-13,al_shfe,20465,', [0xd4, 0xaa, 0x2f, 0xb6, 0xd6], '\n'),
    ),
    exit: EXIT.data,
    lines: [
      'E_DATA_ENCODING data/inbox/lme.csv: not valid UTF-8 at byte 51 (0xB6 0xD6); looks like GB18030. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ],
  },
  {
    name: 'a spreadsheet named .csv',
    files: inbox(bytes('PK', [3, 4, 0, 0, 0, 0], 'x')),
    exit: EXIT.data,
    lines: [
      'E_DATA_BINARY data/inbox/lme.csv: NUL byte at offset 4; this is not a text file (starts with "PK": an .xlsx file?). Save the table as CSV.',
    ],
  },
  {
    name: 'a header that would change every object',
    files: inbox('date,__proto__\n2025-06-13,1\n'),
    exit: EXIT.data,
    lines: ['E_DATA_KEY data/inbox/lme.csv:1:2: the key "__proto__" is not allowed.'],
  },
  {
    name: 'a row with a cell too many',
    files: inbox(rows('2025-06-13,al_lme_3m,2503,USD/t,traded,x')),
    exit: EXIT.data,
    lines: [
      'E_DATA_COLUMNS data/inbox/lme.csv:2:5: the row has 6 cells, the header 4 columns. Give every row the cells of the header.',
    ],
  },
  {
    name: 'an unclosed quotation mark',
    files: inbox(rows('2025-06-13,al_lme_3m,"2503,USD/t')),
    exit: EXIT.data,
    lines: [
      'E_DATA_QUOTE data/inbox/lme.csv:2: the quotation mark (") opened on this line is never closed. Close it, or remove it.',
    ],
  },
  {
    name: 'no date column',
    files: inbox('day,series,value\n2025-06-13,al_lme_3m,2503\n'),
    exit: EXIT.data,
    lines: [
      'E_DATA_COLUMN data/inbox/lme.csv:1: no column "date" in the header "day,series,value". Expected date,series,value[,unit][,status], or date and one column per series id.',
    ],
  },
  {
    name: 'a status nobody knows',
    files: inbox('date,series,value,unit,status\n2025-06-13,al_lme_3m,2503,USD/t,sold\n'),
    exit: EXIT.data,
    lines: [
      'E_DATA_STATUS data/inbox/lme.csv:2:5: unknown status "sold". Expected traded, assessed, holiday, rolled, provisional, missing, illustrative.',
    ],
  },
  {
    name: 'a week that does not exist',
    files: { 'data/inbox/good.csv': GOOD },
    week: '2026-W54',
    exit: EXIT.usage,
    lines: ['E_WEEK "2026-W54" does not exist (2026 has 53 weeks). Expected 2026-W01 to 2026-W53.'],
  },
  {
    name: 'a week without data',
    files: { 'data/inbox/good.csv': GOOD },
    week: '2025-W40',
    exit: EXIT.data,
    lines: [
      'E_WEEK_EMPTY 2025-W40: no series has an observation from 2025-09-29 to 2025-10-04. The newest week that has data is 2025-W24.',
    ],
  },
  {
    name: 'an empty inbox',
    files: {},
    exit: EXIT.data,
    lines: [
      'E_WEEK_EMPTY 2025-W24: no series has an observation from 2025-06-09 to 2025-06-14. There is none before it either.',
    ],
  },
  {
    name: 'a wrong bracket in desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': 'version: 1\nname: { en: A, zh: [B }\n' },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:2:23: Flow sequence in block collection must be sufficiently indented and end with a ]. Expected YAML; check quotes, brackets and indentation around this place.',
    ],
  },
  {
    name: 'a key twice in desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': 'version: 1\nversion: 1\n' },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_TWICE data/desk.yaml:2:1: "version" already set on line 1. Expected each key once; remove one of the two.',
    ],
  },
  {
    name: 'a mistyped key and a wrong section',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('sectoins: [dashboard]\n') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_FIELD data/desk.yaml:1:1: "sections" is missing. Expected a list.',
      'E_CONFIG_FIELD data/desk.yaml:6:1: unknown field "sectoins". Did you mean "sections"? Expected only version, name, title, languages, timeZone, paper, sections, firstIssue, data, gate, mail, schedule, release, studio.',
    ],
  },
  {
    name: 'a schedule on the ninth day',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\nschedule: { cron: "0 17 * * 8" }\n'),
    },
    exit: EXIT.config,
    lines: ['E_CONFIG_CRON data/desk.yaml:7:19: schedule.cron "0 17 * * 8": day of week 8 is outside 0–7.'],
  },
  {
    name: 'a configuration from the future',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\n').replace('version: 1', 'version: 5'),
    },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_VERSION data/desk.yaml:1:10: version 5; this program knows up to 1. Use a newer program for this desk.',
    ],
  },
  {
    name: 'an unclosed block in a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>\n{{#each lines}}\n</p>\n' },
    exit: EXIT.config,
    lines: ['E_TPL_SYNTAX templates/partials/note.hbs:4: {{#each}} opened on line 2 is not closed.'],
  },
  {
    name: 'raw output in a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>{{{line}}}</p>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_RAW templates/partials/note.hbs:1: {{{line}}} is not allowed; use {{line}}, or {{svg …}} for a drawing of ours.',
    ],
  },
  {
    name: 'a field no brief has',
    files: { 'data/inbox/good.csv': GOOD, 'templates/brief.hbs': '<title>{{titel}}</title>\n' },
    exit: EXIT.config,
    lines: ['E_TPL_FIELD templates/brief.hbs:1: no field "titel".'],
  },
  {
    name: 'an empty desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': '' },
    exit: EXIT.config,
    lines: ['E_CONFIG_FIELD data/desk.yaml:1:1: the file is empty. Expected a map of fields.'],
  },
  {
    name: 'a list for a desk',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': '- A\n- B\n' },
    exit: EXIT.config,
    lines: ['E_CONFIG_FIELD data/desk.yaml:1:1: the file is a list of 2. Expected a map of fields.'],
  },
  {
    name: 'a version in quotation marks',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\n').replace('version: 1', 'version: "1"'),
    },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_FIELD data/desk.yaml:1:10: version is "1". Expected 1. Write it without quotation marks.',
    ],
  },
  {
    name: 'two documents in desk.yaml',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': `${desk('sections: [dashboard]\n')}---\n` },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:7:1: a second document begins here. Expected one in each file; remove the line ("---" or "..."), or make two files.',
    ],
  },
  {
    name: 'an alias of nothing',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('sections: *all\n') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:6:11: unknown alias "*all". Expected an anchor &all before it (there is none).',
    ],
  },
  {
    name: 'a tag that would run',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('sections: !!js/eval "x"\n') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:6:11: the tag "!!js/eval" is not used here. Expected a plain text, number, list or map; remove the tag.',
    ],
  },
  {
    name: 'a merge of maps',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('x: &x { a: 1 }\n<<: *x\n') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:7:1: the key "<<" merges maps, which is not done here. Expected the fields themselves; write them out, or use an alias (*name) for a whole value.',
    ],
  },
  {
    name: 'a list as a key',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('[a, b]: 1\n') },
    exit: EXIT.config,
    lines: ['E_CONFIG_YAML data/desk.yaml:6:1: a key is a list. Expected a plain word before the colon.'],
  },
  {
    name: 'ten thousand brackets',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': `x: ${'['.repeat(10_000)}\n` },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:1:260: nested too deeply to be read. Expected a few levels; check brackets and indentation.',
    ],
  },
  {
    name: 'a desk.yaml in UTF-16',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': Buffer.from(desk(''), 'utf16le') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_ENCODING data/desk.yaml: a NUL byte at offset 1; this is not a text file, or it is UTF-16. Expected YAML in UTF-8. Save it again as UTF-8.',
    ],
  },
  {
    name: 'lines that end as on an old Mac',
    files: { 'data/inbox/good.csv': GOOD, 'data/desk.yaml': desk('').replaceAll('\n', '\r') },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/desk.yaml:1:1: the lines end with CR alone. Expected LF or CRLF; save it with line ends of today.',
    ],
  },
  {
    name: 'a clock nobody has',
    files: {
      'data/inbox/good.csv': GOOD,
      'data/desk.yaml': desk('sections: [dashboard]\n').replace('Asia/Shanghai', 'UTC+8'),
    },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_FIELD data/desk.yaml:5:11: timeZone is "UTC+8". Expected a time zone\'s name, like Asia/Shanghai.',
    ],
  },
  {
    name: 'a metal indented by a tab',
    files: { 'data/inbox/good.csv': GOOD, 'data/metals/tin.yaml': 'metal: tin\nname:\n\ten: Tin\n' },
    exit: EXIT.config,
    lines: [
      'E_CONFIG_YAML data/metals/tin.yaml:3:1: a tab in the indentation. Expected spaces; replace the tab.',
    ],
  },
  {
    name: 'a folder of metals without one',
    files: { 'data/inbox/good.csv': GOOD, 'data/metals/notes.txt': 'later' },
    exit: EXIT.config,
    lines: [
      'E_CATALOG_EMPTY data/metals: no .yaml file in this folder. Expected one for each metal or venue. Remove the folder to use the built-in ones.',
    ],
  },
  {
    name: 'a template in itself',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>\n{{> partials/note}}</p>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_CYCLE templates/partials/note.hbs:2: {{> partials/note}} includes the template itself. Expected no template within itself; remove one of the includes.',
    ],
  },
  {
    name: 'a template in GB18030',
    files: {
      'data/inbox/good.csv': GOOD,
      'templates/partials/note.hbs': bytes('<p>', [0xcd, 0xad, 0xbc, 0xdb], '</p>'),
    },
    exit: EXIT.config,
    lines: [
      'E_TPL_ENCODING templates/partials/note.hbs: not valid UTF-8. Expected a text file in UTF-8. Save it again as UTF-8.',
    ],
  },
  {
    name: 'a template named in capitals',
    files: { 'data/inbox/good.csv': GOOD, 'templates/sections/Cover.hbs': '<p></p>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_NAME templates/sections/Cover.hbs: not the name of a template. Expected lower case letters, digits and -, then .hbs. Rename it.',
    ],
  },
  {
    name: 'a script in a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>\n<script>x()</script>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_ACTIVE templates/partials/note.hbs:2: "<script" is not allowed: a brief is read without script and loads nothing. Write plain HTML.',
    ],
  },
  {
    name: 'a number typed into a template',
    files: { 'data/inbox/good.csv': GOOD, 'templates/partials/note.hbs': '<p>2025</p>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_DIGIT templates/partials/note.hbs:1: the number 2025 is typed into the template. Numbers come from figures of the brief.',
    ],
  },
  {
    name: 'a style sheet that ends its element',
    files: { 'data/inbox/good.csv': GOOD, 'templates/house.css': 'p { color: red }\n</style><p>\n' },
    exit: EXIT.config,
    lines: [
      'E_TPL_RAW templates/house.css:2: a style sheet may not hold "</style". Expected CSS alone; HTML goes into a template.',
    ],
  },
  {
    name: 'a week eight thousand years ahead',
    files: { 'data/inbox/good.csv': GOOD },
    week: '9999-W52',
    exit: EXIT.usage,
    lines: ['E_WEEK "9999-W52" is not a week of these times. Expected 1900-W01 to 2199-W52.'],
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
