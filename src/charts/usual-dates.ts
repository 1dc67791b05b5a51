import type { Change } from '../model/analysis.ts';
import type { IsoDate } from '../model/time.ts';

/** Of the value a bar stands for, and of the one it is compared with. */
export interface Dates {
  readonly to: IsoDate;
  readonly from: IsoDate;
}

export function datesOf({ to, from }: Change): Dates {
  return { to: to.date, from: from.date };
}

/** The two dates most bars share; the chart says them once, bars with others say their own. */
export function usualDates(all: readonly Dates[]): Dates | undefined {
  const counts = new Map<string, { readonly dates: Dates; readonly count: number }>();
  for (const dates of all) {
    const key = `${dates.to} ${dates.from}`;
    counts.set(key, { dates, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].reduce<{ dates: Dates; count: number } | undefined>(
    (most, each) => (most === undefined || each.count > most.count ? each : most),
    undefined,
  )?.dates;
}
