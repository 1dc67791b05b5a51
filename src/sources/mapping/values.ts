import type { MappedBlock, MappedColumn } from '../../model/mapping.ts';
import { longReader } from './long-values.ts';
import { rangeReader } from './range-values.ts';
import type { ValueContext, ValueReader } from './value-reader.ts';

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
