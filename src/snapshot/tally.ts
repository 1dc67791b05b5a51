import { counted } from '../errors.ts';
import { cellPlace, isSheet } from '../model/cell-place.ts';
import { type About, type Finding, findingAt } from '../model/finding.ts';
import type { RawRow } from '../model/observation.ts';

export type Part = 'date' | 'series' | 'value' | 'unit' | 'status' | 'change';

/** More than anybody mends by hand: a file with so many errors has one error of another kind. */
export const MOST_FINDINGS = 10_000;

interface Entry {
  readonly row: number;
  readonly column: number;
  readonly finding: () => Finding;
}

interface Group {
  rows: number;
}

/**
 * Collects what is wrong with a file, each at its cell, to be told in the order of the file. Holds no row and no text
 * of one: a few letters would keep the whole piece of the file that they were cut from.
 */
export class Tally {
  private readonly entries: Entry[] = [];
  private readonly groups = new Map<string, Group>();
  private errors = 0;
  private unsaid = 0;

  /** Whether there are so many errors that reading on helps nobody. */
  get isFull(): boolean {
    return this.errors >= MOST_FINDINGS;
  }

  add(row: RawRow, part: Part, code: string, message: string, about: About = {}): void {
    const finding = findingAt(code, placeOf(row, part), message, about);
    this.enter(row, part, code, () => finding);
  }

  /**
   * The same thing wrong on many rows (an unknown series, a wrong unit) is one finding at the first of them; the
   * message, made once, is told how many more there are.
   */
  addGroup(
    key: string,
    row: RawRow,
    part: Part,
    code: string,
    message: () => (more: string) => string,
    about: About = {},
  ): void {
    const known = this.groups.get(key);
    if (known) {
      known.rows += 1;
      return;
    }
    const group = { rows: 1 };
    if (this.groups.size < MOST_FINDINGS) this.groups.set(ownText(key), group);
    const [where, told] = [placeOf(row, part), message()];
    this.enter(row, part, code, () => findingAt(code, where, told(more(group.rows - 1)), about));
  }

  findings(): Finding[] {
    const told = this.entries
      .sort((a, b) => a.row - b.row || a.column - b.column)
      .map((entry) => entry.finding());
    if (this.unsaid > 0) {
      const message = `…and ${this.unsaid.toLocaleString('en-US')} more warnings like these.`;
      told.push(findingAt('W_DATA_MORE', fileOf(told[0]), message));
    }
    return this.isFull ? [...told, andMore(fileOf(told[0]))] : told;
  }

  private enter(row: RawRow, part: Part, code: string, finding: () => Finding): void {
    const isError = code.startsWith('E_');
    if (isError) this.errors += 1;
    else if (this.entries.length >= MOST_FINDINGS) {
      this.unsaid += 1;
      return;
    }
    this.entries.push({ row: row.place.row, column: columnOf(row, part), finding });
  }
}

/** What is said last of a file that is not read to its end. */
export function andMore(where: string): Finding {
  const message = `…and more: reading stopped after ${MOST_FINDINGS.toLocaleString('en-US')} errors. Mend what they have in common first.`;
  return findingAt('E_DATA_MORE', where, message);
}

/** A copy that does not hang on the piece of the file it was cut from. */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}

function fileOf(finding: Finding | undefined): string {
  return finding?.where.replace(/[:!][^:!]*(?::\d+)?$/, '') ?? '';
}

function more(rows: number): string {
  return rows === 0 ? '' : ` (and on ${counted(rows, 'more row')})`;
}

/** In wide form a series stands in the header, above its values. */
function columnOf(row: RawRow, part: Part): number {
  return row.columns?.[part] ?? (part === 'date' ? 1 : (row.place.column ?? 0));
}

function placeOf(row: RawRow, part: Part): string {
  const { file } = row.place;
  const column = columnOf(row, part);
  const inHeader = part === 'series' && row.columns?.series === undefined && !isSheet(file);
  const line = inHeader ? 1 : row.place.row;
  return cellPlace({ file, row: line, ...(column > 0 ? { column } : {}) });
}
