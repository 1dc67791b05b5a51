import { quoted } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import { findingAt } from '../../model/finding.ts';
import type { MappedBlock } from '../../model/mapping.ts';
import { nearest } from '../../nearest.ts';
import type { ValueContext, ValueReader } from './value-reader.ts';

/** A column says what each row is of. */
export function longReader(
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
          findings.push(findingAt('E_MAPPING_SERIES', where, message));
        }
        return [];
      }
      const number = numberOf(cells[value] ?? '');
      const unit = unitAt === undefined ? block.unit : (cells[unitAt] ?? '').trim() || block.unit;
      return number === '' ? [] : [{ series: id, value: number, unit, column: value }];
    },
  };
}
