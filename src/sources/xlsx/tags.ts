/** A start or end tag as it stands in a workbook's XML, its attributes not yet taken apart. */
export interface Tag {
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
  readonly attributes: string;
}

const TAG = /<(\/?)(?:[\w.-]+:)?([A-Za-z]\w*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>/g;

/**
 * The tags of a text that comes in pieces. Only what guards a workbook is looked for this way (declarations, sheets,
 * formulas without result); its cells are read by the library.
 */
export class TagScan {
  private rest = '';

  /** The tags that are whole by now, in order. */
  *next(text: string): Generator<Tag, void> {
    const all = this.rest + text;
    const end = all.lastIndexOf('<');
    const whole = all.indexOf('>', end) < 0 && end >= 0 ? all.slice(0, end) : all;
    this.rest = all.slice(whole.length);
    for (const [, slash, name = '', attributes = '', empty] of whole.matchAll(TAG)) {
      yield { name, attributes, kind: slash ? 'close' : empty ? 'empty' : 'open' };
    }
  }
}

const shapes = new Map<string, RegExp>();

/** A sheet asks the same few names of every cell. */
function shapeOf(name: string): RegExp {
  const shape = shapes.get(name) ?? new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  shapes.set(name, shape);
  return shape;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** An attribute's value; its prefix does not matter. */
export function attribute({ attributes }: Tag, name: string): string | undefined {
  const found = shapeOf(name).exec(attributes);
  return found?.[1] === undefined && found?.[2] === undefined
    ? undefined
    : decoded(found[1] ?? found[2] ?? '');
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, number, name) => {
    const code = hex ? Number.parseInt(hex, 16) : number ? Number(number) : undefined;
    if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return ENTITIES[name] ?? whole;
  });
}
