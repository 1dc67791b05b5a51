import { isTimeZone } from '../calendar/time-zone.ts';
import { realDate, weekdayOf } from '../calendar/week.ts';
import { type Problem, quoted } from '../errors.ts';
import type { CalendarSpec } from '../model/catalog.ts';
import type { Read } from './read-catalog.ts';
import type { Path } from './yaml.ts';

/** What a trading calendar says that cannot be: E_CATALOG_CALENDAR. */
export function calendarProblems({ spec, source }: Read<CalendarSpec>): Problem[] {
  const problems: Problem[] = [];
  const wrong = (path: Path, message: string) => {
    const where = path.length > 1 ? source.whereKey(path) : source.where(path);
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
  for (const list of ['closed', 'worked'] as const) {
    for (const date of Object.keys(spec[list] ?? {})) {
      const problem = dayProblem(list, date, spec);
      if (problem !== undefined) wrong([list, date], problem);
    }
  }
  return problems;
}

/** What is wrong with a day of a calendar's list; undefined where nothing is. */
export function dayProblem(list: 'closed' | 'worked', date: string, spec: CalendarSpec): string | undefined {
  if (realDate(date) === undefined) return `${date} does not exist. Expected a real date.`;
  const weekend = weekdayOf(date) > 5;
  if (list === 'closed' && weekend) {
    return `${date} is a ${weekdayOf(date) === 6 ? 'Saturday' : 'Sunday'}, never a session. Expected weekdays only; remove it.`;
  }
  if (list === 'worked' && !weekend) {
    return `${date} is a weekday, a session unless it is closed. Expected make-up Saturdays and Sundays only; remove it.`;
  }
  if (date < spec.coveredFrom || date > spec.coveredThrough) {
    return `${date} is outside ${spec.coveredFrom} to ${spec.coveredThrough}. Move coveredFrom or coveredThrough, or remove it.`;
  }
  return undefined;
}
