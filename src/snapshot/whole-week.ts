import { addDays, weekOf, weekStart } from '../calendar/week.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

/** What is wrong with the week as a whole. */
export function wholeWeek(snapshot: Snapshot): Finding[] {
  const ids = snapshot.metals.flatMap((metal) => metal.series).map(({ id }) => id);
  if (ids.length === 0) {
    const message =
      'the catalog has no series: nothing was checked. Expected at least one metal with a series.';
    return [findingAt('E_GATE_NOTHING', 'data/metals', message)];
  }
  const monday = weekStart(snapshot.week);
  const days = ids.flatMap((id) => printableDays(id, snapshot)).sort();
  const newest = days.at(-1) ?? '';
  if (newest < monday) return [emptyWeek(snapshot, newest)];
  if ((snapshot.checks ?? 0) > 0) return [];
  const message =
    'no check was run. Expected every value to be looked at; this is a fault of the program, please report it.';
  return [findingAt('E_GATE_NOTHING', snapshot.week, message)];
}

function printableDays(id: string, { series, withheld }: Snapshot): IsoDate[] {
  const own = Object.hasOwn(series, id) ? series[id] : undefined;
  const out = new Set(withheld?.[id]?.map(({ date }) => date));
  const last = own?.dates.findLast((date) => !out.has(date));
  return last === undefined ? [] : [last];
}

function emptyWeek(snapshot: Snapshot, newest: IsoDate | ''): Finding {
  const until = addDays(snapshot.weekEnding, 1);
  const have =
    newest === '' ? 'There is none before it either.' : `The newest week that has data is ${weekOf(newest)}.`;
  const message = `no series has an observation from ${weekStart(snapshot.week)} to ${until}. ${have}`;
  return findingAt('E_WEEK_EMPTY', snapshot.week, message);
}
