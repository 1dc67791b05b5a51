import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Catalog } from '../model/catalog.ts';
import { isOwnForm } from './header.ts';
import { type Proposal, proposeMapping } from './mapping/index.ts';
import { csvRows } from './records.ts';
import { sniff } from './sniff.ts';
import { SourceRefused } from './table.ts';
import { openWorkbook } from './xlsx/index.ts';

export type { Proposal } from './mapping/index.ts';

/** A person has to say that old results will do. */
const FORMULAS =
  'It holds formulas: add "formulas: stored" to read the numbers they gave when it was last saved.';

/** Whether a text file starts like ours: what is wrong with it no mapping mends. */
export async function isInOwnForm(file: string): Promise<boolean> {
  if (/\.xls[xm]?$/i.test(file)) return false;
  for await (const piece of createReadStream(file, { end: 4095 })) return isOwnForm(String(piece));
  return false;
}

/** A mapping for a file nothing else can read; undefined where it shows no table, or cannot be read at all. */
export async function proposalFor(
  file: string,
  label: string,
  catalog: Catalog,
): Promise<Proposal | undefined> {
  try {
    if (!/\.xlsx$/i.test(file)) {
      const written = await sniff(file);
      const rows = csvRows(createReadStream(file), label, written);
      return await proposeMapping(rows, basename(file), catalog, written);
    }
    const book = await openWorkbook({ file, label, formulas: 'stored' });
    try {
      const proposal = await proposeMapping(book.rows(), basename(file), catalog, { sheet: book.sheet });
      const computed = book.notes.some(({ code }) => code === 'I_XLSX_FORMULA');
      if (proposal === undefined || !computed) return proposal;
      return { ...proposal, notes: [...proposal.notes, FORMULAS] };
    } finally {
      await book.close();
    }
  } catch (error) {
    // Whatever is wrong with the file was said when it was taken in.
    if (error instanceof SourceRefused) return undefined;
    throw error;
  }
}
