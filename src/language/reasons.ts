import type { Language } from '../model/language.ts';
import { reasonForBrowser } from './en/reasons.ts';
import type { Said } from './problems.ts';
import { holidayName } from './zh/holidays.ts';
import { type Around, reasonOf } from './zh/reasons.ts';

export type { Around };

/** A holiday as calendars name it, in English. */
export function holidaySaid(name: string, language: Language): string {
  return language === 'zh' ? holidayName(name) : name;
}

/**
 * Why a week, a campaign or a letter is as it is. Histories keep that in English, as it was written down when it
 * happened; a person's own words stay as they are.
 */
export function reasonSaid(reason: string, language: Language, around: Around): Said {
  if (language === 'en') return { text: reasonForBrowser(reason), exact: '' };
  const text = reasonOf(reason, around);
  if (text !== undefined) return { text, exact: text === reason ? '' : reason };
  return /\p{Script=Han}/u.test(reason) ? { text: reason, exact: '' } : { text: '', exact: reason };
}
