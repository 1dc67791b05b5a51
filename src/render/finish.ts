import { createHash } from 'node:crypto';
import type { Instant } from '../model/time.ts';
import { objectBody, type PdfFile } from './pdf-file.ts';
import { writePdf } from './pdf-write.ts';
import { plainTags } from './plain-tags.ts';

/** What the finished PDF says of itself. */
export interface PdfFacts {
  readonly title: string;
  readonly author: string;
  /** The edition's moment, in place of the clock's. */
  readonly moment: Instant;
}

/**
 * Takes everything that is not a function of the brief out of a print: dates become the edition's moment, structure
 * ids their rank. Two prints of one brief are then the same bytes. `replaced`: bodies of objects that were changed.
 */
export function finishPdf(
  pdf: PdfFile,
  facts: PdfFacts,
  replaced: ReadonlyMap<number, string> = new Map(),
): Uint8Array {
  const ranked = { ...pdf, text: ranksForIds(pdf.text) };
  const objects = new Map<number, string>();
  for (const number of pdf.offsets.keys())
    objects.set(number, replaced.get(number) ?? objectBody(ranked, number));
  objects.set(pdf.info, information(objectBody(pdf, pdf.info), facts));
  plainTags(objects);
  const id = createHash('sha256')
    .update(`${facts.author}\0${facts.title}\0${facts.moment}`)
    .digest('hex')
    .slice(0, 32);
  return writePdf(objects, { root: pdf.root, info: pdf.info, id });
}

function information(was: string, facts: PdfFacts): string {
  const producer = /\/Producer \(([^)]*)\)/.exec(was)?.[1] ?? 'Chromium';
  const date = pdfDate(facts.moment);
  return `<</Title ${pdfString(facts.title)}
/Author ${pdfString(facts.author)}
/Creator (Assay)
/Producer (${producer})
/CreationDate (${date})
/ModDate (${date})>>`;
}

/**
 * `(node00000046)` is a DOM number, which counts on through a browser's life. Its rank among all keeps the order in
 * which the tree of ids is sorted; the width stays, so no offset moves.
 */
function ranksForIds(text: string): string {
  const found = new Set([...text.matchAll(/\(node(\d{8})\)/g)].map((match) => match[1] ?? ''));
  const ranks = new Map([...found].sort().map((id, at) => [id, String(at + 1).padStart(8, '0')]));
  return text.replace(/\(node(\d{8})\)/g, (whole, id: string) => `(node${ranks.get(id) ?? whole})`);
}

/** UTF-16 with its mark, in hexadecimal: any character, no escapes. */
function pdfString(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;
}

function pdfDate(moment: Instant): string {
  return `D:${moment.replace(/\D/g, '').slice(0, 14)}+00'00'`;
}
