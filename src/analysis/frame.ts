import { addDays, dayNumber } from '../calendar/day.ts';
import { openCalendar, type TradingCalendar } from '../calendar/trading.ts';
import { cutoffDay, weekEnding, weekIndex, weekStart } from '../calendar/week.ts';
import { AssayError } from '../errors.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { IsoDate, WeekId } from '../model/time.ts';

/** The days a week's analysis turns on. Plain numbers are days since 1970-01-01. */
export interface Frame {
  readonly week: WeekId;
  readonly index: number;
  readonly monday: number;
  readonly friday: IsoDate;
  /** Saturday: nothing later is looked at, save provisional monthly values up to `monthEnd`. */
  readonly cutoff: number;
  readonly monthEnd: number;
  venue(id: string): VenueWeek;
}

/** The comparator days of one venue. Absent: it had no session there, or its calendar does not reach back. */
export interface VenueWeek {
  /** Last session on or before the week's Friday. */
  readonly asOf: IsoDate;
  readonly open: boolean;
  /** Last session of the week before. */
  readonly previous?: IsoDate;
  readonly fourWeeks?: IsoDate;
  readonly quarter?: IsoDate;
  readonly ytd?: IsoDate;
  readonly year?: IsoDate;
  /** Days its calendar does not reach count as sessions. */
  isSession(date: IsoDate): boolean;
  /** Whether the venue had no session in that week (an index of `calendar/week.ts`). */
  closedIn(weekIndex: number): boolean;
}

const YEAR_BACK_DAYS = 364;

export function frameOf(snapshot: Snapshot): Frame {
  const { week } = snapshot;
  const friday = weekEnding(week);
  const calendars = new Map(snapshot.calendars.map((spec) => [spec.venue, spec]));
  const venues = new Map<string, VenueWeek>();
  return {
    week,
    index: weekIndex(dayNumber(friday)),
    monday: dayNumber(weekStart(week)),
    friday,
    cutoff: dayNumber(cutoffDay(week)),
    monthEnd: dayNumber(monthEndOf(friday)),
    venue: (id) => {
      const known = venues.get(id);
      if (known) return known;
      const spec = calendars.get(id);
      if (!spec) throw noCalendar(id);
      const made = venueWeekOf(openCalendar(spec), friday);
      venues.set(id, made);
      return made;
    },
  };
}

function venueWeekOf(calendar: TradingCalendar, friday: IsoDate): VenueWeek {
  const asOf = calendar.lastSession(friday) ?? friday;
  const inWeekEndingOn = (day: IsoDate) => calendar.lastSession(day, addDays(day, -4));
  /** Comparators may lie before the calendar begins; the week itself may not. */
  const reached = (day: IsoDate) => (calendar.covers(day) ? calendar.lastSession(day) : undefined);
  const previous = inWeekEndingOn(addDays(friday, -7));
  const fourWeeks = reached(addDays(friday, -28));
  const quarter = reached(addDays(quarterStartOf(asOf), -1));
  const ytd = reached(`${Number(asOf.slice(0, 4)) - 1}-12-31`);
  const year = reached(addDays(asOf, -YEAR_BACK_DAYS));
  return {
    asOf,
    open: inWeekEndingOn(friday) !== undefined,
    ...(previous === undefined ? {} : { previous }),
    ...(fourWeeks === undefined ? {} : { fourWeeks }),
    ...(quarter === undefined ? {} : { quarter }),
    ...(ytd === undefined ? {} : { ytd }),
    ...(year === undefined ? {} : { year }),
    isSession: (date) => !calendar.covers(date) || calendar.isSession(date),
    closedIn: (index) => {
      const ending = addDays('1970-01-02', index * 7);
      return calendar.covers(addDays(ending, -4)) && calendar.covers(ending)
        ? inWeekEndingOn(ending) === undefined
        : false;
    },
  };
}

function quarterStartOf(date: IsoDate): IsoDate {
  const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${date.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

function monthEndOf(date: IsoDate): IsoDate {
  return addDays(`${addDays(`${date.slice(0, 7)}-28`, 4).slice(0, 7)}-01`, -1);
}

function noCalendar(venue: string): AssayError {
  return new AssayError('config', {
    code: 'E_CATALOG_VENUE',
    where: `data/calendars/${venue}.yaml`,
    message: `there is no calendar for venue "${venue}", which a series names. Add the file or name another venue.`,
  });
}
