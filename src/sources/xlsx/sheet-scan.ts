import { counted } from '../../errors.ts';
import { columnLetters } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import { MOST_CELLS, MOST_COLUMNS } from './limits.ts';
import { attribute, type Tag, TagScan } from './tags.ts';

/** What the library does not tell of a sheet. */
export interface SheetFacts {
  /** `row column` (from 1) of formulas without a stored result. */
  readonly noResult: ReadonlySet<string>;
  /** `cellKey` of formulas whose results are not to be read as numbers. */
  readonly refused: ReadonlySet<number>;
  /** Of merged cells: `row column` → how many columns further its text counts. Header rows only. */
  readonly merged: ReadonlyMap<string, number>;
  readonly notes: readonly Finding[];
}

/** One number for a cell: there may be a million formulas. */
export function cellKey(row: number, column: number): number {
  return row * 2 * MOST_COLUMNS + column;
}

const MOST_FORMULAS = 10_000;
/** Merged cells matter where headers are. */
const HEADER_ROWS = 50;

/** Looks through a sheet's XML. Throws SourceRefused when it is wider or bigger than a sheet can be. */
export async function scanSheet(
  bytes: AsyncIterable<Uint8Array>,
  where: string,
  refuseFormulas: boolean,
): Promise<SheetFacts> {
  const look = new SheetLook(where, refuseFormulas);
  const scan = new TagScan();
  for await (const chunk of bytes) {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    for (const tag of scan.next(text)) look.next(tag);
  }
  return look.facts();
}

class SheetLook {
  private row = 0;
  private column = 0;
  private widest = 0;
  private cells = 0;
  private hiddenRows = 0;
  /** Formulas whose results are read. */
  private read = 0;
  private formula = false;
  private result = false;
  private readonly noResult = new Set<string>();
  private readonly refused = new Set<number>();
  private readonly merged = new Map<string, number>();
  private readonly where: string;
  private readonly refuseFormulas: boolean;

  constructor(where: string, refuseFormulas: boolean) {
    this.where = where;
    this.refuseFormulas = refuseFormulas;
  }

  next(tag: Tag): void {
    const begins = tag.kind !== 'close';
    if (tag.name === 'row' && begins) this.beginRow(tag);
    else if (tag.name === 'c') {
      if (begins) this.beginCell(tag);
      if (tag.kind !== 'open') this.endCell();
    } else if (tag.name === 'f' && begins) this.formula = true;
    else if ((tag.name === 'v' || tag.name === 'is') && begins) this.result = true;
    else if (tag.name === 'mergeCell' && begins) this.merge(attribute(tag, 'ref') ?? '');
  }

  private beginRow(tag: Tag): void {
    this.cells += this.widest;
    this.widest = 0;
    this.row = Number(attribute(tag, 'r') ?? this.row + 1);
    this.column = 0;
    if (/^(?:1|true)$/.test(attribute(tag, 'hidden') ?? '')) this.hiddenRows += 1;
    if (this.cells > MOST_CELLS) {
      this.refuse(`more than ${MOST_CELLS.toLocaleString('en-US')} cells. Save the sheet as CSV.`);
    }
  }

  private beginCell(tag: Tag): void {
    const letters = /^([A-Z]{1,9})\d/.exec(attribute(tag, 'r') ?? '')?.[1];
    this.column = letters === undefined ? this.column + 1 : columnNumber(letters);
    this.widest = Math.max(this.widest, this.column);
    if (this.column > MOST_COLUMNS) {
      const limit = MOST_COLUMNS.toLocaleString('en-US');
      this.refuse(
        `row ${this.row} has a cell in column ${this.column.toLocaleString('en-US')}; a sheet has ${limit} (${columnLetters(MOST_COLUMNS)}). Save it again.`,
      );
    }
    this.formula = false;
    this.result = false;
  }

  private endCell(): void {
    if (this.formula && this.refuseFormulas) this.refused.add(cellKey(this.row, this.column));
    else if (this.formula) this.read += 1;
    if (this.formula && !this.result && this.noResult.size < MOST_FORMULAS)
      this.noResult.add(`${this.row} ${this.column}`);
  }

  private merge(ref: string): void {
    const [, left, top, right] = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})\d+$/.exec(ref) ?? [];
    if (left === undefined || right === undefined || Number(top) > HEADER_ROWS) return;
    const [from, to] = [columnNumber(left), columnNumber(right)];
    if (to > from && this.merged.size < MOST_FORMULAS) this.merged.set(`${top} ${from}`, to - from);
  }

  private refuse(message: string): never {
    throw new SourceRefused([findingAt('E_XLSX_SIZE', this.where, message)]);
  }

  facts(): SheetFacts {
    this.beginRow({ name: 'row', kind: 'open', attributes: '' });
    const { noResult, refused, merged } = this;
    return {
      noResult,
      refused,
      merged,
      notes: [
        ...this.note('I_XLSX_HIDDEN', this.hiddenRows, 'hidden row', ' read like the others.'),
        ...this.note('I_XLSX_FORMULA', this.read, 'formula', ': the results stored with them are read.'),
      ],
    };
  }

  private note(code: string, count: number, noun: string, rest: string): Finding[] {
    return count === 0 ? [] : [findingAt(code, this.where, counted(count, noun) + rest)];
  }
}

/** A → 1, AA → 27. */
function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}
