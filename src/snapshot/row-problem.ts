import { quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import type { RawRow } from '../model/observation.ts';
import { nearest } from '../nearest.ts';
import type { SeriesCheck } from './series-check.ts';
import { ownText, type Tally } from './tally.ts';

/** A series the catalog does not have: once for all its rows. */
export function unknownSeries(row: RawRow, catalog: Catalog, tally: Tally): void {
  tally.addGroup(`series ${row.series}`, row, 'series', 'E_DATA_SERIES', () => {
    if (row.series === '')
      return (more) => `the series id is missing${more}. Expected one of data/metals/*.yaml.`;
    const near = nearest(row.series, catalog.series.keys());
    const derived = catalog.derived.has(row.series);
    const hint = near
      ? `Did you mean ${quoted(near)}?`
      : derived
        ? 'It is computed from other series; remove its rows.'
        : 'Add it to data/metals/*.yaml, or remove its rows.';
    const name = quoted(row.series);
    return (more) => `unknown series ${name}${more}. ${hint}`;
  });
}

/** A price of a day on which its venue was closed: once a series. */
export function closedVenue(row: RawRow, { spec, venue }: SeriesCheck, tally: Tally): void {
  const about = { series: spec.id, date: row.date };
  tally.addGroup(
    `closed ${spec.id}`,
    row,
    'date',
    'W_DATA_HOLIDAY',
    () => {
      const what = `${venue.name} was closed on ${ownText(row.date)} but ${quoted(spec.name.en)} has a price`;
      return (more) => `${what}${more}.`;
    },
    about,
  );
}
