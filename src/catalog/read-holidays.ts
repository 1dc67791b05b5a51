import { z } from 'zod';
import { realDate } from '../calendar/week.ts';
import { AssayError, type Problem, quoted } from '../errors.ts';
import { type CalendarSpec, type Catalog, type Holidays, holidaysSchema } from '../model/catalog.ts';
import { nearest } from '../nearest.ts';
import { dayProblem } from './calendar-problems.ts';
import { fieldProblems } from './field-problems.ts';
import { labelOf, readSource } from './read-source.ts';
import type { SourceFile } from './source-file.ts';

const listSchema = z.array(holidaysSchema);
type Calendars = ReadonlyMap<string, CalendarSpec>;

/**
 * The calendars with what a desk's `data/holidays.yaml` adds to them: a list; an empty file adds nothing. Throws
 * AssayError `config` with every problem in it, `missing` when there is no such file.
 */
export async function withHolidays(
  file: string,
  { calendars }: Pick<Catalog, 'calendars'>,
): Promise<Calendars> {
  const source = await (await readSource(file, labelOf(file, 1))).placed();
  if (source.problems.length > 0) throw new AssayError('config', [...source.problems]);
  const parsed = listSchema.safeParse(source.value ?? []);
  if (!parsed.success) throw new AssayError('config', fieldProblems(listSchema, parsed.error, source));
  const extended = new Map(calendars);
  for (const one of parsed.data)
    for (const venue of one.calendars) {
      const calendar = extended.get(venue);
      if (calendar !== undefined) extended.set(venue, added(calendar, one));
    }
  const problems = parsed.data.flatMap((one, at) => holidaysProblems(one, at, extended, source));
  if (problems.length > 0) throw new AssayError('config', problems);
  return extended;
}

/** Only calendars that list worked weekends take more of them: to exchanges no weekend is a session. */
function added(calendar: CalendarSpec, { through, closed, worked }: Holidays): CalendarSpec {
  const isLater = through !== undefined && through > calendar.coveredThrough;
  return {
    ...calendar,
    coveredThrough: isLater ? through : calendar.coveredThrough,
    closed: { ...calendar.closed, ...closed },
    ...(calendar.worked === undefined ? {} : { worked: { ...calendar.worked, ...worked } }),
  };
}

function holidaysProblems(one: Holidays, at: number, calendars: Calendars, source: SourceFile): Problem[] {
  const problems: Problem[] = one.calendars.flatMap((venue, place) =>
    calendars.has(venue) ? [] : [unknown(venue, calendars, source.where([at, 'calendars', place]))],
  );
  if (one.through !== undefined && realDate(one.through) === undefined)
    problems.push({
      code: 'E_CATALOG_CALENDAR',
      where: source.where([at, 'through']),
      message: `${one.through} does not exist. Expected a real date.`,
    });
  const known = one.calendars.flatMap((venue) => calendars.get(venue) ?? []);
  for (const list of ['closed', 'worked'] as const)
    for (const date of Object.keys(one[list])) {
      const message = known
        .map((calendar) => dayProblem(list, date, calendar))
        .find((one) => one !== undefined);
      if (message !== undefined)
        problems.push({
          code: 'E_CATALOG_CALENDAR',
          where: source.whereKey([at, list, date]),
          message: message.replace(
            'Move coveredFrom or coveredThrough',
            'Set through: to the last day known',
          ),
        });
    }
  return problems;
}

function unknown(venue: string, calendars: Calendars, where: string): Problem {
  const near = nearest(venue, calendars.keys());
  const meant = near === undefined ? '' : ` Did you mean ${quoted(near)}?`;
  const message = `unknown calendar ${quoted(venue)}.${meant} Expected one of ${[...calendars.keys()].sort().join(', ')}.`;
  return { code: 'E_CATALOG_VENUE', where, message };
}
