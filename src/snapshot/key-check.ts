import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Observation, RawRow } from '../model/observation.ts';
import type { Tally } from './tally.ts';

/** One value per series and date in a file: the same again is ignored, another one is a conflict. */
export function keyCheck(tally: Tally): {
  isNews(row: RawRow, observation: Observation, spec: SeriesSpec): boolean;
} {
  const seen = new Map<string, Map<string, Observation>>();
  return {
    isNews: (row, observation, spec) => {
      const dates = seen.get(observation.series);
      const before = dates?.get(observation.date);
      if (!before) {
        if (dates) dates.set(observation.date, observation);
        else seen.set(observation.series, new Map([[observation.date, observation]]));
        return true;
      }
      const line = before.place.row;
      if (before.value === observation.value && before.status === observation.status) {
        tally.add(row, 'date', 'W_DATA_DUPLICATE', `same row as line ${line}; ignored.`, spec.id);
        return false;
      }
      const what =
        before.value === observation.value
          ? `status ${observation.status} here and ${before.status}`
          : `${observation.value} here and ${before.value}`;
      tally.add(
        row,
        'value',
        'E_DATA_CONFLICT',
        `${quoted(spec.name.en)} (${spec.id}) on ${observation.date} is ${what} on line ${line}. Keep one of them.`,
        spec.id,
      );
      return false;
    },
  };
}
