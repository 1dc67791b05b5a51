import { quoted } from '../errors.ts';
import type { SeriesSpec } from '../model/catalog.ts';
import type { Observation, RawRow } from '../model/observation.ts';
import type { Tally } from './tally.ts';

/** A row whose series and day stood in the file before, on `line`. */
export interface Repeat {
  readonly row: RawRow;
  readonly observation: Observation;
  readonly spec: SeriesSpec;
  readonly line: number;
}

/** One value per series and date in a file: the same again is ignored, another one is a conflict. True when ignored. */
export function judgeRepeat(
  { row, observation, spec, line }: Repeat,
  before: { readonly value: string; readonly status: string },
  tally: Tally,
): boolean {
  const about = { series: spec.id, date: observation.date };
  if (before.value === observation.value && before.status === observation.status) {
    tally.add(row, 'date', 'W_DATA_DUPLICATE', `same row as line ${line}; ignored.`, about);
    return true;
  }
  const what =
    before.value === observation.value
      ? `status ${observation.status} here and ${before.status}`
      : `${observation.value} here and ${before.value}`;
  const message = `${quoted(spec.name.en)} (${spec.id}) on ${observation.date} is ${what} on line ${line}. Keep one of them.`;
  tally.add(row, 'value', 'E_DATA_CONFLICT', message, about);
  return false;
}
