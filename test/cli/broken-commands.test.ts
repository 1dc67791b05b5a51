import { symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { longRows, number, type Part, text, workbookParts, zipOf } from '../sources/xlsx/zip.ts';
import { assay } from '../support/assay.ts';
import { temporaryDesk } from '../support/desk.ts';

/** One thing wrong with a command or what it is given, and all a person reads of it, to the letter. */
interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string | Uint8Array | Promise<Uint8Array>>>;
  /** What no file's content can be: links, sparse files, stores. */
  readonly before?: (root: string) => Promise<unknown>;
  /** `@` before a word is the desk's folder. */
  readonly words: readonly string[];
  readonly exit: number;
  readonly lines: readonly string[];
}

const GOOD =
  'date,series,value,unit\n2025-06-06,cu_lme_3m,9670.50,USD/t\n2025-06-13,cu_lme_3m,9647.50,USD/t\n';
const SHEET =
  'name: mine\nfile: "mine*.csv"\ncolumns:\n  - { series: cu_lme_3m, column: Copper, unit: USD/t }\ndate: { column: Day, formats: [d-MMM-yyyy] }\n';
const rows = (...lines: string[]) => `date,series,value,unit\n${lines.join('\n')}\n`;
const mine = (table: string, mapping: string) => ({ 'mine.csv': table, 'data/mappings/mine.yaml': mapping });
const TABLE = 'Day,Copper\n13-Jun-2025,9647.5\n';
const GOOD_ROW = text('A2', '2024-01-31') + text('B2', 'cu_lme_3m') + number('C2', 8500);
const book = (others: readonly Part[] = [], row = GOOD_ROW) => zipOf(workbookParts(longRows(row), others));
const sheetOf = (data: string | Uint8Array): Part[] => [{ name: 'xl/worksheets/sheet1.xml', data }];
const OVERRIDE =
  '- { series: cu_lme_3m, date: 2025-06-13, action: accept, value: 9647.5, by: Li, reason: seen, expires: 2027-01-01 }\n';
const overrides = (list: string) => ({ 'data/inbox/good.csv': GOOD, 'data/overrides.yaml': list });
const desk = (rest: string) => ({
  'data/inbox/good.csv': GOOD,
  'data/desk.yaml': `version: 1\nname: { en: A, zh: B }\ntitle: { en: A, zh: B }\nlanguages: [en]\ntimeZone: Asia/Shanghai\nsections: [dashboard]\n${rest}`,
});
const series = (
  id: string,
  unit: string,
  publication: string,
) => `  - { id: ${id}, kind: price, venue: lme, frequency: daily, staleAfterDays: 4,
      name: { en: ${id}, zh: ${id} }, unit: ${unit}, decimals: { en: 0, zh: 0 }, vat: excl, quote: close,
      range: [1, 600000], change: pct, warnMove: 7, polarity: 1,
      source: { name: { en: LME, zh: LME }, licence: restricted, lag: { en: evening, zh: 当日 }${publication} } }
`;
const tin = (relation: string, publication = '') => ({
  'data/inbox/good.csv': GOOD,
  'data/metals/tin.yaml': `metal: tin\nname: { en: Tin, zh: 锡 }\nsymbol: Sn\ngroup: bulk\norder: 1\ncore: true\nparagraph: []\nseries:\n${series('sn_lme', 'USD/t', publication)}${series('sn_shfe', 'CNY/t', '')}${relation === '' ? '' : `relations:\n  - { id: r, ${relation}, name: { en: A, zh: B }, likely: "?" }\n`}`,
});
const clock = (rest: string) => `, publication: { ${rest} }`;
const store =
  (...statements: string[]) =>
  async (root: string) => {
    const db = new Database(join(root, 'data', 'assay.db'));
    for (const one of statements) db.exec(one);
    db.close();
  };
const WEEK = ['check', '2025-W24'];

const CASES: readonly Case[] = [
  {
    name: 'import of nothing',
    words: ['import'],
    exit: 64,
    lines: [`E_USAGE missing required argument 'file'. "assay --help" lists the commands.`],
  },
  {
    name: 'import of an empty word',
    words: ['import', ''],
    exit: 64,
    lines: ['E_USAGE import: an empty file name. Expected the path of a .csv or .xlsx file.'],
  },
  {
    name: 'an option nobody has',
    words: ['import', 'a.csv', '--dryrun'],
    exit: 64,
    lines: [`E_USAGE unknown option '--dryrun'. Did you mean --dry-run? "assay --help" lists the commands.`],
  },
  {
    name: 'a mistyped file',
    files: { 'raw/book.xlsx': '', 'raw/lme_1120.csv': GOOD, 'raw/shfe.csv': GOOD },
    words: ['import', '@raw/lme.csv'],
    exit: 66,
    lines: ['E_DATA_MISSING raw/lme.csv: no such file. Present in raw/: lme_1120.csv, book.xlsx, shfe.csv.'],
  },
  {
    name: 'a file in a folder that is not there',
    words: ['import', '@rawx/lme.csv'],
    exit: 66,
    lines: ['E_DATA_MISSING rawx/lme.csv: no such file: there is no folder "rawx" either.'],
  },
  {
    name: 'a folder for a file',
    files: { 'raw/lme.csv': GOOD },
    words: ['import', '@raw'],
    exit: 65,
    lines: ['E_DATA_FILE raw: is a folder. Expected a .csv or .xlsx file. Name the files in it.'],
  },
  {
    name: 'a link to nowhere',
    before: (root) => symlink('gone.csv', join(root, 'a.csv')),
    words: ['import', '@a.csv'],
    exit: 66,
    lines: [
      'E_DATA_MISSING a.csv: is a link to "gone.csv", which is not there. Point it at a file, or remove it.',
    ],
  },
  {
    name: 'links in a circle',
    before: async (root) => {
      await symlink('b.csv', join(root, 'a.csv'));
      await symlink('a.csv', join(root, 'b.csv'));
    },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_FILE a.csv: is a link that leads back to itself. Expected a file. Remove the link, or point it at one.',
    ],
  },
  {
    name: 'a name longer than names are',
    words: ['import', `@${'x'.repeat(300)}.csv`],
    exit: 74,
    lines: [
      'E_DATA_READ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.csv: cannot read (ENAMETOOLONG: name too long). Try again, or copy the file anew.',
    ],
  },
  {
    name: 'a name with a line end in it',
    words: ['import', '@a\n.csv'],
    exit: 66,
    lines: ['E_DATA_MISSING a\\n.csv: no such file. Present in its folder: no .csv or .xlsx file.'],
  },
  {
    name: 'a desk that is not there',
    words: ['import', 'a.csv', '--desk', '/nonexistent/desk'],
    exit: 66,
    lines: [
      'E_DESK_MISSING /nonexistent/desk: not a desk: no folder "data" in it. Give one with --desk DIR, or make one with "assay init DIR".',
    ],
  },
  {
    name: 'a mistyped mapping',
    files: { 'a.csv': GOOD },
    words: ['import', '@a.csv', '--mapping', 'gfex-dialy'],
    exit: 64,
    lines: [
      'E_MAPPING_UNKNOWN --mapping: no mapping "gfex-dialy". Did you mean "gfex-daily"? Expected one of data/mappings/*.yaml: gfex-daily, gld-archive, gold-monthly, pinksheet-gold, rare-earth-cn, world-bank-pink-sheet.',
    ],
  },
  {
    name: 'a file larger than the limit',
    before: async (root) => {
      await writeFile(join(root, 'a.csv'), GOOD);
      await truncate(join(root, 'a.csv'), 2_254_857_830);
    },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: ['E_DATA_SIZE a.csv: 2.1 GB; the limit is 64 MB (data.maxBytes).'],
  },
  {
    name: 'another kind of file',
    files: { 'a.json': '{"__proto__": 1}' },
    words: ['import', '@a.json'],
    exit: 65,
    lines: [
      'E_DATA_FILE a.json: a .json file, which is not read. Expected .csv or .xlsx. Save the table as one of these.',
    ],
  },
  {
    name: 'GB18030 without a mapping that says so',
    files: {
      'a.csv': Buffer.concat([
        Buffer.from('c8d5c6da2ccdad0a', 'hex'),
        Buffer.from('2025-06-13,78000\n2025-06-16,78100\n'),
      ]),
    },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_ENCODING a.csv: not valid UTF-8 at byte 0 (0xC8 0xD5); looks like GB18030. Save it as UTF-8 (in Excel: "CSV UTF-8").',
      'E_MAPPING_NONE a.csv: neither in long nor in wide form, and no mapping fits its name. One is proposed on stdout: look at every line, save it as data/mappings/a.yaml and import again.',
      '1 of its columns show no unit: say it where it is marked TODO, and look at the others.',
    ],
  },
  {
    name: 'UTF-16 without its mark',
    files: { 'a.csv': Buffer.from(GOOD, 'utf16le') },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_BINARY a.csv: NUL byte at offset 1; this is not a text file (UTF-16 without its mark?). Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ],
  },
  {
    name: 'UTF-16 cut in half',
    files: { 'a.csv': Buffer.from(`\ufeff${GOOD}`, 'utf16le').subarray(0, -1) },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_ENCODING a.csv: not valid UTF-16LE after byte 187. Save it as UTF-8 (in Excel: "CSV UTF-8").',
    ],
  },
  {
    name: 'a NUL byte',
    files: { 'a.csv': rows('2025-06-13,cu_lme_3m,96\0,USD/t') },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: ['E_DATA_BINARY a.csv: NUL byte at offset 46; this is not a text file. Save the table as CSV.'],
  },
  {
    name: 'a header that is a trap',
    files: { 'a.csv': 'date,__proto__\n2025-06-13,1\n' },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: ['E_DATA_KEY a.csv:1:2: the key "__proto__" is not allowed.'],
  },
  {
    name: 'a series that is a trap',
    files: { 'a.csv': rows('2025-06-13,__proto__,96,USD/t') },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_SERIES a.csv:2:2: unknown series "__proto__". Add it to data/metals/*.yaml, or remove its rows.',
    ],
  },
  {
    name: 'rows that contradict each other',
    files: { 'a.csv': rows('2025-06-13,al_lme_3m,2503,USD/t', '2025-06-13,al_lme_3m,2504,USD/t') },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_CONFLICT a.csv:3:3: "LME aluminum 3M" (al_lme_3m) on 2025-06-13 is 2504 here and 2503 on line 2. Keep one of them.',
    ],
  },
  {
    name: 'the same row twice',
    files: { 'a.csv': rows('2025-06-13,al_lme_3m,2503,USD/t', '2025-06-13,al_lme_3m,2503,USD/t') },
    words: ['import', '@a.csv'],
    exit: 0,
    lines: ['W_DATA_DUPLICATE a.csv:3:1: same row as line 2; ignored.', 'Kept.'],
  },
  {
    name: 'a price of a holiday',
    files: { 'a.csv': rows('2024-10-01,al_shfe,20503,CNY/t') },
    words: ['import', '@a.csv'],
    exit: 0,
    lines: [
      'W_DATA_HOLIDAY a.csv:2:1: Shanghai Futures Exchange was closed on 2024-10-01 but "SHFE aluminum, main contract" has a price.',
      'Kept.',
    ],
  },
  {
    name: 'a year long ago',
    files: { 'a.csv': rows('0025-06-13,al_lme_3m,2503,USD/t') },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: ['E_DATA_DATE a.csv:2:1: "0025-06-13" is before 1800-01-01. Check the year.'],
  },
  {
    name: 'dates across instead of down',
    files: { 'a.csv': 'Metal,2025-06-12,2025-06-13\nLME copper 3M,9703,9647.5\n' },
    words: ['import', '@a.csv'],
    exit: 65,
    lines: [
      'E_DATA_COLUMN a.csv:1: no column "date" in the header "Metal,2025-06-12,2025-06-13". Expected date,series,value[,unit][,status], or date and one column per series id.',
      'E_MAPPING_NONE a.csv: neither in long nor in wide form, and no mapping fits its name. None can be proposed: no column of dates beside columns of numbers was found. Write one as data/mappings/NAME.yaml (README.md beside the built-in mappings says how), or save the table as date,series,value.',
    ],
  },
  {
    name: 'a stale price',
    files: { 'data/inbox/a.csv': rows('2025-05-16,al_lme_3m,2503,USD/t', '2025-06-13,cu_lme_3m,9600,USD/t') },
    words: WEEK,
    exit: 0,
    lines: [
      'al_lme_3m: notes',
      '  W_DATA_STALE al_lme_3m: newest value is 2025-05-16; the week needs 2025-06-13 (28 days missing).',
    ],
  },
  {
    name: 'a mapping for a column that is not there',
    files: mine(TABLE.replace('Copper', 'Cooper'), SHEET),
    words: ['import', '@mine.csv'],
    exit: 65,
    lines: [
      'E_MAPPING_COLUMN mine.csv:1: no column "Copper". Nearest: "Cooper". Expected as mapping "mine" says. Correct the mapping, or the file.',
    ],
  },
  {
    name: 'a mapping for a header that is not there',
    files: mine('Tag,Kupfer\n13-Jun-2025,1\n', `${SHEET}header: { cells: [Day, Copper] }\n`),
    words: ['import', '@mine.csv'],
    exit: 65,
    lines: [
      'E_MAPPING_HEADER mine.csv: no header found in 2 rows. Expected a row with the cells "Day", "Copper" (mapping "mine"). Correct the mapping\'s "header", or use another mapping.',
    ],
  },
  {
    name: 'a mapping with a unit nobody knows',
    files: mine(TABLE, SHEET.replace('USD/t', 'USD/tx')),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CONFIG_MAPPING data/mappings/mine.yaml:4:48: unit "USD/tx" is not known. Expected one like USD/t, 万元/吨, t or "%".',
    ],
  },
  {
    name: 'a mapping with a unit of another quantity',
    files: mine(TABLE, SHEET.replace('USD/t', 't')),
    words: ['import', '@mine.csv'],
    exit: 65,
    lines: [
      'E_DATA_UNIT mine.csv:2:2: unit "t" does not fit "LME copper 3M" (cu_lme_3m): a weight cannot become a price; expected "USD/t" or a unit that converts to it.',
    ],
  },
  {
    name: 'a mapping with a broken pattern',
    files: mine(TABLE, `${SHEET}where: [{ column: Day, matches: "(" }]\n`),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CONFIG_MAPPING data/mappings/mine.yaml:6:33: "(" is not a pattern (Invalid regular expression: /(/u: Unterminated group). Expected a regular expression.',
    ],
  },
  {
    name: 'a mapping with a mistyped field',
    files: mine(TABLE, SHEET.replace('columns:', 'colums:')),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CONFIG_FIELD data/mappings/mine.yaml:3:1: unknown field "colums". Did you mean "columns"? Expected only name, file, encoding, delimiter, sheet, header, date, columns, series, value, unit, unitColumn, blocks, where, skip, stop, subtotals, pick, missing, thousands, decimal, strip, status, verify, release, formulas, ignore, otherColumns.',
    ],
  },
  {
    name: 'a mapping with half a date format',
    files: mine(TABLE, SHEET.replace('d-MMM-yyyy', 'd-mmm')),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CONFIG_MAPPING data/mappings/mine.yaml:5:32: "d-mmm" lacks year or month. Expected one like yyyy-MM-dd, d-MMM-yyyy, MMM-yy, yyyy\'M\'MM, excel.',
    ],
  },
  {
    name: 'a mapping with another date format',
    files: mine('Day,Copper\n13/06/2025,9647.5\n12-Jun-2025,9703\n', SHEET),
    words: ['import', '@mine.csv'],
    exit: 65,
    lines: [
      'E_DATA_DATE mine.csv:2:1: "13/06/2025" is not a date. Expected d-MMM-yyyy. Correct the cell, or the mapping\'s "date", "skip" or "stop".',
    ],
  },
  {
    name: 'a mapping of a series nobody knows',
    files: mine(TABLE, SHEET.replace('cu_lme_3m', 'cu_lme_3n')),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CATALOG_SERIES data/mappings/mine.yaml:4:15: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals/*.yaml.',
    ],
  },
  {
    name: 'a mapping with a key that is a trap',
    files: mine(TABLE, `${SHEET}__proto__: { a: 1 }\n`),
    words: ['import', '@mine.csv'],
    exit: 78,
    lines: [
      'E_CONFIG_YAML data/mappings/mine.yaml:6:1: the key "__proto__" is not allowed. Expected a field of this file; remove it.',
    ],
  },
  {
    name: 'a mapping that knows no decimal comma',
    files: mine('Day,Copper\n13-Jun-2025,"9.647,50"\n', SHEET),
    words: ['import', '@mine.csv'],
    exit: 65,
    lines: [
      'E_DATA_NUMBER mine.csv:2:2: "9.647,50" is not a number (comma at character 6 does not part thousands). Expected digits with a point, such as 9647.50.',
    ],
  },
  {
    name: 'a sheet that is not there',
    files: {
      'mine.xlsx': book(),
      'data/mappings/mine.yaml': `${SHEET.replace('*.csv', '*.xlsx')}sheet: 价格\n`,
    },
    words: ['import', '@mine.xlsx'],
    exit: 65,
    lines: ['E_XLSX_SHEET mine.xlsx: no sheet "价格". Sheets: Prices.'],
  },
  {
    name: 'a workbook with a password',
    files: {
      'a.xlsx': writeXlsx({
        sheets: [{ name: 'P', rows: [['date']] }],
        encryption: { password: 'x', spinCount: 1000 },
      }),
    },
    words: ['import', '@a.xlsx'],
    exit: 65,
    lines: [
      'E_XLSX_PASSWORD a.xlsx: the workbook is password-protected. Expected one that opens without. Save it without a password.',
    ],
  },
  {
    name: 'a formula that failed',
    files: {
      'a.xlsx': book(
        [],
        `${text('A2', '2024-01-31')}${text('B2', 'cu_lme_3m')}<c r="C2" t="e"><f>A9</f><v>#REF!</v></c>`,
      ),
    },
    words: ['import', '@a.xlsx'],
    exit: 65,
    lines: [
      'E_XLSX_CELL a.xlsx!Prices!C2: #REF! — the cell holds a formula error. Correct the formula, or leave the cell empty.',
    ],
  },
  {
    name: 'a zip bomb',
    files: { 'a.xlsx': book(sheetOf(Buffer.alloc(200 * 1024 * 1024, '0'))) },
    words: ['import', '@a.xlsx'],
    exit: 65,
    lines: [
      'E_XLSX_INFLATE a.xlsx: would expand to 200 MB from 200 KB (1,022×); limits are 100 MB and 200×. Not opened.',
    ],
  },
  {
    name: 'a DOCTYPE',
    files: { 'a.xlsx': book(sheetOf('<!DOCTYPE w [<!ENTITY a "x">]><worksheet/>')) },
    words: ['import', '@a.xlsx'],
    exit: 65,
    lines: [
      'E_XLSX_DOCTYPE a.xlsx: part xl/worksheets/sheet1.xml holds a <!DOCTYPE declaration, which no spreadsheet program writes. Not opened.',
    ],
  },
  {
    name: 'an old .xls',
    files: { 'a.xls': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]) },
    words: ['import', '@a.xls'],
    exit: 65,
    lines: [
      'E_XLSX_OLD a.xls: an old .xls workbook. Expected .xlsx. Open it in a spreadsheet program and save it as .xlsx.',
    ],
  },
  {
    name: 'half a workbook in the inbox',
    files: { 'data/inbox/a.xlsx': book().subarray(0, 900) },
    words: WEEK,
    exit: 65,
    lines: [
      'E_XLSX_BROKEN data/inbox/a.xlsx: not a whole workbook (End of central directory record signature not found). Copy the file anew, or save it again.',
    ],
  },
  {
    name: 'an override of a series nobody knows',
    files: overrides(OVERRIDE.replace('cu_lme_3m', 'cu_lme_3n')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_OVERRIDE_SERIES data/overrides.yaml:1:13: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? Expected an id of data/metals.',
    ],
  },
  {
    name: 'an override that accepts it knows not what',
    files: overrides(OVERRIDE.replace('value: 9647.5, ', '')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_OVERRIDE_VALUE data/overrides.yaml:1:50: accepts "cu_lme_3m" of 2025-06-13 without saying which value. Expected value: and the number in the unit of the series.',
    ],
  },
  {
    name: 'an override of a day that does not exist',
    files: overrides(OVERRIDE.replace('2025-06-13', '2025-06-31')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_OVERRIDE_DATE data/overrides.yaml:1:30: date 2025-06-31 does not exist. Expected a real date.',
    ],
  },
  {
    name: 'an override twice',
    files: overrides(OVERRIDE + OVERRIDE),
    words: WEEK,
    exit: 78,
    lines: [
      'E_OVERRIDE_TWICE data/overrides.yaml:2:13: "cu_lme_3m" of 2025-06-13 is already at data/overrides.yaml:1:3. Remove one of the two.',
    ],
  },
  {
    name: 'an override that has ended',
    files: overrides(OVERRIDE.replace('2027-01-01', '2026-01-01')),
    words: WEEK,
    exit: 0,
    lines: [
      'cu_lme_3m: notes',
      '  W_OVERRIDE_EXPIRED data/overrides.yaml:1:3: cu_lme_3m: accept of 2025-06-13 by "Li" ended on 2026-01-01 and no longer counts ("seen"). Its value is checked again. Correct the value, set a later day, or remove the override.',
    ],
  },
  {
    name: 'an override nobody answers for',
    files: overrides(OVERRIDE.replace('by: Li, ', '')),
    words: WEEK,
    exit: 78,
    lines: ['E_CONFIG_FIELD data/overrides.yaml:1:3: "[0].by" is missing. Expected a text.'],
  },
  {
    name: 'an override that neither accepts nor excludes',
    files: overrides(OVERRIDE.replace('accept', 'accpet')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CONFIG_FIELD data/overrides.yaml:1:50: [0].action is "accpet". Expected one of accept, exclude. Did you mean "accept"?',
    ],
  },
  {
    name: 'overrides that are no list',
    files: overrides('cu_lme_3m: no\n'),
    words: WEEK,
    exit: 78,
    lines: ['E_CONFIG_FIELD data/overrides.yaml:1:1: the file is a map. Expected a list.'],
  },
  {
    name: 'a relation with a series nobody knows',
    files: tin('kind: ratio, of: [sn_lme, sn_shef], band: [1, 2]'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_SERIES data/metals/tin.yaml:18:40: r names the unknown series "sn_shef". Did you mean "sn_shfe"? Expected an id of data/metals/*.yaml.',
    ],
  },
  {
    name: 'a relation of two currencies',
    files: tin('kind: ratio, of: [sn_lme, sn_shfe], band: [1, 2]'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_RELATION data/metals/tin.yaml:18:5: r compares sn_lme in "USD/t" with sn_shfe in "CNY/t". Expected "fx", the exchange rate\'s series, like usdcny.',
    ],
  },
  {
    name: 'a relation with its band upside down',
    files: tin('kind: ratio, of: [sn_lme, sn_lme], band: [2, 1]'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_RANGE data/metals/tin.yaml:18:55: r.band runs from 2 to 1. Expected the lower bound first.',
    ],
  },
  {
    name: 'a relation without a band',
    files: tin('kind: ratio, of: [sn_lme, sn_lme]'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_RELATION data/metals/tin.yaml:18:5: r is of kind ratio without "band". Expected it beside "of".',
    ],
  },
  {
    name: 'a relation of no known kind',
    files: tin('kind: rato, of: [sn_lme, sn_lme]'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CONFIG_FIELD data/metals/tin.yaml:18:20: r.kind is "rato". Expected one of ratio, difference, same, atMost, identity. Did you mean "ratio"?',
    ],
  },
  {
    name: 'a publication by a clock nobody has',
    files: tin('', clock('by: day, after: 0, at: "17:50", zone: Europe/Londn')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_ZONE data/metals/tin.yaml:12:149: "Europe/Londn" is not a time zone. Expected a name like Europe/London.',
    ],
  },
  {
    name: 'a publication at no time of day',
    files: tin('', clock('by: day, after: 0, at: "25:50", zone: Europe/London')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CONFIG_FIELD data/metals/tin.yaml:12:134: sn_lme.source.publication.at is "25:50". Expected a time of day like "17:50".',
    ],
  },
  {
    name: 'a publication by no known rule',
    files: tin('', clock('by: daily, after: 0, at: "17:50", zone: Europe/London')),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CONFIG_FIELD data/metals/tin.yaml:12:115: sn_lme.source.publication.by is "daily". Expected one of day, session, weekday, month, month-session.',
    ],
  },
  {
    name: 'a size that is no number',
    files: desk('data: { maxBytes: 64 MB }\n'),
    words: WEEK,
    exit: 78,
    lines: ['E_CONFIG_FIELD data/desk.yaml:7:19: data.maxBytes is "64 MB". Expected a number.'],
  },
  {
    name: 'a mistyped series that may be negative',
    files: desk('data: { allowNegative: [ni_lme_3n] }\n'),
    words: WEEK,
    exit: 78,
    lines: [
      'E_CATALOG_SERIES data/desk.yaml: data.allowNegative names an unknown series "ni_lme_3n". Did you mean "ni_lme_3m"? Expected an id of data/metals/*.yaml.',
    ],
  },
  {
    name: 'show of a series nobody knows',
    words: ['show', 'cu_lme_3n'],
    exit: 64,
    lines: [
      'E_DATA_SERIES show: unknown series "cu_lme_3n". Did you mean "cu_lme_3m"? The catalog is data/metals/*.yaml.',
    ],
  },
  {
    name: 'show as of a word',
    words: ['show', 'cu_lme_3m', '--as-of', 'yesterday'],
    exit: 64,
    lines: [
      'E_USAGE_MOMENT --as-of: "yesterday" is not a moment. Expected a date (2026-07-04) or an instant with its offset (2026-07-04T12:00:00+08:00).',
    ],
  },
  {
    name: 'show as of a day that does not exist',
    words: ['show', 'cu_lme_3m', '--as-of', '2026-02-30'],
    exit: 64,
    lines: [
      'E_USAGE_MOMENT --as-of: "2026-02-30" is not a moment. Expected a date (2026-07-04) or an instant with its offset (2026-07-04T12:00:00+08:00).',
    ],
  },
  {
    name: 'a build as of a moment without its offset',
    files: { 'data/inbox/a.csv': GOOD },
    words: ['build', '2025-W24', '--as-of', '2026-02-03T10:00'],
    exit: 64,
    lines: [
      'E_USAGE_MOMENT --as-of: "2026-02-03T10:00" is not a moment. Expected a date (2026-07-04) or an instant with its offset (2026-07-04T12:00:00+08:00).',
    ],
  },
  {
    name: 'a store of a newer program',
    before: store(
      'create table schema_version (version integer not null)',
      'insert into schema_version values (12)',
    ),
    words: ['show', 'cu_lme_3m'],
    exit: 78,
    lines: [
      'E_DB_VERSION data/assay.db: has schema 12; this program knows 2. Nothing was changed. Update the program.',
    ],
  },
  {
    name: 'a database of another program',
    files: { 'a.csv': GOOD },
    before: store('create table schema_version (x integer)', 'create table mail (y text)'),
    words: ['import', '@a.csv'],
    exit: 78,
    lines: [
      'E_DB_FOREIGN data/assay.db: not a store of this program, or half of one (its tables: "mail, schema_version"). Nothing was changed. Move it away, or restore the desk\'s own from a copy.',
    ],
  },
  {
    name: 'half a store',
    files: { 'data/inbox/a.csv': GOOD },
    before: store(
      'create table schema_version (version integer not null)',
      'insert into schema_version values (2)',
    ),
    words: WEEK,
    exit: 78,
    lines: [
      'E_DB_FOREIGN data/assay.db: not a store of this program, or half of one (its tables: "schema_version"). Nothing was changed. Move it away, or restore the desk\'s own from a copy.',
    ],
  },
  {
    name: 'a damaged store',
    files: { 'a.csv': GOOD, 'data/assay.db': 'no database '.repeat(400) },
    words: ['import', '@a.csv'],
    exit: 74,
    lines: [
      'E_DB_CORRUPT data/assay.db: not a database, or a damaged one (file is not a database). Restore it from a copy, or move it away: the inbox is then read anew, without earlier vintages.',
    ],
  },
  {
    name: 'a folder for a store',
    files: { 'a.csv': GOOD, 'data/assay.db/x': '' },
    words: ['import', '@a.csv'],
    exit: 73,
    lines: [
      'E_DB_OPEN data/assay.db: cannot be opened or made. Expected a file, or none yet, in a folder that is there and that this user may write.',
    ],
  },
];

const KEPT_NOTHING = 'Nothing was kept: one error and no file goes in.';

describe('what a command cannot do it says to the letter, and keeps nothing', () => {
  test.each(CASES)('$name', async ({ files = {}, before, words, exit, lines }) => {
    const held: Record<string, string | Uint8Array> = {};
    for (const [path, content] of Object.entries(files)) held[path] = await content;
    const root = await temporaryDesk(held);
    await before?.(root);
    const spoken = words.map((word) => (word.startsWith('@') ? join(root, word.slice(1)) : word));
    const { code, stderr } = await assay(words.includes('--desk') ? spoken : [...spoken, '--desk', root]);
    const told = stderr.split('\n').filter((line) => line !== '' && line !== KEPT_NOTHING);
    expect({ exit: code, lines: told }).toEqual({ exit, lines });
  });
});
