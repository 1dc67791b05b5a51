import { isDeepStrictEqual } from 'node:util';
import { hashOf, knownText } from './known-values.ts';
import { parsedSource } from './parsed-source.ts';

/**
 * What compiling leaves beside the program of these files. Files with any problem, and values that JSON does not give
 * back as they were, are left out: the program parses them.
 */
export function parsedAhead(files: readonly Uint8Array[]): string {
  const known = new Map<string, unknown>();
  for (const bytes of files) {
    const { value, problems } = parsedSource(bytes, '');
    const text = problems.length === 0 ? JSON.stringify(value) : undefined;
    if (text !== undefined && isDeepStrictEqual(JSON.parse(text), value)) known.set(hashOf(bytes), value);
  }
  return knownText(known);
}
