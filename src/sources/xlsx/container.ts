import { open } from 'node:fs/promises';
import { findingAt } from '../../model/finding.ts';
import { hexPair } from '../hex.ts';
import { SourceRefused } from '../table.ts';
import { PASSWORD } from './archive.ts';

/** Name of the stream in which Office puts an encrypted workbook. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Refuses what is no zip archive by its first bytes: encrypted workbooks, the old format, web pages named .xls. */
export async function requireArchive(file: string, label: string, maxBytes: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const refuse = (code: string, message: string) => new SourceRefused([findingAt(code, label, message)]);
    if (size > maxBytes) {
      const limit = `${Math.floor(maxBytes / 1024 ** 2)} MB`;
      throw refuse(
        'E_DATA_SIZE',
        `${Math.ceil(size / 1024 ** 2)} MB; the limit of a workbook is ${limit}. Save the sheet as CSV.`,
      );
    }
    if (size === 0) throw refuse('E_DATA_EMPTY', 'the file is empty (0 bytes). Expected a workbook.');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start.subarray(0, 2).toString('latin1') === 'PK') return size;
    if (start.subarray(0, 4).toString('hex') === 'd0cf11e0') {
      const whole = await handle.readFile();
      if (whole.includes(ENCRYPTED)) throw refuse('E_XLSX_PASSWORD', PASSWORD);
      throw refuse(
        'E_XLSX_OLD',
        'an old .xls workbook. Expected .xlsx. Open it in a spreadsheet program and save it as .xlsx.',
      );
    }
    if (
      /^\s*<(?:!doctype html|html|table|\?xml|meta)/i.test(
        start.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''),
      )
    ) {
      throw refuse(
        'E_XLSX_OLD',
        'a web page or XML named like a workbook. Expected .xlsx. Open it in a spreadsheet program and save it as .xlsx.',
      );
    }
    throw refuse(
      'E_XLSX_BROKEN',
      `not a workbook (starts with ${hexPair(start)}). Expected .xlsx; a text table is named .csv.`,
    );
  } finally {
    await handle.close();
  }
}
