import { quoted } from '../errors.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Place } from '../model/observation.ts';
import { nearest } from '../nearest.ts';
import type { TableRow } from './table.ts';

const LONG_COLUMNS = ['date', 'series', 'value', 'unit', 'status', 'change'] as const;
type LongColumn = (typeof LONG_COLUMNS)[number];
const EXPECTED = 'Expected date,series,value[,unit][,status], or date and one column per series id.';

/** How a file's columns are to be read; indexes count from 0. */
export type Header =
  | {
      readonly form: 'long';
      readonly width: number;
      readonly at: Readonly<Partial<Record<LongColumn, number>>> & Required;
    }
  | {
      readonly form: 'wide';
      readonly width: number;
      readonly names: readonly string[];
      readonly date: number;
    };
type Required = { readonly date: number; readonly series: number; readonly value: number };

/** The header's form, or all that is wrong with it. */
export function readHeader(record: TableRow, label: string): Header | Finding[] {
  const place = { file: label, row: record.row };
  const names = withoutEmptyTail(record.cells.map((cell) => cell.trim()));
  const findings = [...forbidden(names, place), ...twice(names, place)];
  const known = names.map(longColumn);
  const at = (column: LongColumn): number => known.indexOf(column);
  const [date, series, value] = [at('date'), at('series'), at('value')];
  const isLong = series >= 0 || value >= 0;
  if (date < 0) findings.push(missing('date', names, place));
  if (isLong && series < 0) findings.push(missing('series', names, place));
  if (isLong && value < 0) findings.push(missing('value', names, place));
  if (isLong && findings.length === 0) findings.push(...unknown(names, known, place));
  if (!isLong && findings.length === 0 && names.length < 2) findings.push(missing('value', names, place));
  if (findings.length > 0) return findings;
  if (!isLong) return { form: 'wide', width: names.length, names, date };
  const optional = (column: 'unit' | 'status' | 'change') => (at(column) < 0 ? {} : { [column]: at(column) });
  return {
    form: 'long',
    width: names.length,
    at: { date, series, value, ...optional('unit'), ...optional('status'), ...optional('change') },
  };
}

/**
 * Whether a text file starts with a header of the program's own: then no mapping is needed, whatever its name. Series
 * ids of the wide form have a `_`, which headers of the world seldom have in every column.
 */
export function isOwnForm(start: string): boolean {
  const line = /^\ufeff?([^\r\n]*)/.exec(start)?.[1] ?? '';
  const names = withoutEmptyTail(line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const known = names.map(longColumn);
  if (!known.includes('date')) return false;
  if (known.includes('series') && known.includes('value')) return true;
  const others = names.filter((_, at) => known[at] !== 'date');
  return others.length > 0 && others.every((name) => /^[a-z][a-z0-9]*_[a-z0-9_]+$/.test(name));
}

/** Spreadsheets leave empty columns at the right; they hold nothing. */
function withoutEmptyTail(names: readonly string[]): string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function longColumn(name: string): LongColumn | undefined {
  const plain = name.normalize('NFKC').toLowerCase();
  return LONG_COLUMNS.find((column) => column === plain);
}

function forbidden(names: readonly string[], place: Place): Finding[] {
  return names.flatMap((name, index) => {
    const where = cellPlace({ ...place, column: index + 1 });
    if (name === '__proto__') return [findingAt('E_DATA_KEY', where, 'the key "__proto__" is not allowed.')];
    if (name === '')
      return [findingAt('E_DATA_COLUMN', where, `column ${index + 1} has no name. ${EXPECTED}`)];
    return [];
  });
}

function twice(names: readonly string[], place: Place): Finding[] {
  const first = new Map<string, number>();
  return names.flatMap((name, index) => {
    const key = longColumn(name) ?? name;
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    if (name === '' || name === '__proto__') return [];
    const columns = `columns ${before + 1} and ${index + 1}`;
    return [
      findingAt(
        'E_DATA_COLUMN_TWICE',
        cellPlace(place),
        `column ${quoted(name)} appears twice (${columns}).`,
      ),
    ];
  });
}

function missing(column: LongColumn, names: readonly string[], place: Place): Finding {
  const header = names.join(',');
  return findingAt(
    'E_DATA_COLUMN',
    cellPlace(place),
    `no column ${quoted(column)} in the header ${quoted(header)}.${reason(column, names)} ${EXPECTED}`,
  );
}

function reason(column: LongColumn, names: readonly string[]): string {
  const [first] = names;
  if (names.length === 1 && first !== undefined) {
    if (first.includes(';')) return ' Its columns are separated by semicolons; separate them by commas.';
    if (first.includes('\t')) return ' Its columns are separated by tabs; separate them by commas.';
  }
  const near = nearest(column, names);
  return near === undefined ? '' : ` Is ${quoted(near)} meant to be it?`;
}

function unknown(
  names: readonly string[],
  known: ReadonlyArray<LongColumn | undefined>,
  place: Place,
): Finding[] {
  return names.flatMap((name, index) => {
    if (known[index] !== undefined) return [];
    const near = nearest(name, LONG_COLUMNS);
    const hint = near === undefined ? ' Remove it.' : ` Did you mean ${quoted(near)}?`;
    const where = cellPlace({ ...place, column: index + 1 });
    return [findingAt('E_DATA_COLUMN', where, `unknown column ${quoted(name)}.${hint} ${EXPECTED}`)];
  });
}
