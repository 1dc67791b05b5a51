import { AssayError } from '../errors.ts';
import type { Block, Brief } from '../model/brief.ts';
import type { PdfFile } from './pdf-file.ts';

/** What of the document must be found again in the tags of its print: rows of tables, charts and their frames. */
const COUNTED = [
  { what: 'table rows', html: /<tr[ >]/g, tag: /\/S \/TR\b/g },
  { what: 'charts', html: /<(?:figure|img)[ >]|role="img"/g, tag: /\/S \/Figure\b/g },
] as const;

/**
 * Throws AssayError config E_TPL_INCOMPLETE when the templates left out a section, table, chart or note of the brief: a blank
 * page is well-formed too. Each stands on the page under its id.
 */
export function checkComplete(brief: Brief, html: string): void {
  const wanted = [
    ...(brief.cover.movers === undefined ? [] : [brief.cover.movers.id]),
    ...brief.sections.flatMap((section) => [section.id, ...section.blocks.flatMap(idsOf)]),
  ];
  const missing = wanted.filter((id) => !html.includes(` id="${id}"`));
  if (wanted.length > 0 && missing.length === 0) return;
  const what = wanted.length === 0 ? 'the brief has no section' : `the page lacks ${missing.join(', ')}`;
  throw new AssayError('config', {
    code: 'E_TPL_INCOMPLETE',
    where: 'templates',
    message: `${what}. Expected every section, table and chart under its id. Compare your templates with the built-in ones.`,
  });
}

function idsOf(block: Block): string[] {
  if (block.kind === 'table' || block.kind === 'analyst') return [block.id];
  return block.kind === 'charts' ? block.charts.map((chart) => chart.id) : [];
}

/** Throws AssayError data E_RENDER_LOST when rows or charts that went in did not come out on paper. */
export function checkWhole(html: string, pdf: PdfFile, where: string): void {
  const problems = COUNTED.flatMap(({ what, html: marks, tag }) => {
    const into = html.match(marks)?.length ?? 0;
    const out = pdf.text.match(tag)?.length ?? 0;
    const message = `${into} ${what} went to print, ${out} came out. Nothing was written. A style sheet of your own must not hide or cut them; without one this is a defect, please report it.`;
    return into === out ? [] : [{ code: 'E_RENDER_LOST', where, message }];
  });
  if (problems.length > 0) throw new AssayError('data', problems);
}
