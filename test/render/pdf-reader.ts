import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a reader's program finds in a PDF. */
export interface ReadPdf {
  /** Text of each page, in the order it was painted, white space as single spaces. */
  readonly pages: readonly string[];
  readonly title: string;
  readonly language: string;
  readonly tagged: boolean;
  readonly outline: readonly string[];
  readonly fonts: ReadonlyArray<{ readonly name: string; readonly type: string; readonly embedded: boolean }>;
  /** Link targets of the first page and the page (from 1) each leads to. */
  readonly links: ReadonlyMap<string, number>;
  /** Structure roles and how often. */
  readonly tags: ReadonlyMap<string, number>;
}

/** Opens the PDF with pdf.js, which runs anywhere. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({
    data: Uint8Array.from(bytes),
    useSystemFonts: false,
    isEvalSupported: false,
    verbosity: 0,
    fontExtraProperties: true,
  });
  const pdf = await task.promise;
  try {
    const { info } = await pdf.getMetadata();
    const pages: string[] = [];
    const fonts = new Map<string, { name: string; type: string; embedded: boolean }>();
    const tags = new Map<string, number>();
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(
        items
          .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
          .join('')
          .replace(/\s+/gu, ' '),
      );
      const operators = await page.getOperatorList();
      for (const [at, operator] of operators.fnArray.entries()) {
        if (operator !== OPS.setFont) continue;
        const font: unknown = page.commonObjs.get(String(operators.argsArray[at]?.[0]));
        if (!isRecord(font)) throw new Error('a font could not be read');
        fonts.set(String(font.name), {
          name: String(font.name),
          type: String(font.type),
          embedded: font.missingFile !== true && font.data !== undefined,
        });
      }
      countRoles(await page.getStructTree(), tags);
    }
    const links = new Map<string, number>();
    const first = await pdf.getPage(1);
    for (const annotation of await first.getAnnotations()) {
      if (typeof annotation.dest !== 'string') continue;
      const target = await pdf.getDestination(annotation.dest);
      if (target?.[0] !== undefined) links.set(annotation.dest, (await pdf.getPageIndex(target[0])) + 1);
    }
    const facts: Record<string, unknown> = { ...info };
    const marks = await pdf.getMarkInfo();
    return {
      pages,
      title: String(facts.Title),
      language: String(facts.Language),
      tagged: marks?.Marked === true,
      outline: titles(await pdf.getOutline()),
      fonts: [...fonts.values()],
      links,
      tags,
    };
  } finally {
    await task.destroy();
  }
}

function titles(items: unknown): string[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) =>
    isRecord(item) ? [String(item.title), ...titles(item.items)] : [],
  );
}

function countRoles(node: unknown, tags: Map<string, number>): void {
  if (!isRecord(node)) return;
  if (typeof node.role === 'string') tags.set(node.role, (tags.get(node.role) ?? 0) + 1);
  if (Array.isArray(node.children)) for (const child of node.children) countRoles(child, tags);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
