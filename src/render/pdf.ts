import type { Brief } from '../model/brief.ts';
import type { Finding } from '../model/finding.ts';
import type { Instant } from '../model/time.ts';
import { destinationPages } from './destinations.ts';
import { finishPdf } from './finish.ts';
import { findOverflow } from './overflow.ts';
import type { Paper } from './page.ts';
import { readPdf } from './pdf-file.ts';
import type { Press } from './press.ts';
import { checkWhole } from './whole.ts';

export interface PdfOptions {
  /** The edition's moment; the PDF's dates. */
  readonly moment: Instant;
  readonly paper?: Paper;
  /** Milliseconds for everything. */
  readonly deadline?: number;
  /** Told of what is wider than the page: W_RENDER_OVERFLOW. */
  report?(finding: Finding): void;
}

/**
 * The document on paper: tagged, outlined, titled, contents with page numbers, the same bytes for the same brief.
 * Throws what `Press.open` throws, and AssayError data E_RENDER_PDF, E_RENDER_LOST.
 */
export async function printPdf(
  press: Press,
  brief: Brief,
  html: string,
  options: PdfOptions,
): Promise<Uint8Array> {
  const where = `${brief.language}/brief.pdf`;
  const sheet = await press.open(html, options);
  try {
    for (const finding of await findOverflow(sheet, where)) options.report?.(finding);
    const first = readPdf(await sheet.print());
    checkWhole(html, first, where);
    // Chromium cannot count pages into the contents: print, read where sections fell, fill in, print again.
    await sheet.ask(fillIn(destinationPages(first)));
    return finishPdf(readPdf(await sheet.print()), {
      title: brief.title,
      author: brief.cover.masthead,
      moment: options.moment,
    });
  } finally {
    await sheet.close();
  }
}

function fillIn(pages: ReadonlyMap<string, number>): string {
  return `for (const [id, page] of ${JSON.stringify([...pages])})
    for (const slot of document.querySelectorAll('[data-page-of="' + id + '"]')) slot.textContent = page;`;
}
