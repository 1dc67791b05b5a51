import { sizeText } from '../../catalog/regular-file.ts';
import { findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import type { Archive } from './archive.ts';
import { LONGEST_TEXT, MOST_HELD, MOST_TAGS } from './limits.ts';

/** Parts that say how the others hang together; kept while all parts are looked through. */
const KEPT = /^(?:xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels)$/i;
/** Parts the reader holds whole, as trees. */
const HELD = /(?:^\[Content_Types\]\.xml|\.rels|^xl\/(?:sharedStrings|styles|workbook)\.xml)$/i;

/**
 * Looks through every part once before a parser sees any: real sizes, declarations that expand or fetch, links to
 * other workbooks. Gives the parts that name the sheets.
 */
export async function lookThrough(archive: Archive, label: string): Promise<Map<string, string>> {
  const refuse = (code: string, message: string) => new SourceRefused([findingAt(code, label, message)]);
  const link = archive.parts.find((part) => /^xl\/externalLinks\/[^_]/i.test(part));
  if (link !== undefined) {
    const message = `links to another workbook (${link}). Expected values only. Break the links (Data, Edit Links) and save it again.`;
    throw refuse('E_XLSX_LINK', message);
  }
  const kept = new Map<string, string>();
  for (const part of archive.parts) {
    const xml = /\.(?:xml|rels|vml)$/i.test(part) ? new XmlLook(part, refuse) : undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of archive.read(part)) {
      xml?.next(chunk);
      if (KEPT.test(part)) chunks.push(chunk);
    }
    if (KEPT.test(part)) kept.set(part.toLowerCase(), Buffer.concat(chunks).toString('utf8'));
  }
  return kept;
}

type Refuse = (code: string, message: string) => SourceRefused;

/** What an XML part must not hold, looked for in its bytes as they come. */
class XmlLook {
  private tail = '';
  private run = 0;
  private tags = 0;
  private size = 0;
  private readonly part: string;
  private readonly refuse: Refuse;

  constructor(part: string, refuse: Refuse) {
    this.part = part;
    this.refuse = refuse;
  }

  next(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // Letter by letter what the bytes are: what is looked for is ASCII, in UTF-16 with a NUL beside each letter.
    const text = this.tail + bytes.toString('latin1').replaceAll('\0', '');
    if (bytes.includes(0) && this.part.startsWith('xl/')) {
      throw this.refuse('E_XLSX_BROKEN', `part ${this.part} is not text in UTF-8. Save the workbook again.`);
    }
    const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(text);
    if (declaration) {
      const message = `part ${this.part} holds a ${declaration[0].slice(0, 9).toUpperCase()} declaration, which no spreadsheet program writes. Not opened.`;
      throw this.refuse('E_XLSX_DOCTYPE', message);
    }
    this.measure(bytes);
    if (HELD.test(this.part)) this.weigh(bytes);
    this.tail = text.slice(-9);
  }

  private measure(bytes: Buffer): void {
    const first = bytes.indexOf(0x3c);
    this.run += first < 0 ? bytes.length : first;
    if (this.run > LONGEST_TEXT) {
      const message = `part ${this.part} holds a text of more than ${LONGEST_TEXT.toLocaleString('en-US')} characters; a cell holds 32,767. Not opened.`;
      throw this.refuse('E_XLSX_BROKEN', message);
    }
    if (first >= 0) this.run = bytes.length - bytes.lastIndexOf(0x3c);
  }

  private weigh(bytes: Buffer): void {
    this.size += bytes.length;
    for (let at = bytes.indexOf(0x3c); at >= 0; at = bytes.indexOf(0x3c, at + 1)) {
      // A slash behind the bracket closes what was counted; one at the end of a chunk is taken for an opening.
      if (bytes[at + 1] !== 0x2f) this.tags += 1;
    }
    const over =
      this.tags > MOST_TAGS
        ? `more than ${MOST_TAGS.toLocaleString('en-US')} elements`
        : this.size > MOST_HELD
          ? `more than ${sizeText(MOST_HELD)}`
          : undefined;
    if (over === undefined) return;
    throw this.refuse('E_XLSX_SIZE', `part ${this.part} holds ${over}. Save the sheet as CSV.`);
  }
}
