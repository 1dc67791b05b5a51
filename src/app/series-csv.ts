import { openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { showSeries } from './show.ts';

/**
 * All observations of a series as CSV. Throws AssayError permission E_DATA_LICENCE where its source does not let it be
 * passed on, usage E_DATA_SERIES for an unknown one.
 */
export async function seriesCsv(
  folder: string,
  { id }: { readonly id: string },
  _effects: Effects,
): Promise<string> {
  const desk = await openDesk(folder);
  const licence = desk.catalog.series.get(id)?.source.licence;
  if (licence === 'restricted') {
    throw new AssayError('permission', {
      code: 'E_DATA_LICENCE',
      where: id,
      message:
        'its source does not let the values be passed on. Nothing was exported. Ask the source for a licence.',
    });
  }
  const { observations, unit } = await showSeries(desk, id, { revisions: false });
  const rows = observations.map(({ date, value, status, knownAt, place }) => [
    date,
    id,
    value,
    unit,
    status,
    knownAt,
    place.file,
  ]);
  return [['date', 'series', 'value', 'unit', 'status', 'known_at', 'file'], ...rows]
    .map((row) => `${row.map(csvCell).join(',')}\r\n`)
    .join('');
}

/** As spreadsheet programs read it: a text that begins like a formula is kept from being one. */
export function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
