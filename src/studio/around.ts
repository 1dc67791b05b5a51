import { type Around, reasonSaid, type Said } from '../language/index.ts';
import type { Language } from '../model/language.ts';
import { localMoment } from './local-moment.ts';
import type { Shop } from './shop.ts';

/** How a page of the desk writes moments and names series, for reasons that hold some. */
export async function aroundOf(shop: Shop, language: Language): Promise<Around> {
  const { config, catalog } = await shop.desk();
  return {
    at: (moment) => localMoment(moment, config.timeZone),
    series: (id) => catalog.series.get(id)?.name[language] ?? id,
  };
}

/** A reason for templates; `isGiven` where there is one. */
export interface ReasonView extends Said {
  readonly isGiven: boolean;
}

export function reasonView(reason: string, language: Language, around: Around): ReasonView {
  return { ...reasonSaid(reason, language, around), isGiven: reason !== '' };
}
