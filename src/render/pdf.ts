import type { Brief } from '../model/brief.ts';
import type { Instant } from '../model/time.ts';
import { destinationPages } from './destinations.ts';
import { finishPdf } from './finish.ts';
import type { Paper } from './page.ts';
import { readPdf } from './pdf-file.ts';
import type { Press } from './press.ts';

export interface PdfOptions {
  /** The edition's moment; the PDF's dates. */
  readonly moment: Instant;
  readonly paper?: Paper;
  /** Milliseconds for everything. */
  readonly deadline?: number;
}

/**
 * The finished document on paper: tagged, outlined, titled, contents with page numbers, the same bytes for the same
 * brief. Throws what `Press.print` throws, and AssayError data E_RENDER_PDF.
 */
export async function printPdf(
  press: Press,
  brief: Brief,
  html: string,
  options: PdfOptions,
): Promise<Uint8Array> {
  const sheet = await press.open(html, options);
  try {
    const first = readPdf(await sheet.print());
    // Chromium cannot count pages into the contents itself: print, read where sections fell, fill in, print again.
    await sheet.ask(fillIn(destinationPages(first)));
    const second = readPdf(await sheet.print());
    return finishPdf(second, {
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
