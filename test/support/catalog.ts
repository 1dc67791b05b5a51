import { type Catalog, type DeskConfig, deskSchema, type SeriesSpec } from '../../src/model/catalog.ts';
import type { RawRow, Status, Vintage } from '../../src/model/observation.ts';
import type { RawFile } from './read-file.ts';
import { type MadeSeries, snapshotOf } from './snapshot.ts';

/** A catalog of a few series, copper's unless they say otherwise, and the calendars of their venues. */
export function catalogOf(
  series: readonly MadeSeries[],
  closed: Readonly<Record<string, readonly string[]>> = {},
): Catalog {
  const { metals, calendars } = snapshotOf({ week: '2025-W24', series, closed });
  const all = metals.flatMap(({ metal, series: own }) => own.map((spec) => ({ ...spec, metal })));
  return {
    metals,
    calendars: new Map(calendars.map((calendar) => [calendar.venue, calendar])),
    series: new Map(all.map((spec): [string, SeriesSpec & { metal: string }] => [spec.id, spec])),
    derived: new Map(),
  };
}

export const DESK: DeskConfig = deskSchema.parse({
  name: { en: 'Test desk', zh: '测试台' },
  title: { en: 'Metals weekly', zh: '金属周报' },
  languages: ['en', 'zh'],
  timeZone: 'Asia/Shanghai',
  sections: ['dashboard'],
});

export const FILE = 'data/inbox/made.csv';

/** A long-form file as it is after reading: `date,series,value[,unit][,status]` a line, the first being line 2. */
export function rawFile(lines: readonly string[]): RawFile {
  const columns = { date: 1, series: 2, value: 3, unit: 4, status: 5 };
  const rows = lines.map((line, at): RawRow => {
    const [date = '', series = '', value = '', unit = '', status = ''] = line.split(',');
    return {
      place: { file: FILE, row: at + 2, column: 3 },
      date,
      series,
      value,
      ...(unit === '' ? {} : { unit }),
      ...(status === '' ? {} : { status }),
      columns,
    };
  });
  return { label: FILE, sha256: 'f'.repeat(64), bytes: 100, rows, findings: [] };
}

/** Observations of one series, oldest first, one a line of its file from line 2. */
export function vintages(
  series: string,
  points: ReadonlyArray<readonly [date: string, value: string, status?: Status]>,
): Vintage[] {
  return points.map(([date, value, status = 'traded'], at) => ({
    series,
    date,
    value,
    status,
    place: { file: FILE, row: at + 2 },
    knownAt: '2025-06-14T02:00:00.000Z',
    sha256: 'f'.repeat(64),
  }));
}
