import type { Shown } from '../app.ts';
import type { Desk } from '../desk.ts';
import { AssayError, quoted } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { openStoreAsIs } from '../store/index.ts';
import { parseMoment } from './moment.ts';

/** Observations of one series; with `revisions` every vintage of the dates that have more than one. */
export async function showSeries(
  desk: Desk,
  id: string,
  options: { readonly asOf?: string; readonly revisions: boolean },
): Promise<Shown> {
  const spec = desk.catalog.series.get(id);
  if (spec === undefined) {
    const hint = nearest(id, [...desk.catalog.series.keys()]);
    throw new AssayError('usage', {
      code: 'E_DATA_SERIES',
      where: 'show',
      message: `unknown series ${quoted(id)}.${hint ? ` Did you mean ${quoted(hint)}?` : ''} The catalog is data/metals/*.yaml.`,
    });
  }
  const knownBy = options.asOf === undefined ? undefined : parseMoment('--as-of', options.asOf);
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const observations = options.revisions
      ? (await store.revisions(id)).filter((one) => knownBy === undefined || one.knownAt <= knownBy)
      : await store.observations({ series: [id], ...(knownBy === undefined ? {} : { knownBy }) });
    return { series: id, unit: spec.unit, observations };
  } finally {
    await store.close();
  }
}
