import { AssayError } from '../errors.ts';
import type { PdfFile } from './pdf-file.ts';

/** What of the document must be found again in the tags of its print: rows of tables, charts and their frames. */
const COUNTED = [
  { what: 'table rows', html: /<tr[ >]/g, tag: /\/S \/TR\b/g },
  { what: 'charts', html: /<figure[ >]|role="img"/g, tag: /\/S \/Figure\b/g },
] as const;

/** Throws AssayError data E_RENDER_LOST when rows or charts that went in did not come out on paper. */
export function checkWhole(html: string, pdf: PdfFile, where: string): void {
  const problems = COUNTED.flatMap(({ what, html: marks, tag }) => {
    const into = html.match(marks)?.length ?? 0;
    const out = pdf.text.match(tag)?.length ?? 0;
    const message = `${into} ${what} went to print, ${out} came out. Nothing was written; this is a defect, please report it.`;
    return into === out ? [] : [{ code: 'E_RENDER_LOST', where, message }];
  });
  if (problems.length > 0) throw new AssayError('data', problems);
}
