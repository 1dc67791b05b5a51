import { parseCron } from '../../src/calendar/cron.ts';
import type { DuePlan } from '../../src/calendar/due.ts';
import type { CalendarSpec } from '../../src/model/catalog.ts';
import type { HolidayRule } from '../../src/model/schedule.ts';

export function planOf(
  expression: string,
  timeZone: string,
  holiday?: { readonly calendar: CalendarSpec; readonly rule: HolidayRule },
  weekZone = timeZone,
): DuePlan {
  const cron = parseCron(expression);
  if ('fault' in cron) throw new Error(cron.fault);
  return { cron, timeZone, weekZone, holiday };
}
