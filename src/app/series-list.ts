import { localDay } from '../calendar/clock.ts';
import { daysBetween } from '../calendar/day.ts';
import { openCalendar } from '../calendar/trading.ts';
import type { Effects } from '../effects.ts';
import { isSheet } from '../model/cell-place.ts';
import type { Language } from '../model/language.ts';
import type { Instant, IsoDate } from '../model/time.ts';
import { type ImportRecord, openStoreAsIs } from '../store/index.ts';
import { keptDesk } from './kept-desk.ts';
import { nextValue } from './next-value.ts';

interface ListedSeries {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: string;
  readonly frequency: 'daily' | 'weekly' | 'twice-weekly' | 'monthly';
  /** `never`: no value at all. `stale`: older than its source lets it be. */
  readonly state: 'fresh' | 'stale' | 'never';
  readonly last: IsoDate | '';
  readonly value: string;
  /** Days since the last value. */
  readonly age: number;
  /** When its source publishes the next one, where it says so. */
  readonly nextAt: Instant | '';
}

interface ListedMetal {
  readonly metal: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly series: readonly ListedSeries[];
}

export interface SeriesList {
  readonly metals: readonly ListedMetal[];
  /** The newest files that were read, newest first. */
  readonly imports: readonly ImportRecord[];
  /** Overrides that count today. */
  readonly overrides: number;
}

const MOST_IMPORTS = 12;

/** Every series of the catalog with its newest value, metal by metal, and where values came from lately. */
export async function listSeries(folder: string, _request: object, effects: Effects): Promise<SeriesList> {
  const { catalog, config, paths, overrides } = await keptDesk(folder);
  const today = localDay(effects.now(), config.timeZone);
  const store = await openStoreAsIs(paths.store);
  try {
    const extents = await store.transaction((writing) => writing.extents([...catalog.series.keys()]));
    const calendars = new Map([...catalog.calendars].map(([venue, spec]) => [venue, openCalendar(spec)]));
    const metals = catalog.metals.map(({ metal, name, series }) => ({
      metal,
      name,
      series: series.map((spec): ListedSeries => {
        const { id, name: called, unit, frequency } = spec;
        const extent = extents.get(id);
        if (extent === undefined) {
          return {
            id,
            name: called,
            unit,
            frequency,
            state: 'never',
            last: '',
            value: '',
            age: 0,
            nextAt: '',
          };
        }
        const age = Math.max(0, daysBetween(extent.last, today));
        return {
          id,
          name: called,
          unit,
          frequency,
          state: age > spec.staleAfterDays ? 'stale' : 'fresh',
          last: extent.last,
          value: extent.newest,
          age,
          nextAt: nextValue(spec, extent.last, calendars.get(spec.venue)).at,
        };
      }),
    }));
    return {
      metals,
      // A sheet of a workbook is an import of its own, without values of its own.
      imports: (await store.imports())
        .filter(({ label }) => !isSheet(label))
        .slice(-MOST_IMPORTS)
        .reverse(),
      overrides: overrides.filter(({ expires }) => expires >= today).length,
    };
  } finally {
    await store.close();
  }
}
