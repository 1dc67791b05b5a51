import { realDate } from '../calendar/week.ts';
import { AssayError, quoted } from '../errors.ts';
import type { Instant } from '../model/time.ts';

const MOMENT = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * `2026-07-04` (the end of that day, UTC) or a full instant with its offset → UTC. An instant without an offset
 * would mean another moment on another machine, so it is refused.
 */
export function parseMoment(where: string, text: string): Instant {
  const match = MOMENT.exec(text);
  const day = match?.[1];
  if (day !== undefined && realDate(day) !== undefined) {
    const moment = Date.parse(match?.[2] === undefined ? `${day}T23:59:59.999Z` : text);
    if (!Number.isNaN(moment)) return new Date(moment).toISOString();
  }
  throw new AssayError('usage', {
    code: 'E_USAGE_MOMENT',
    where,
    message: `${quoted(text)} is not a moment. Expected a date (2026-07-04) or an instant with its offset (2026-07-04T12:00:00+08:00).`,
  });
}
