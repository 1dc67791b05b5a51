import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The text of each page, as a reader would copy it: runs of a page joined by blanks. */
export async function textOfPdf(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocument({ data: Uint8Array.from(bytes), verbosity: 0 }).promise;
  try {
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const content = await (await document.getPage(number)).getTextContent();
      pages.push(content.items.map((item) => ('str' in item ? item.str : '')).join(' '));
    }
    return pages;
  } finally {
    await document.destroy();
  }
}

/** All text without blanks: a PDF sets runs apart, so that blanks in it say nothing. */
export function unspaced(text: string | readonly string[]): string {
  return (typeof text === 'string' ? text : text.join('')).replace(/\s+/g, '');
}
