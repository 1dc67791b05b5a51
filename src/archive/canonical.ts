import { type Layout, sortedJson } from '../snapshot/sorted-json.ts';

/** As `JSON.stringify(value, null, 2)` lays it out. */
const INDENTED: Layout = {
  item: (depth) => `\n${'  '.repeat(depth + 1)}`,
  close: (depth) => `\n${'  '.repeat(depth)}`,
  colon: ': ',
};

/**
 * JSON with one spelling for one value: keys sorted by code unit, two spaces, a final newline. What is hashed and
 * compared byte by byte is written so. Throws TypeError on what JSON cannot hold (NaN, functions, symbols).
 */
export function canonicalJson(value: unknown): string {
  return `${sortedJson(value, INDENTED)}\n`;
}
