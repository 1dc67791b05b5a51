import { deflateSync, inflateSync } from 'node:zlib';
import { pageObjects } from './destinations.ts';
import { objectBody, type PdfFile, reference } from './pdf-file.ts';

/**
 * Chromium cannot count pages into a list of contents. So each entry is printed with two digits as placeholders, and
 * the right ones are put in their place in the finished page: a second print would cost as much as the first. The
 * slots show 0, 1, 2 … 9, 0 …, from which the glyph of each digit is learned.
 */
export const PLACEHOLDERS = `document.querySelectorAll('[data-page-of]').forEach((slot, at) => {
  slot.innerHTML = '<i>' + (at * 2) % 10 + '</i><i>' + (at * 2 + 1) % 10 + '</i>';
})`;

/** Fills in the numbers themselves, for a second print. */
export function fillIn(pages: ReadonlyMap<string, number>): string {
  return `for (const [id, page] of ${JSON.stringify([...pages])})
    for (const slot of document.querySelectorAll('[data-page-of="' + id + '"]')) slot.textContent = page;`;
}

/**
 * The page that holds the contents, with the placeholders replaced: object number → new body. Nothing when the print
 * is not as expected (another browser, too few entries to learn ten digits); then only a second print helps.
 */
export function numberContents(
  pdf: PdfFile,
  pages: ReadonlyMap<string, number>,
): Map<number, string> | undefined {
  const [first = 0] = pageObjects(pdf);
  const content = reference(objectBody(pdf, first), 'Contents');
  let text = inflated(objectBody(pdf, content));
  const entries = entriesOf(pdf);
  if (text === undefined || entries.length === 0 || entries.some(({ slots }) => slots.length !== 2))
    return undefined;
  const shown = entries.flatMap(({ slots }) => slots).map((slot) => glyphIn(text ?? '', slot));
  const digits = shown.slice(0, 10);
  // Each digit has one glyph, and every slot shows the glyph of the digit that was put there.
  if (
    new Set(digits).size !== 10 ||
    shown.some((glyph, at) => glyph === undefined || glyph !== digits[at % 10])
  )
    return undefined;
  for (const { id, slots } of entries) {
    const page = pages.get(id);
    if (page === undefined || page > 99) return undefined;
    const [tens, ones] = slots;
    if (tens === undefined || ones === undefined) return undefined;
    text = withGlyph(text, tens, page < 10 ? undefined : digits[Math.floor(page / 10)]);
    text = withGlyph(text, ones, digits[page % 10]);
  }
  const packed = deflateSync(Buffer.from(text, 'latin1'), { level: 6 }).toString('latin1');
  return new Map([
    [content, `<</Filter /FlateDecode\n/Length ${packed.length}>> stream\n${packed}\nendstream\n`],
  ]);
}

interface Entry {
  readonly id: string;
  /** Marked-content ids of its digits. */
  readonly slots: readonly number[];
}

/** Links of the contents: where each leads, and the marked content of its last child, which is the slot. */
function entriesOf(pdf: PdfFile): Entry[] {
  const entries: (Entry & { readonly order: number })[] = [];
  for (const number of pdf.offsets.keys()) {
    const offset = pdf.offsets.get(number) ?? 0;
    if (!pdf.text.startsWith('<</Type /StructElem\n/S /Link\n', offset + `${number} 0 obj\n`.length))
      continue;
    const body = objectBody(pdf, number);
    const annotation = /\/Type \/OBJR\s+\/Obj (\d+) 0 R/.exec(body)?.[1];
    const id = annotation && /\/Dest \/(\S+)/.exec(objectBody(pdf, Number(annotation)))?.[1];
    const last = childrenOf(body).at(-1);
    if (annotation === undefined || id === undefined || last === undefined) continue;
    const slots = leavesOf(pdf, last);
    if (slots.length > 0) entries.push({ id, slots, order: slots[0] ?? 0 });
  }
  return entries.sort((a, b) => a.order - b.order);
}

/** Structure elements directly below, in order. */
function childrenOf(body: string): number[] {
  const kids = /\/K (?:\[(.*?)\]>>|(\d+ 0 R))/s.exec(body);
  const list = (kids?.[1] ?? kids?.[2] ?? '').replace(/<<.*?>>/gs, '');
  return [...list.matchAll(/(\d+) 0 R/g)].map((kid) => Number(kid[1]));
}

/** Marked-content ids under an element. */
function leavesOf(pdf: PdfFile, number: number): number[] {
  const body = objectBody(pdf, number);
  const leaf = /\/K (\d+)>>/.exec(body)?.[1];
  return leaf === undefined ? childrenOf(body).flatMap((kid) => leavesOf(pdf, kid)) : [Number(leaf)];
}

function inflated(body: string): string | undefined {
  const start = body.indexOf('stream\n') + 'stream\n'.length;
  const length = Number(/\/Length (\d+)/.exec(body.slice(0, start))?.[1]);
  if (!body.includes('/FlateDecode') || Number.isNaN(length)) return undefined;
  return inflateSync(Buffer.from(body.slice(start, start + length), 'latin1')).toString('latin1');
}

/** One marked piece that shows exactly one glyph. */
function slotPattern(slot: number): RegExp {
  return new RegExp(`(<</MCID ${slot} >>BDC\\nBT\\n[^<]*)<([0-9A-Fa-f]{4})> Tj(?=\\nET\\n)`);
}

function glyphIn(text: string, slot: number): string | undefined {
  return slotPattern(slot).exec(text)?.[2];
}

function withGlyph(text: string, slot: number, glyph: string | undefined): string {
  return text.replace(slotPattern(slot), (_, before: string) =>
    glyph === undefined ? before.trimEnd() : `${before}<${glyph}> Tj`,
  );
}
