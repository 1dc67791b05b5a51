import type { Mapping } from '../../model/mapping.ts';
import type { RawRow } from '../../model/observation.ts';
import type { Decimal } from '../../units/decimal.ts';
import type { TableRow } from '../table.ts';
import type { Columns } from './columns.ts';
import { exactOf, type NumberReader } from './numbers.ts';

/** Of several rows of a date and series the one to keep: the main contract is that with the most open interest. */
export interface Pick {
  offer(row: TableRow, value: RawRow): void;
  /** What was kept, once all rows are seen. */
  kept(): RawRow[];
}

export function pickOf(mapping: Mapping, columns: Columns, numberOf: NumberReader): Pick | undefined {
  const { max, min } = mapping.pick ?? {};
  const ref = max ?? min;
  if (ref === undefined) return undefined;
  const at = columns.at(ref);
  const best = new Map<string, { readonly score: Decimal; readonly value: RawRow }>();
  return {
    offer({ cells }, value) {
      const score = exactOf(numberOf(cells[at] ?? ''));
      if (score === undefined) return;
      const key = `${value.date} ${value.series}`;
      const before = best.get(key);
      // Of equals the first: a later contract has to win its place.
      if (before && (max === undefined ? score.gte(before.score) : score.lte(before.score))) return;
      best.set(key, { score, value });
    },
    kept: () => [...best.values()].map((one) => one.value),
  };
}
