import type { EditionFile } from '../model/edition.ts';

/** One file that is not the same in both. `offset` counts bytes from 0: the first that differs. */
export type Difference =
  | {
      readonly path: string;
      readonly kind: 'changed';
      readonly offset: number;
      readonly lengths: readonly [number, number];
    }
  | { readonly path: string; readonly kind: 'missing' }
  | { readonly path: string; readonly kind: 'added' };

/**
 * Compares an edition's files with the same edition made again, byte for byte. `missing`: archived but not made
 * again; `added`: made again but not archived. In order of path; none: identical.
 */
export function compareEdition(
  archived: readonly EditionFile[],
  remade: readonly EditionFile[],
): Difference[] {
  const before = new Map(archived.map((file) => [file.path, file.bytes]));
  const after = new Map(remade.map((file) => [file.path, file.bytes]));
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path): Difference[] => {
    const a = before.get(path);
    const b = after.get(path);
    if (a === undefined) return [{ path, kind: 'added' }];
    if (b === undefined) return [{ path, kind: 'missing' }];
    const offset = firstDifference(a, b);
    return offset === undefined
      ? []
      : [{ path, kind: 'changed', offset, lengths: [a.byteLength, b.byteLength] }];
  });
}

function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  if (Buffer.compare(a, b) === 0) return undefined;
  const length = Math.min(a.byteLength, b.byteLength);
  for (let at = 0; at < length; at += 1) if (a[at] !== b[at]) return at;
  return length;
}
