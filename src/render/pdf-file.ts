import { AssayError } from '../errors.ts';

/**
 * A PDF as Chromium writes it: objects in plain text, one cross-reference table, no incremental updates. Reading and
 * patching it as text takes milliseconds; a PDF library would parse and write back every object.
 */
export interface PdfFile {
  /** One character a byte. */
  readonly text: string;
  /** Object number → offset of `n 0 obj`. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly crossReference: number;
  readonly root: number;
  readonly info: number;
}

/** A replacement of `text.slice(start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
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
  for (let at = 0; at < count; at += 1) {
    const entry = text.slice(first + at * 20, first + at * 20 + 20);
    if (entry[17] === 'n') offsets.set(at, Number(entry.slice(0, 10)));
  }
  const trailer = text.slice(first + count * 20);
  return {
    text,
    offsets,
    crossReference,
    root: reference(trailer, 'Root'),
    info: reference(trailer, 'Info'),
  };
}

/** The object's text from `n 0 obj` to before `endobj`, and where it begins. */
export function objectAt(pdf: PdfFile, number: number): { start: number; end: number; text: string } {
  const start = pdf.offsets.get(number);
  if (start === undefined) throw unreadable(`no object ${number}`);
  const end = pdf.text.indexOf('endobj', start);
  return { start, end, text: pdf.text.slice(start, end) };
}

/** `/Key 12 0 R` → 12. */
export function reference(text: string, key: string): number {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(text)?.[1];
  if (found === undefined) throw unreadable(`no /${key}`);
  return Number(found);
}

/** The file with the edits made and the cross-reference table and trailer put right. */
export function patchPdf(pdf: PdfFile, edits: readonly Edit[], trailerExtra: string): Uint8Array {
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  const pieces: string[] = [];
  let from = 0;
  for (const edit of ordered) {
    pieces.push(pdf.text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  pieces.push(pdf.text.slice(from, pdf.crossReference));
  const shift = (offset: number): number =>
    ordered.reduce(
      (sum, edit) => (edit.end <= offset ? sum + edit.text.length - (edit.end - edit.start) : sum),
      offset,
    );
  const size = Math.max(...pdf.offsets.keys()) + 1;
  const entries = ['0000000000 65535 f \n'];
  for (let number = 1; number < size; number += 1) {
    const offset = pdf.offsets.get(number);
    entries.push(
      offset === undefined
        ? '0000000000 65535 f \n'
        : `${String(shift(offset)).padStart(10, '0')} 00000 n \n`,
    );
  }
  const start = shift(pdf.crossReference);
  pieces.push(
    `xref\n0 ${size}\n${entries.join('')}trailer\n<</Size ${size}\n/Root ${pdf.root} 0 R\n/Info ${pdf.info} 0 R${trailerExtra}>>\nstartxref\n${start}\n%%EOF\n`,
  );
  return Buffer.from(pieces.join(''), 'latin1');
}

export function unreadable(what: string): AssayError {
  return new AssayError('data', {
    code: 'E_RENDER_PDF',
    where: '',
    message: `the browser wrote a PDF this program does not understand (${what}). Use the Chromium that "assay doctor" recommends.`,
  });
}
