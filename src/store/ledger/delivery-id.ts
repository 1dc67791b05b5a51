import { hash } from 'node:crypto';
import type { DeliveryId } from '../../model/delivery.ts';
import type { WeekId } from '../../model/time.ts';

/** The same person gets an edition once, whatever lists they are on. */
export function deliveryIdOf(
  campaign: { readonly week: WeekId; readonly version: number },
  key: string,
): DeliveryId {
  return hash('sha256', `${campaign.week}|${campaign.version}|letter|${key}`);
}
