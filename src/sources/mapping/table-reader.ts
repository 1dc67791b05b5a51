import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { type Finding, findingAt } from '../../model/finding.ts';
import type { MappedBlock, Mapping } from '../../model/mapping.ts';
import type { RawRow } from '../../model/observation.ts';
import type { TableRow } from '../table.ts';
import { brokenCell } from './broken-cell.ts';
import { columnsOf } from './columns.ts';
import { allOf, anyOf, subtotalOf } from './conditions.ts';
import { type DateCell, dateCell } from './date-cell.ts';
import type { HeaderFound } from './header.ts';
import { identitiesOf } from './identities.ts';
import { numberReader } from './numbers.ts';
import { pickOf } from './pick.ts';
import { raggedRow, subtotalNote } from './row-problems.ts';
import type { ValueReader } from './value-reader.ts';
import { valueReaders } from './values.ts';

/** Reads the rows below a header. */
export interface TableReader {
  /** What is to say of the header: missing columns, unmapped ones. */
  readonly opening: readonly Finding[];
  /** Rows that were not skipped. */
  readonly seen: number;
  /** The stop row was met, or too much is wrong: nothing after it is read. */
  readonly ended: boolean;
  read(row: TableRow, out: RawRow[], findings: Finding[]): void;
  /** What only the whole file shows: rows picked, checks counted. */
  end(): { readonly rows: RawRow[]; readonly findings: readonly Finding[] };
}

interface Block {
  readonly spec: MappedBlock;
  readonly date: DateCell;
  readonly values: readonly ValueReader[];
}

/** A file whose dates are all of another form is read no further: it would give a message a row. */
const MOST_DATE_ERRORS = 100;

export function tableReader(header: HeaderFound, mapping: Mapping, label: string): TableReader {
  const columns = columnsOf(header, mapping, label);
  const numberOf = numberReader(mapping);
  const context = { header, columns, numberOf, label };
  const blocks: Block[] = mapping.blocks.map((spec) => ({
    spec,
    date: dateCell(spec, columns),
    values: valueReaders(spec, context),
  }));
  const kept = allOf(mapping.where, columns);
  const dropped = anyOf(mapping.skip.where, columns);
  const stops = mapping.stop ? allOf([mapping.stop], columns) : () => false;
  const isSubtotal = subtotalOf(mapping.subtotals);
  const identities = identitiesOf(mapping, columns, numberOf, label);
  const pick = pickOf(mapping, columns, numberOf);
  let [seen, subtotals, dateErrors, ended] = [0, 0, 0, false];

  const undated = (row: TableRow, { date, spec }: Block): Finding => {
    dateErrors += 1;
    const where = cellPlace({ file: label, row: row.row, column: date.column });
    const expected = spec.date?.column === undefined ? 'year, month and day' : spec.date.formats.join(' or ');
    const message = `${quoted(date.text(row))} is not a date. Expected ${expected}. Correct the cell, or the mapping's "date", "skip" or "stop".`;
    ended ||= dateErrors >= MOST_DATE_ERRORS;
    return findingAt('E_DATA_DATE', where, message);
  };

  const readBlock = (row: TableRow, block: Block, out: RawRow[], findings: Finding[]): void => {
    const values = block.values.flatMap((reader) => reader.read(row, findings));
    if (values.length === 0) return;
    const date = block.date.date(row);
    if (date === undefined) {
      findings.push(undated(row, block));
      return;
    }
    for (const { series, value, unit, column } of values) {
      const place = { file: label, row: row.row, column: column + 1 };
      const broken = brokenCell(value, place);
      if (broken) {
        findings.push(broken);
        continue;
      }
      const raw: RawRow = {
        place,
        date,
        series,
        value,
        ...(unit ? { unit } : {}),
        ...(mapping.status ? { status: mapping.status } : {}),
        columns: { date: block.date.column, value: column + 1 },
      };
      if (pick) pick.offer(row, raw);
      else out.push(raw);
    }
  };

  return {
    opening: columns.findings(),
    get seen() {
      return seen;
    },
    get ended() {
      return ended;
    },
    read(row, out, findings) {
      if (ended || row.cells.every((cell) => cell.trim() === '')) return;
      ended = stops(row);
      if (ended || mapping.skip.rows.includes(row.row) || dropped(row) || !kept(row)) return;
      if (isSubtotal(row)) {
        subtotals += 1;
        return;
      }
      seen += 1;
      const ragged = raggedRow(row, header, label);
      if (ragged) {
        findings.push(ragged);
        return;
      }
      identities.look(row);
      for (const block of blocks) readBlock(row, block, out, findings);
    },
    end: () => ({
      rows: pick?.kept() ?? [],
      findings: [
        ...blocks.flatMap((block) => block.values.flatMap((one) => one.findings())),
        ...identities.findings(),
        ...subtotalNote(subtotals, label),
      ],
    }),
  };
}
