import { quoted } from '../../errors.ts';
import { type Finding, findingAt, hasErrors } from '../../model/finding.ts';
import type { Mapping } from '../../model/mapping.ts';
import type { RawRow } from '../../model/observation.ts';
import type { RawBatch, TableRows } from '../table.ts';
import { headerSearch } from './header.ts';
import { type TableReader, tableReader } from './table-reader.ts';

/** A foreign table's rows as a mapping says they are to be read: the same rows the desk's own form gives. */
export async function* mappedRows(
  rows: TableRows,
  mapping: Mapping,
  label: string,
): AsyncGenerator<RawBatch, void, undefined> {
  const search = headerSearch(mapping, label);
  let reader: TableReader | undefined;
  let values = 0;
  for await (const batch of rows) {
    const out: { rows: RawRow[]; findings: Finding[] } = { rows: [], findings: [] };
    for (const row of batch) {
      if (reader) {
        reader.read(row, out.rows, out.findings);
        continue;
      }
      const found = search.next(row);
      if (found === undefined) continue;
      if (Array.isArray(found)) return yield { rows: [], findings: found };
      reader = tableReader(found, mapping, label);
      out.findings.push(...reader.opening);
      if (hasErrors(reader.opening)) return yield out;
    }
    values += out.rows.length;
    if (out.rows.length > 0 || out.findings.length > 0) yield out;
    if (reader?.ended) break;
  }
  if (!reader) return yield { rows: [], findings: [search.none()] };
  const last = reader.end();
  values += last.rows.length;
  yield { rows: last.rows, findings: [...last.findings, ...nothing(reader, values, mapping, label)] };
}

function nothing(reader: TableReader, values: number, mapping: Mapping, label: string): Finding[] {
  if (values > 0) return [];
  if (reader.seen === 0) return [findingAt('E_DATA_NOROWS', label, 'header but no rows.')];
  const message = `none of its ${reader.seen} rows holds a value for mapping ${quoted(mapping.name)}.`;
  return [findingAt('W_DATA_NOVALUE', label, message)];
}
