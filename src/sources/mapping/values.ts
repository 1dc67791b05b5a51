import { quoted } from '../../errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { MappedBlock, MappedColumn } from '../../model/mapping.ts';
import { nearest } from '../../nearest.ts';
import { cellPlace } from '../cell-place.ts';
import { errorAt } from '../raw-file.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';
import type { HeaderFound } from './header.ts';
import { exactOf, type NumberReader } from './numbers.ts';
import { Tally } from './tally.ts';

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

/** The readers of all that a block gives. */
export function valueReaders(block: MappedBlock, context: ValueContext): ValueReader[] {
  const wide = (block.columns ?? []).flatMap((one) => columnReader(one, context));
  return block.series ? [...wide, longReader(block, block.series, context)] : wide;
}

function columnReader(spec: MappedColumn, context: ValueContext): ValueReader[] {
  const find = (ref: MappedColumn['column']) => {
    if (ref === undefined) return undefined;
    return spec.optional ? context.columns.maybe(ref) : context.columns.at(ref);
  };
  const at = find(spec.column);
  const [low, high, mean] = [find(spec.low), find(spec.high), find(spec.mean)];
  if (low !== undefined && high !== undefined) return [rangeReader(spec, { low, high, mean }, context)];
  if (at === undefined) return [];
  const unit = spec.unit ?? context.header.units[at];
  return [
    {
      findings: () => [],
      read({ cells }) {
        const value = context.numberOf(cells[at] ?? '');
        return value === '' ? [] : [{ series: spec.series, value, unit, column: at }];
      },
    },
  ];
}

/** Low and high with, it may be, the mean somebody printed beside them. */
function rangeReader(
  spec: MappedColumn,
  at: { readonly low: number; readonly high: number; readonly mean: number | undefined },
  { header, numberOf, label }: ValueContext,
): ValueReader {
  const unit = spec.unit ?? header.units[at.low];
  const kept = spec.store === 'mean' ? 'The printed mean is kept' : 'The mid is kept';
  const tally = new Tally(
    'W_MAPPING_MEAN',
    (rows, first) =>
      `the printed mean of ${spec.series} is not the mid of low and high on ${rows}; the first: ${first}. ${kept}, as the mapping says.`,
  );
  return {
    findings: () => tally.findings(),
    read({ row, cells }) {
      const number = (index: number) => numberOf(cells[index] ?? '');
      const [low, high] = [exactOf(number(at.low)), exactOf(number(at.high))];
      const printed = at.mean === undefined ? '' : number(at.mean);
      const mid = low && high ? low.plus(high).div(2) : undefined;
      const mean = exactOf(printed);
      if (mid && mean && !mid.eq(mean) && mid.minus(mean).abs().gt(mid.abs().times(NOISE))) {
        const where = cellPlace({ file: label, row, column: (at.mean ?? 0) + 1 });
        tally.add(where, `${mean.toFixed()} beside ${mid.toFixed()}`);
      }
      const column = spec.store === 'mean' ? (at.mean ?? at.low) : at.low;
      const value =
        spec.store === 'mean' ? printed : (mid?.toFixed() ?? odd(number(at.low), number(at.high)));
      return value === '' ? [] : [{ series: spec.series, value, unit, column }];
    },
  };
}

/** Programs that print `6.706989999999999` mean 6.70699. */
const NOISE = 1e-9;

/** Of low and high the one that is no number, so that the message shows it; nothing where both are empty. */
function odd(low: string, high: string): string {
  return [low, high].find((one) => one !== '' && exactOf(one) === undefined) ?? '';
}

function longReader(
  block: MappedBlock,
  series: NonNullable<MappedBlock['series']>,
  { columns, numberOf, label }: ValueContext,
): ValueReader {
  const [named, value] = [columns.at(series.column), columns.at(block.value ?? 1)];
  const unitAt = block.unitColumn === undefined ? undefined : columns.at(block.unitColumn);
  const known = new Map(Object.entries(series.values));
  const unknown = new Set<string>();
  return {
    findings: () => [],
    read({ row, cells }, findings) {
      const name = (cells[named] ?? '').trim();
      const id = known.get(name);
      if (id === undefined) {
        if (name !== '' && series.others === 'error' && !unknown.has(name) && unknown.size < 100) {
          unknown.add(name);
          const near = nearest(name, known.keys());
          const hint = near === undefined ? '' : ` Nearest: ${quoted(near)}.`;
          const where = cellPlace({ file: label, row, column: named + 1 });
          const message = `${quoted(name)} is not in the mapping's table of series.${hint} Add it to "values", or say "others: ignore".`;
          findings.push(errorAt('E_MAPPING_SERIES', where, message));
        }
        return [];
      }
      const number = numberOf(cells[value] ?? '');
      const unit = unitAt === undefined ? block.unit : (cells[unitAt] ?? '').trim() || block.unit;
      return number === '' ? [] : [{ series: id, value: number, unit, column: value }];
    },
  };
}
