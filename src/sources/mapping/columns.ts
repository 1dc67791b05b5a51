import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { ColumnRef, Mapping } from '../../model/mapping.ts';
import { nearest } from '../../nearest.ts';
import { type HeaderFound, plainHeader } from './header.ts';

/** Finds the columns a mapping names in the header a file has, and keeps what could not be found. */
export interface Columns {
  /** Index from 0 of a column that must be there; -1 after a problem, which is then among the findings. */
  at(ref: ColumnRef): number;
  /** The same of one that may be missing. */
  maybe(ref: ColumnRef): number | undefined;
  /** Errors of missing columns and, once all are asked for, the note of those nobody named. */
  findings(): Finding[];
}

export function columnsOf(header: HeaderFound, mapping: Mapping, label: string): Columns {
  const { names, row } = header;
  const used = new Set<number>();
  const problems = new Map<string, Finding>();
  const wrong = (ref: ColumnRef, message: string): number => {
    const where = cellPlace({ file: label, row });
    problems.set(String(ref), findingAt('E_MAPPING_COLUMN', where, message));
    return -1;
  };
  const find = (ref: ColumnRef): number[] => {
    if (typeof ref === 'number') return ref <= names.length ? [ref - 1] : [];
    const wanted = plainHeader(ref);
    return names.flatMap((name, index) => (name === wanted ? [index] : []));
  };
  const take = (ref: ColumnRef, found: readonly number[]): number => {
    const [index, second] = found;
    if (index === undefined) return wrong(ref, missing(ref, names, mapping));
    if (second !== undefined && typeof ref === 'string') return wrong(ref, twice(ref, found));
    used.add(index);
    return index;
  };
  return {
    at: (ref) => take(ref, find(ref)),
    maybe(ref) {
      const found = find(ref);
      return found.length === 0 ? undefined : take(ref, found);
    },
    findings() {
      for (const ref of mapping.ignore) for (const index of find(ref)) used.add(index);
      const others = names.flatMap((name, index) => (name === '' || used.has(index) ? [] : [name]));
      const silent = mapping.otherColumns === 'ignore' || others.length === 0;
      return [...problems.values(), ...(silent ? [] : [unmapped(others, mapping, header, label)])];
    },
  };
}

function missing(ref: ColumnRef, names: readonly string[], mapping: Mapping): string {
  const expects = `Expected as mapping ${quoted(mapping.name)} says.`;
  if (typeof ref === 'number') return `no column ${ref}: the header has ${names.length}. ${expects}`;
  const near = nearest(ref, names);
  const hint = near === undefined ? `Header: ${quoted(names.join(', '))}.` : `Nearest: ${quoted(near)}.`;
  return `no column ${quoted(ref)}. ${hint} ${expects} Correct the mapping, or the file.`;
}

function twice(ref: string, found: readonly number[]): string {
  const columns = found.map((index) => index + 1).join(' and ');
  return `column ${quoted(ref)} appears twice (columns ${columns}). Name it by its number in the mapping.`;
}

function unmapped(others: readonly string[], mapping: Mapping, header: HeaderFound, label: string): Finding {
  const shown = others.slice(0, 10).map(quoted).join(', ') + (others.length > 10 ? ', …' : '');
  return findingAt(
    'I_MAPPING_COLUMN',
    cellPlace({ file: label, row: header.row }),
    `${others.length === 1 ? 'a column' : `${others.length} columns`} not in mapping ${quoted(mapping.name)} and not read: ${shown}. Map, or name under "ignore".`,
  );
}
