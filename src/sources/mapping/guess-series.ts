import type { Catalog } from '../../model/catalog.ts';
import { parseUnit } from '../../units/unit.ts';
import { plainHeader } from './header.ts';

/** Finds the series a header most likely means: only one that is called so, in either language. */
export function seriesGuesser(
  catalog: Catalog,
): (header: string, unit: string | undefined) => string | undefined {
  const called = new Map<string, Set<string>>();
  for (const one of catalog.series.values()) {
    for (const name of [one.id, one.name.en, one.name.zh, one.short?.en, one.short?.zh]) {
      if (name === undefined) continue;
      const key = keyOf(name);
      called.set(key, (called.get(key) ?? new Set()).add(one.id));
    }
  }
  return (header, unit) => {
    const ids = [...(called.get(keyOf(header)) ?? [])];
    const quantity = unit === undefined ? undefined : parseUnit(unit)?.quantity;
    const fitting = ids.filter((id) => {
      const own = parseUnit(catalog.series.get(id)?.unit ?? '')?.quantity;
      return quantity === undefined || own === quantity;
    });
    return fitting.length === 1 ? fitting[0] : undefined;
  };
}

/** Without the unit in brackets, blanks and punctuation. */
function keyOf(name: string): string {
  return plainHeader(name)
    .toLowerCase()
    .replace(/[([].*[)\]]\s*$/, '')
    .replace(/[\s_,，:：./-]/g, '');
}

const LOW = /^(.*?)\s*(?:最低价|低价|最低|low)$/i;
const HIGH = ['最高价', '高价', '最高', 'high'];
const MEAN = ['平均价', '均价', '平均', '中间价', 'average', 'avg', 'mean', 'mid'];

/** Low, high and mean of one thing in three columns. */
export interface Range {
  readonly name: string;
  readonly low: string;
  readonly high: string;
  readonly mean: string | undefined;
}

export function rangesIn(headers: readonly string[]): Range[] {
  return headers.flatMap((low) => {
    const name = LOW.exec(low)?.[1]?.trim();
    if (!name) return [];
    const find = (endings: readonly string[]) =>
      headers.find((header) => endings.some((ending) => same(header, name + ending)));
    const high = find(HIGH);
    return high === undefined ? [] : [{ name, low, high, mean: find(MEAN) }];
  });
}

function same(a: string, b: string): boolean {
  return a.replace(/\s/g, '').toLowerCase() === b.replace(/\s/g, '').toLowerCase();
}
