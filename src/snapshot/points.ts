import { AssayError } from '../errors.ts';
import type { Reading } from '../model/analysis.ts';
import type { Snapshot, SnapshotSeries } from '../model/snapshot.ts';

/** A series' columns as readings, oldest first, each with the place it was read. Throws AssayError data when torn. */
export function pointsOf(series: SnapshotSeries, inputs: Snapshot['inputs']): Reading[] {
  const { dates, values, rows, files } = series;
  let run = -1;
  return dates.map((date, at) => {
    while (files[run + 1] && (files[run + 1]?.[0] ?? 0) <= at) run += 1;
    const [, file, column] = files[run] ?? [0, -1];
    const [value, row, input] = [values[at], rows[at], inputs[file]];
    if (value === undefined || row === undefined || input === undefined) {
      throw new AssayError('data', {
        code: 'E_SNAPSHOT',
        where: 'snapshot.json',
        message: `the value of ${date} has no number or place. Restore the file from a copy of the edition.`,
      });
    }
    return {
      date,
      value,
      status: series.except?.[at] ?? series.status,
      place: { file: input.file, row, ...(column === undefined ? {} : { column }) },
    };
  });
}
