import { realDate, weekdayOf } from '../calendar/week.ts';
import { type Problem, quoted } from '../errors.ts';
import type { CalendarSpec } from '../model/catalog.ts';
import type { Read } from './read-catalog.ts';
import { isTimeZone } from './time-zone.ts';
import type { Path } from './yaml.ts';

/** What a trading calendar says that cannot be: E_CATALOG_CALENDAR. */
export function calendarProblems({ spec, source }: Read<CalendarSpec>): Problem[] {
  const problems: Problem[] = [];
  const wrong = (path: Path, message: string) => {
    const where = path[0] === 'closed' ? source.whereKey(path) : source.where(path);
    problems.push({ code: 'E_CATALOG_CALENDAR', where, message });
  };
  if (!isTimeZone(spec.timeZone)) {
    wrong(['timeZone'], `${quoted(spec.timeZone)} is not a time zone. Expected a name like Europe/London.`);
  }
  for (const bound of ['coveredFrom', 'coveredThrough'] as const) {
    if (realDate(spec[bound]) === undefined)
      wrong([bound], `${spec[bound]} does not exist. Expected a real date.`);
  }
  if (spec.coveredFrom > spec.coveredThrough) {
    wrong(['coveredThrough'], `${spec.coveredThrough} is before coveredFrom ${spec.coveredFrom}. Swap them.`);
  }
  for (const date of Object.keys(spec.closed)) {
    if (realDate(date) === undefined) {
      wrong(['closed', date], `${date} does not exist. Expected a real date.`);
    } else if (weekdayOf(date) > 5) {
      wrong(
        ['closed', date],
        `${date} is a ${weekdayOf(date) === 6 ? 'Saturday' : 'Sunday'}, never a session. Expected weekdays only; remove it.`,
      );
    } else if (date < spec.coveredFrom || date > spec.coveredThrough) {
      wrong(
        ['closed', date],
        `${date} is outside ${spec.coveredFrom} to ${spec.coveredThrough}. Move coveredFrom or coveredThrough, or remove it.`,
      );
    }
  }
  return problems;
}
