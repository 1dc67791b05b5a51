import { createHash } from 'node:crypto';
import type { Instant } from '../model/time.ts';
import { type Edit, objectAt, type PdfFile, patchPdf } from './pdf-file.ts';

/** What the finished PDF says of itself. */
export interface PdfFacts {
  readonly title: string;
  readonly author: string;
  /** The edition's moment, in place of the clock's. */
  readonly moment: Instant;
}

/**
 * Takes everything that is not a function of the brief out of a print: dates become the edition's moment, structure
 * ids their rank. Two prints of one brief are then the same bytes.
 */
export function finishPdf(pdf: PdfFile, facts: PdfFacts, edits: readonly Edit[] = []): Uint8Array {
  const info = objectAt(pdf, pdf.info);
  const producer = /\/Producer \(([^)]*)\)/.exec(info.text)?.[1] ?? 'Chromium';
  const date = pdfDate(facts.moment);
  const text = [
    `${pdf.info} 0 obj\n<</Title ${pdfString(facts.title)}`,
    `/Author ${pdfString(facts.author)}`,
    `/Creator (Assay)`,
    `/Producer (${producer})`,
    `/CreationDate (${date})`,
    `/ModDate (${date})>>\n`,
  ].join('\n');
  const dictionaryEdit = { start: info.start, end: info.end, text };
  const id = createHash('sha256')
    .update(`${facts.title}\0${facts.moment}\0${pdf.text.length}`)
    .digest('hex')
    .slice(0, 32);
  return patchPdf(
    { ...pdf, text: renumber(pdf.text) },
    [...edits, dictionaryEdit],
    `\n/ID [<${id}> <${id}>]`,
  );
}

/**
 * `(node00000046)` is a DOM number, which counts on through a browser's life. Its rank among all keeps the ids'
 * order, in which the id tree is sorted; the width stays, so no offset moves.
 */
function renumber(text: string): string {
  const found = new Set([...text.matchAll(/\(node(\d{8})\)/g)].map((match) => match[1] ?? ''));
  const ranks = new Map([...found].sort().map((id, at) => [id, String(at + 1).padStart(8, '0')]));
  return text.replace(/\(node(\d{8})\)/g, (whole, id: string) => `(node${ranks.get(id) ?? whole})`);
}

/** UTF-16 with its mark, in hexadecimal: any character, no escapes. */
function pdfString(text: string): string {
  const hex = [...Buffer.from(text, 'utf16le').swap16()].map((byte) => byte.toString(16).padStart(2, '0'));
  return `<FEFF${hex.join('').toUpperCase()}>`;
}

function pdfDate(moment: Instant): string {
  return `D:${moment.replace(/\D/g, '').slice(0, 14)}+00'00'`;
}
