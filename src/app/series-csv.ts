import { csvLine } from '../csv-line.ts';
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
  const head = 'date,series,value,unit,status,known_at,file';
  const lines = observations.map(({ date, value, status, knownAt, place }) =>
    // A value is a plain decimal, and may be below zero.
    [csvLine([date, id]), value, csvLine([unit, status, knownAt, place.file])].join(','),
  );
  return [head, ...lines].map((line) => `${line}\r\n`).join('');
}
