import type { Finding } from '../../model/finding.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';
import type { HeaderFound } from './header.ts';
import type { NumberReader } from './numbers.ts';

/** One value of a row, before it has a date. `column` counts from 0. */
export interface Value {
  readonly series: string;
  readonly value: string;
  readonly unit: string | undefined;
  readonly column: number;
}

/** Reads a block's values from a row. */
export interface ValueReader {
  read(row: TableRow, findings: Finding[]): Value[];
  /** Of the whole file, once it is read. */
  findings(): Finding[];
}

export interface ValueContext {
  readonly header: HeaderFound;
  readonly columns: Columns;
  readonly numberOf: NumberReader;
  readonly label: string;
}
