/** Elements that may not hold text themselves: a group in them stays. */
const HOLD_NO_TEXT: ReadonlySet<string> = new Set([
  'Document',
  'Table',
  'THead',
  'TBody',
  'TFoot',
  'TR',
  'L',
]);
const GROUP = 'NonStruct';

/** As Chromium writes an element; `rest` is what stands behind its content. */
const ELEMENT =
  /^(<<\/Type \/StructElem\n\/S \/(\w+)\n.*)\/P (\d+) 0 R\n(?:\/Pg (\d+) 0 R\n)?\/K (\[[^\]]*\]|\d+ 0 R|\d+)(.*)$/s;
/** Another element, content of the page, or something else. */
const KID = /(\d+) 0 R|(\d+)|<<.*?>>/gs;

interface Element {
  readonly head: string;
  readonly role: string;
  readonly parent: number;
  readonly page: string | undefined;
  readonly kids: string;
  readonly rest: string;
  /** A group with nothing to say of itself: no text instead, no language, no id. */
  readonly mute: boolean;
}

/**
 * A PDF's tags without the groups that mean nothing: Chromium puts one around every box and every stretch of text, three
 * quarters of all tags and a fifth of the file. What they hold moves up to what holds them, in the same order. Changes
 * `objects` (number → body); what is not written as Chromium does stays as it is.
 */
export function plainTags(objects: Map<number, string>): void {
  const elements = new Map<number, Element>();
  for (const [number, body] of objects) {
    const element = body.startsWith('<</Type /StructElem') ? elementOf(body) : undefined;
    if (element !== undefined) elements.set(number, element);
  }
  const dissolved = new Map<number, Element>();
  for (const [number, element] of elements) {
    const above = elements.get(element.parent);
    if (element.mute && above !== undefined && !HOLD_NO_TEXT.has(above.role)) dissolved.set(number, element);
  }
  const holder = (number: number): number => {
    const element = dissolved.get(number);
    return element === undefined ? number : holder(element.parent);
  };
  for (const [number, element] of elements) {
    if (dissolved.has(number)) objects.delete(number);
    else objects.set(number, written(element, kidsOf(element), holder(element.parent)));
  }
  // Content finds the element it belongs to by this tree, and by the lists it leads to.
  const [, tree] = [...objects].find(([, body]) => body.startsWith('<</Type /ParentTree')) ?? [];
  const up = (body: string): string =>
    body.replace(/(\d+) 0 R/g, (_, number: string) => `${holder(Number(number))} 0 R`);
  for (const [number, body] of objects) {
    if (body === tree || (body.startsWith('[') && tree?.includes(` ${number} 0 R`)))
      objects.set(number, up(body));
  }

  /** In their order, each with the page it stands on where it is content. */
  function kidsOf({ kids, page }: Element, found: Kid[] = []): Kid[] {
    for (const [text, element, content] of kids.matchAll(KID)) {
      const inner = element === undefined ? undefined : dissolved.get(Number(element));
      if (inner !== undefined) kidsOf(inner, found);
      else found.push(content === undefined ? { text } : { text, page });
    }
    return found;
  }
}

interface Kid {
  readonly text: string;
  readonly page?: string | undefined;
}

function elementOf(body: string): Element | undefined {
  const [, head = '', role = '', parent, page, kids = '', rest = ''] = ELEMENT.exec(body) ?? [];
  if (parent === undefined) return undefined;
  const mute = role === GROUP && head === `<</Type /StructElem\n/S /${GROUP}\n` && /^>>\s*$/.test(rest);
  return { head, role, parent: Number(parent), page, kids, rest, mute };
}

/** Content of another page than the element's own says which. */
function written({ head, page, rest }: Element, kids: readonly Kid[], parent: number): string {
  const own = page ?? kids.find((kid) => kid.page !== undefined)?.page;
  const texts = kids.map((kid) =>
    kid.page === undefined || kid.page === own
      ? kid.text
      : `<</Type /MCR\n/Pg ${kid.page} 0 R\n/MCID ${kid.text}>>`,
  );
  const content = texts.length === 1 ? texts[0] : `[${texts.join(' ')}]`;
  return `${head}/P ${parent} 0 R\n${own === undefined ? '' : `/Pg ${own} 0 R\n`}/K ${content}${rest}`;
}
