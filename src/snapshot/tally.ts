import type { Finding } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';

export type Part = 'date' | 'series' | 'value' | 'unit' | 'status';

interface Entry {
  readonly row: number;
  readonly column: number;
  readonly finding: () => Finding;
}

interface Group {
  rows: number;
}

/** Collects what is wrong with a file, each at its cell, to be told in the order of the file. */
export class Tally {
  private readonly entries: Entry[] = [];
  private readonly groups = new Map<string, Group>();

  add(row: RawRow, part: Part, code: string, message: string, series?: string): void {
    const finding = findingAt(row, part, code, message, series);
    this.entries.push({ row: row.place.row, column: columnOf(row, part), finding: () => finding });
  }

  /**
   * The same thing wrong on many rows (an unknown series, a wrong unit) is one finding at the first of them; the
   * message is told how many more there are.
   */
  addGroup(
    key: string,
    row: RawRow,
    part: Part,
    code: string,
    message: (more: string) => string,
    series?: string,
  ): void {
    const known = this.groups.get(key);
    if (known) {
      known.rows += 1;
      return;
    }
    const group = { rows: 1 };
    this.groups.set(key, group);
    const finding = () => findingAt(row, part, code, message(more(group.rows - 1)), series);
    this.entries.push({ row: row.place.row, column: columnOf(row, part), finding });
  }

  findings(): Finding[] {
    return this.entries.sort((a, b) => a.row - b.row || a.column - b.column).map((entry) => entry.finding());
  }
}

function more(rows: number): string {
  if (rows === 0) return '';
  return ` (and on ${rows.toLocaleString('en-US')} more ${rows === 1 ? 'row' : 'rows'})`;
}

/** In wide form a series stands in the header, above its values. */
function columnOf(row: RawRow, part: Part): number {
  return row.columns?.[part] ?? (part === 'date' ? 1 : (row.place.column ?? 0));
}

function findingAt(
  row: RawRow,
  part: Part,
  code: string,
  message: string,
  series: string | undefined,
): Finding {
  const column = columnOf(row, part);
  const inHeader = part === 'series' && row.columns?.series === undefined;
  const line = inHeader ? 1 : row.place.row;
  return {
    code,
    severity: code.startsWith('E_') ? 'error' : 'warning',
    where: column > 0 ? `${row.place.file}:${line}:${column}` : `${row.place.file}:${line}`,
    message,
    ...(series === undefined ? {} : { series }),
  };
}
