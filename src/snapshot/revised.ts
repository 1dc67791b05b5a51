import { cutoffDay, weekStart } from '../calendar/week.ts';
import { quoted } from '../errors.ts';
import type { Catalog } from '../model/catalog.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Vintage } from '../model/observation.ts';
import type { WeekId } from '../model/time.ts';

/**
 * Values of the week before that its issue printed and that have been changed since. `earlier`: what was known of them
 * at that cutoff; what became known later all at once is in none.
 */
export function revisedValues(
  previous: WeekId,
  earlier: readonly Vintage[],
  observations: ReadonlyMap<string, readonly Vintage[]>,
  catalog: Catalog,
): Finding[] {
  const [monday, saturday] = [weekStart(previous), cutoffDay(previous)];
  return earlier.flatMap((before) => {
    const spec = catalog.series.get(before.series);
    if (!spec || before.date < monday || before.date > saturday) return [];
    const now = observations.get(before.series)?.findLast((one) => one.date === before.date);
    if (now === undefined || now.value === before.value || now.knownAt <= before.knownAt) return [];
    const whose = now.revision ?? 'correction';
    const { file, row } = now.place;
    return [
      findingAt(
        'I_DATA_REVISED',
        cellPlace({ file, row }),
        `${quoted(spec.name.en)} of ${before.date} was ${before.value} ${spec.unit} in the issue of ${previous} and is now ${now.value} (${whose === 'source' ? 'revised by its source' : 'corrected by the desk'}).`,
        { series: before.series, date: before.date, cause: whose },
      ),
    ];
  });
}
