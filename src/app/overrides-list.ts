import { localDay } from '../calendar/clock.ts';
import type { Effects } from '../effects.ts';
import type { Language } from '../model/language.ts';
import type { Override } from '../model/override.ts';
import { keptDesk } from './kept-desk.ts';

export interface ListedOverride extends Override {
  /** `data/overrides.yaml:3:3`. */
  readonly where: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly unit: string;
  /** Its last day has passed: it counts no more. */
  readonly isOver: boolean;
}

/** What somebody answers for, those that count first, the newest day first. */
export async function listOverrides(
  folder: string,
  _request: object,
  effects: Effects,
): Promise<ListedOverride[]> {
  const { overrides, catalog, config } = await keptDesk(folder);
  const today = localDay(effects.now(), config.timeZone);
  return overrides
    .map((one): ListedOverride => {
      const spec = catalog.series.get(one.series);
      const name = spec?.name ?? { en: one.series, zh: one.series };
      return { ...one, name, unit: spec?.unit ?? '', isOver: one.expires < today };
    })
    .sort((a, b) => Number(a.isOver) - Number(b.isOver) || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
}
