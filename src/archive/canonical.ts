/**
 * JSON with one spelling for one value: keys sorted by code unit, two spaces, a final newline. What is hashed and
 * compared byte by byte is written so. Throws TypeError on what JSON cannot hold (NaN, functions, symbols).
 */
export function canonicalJson(value: unknown): string {
  return `${spell(value, '')}\n`;
}

function spell(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + spell(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${inner}${JSON.stringify(key)}: ${spell(item, inner)}`);
    return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} is not JSON`);
  if (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return JSON.stringify(value);
  }
  throw new TypeError(`${typeof value} is not JSON`);
}
