import { AssayError } from '../errors.ts';

/**
 * A PDF as Chromium writes it: objects in plain text, one cross-reference table, no incremental updates. Reading it as
 * text takes milliseconds; a PDF library would parse and write back every object.
 */
export interface PdfFile {
  /** One character a byte. */
  readonly text: string;
  /** Object number → where `n 0 obj` begins. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly root: number;
  readonly info: number;
}

/** Throws AssayError data E_RENDER_PDF when the bytes are not such a PDF. */
export function readPdf(bytes: Uint8Array): PdfFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const crossReference = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64))?.[1]);
  const table = /^xref\n0 (\d+)\n/.exec(text.slice(crossReference, crossReference + 32));
  if (!text.startsWith('%PDF-') || table === null) throw unreadable('no cross-reference table');
  const count = Number(table[1]);
  const first = crossReference + table[0].length;
  const offsets = new Map<number, number>();
  for (let number = 0; number < count; number += 1) {
    const entry = text.slice(first + number * 20, first + number * 20 + 20);
    if (entry[17] === 'n') offsets.set(number, Number(entry.slice(0, 10)));
  }
  const trailer = text.slice(first + count * 20);
  return { text, offsets, root: reference(trailer, 'Root'), info: reference(trailer, 'Info') };
}

/** What stands between `n 0 obj` and `endobj`; a stream's bytes included. */
export function objectBody(pdf: PdfFile, number: number): string {
  const offset = pdf.offsets.get(number);
  if (offset === undefined) throw unreadable(`no object ${number}`);
  const start = offset + `${number} 0 obj\n`.length;
  const body = pdf.text.slice(start, pdf.text.indexOf('endobj', start));
  const stream = body.indexOf('stream\n');
  if (stream < 0) return body;
  // Compressed bytes may spell "endobj" by chance: the stream's length tells where it ends.
  const length = Number(/\/Length (\d+)/.exec(body.slice(0, stream))?.[1]);
  const after = start + stream + 'stream\n'.length + length;
  return pdf.text.slice(start, pdf.text.indexOf('endobj', after));
}

/** `/Key 12 0 R` → 12. */
export function reference(text: string, key: string): number {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1];
  if (found === undefined) throw unreadable(`no /${key}`);
  return Number(found);
}

export function unreadable(what: string): AssayError {
  return new AssayError('data', {
    code: 'E_RENDER_PDF',
    where: '',
    message: `the browser wrote a PDF this program does not understand (${what}). Use the Chromium that "assay doctor" recommends.`,
  });
}
