import type { Mapping } from '../../model/mapping.ts';

/** The mapping whose pattern fits a file's name; of several the one whose pattern says most. */
export function mappingFor(fileName: string, mappings: readonly Mapping[]): Mapping | undefined {
  const fitting = mappings.filter((one) => fits(fileName, one.file));
  return fitting.toSorted((a, b) => literal(b.file) - literal(a.file) || (a.name < b.name ? -1 : 1))[0];
}

function fits(name: string, pattern: string): boolean {
  const shape = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${shape}$`, 'iu').test(name.normalize('NFC'));
}

function literal(pattern: string): number {
  return pattern.replace(/[*?]/g, '').length;
}
