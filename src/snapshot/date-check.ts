import { dayNumber } from '../calendar/day.ts';
import { endOfMonth, realDate } from '../calendar/week.ts';
import { quoted } from '../errors.ts';
import type { IsoDate } from '../model/time.ts';
import { dateProblem } from './date-problem.ts';

export interface DateProblem {
  readonly code: string;
  readonly message: string;
}

/** A date of a file: the number of its day, or what is wrong with it. */
export interface CheckedDate {
  readonly day: number;
  readonly problem?: DateProblem;
}

/** The oldest price series anyone keeps begins in 1833; an earlier year is a slip of the pen. */
const OLDEST = '1800-01-01';
/** More days than any file has; what is no day is not worth remembering. */
const MOST_REMEMBERED = 200_000;

/** A file repeats its dates once a series: each is looked at once. */
export function dateChecks(
  today: IsoDate,
): Readonly<Record<'observed' | 'provisional', (text: string) => CheckedDate>> {
  const remembering = (latest: IsoDate) => {
    const known = new Map<string, CheckedDate>();
    return (text: string): CheckedDate => {
      const before = known.get(text);
      if (before) return before;
      const problem = problemOf(text, latest, today);
      const found = problem ? { day: 0, problem } : { day: dayNumber(text) };
      if (!problem && known.size < MOST_REMEMBERED) known.set(text, found);
      return found;
    };
  };
  return { observed: remembering(today), provisional: remembering(endOfMonth(today)) };
}

function problemOf(text: string, latest: IsoDate, today: IsoDate): DateProblem | undefined {
  if (realDate(text) === undefined) return { code: 'E_DATA_DATE', message: dateProblem(text) };
  if (text < OLDEST) {
    return { code: 'E_DATA_DATE', message: `${quoted(text)} is before ${OLDEST}. Check the year.` };
  }
  if (text <= latest) return undefined;
  return {
    code: 'E_DATA_FUTURE',
    message: `${text} is after the report date ${today}. Check the year and month.`,
  };
}
