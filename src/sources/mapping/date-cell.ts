import type { MappedBlock } from '../../model/mapping.ts';
import type { IsoDate } from '../../model/time.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';
import { type DateReader, dateOf, dateReader, monthEnd } from './dates.ts';

/** Where a block's dates stand, as text for messages and as dates. */
export interface DateCell {
  /** Column from 1, for places. */
  readonly column: number;
  text(row: TableRow): string;
  date(row: TableRow): IsoDate | undefined;
}

export function dateCell({ date }: MappedBlock, columns: Columns): DateCell {
  if (date === undefined) return { column: 1, text: () => '', date: () => undefined };
  const read = readerOf(date);
  if (date.column !== undefined) {
    const at = columns.at(date.column);
    const text = ({ cells }: TableRow) => (cells[at] ?? '').trim();
    return { column: at + 1, text, date: (row) => read(text(row)) };
  }
  const parts = [date.year, date.month, date.day].flatMap((ref) =>
    ref === undefined ? [] : [columns.at(ref)],
  );
  const texts = ({ cells }: TableRow) => parts.map((at) => (cells[at] ?? '').trim());
  return {
    column: (parts[0] ?? 0) + 1,
    text: (row) => (texts(row).every((part) => part === '') ? '' : texts(row).join('-')),
    date(row) {
      const [year = 0, month = 0, day] = texts(row).map((part) =>
        /^\d{1,4}$/.test(part) ? Number(part) : -1,
      );
      if (date.day === undefined || date.at === 'month-end') return monthEnd(year, month);
      return dateOf(year, month, day ?? -1);
    },
  };
}

function readerOf(date: NonNullable<MappedBlock['date']>): DateReader {
  const readers = date.formats.flatMap((format) => {
    const reader = dateReader(format, date.pivot);
    return typeof reader === 'string' ? [] : [reader];
  });
  return (text) => {
    for (const read of readers) {
      const found = read(text);
      if (found === undefined) continue;
      return date.at === 'month-end' ? monthEnd(Number(found.slice(0, 4)), Number(found.slice(5, 7))) : found;
    }
    return undefined;
  };
}
