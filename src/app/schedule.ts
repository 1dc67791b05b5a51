import type { ScheduleWork } from '../schedule/work.ts';
import type { Shop } from '../studio/shop.ts';

/** What the scheduler of a server works with: of the shop it needs no more than this. */
export function scheduleWork(
  _shop: Pick<Shop, 'desk' | 'app' | 'hands' | 'queue' | 'office' | 'effects'>,
): ScheduleWork {
  throw new Error('not yet');
}
