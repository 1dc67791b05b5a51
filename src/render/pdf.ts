import type { Brief } from '../model/brief.ts';
import type { Finding } from '../model/finding.ts';
import type { Instant } from '../model/time.ts';
import { destinationPages } from './destinations.ts';
import { finishPdf } from './finish.ts';
import { fillIn, numberContents, PLACEHOLDERS } from './folios.ts';
import { findOverflow } from './overflow.ts';
import type { Paper } from './page.ts';
import { readPdf } from './pdf-file.ts';
import type { Press } from './press.ts';
import { checkDrawn } from './undrawn.ts';
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
 * Throws what `Press.open` throws, and AssayError data E_RENDER_PDF, E_RENDER_LOST, E_NOTE_IMAGE.
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
    await sheet.ask(PLACEHOLDERS);
    if (html.includes('<img ')) await checkDrawn(sheet, where);
    for (const finding of await findOverflow(sheet, where)) options.report?.(finding);
    const print = readPdf(await sheet.print());
    checkWhole(html, print, where);
    const facts = { title: brief.title, author: brief.cover.masthead, moment: options.moment };
    const pages = destinationPages(print);
    const numbered = numberContents(print, pages);
    if (numbered !== undefined) return finishPdf(print, facts, numbered);
    await sheet.ask(fillIn(pages));
    return finishPdf(readPdf(await sheet.print()), facts);
  } finally {
    await sheet.close();
  }
}
