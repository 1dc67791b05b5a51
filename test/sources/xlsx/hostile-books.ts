import { writeXlsx } from 'hucre/xlsx';
import { longRows, number, type Part, text, textsOf, workbookParts, zipOf } from './zip.ts';

const MB = 1024 * 1024;
const GOOD = text('A2', '2024-01-31') + text('B2', 'cu_lme_3m') + number('C2', 8500);
const sheet = (rows: string): Part => ({
  name: 'xl/worksheets/sheet1.xml',
  data: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
});
const strings = (data: string): Part => ({ name: 'xl/sharedStrings.xml', data });
const bomb = (others: readonly Part[], rows = longRows(GOOD)) => zipOf(workbookParts(rows, others));
const zeros = (bytes: number) => Buffer.alloc(bytes, '0');
const laughs = `<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(100)}">]>`;
/** A workbook made to do harm, and what is said of it. */
export interface Hostile {
  readonly name: string;
  readonly bytes: () => Buffer | Promise<Uint8Array>;
  /** All that is said, in order. */
  readonly says: readonly string[];
  readonly file?: string;
}

export const HOSTILE: readonly Hostile[] = [
  {
    name: 'a bomb that says how big it is',
    bytes: () => bomb([{ name: 'xl/worksheets/sheet1.xml', data: zeros(200 * MB) }]),
    says: [
      'E_XLSX_INFLATE x.xlsx: would expand to 200 MB from 200 KB (1,022×); limits are 100 MB and 200×. Not opened.',
    ],
  },
  {
    name: 'a bomb that says it is small',
    bytes: () => bomb([{ name: 'xl/media/a.bin', data: zeros(150 * MB), says: 1000 }]),
    says: ['E_XLSX_INFLATE x.xlsx: expands to'],
  },
  {
    name: 'a part that holds less than it says',
    bytes: () => bomb([{ name: 'xl/media/a.bin', data: zeros(1000), says: 5000 }]),
    says: [
      'E_XLSX_BROKEN x.xlsx: part xl/media/a.bin says it holds 5,000 bytes and holds 1,000. Open it in a spreadsheet program and save it again.',
    ],
  },
  {
    name: 'archives within an archive',
    bytes: () => {
      const inner = bomb([{ name: 'xl/worksheets/sheet1.xml', data: zeros(90 * MB) }]);
      return zipOf(Array.from({ length: 20 }, (_, at) => ({ name: `${at}.xlsx`, data: inner })));
    },
    says: [
      'E_XLSX_BROKEN x.xlsx: no worksheet in it. Expected a workbook with a table. Save it again as .xlsx.',
    ],
  },
  {
    name: 'a DOCTYPE with entities of entities',
    bytes: () =>
      bomb([{ name: 'xl/worksheets/sheet1.xml', data: `<?xml version="1.0"?>${laughs}<worksheet/>` }]),
    says: [
      'E_XLSX_DOCTYPE x.xlsx: part xl/worksheets/sheet1.xml holds a <!DOCTYPE declaration, which no spreadsheet program writes. Not opened.',
    ],
  },
  {
    name: 'a DOCTYPE in UTF-16, beside the workbook',
    bytes: () => bomb([{ name: 'customXml/item1.xml', data: Buffer.from(`\ufeff${laughs}<a/>`, 'utf16le') }]),
    says: [
      'E_XLSX_DOCTYPE x.xlsx: part customXml/item1.xml holds a <!DOCTYPE declaration, which no spreadsheet program writes. Not opened.',
    ],
  },
  {
    name: 'one entity many times (quadratic blowup)',
    bytes: () => bomb([strings(`<!ENTITY a "${'x'.repeat(50_000)}"><sst>${'&a;'.repeat(50_000)}</sst>`)]),
    says: [
      'E_XLSX_DOCTYPE x.xlsx: part xl/sharedStrings.xml holds a <!ENTITY declaration, which no spreadsheet program writes. Not opened.',
    ],
  },
  {
    name: 'a text of millions of letters in one cell',
    bytes: () =>
      bomb(
        [],
        longRows(
          GOOD +
            text(
              'D2',
              textsOf(300_000)
                .join('')
                .replace(/<[^>]*>/g, ''),
            ),
        ),
      ),
    says: [
      'E_XLSX_BROKEN x.xlsx: part xl/worksheets/sheet1.xml holds a text of more than 1,048,576 characters; a cell holds 32,767. Not opened.',
    ],
  },
  {
    name: 'a table of texts without end',
    bytes: () => bomb([strings(`<sst>${textsOf(300_000).join('')}</sst>`)]),
    says: [
      'E_XLSX_SIZE x.xlsx: part xl/sharedStrings.xml holds more than 250,000 elements. Save the sheet as CSV.',
    ],
  },
  {
    name: 'a cell in the millionth column',
    bytes: () => bomb([], longRows(`${GOOD}<c r="BDWGN2"><v>1</v></c>`)),
    says: [
      'E_XLSX_SIZE x.xlsx!Prices: row 2 has a cell in column 1,000,000; a sheet has 16,384 (XFD). Save it again.',
    ],
  },
  {
    name: 'rows that each reach to the last column',
    bytes: () =>
      bomb([
        sheet(
          Array.from(
            { length: 400 },
            (_, at) => `<row r="${at + 1}">${number(`XFD${at + 1}`, at)}</row>`,
          ).join(''),
        ),
      ]),
    says: ['E_XLSX_SIZE x.xlsx!Prices: more than 2,000,000 cells. Save the sheet as CSV.'],
  },
  {
    name: 'a forbidden key for a header',
    bytes: () =>
      bomb([], `<row r="1">${text('A1', 'date')}${text('B1', '__proto__')}</row><row r="2">${GOOD}</row>`),
    says: ['E_DATA_KEY x.xlsx!Prices!B1: the key "__proto__" is not allowed.'],
  },
  {
    name: 'a formula that failed',
    bytes: () =>
      bomb(
        [],
        longRows(
          `${text('A2', '2024-01-31')}${text('B2', 'cu_lme_3m')}<c r="C2" t="e"><f>A9</f><v>#REF!</v></c>`,
        ),
      ),
    says: [
      'E_XLSX_CELL x.xlsx!Prices!C2: #REF! — the cell holds a formula error. Correct the formula, or leave the cell empty.',
    ],
  },
  {
    name: 'a formula with a result that may be old',
    bytes: () =>
      bomb(
        [],
        longRows(`${text('A2', '2024-01-31')}${text('B2', 'cu_lme_3m')}<c r="C2"><f>1+1</f><v>9000</v></c>`),
      ),
    says: [
      'E_XLSX_CELL x.xlsx!Prices!C2: the cell holds a formula, whose stored result may be old. Paste it as a value, or say "formulas: stored" in the file\'s mapping.',
    ],
  },
  {
    name: 'a formula without a result',
    bytes: () =>
      bomb([], longRows(`${text('A2', '2024-01-31')}${text('B2', 'cu_lme_3m')}<c r="C2"><f>1+1</f></c>`)),
    says: [
      'E_XLSX_CELL x.xlsx!Prices!C2: the cell holds a formula without a stored result. Open the workbook in a spreadsheet program and save it again.',
    ],
  },
  {
    name: 'a link to another workbook',
    bytes: () => bomb([{ name: 'xl/externalLinks/externalLink1.xml', data: '<externalLink/>' }]),
    says: [
      'E_XLSX_LINK x.xlsx: links to another workbook (xl/externalLinks/externalLink1.xml). Expected values only. Break the links (Data, Edit Links) and save it again.',
    ],
  },
  {
    name: 'half an archive',
    bytes: () => bomb([]).subarray(0, 900),
    says: ['E_XLSX_BROKEN x.xlsx: not a whole workbook (End of central directory record signature not found'],
  },
  {
    name: 'an archive with a broken part',
    bytes: () => Buffer.from(bomb([]).map((byte, at) => (at > 60 && at < 160 ? 0xff : byte))),
    says: ['E_XLSX_BROKEN x.xlsx: not a whole workbook (part [Content_Types].xml: '],
  },
  {
    name: 'thousands of parts',
    bytes: () => bomb(Array.from({ length: 3000 }, (_, at) => ({ name: `xl/media/${at}.png`, data: 'x' }))),
    says: [
      'E_XLSX_BROKEN x.xlsx: 3,005 parts in the archive; the limit is 2000. Open it in a spreadsheet program and save it again.',
    ],
  },
  {
    name: 'the same part twice',
    bytes: () => zipOf([...workbookParts(longRows(GOOD)), sheet('')]),
    says: [
      'E_XLSX_BROKEN x.xlsx: part xl/worksheets/sheet1.xml is in the archive twice. Open it in a spreadsheet program and save it again.',
    ],
  },
  {
    name: 'a password on the archive',
    bytes: () => bomb([{ name: 'xl/styles.xml', data: '<styleSheet/>', flags: 1 }]),
    says: [
      'E_XLSX_PASSWORD x.xlsx: the workbook is password-protected. Expected one that opens without. Save it without a password.',
    ],
  },
  {
    name: 'a password on the workbook',
    bytes: () =>
      writeXlsx({
        sheets: [{ name: 'Prices', rows: [['date']] }],
        encryption: { password: 'x', spinCount: 1000 },
      }),
    says: [
      'E_XLSX_PASSWORD x.xlsx: the workbook is password-protected. Expected one that opens without. Save it without a password.',
    ],
  },
  {
    name: 'the old format',
    file: 'x.xls',
    bytes: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]),
    says: [
      'E_XLSX_OLD x.xls: an old .xls workbook. Expected .xlsx. Open it in a spreadsheet program and save it as .xlsx.',
    ],
  },
  {
    name: 'a web page named .xls',
    file: 'x.xls',
    bytes: () => Buffer.from('<html><table><tr><td>1</td></tr></table></html>'),
    says: [
      'E_XLSX_OLD x.xls: a web page or XML named like a workbook. Expected .xlsx. Open it in a spreadsheet program and save it as .xlsx.',
    ],
  },
  {
    name: 'a text named .xlsx',
    bytes: () => Buffer.from('date,series,value\n'),
    says: [
      'E_XLSX_BROKEN x.xlsx: not a workbook (starts with 0x64 0x61). Expected .xlsx; a text table is named .csv.',
    ],
  },
  {
    name: 'nothing at all',
    bytes: () => Buffer.alloc(0),
    says: ['E_DATA_EMPTY x.xlsx: the file is empty (0 bytes). Expected a workbook.'],
  },
];
