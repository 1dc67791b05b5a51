/** What stands before an item of a list or map at a depth, and before the bracket that closes it. */
export interface Layout {
  item(depth: number): string;
  close(depth: number): string;
  readonly colon: string;
}

/**
 * JSON with one spelling for one value: keys sorted by code unit, absent fields left out. Throws TypeError on what
 * JSON cannot hold (NaN, functions, symbols), so that nothing is hashed that cannot be read back.
 */
export function sortedJson(value: unknown, layout: Layout, depth = 0): string {
  if (Array.isArray(value)) {
    return wrapped(
      '[',
      value.map((one) => sortedJson(one, layout, depth + 1)),
      ']',
      layout,
      depth,
    );
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => JSON.stringify(key) + layout.colon + sortedJson(one, layout, depth + 1));
    return wrapped('{', entries, '}', layout, depth);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new TypeError(`${typeof value} is not JSON`);
}

function wrapped(
  open: string,
  items: readonly string[],
  close: string,
  layout: Layout,
  depth: number,
): string {
  if (items.length === 0) return open + close;
  const before = layout.item(depth);
  return open + before + items.join(`,${before}`) + layout.close(depth) + close;
}
