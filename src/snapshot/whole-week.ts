import { addDays, weekOf, weekStart } from '../calendar/week.ts';
import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate } from '../model/time.ts';

/** What is wrong with the week as a whole. */
export function wholeWeek(snapshot: Snapshot): Finding[] {
  const ids = snapshot.metals.flatMap((metal) => metal.series).map(({ id }) => id);
  if (ids.length === 0) {
    return [
      nothing(
        'data/metals',
        'the catalog has no series: nothing was checked. Expected at least one metal with a series.',
      ),
    ];
  }
  const monday = weekStart(snapshot.week);
  const days = ids.flatMap((id) => printableDays(id, snapshot)).sort();
  const newest = days.at(-1) ?? '';
  if (newest < monday) return [emptyWeek(snapshot, newest)];
  if ((snapshot.checks ?? 0) > 0) return [];
  return [
    nothing(
      snapshot.week,
      'no check was run. Expected every value to be looked at; this is a fault of the program, please report it.',
    ),
  ];
}

function printableDays(id: string, { series, withheld }: Snapshot): IsoDate[] {
  const own = Object.hasOwn(series, id) ? series[id] : undefined;
  const out = new Set(withheld?.[id]?.map(({ date }) => date));
  const last = own?.dates.findLast((date) => !out.has(date));
  return last === undefined ? [] : [last];
}

function nothing(where: string, message: string): Finding {
  return { code: 'E_GATE_NOTHING', severity: 'error', where, message };
}

function emptyWeek(snapshot: Snapshot, newest: IsoDate | ''): Finding {
  const until = addDays(snapshot.weekEnding, 1);
  const have =
    newest === '' ? 'There is none before it either.' : `The newest week that has data is ${weekOf(newest)}.`;
  return {
    code: 'E_WEEK_EMPTY',
    severity: 'error',
    where: snapshot.week,
    message: `no series has an observation from ${weekStart(snapshot.week)} to ${until}. ${have}`,
  };
}
