import { expect, test } from 'vitest';
import { nextValue } from '../../src/app/next-value.ts';
import { openCalendar } from '../../src/calendar/trading.ts';
import type { SeriesSpec } from '../../src/model/catalog.ts';

const SHFE = openCalendar({
  venue: 'shfe',
  name: { en: 'SHFE', zh: '上期所' },
  timeZone: 'Asia/Shanghai',
  coveredFrom: '2025-01-01',
  coveredThrough: '2025-12-31',
  closed: { '2025-06-02': 'Dragon Boat' },
});
const source = (publication?: SeriesSpec['source']['publication']): SeriesSpec['source'] => ({
  name: { en: 'SHFE', zh: '上期所' },
  licence: 'published',
  lag: { en: 'on the day', zh: '当日' },
  ...(publication === undefined ? {} : { publication }),
});
const CLOCK = { by: 'day', after: 0, at: '15:30', zone: 'Asia/Shanghai' } as const;

test.each([
  ['daily', '2025-06-12', '2025-06-13'],
  ['daily', '2025-05-30', '2025-06-03'],
  ['weekly', '2025-06-06', '2025-06-13'],
  ['twice-weekly', '2025-06-09', '2025-06-12'],
  ['twice-weekly', '2025-06-12', '2025-06-16'],
  ['monthly', '2025-05-31', '2025-06-30'],
  ['monthly', '2025-01-30', '2025-02-28'],
] as const)('a %s value after that of %s is of %s', (frequency, newest, date) => {
  expect(nextValue({ frequency, source: source() }, newest, SHFE)).toEqual({ date, at: '' });
});

test('it comes when its source publishes', () => {
  const next = nextValue({ frequency: 'daily', source: source(CLOCK) }, '2025-06-12', SHFE);
  expect(next).toEqual({ date: '2025-06-13', at: '2025-06-13T07:30:00.000Z' });
});
