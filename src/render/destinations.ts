import { objectBody, type PdfFile, reference, unreadable } from './pdf-file.ts';

/** Object numbers of the pages, in order. */
export function pageObjects(pdf: PdfFile): number[] {
  const walk = (node: number): number[] => {
    const text = objectBody(pdf, node);
    const kids = /\/Kids \[([^\]]*)\]/.exec(text)?.[1];
    if (kids === undefined) return [node];
    return [...kids.matchAll(/(\d+) 0 R/g)].flatMap((kid) => walk(Number(kid[1])));
  };
  const pages = walk(reference(objectBody(pdf, pdf.root), 'Pages'));
  if (pages.length === 0) throw unreadable('no pages');
  return pages;
}

/** Section id → page, counted from 1: the named destinations that Chromium makes for every linked id. */
export function destinationPages(pdf: PdfFile): Map<string, number> {
  const order = new Map(pageObjects(pdf).map((object, at) => [object, at + 1]));
  const catalog = objectBody(pdf, pdf.root);
  const found = new Map<string, number>();
  if (!catalog.includes('/Dests')) return found;
  const text = objectBody(pdf, reference(catalog, 'Dests'));
  for (const match of text.matchAll(/\/(\S+) \[(\d+) 0 R/g)) {
    const page = order.get(Number(match[2]));
    if (page !== undefined) found.set(nameOf(match[1] ?? ''), page);
  }
  return found;
}

/** `#41` in a PDF name is the byte 0x41. */
function nameOf(name: string): string {
  return name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
