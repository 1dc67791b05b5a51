import { cellPlace } from '../../model/cell-place.ts';
import type { MappedColumn } from '../../model/mapping.ts';
import { CountedWarning } from './counted-warning.ts';
import { exactOf } from './numbers.ts';
import type { ValueContext, ValueReader } from './value-reader.ts';

/** Low and high with, it may be, the mean somebody printed beside them. */
export function rangeReader(
  spec: MappedColumn,
  at: { readonly low: number; readonly high: number; readonly mean: number | undefined },
  { header, numberOf, label }: ValueContext,
): ValueReader {
  const unit = spec.unit ?? header.units[at.low];
  const kept = spec.store === 'mean' ? 'The printed mean is kept' : 'The mid is kept';
  const warning = new CountedWarning(
    'W_MAPPING_MEAN',
    (rows, first) =>
      `the printed mean of ${spec.series} is not the mid of low and high on ${rows}; the first: ${first}. ${kept}, as the mapping says.`,
  );
  return {
    findings: () => warning.findings(),
    read({ row, cells }) {
      const number = (index: number) => numberOf(cells[index] ?? '');
      const [low, high] = [exactOf(number(at.low)), exactOf(number(at.high))];
      const printed = at.mean === undefined ? '' : number(at.mean);
      const mid = low && high ? low.plus(high).div(2) : undefined;
      const mean = exactOf(printed);
      if (mid && mean && !mid.eq(mean) && mid.minus(mean).abs().gt(mid.abs().times(NOISE))) {
        const where = cellPlace({ file: label, row, column: (at.mean ?? 0) + 1 });
        warning.add(where, `${mean.toFixed()} beside ${mid.toFixed()}`);
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
