/** Whether a price holds value-added tax, where its unit's text says so. */
export type StatedVat = 'incl' | 'excl';

/**
 * What tables write beside a unit, lower case and without spaces. Left out because they could mean either: 税前, 税后,
 * 裸价 (without tax, or without freight?), "net", and whatever names a rate of its own, which need not be the day's.
 */
const EXCLUDED = [
  '不含(?:增值)?税价?',
  '未含?税价?',
  '除税价?',
  '(?:ex|excl\\.?|excludes?|excluding|exclusiveof|without|netof)[.-]?(?:vat|tax)',
  '(?:vat|tax)-?(?:ex|excl\\.?|excluded|exclusive|notincluded)',
];
const INCLUDED = [
  '含(?:增值)?税价?',
  '(?:incl\\.?|inc\\.?|includes?|including|inclusiveof|with)[.-]?(?:vat|tax)',
  '(?:vat|tax)-?(?:incl\\.?|inc\\.?|included|inclusive)',
];

/** Excluded first: 不含税 ends in 含税. */
const PATTERNS = ([['excl', EXCLUDED] as const, ['incl', INCLUDED] as const] as const).map(
  ([vat, words]) => ({
    vat,
    last: new RegExp(`[([,;、,-]?(?:${words.join('|')})[)\\]]?$`),
    first: new RegExp(`^[([]?(?:${words.join('|')})[)\\],:;、,-]?`),
  }),
);

export interface TaxedText {
  /** The text without what it says of tax. */
  readonly rest: string;
  readonly vat: StatedVat;
}

/** What a unit's compact text says of tax before or behind the unit itself; undefined when nothing. */
export function taxWords(spelled: string): TaxedText | undefined {
  for (const { vat, last, first } of PATTERNS) {
    const rest = spelled.replace(last, '');
    if (rest !== spelled) return { rest, vat };
    const behind = spelled.replace(first, '');
    if (behind !== spelled) return { rest: behind, vat };
  }
  return undefined;
}

/** How the program writes it behind a unit. */
export const VAT_LABEL: Readonly<Record<StatedVat, { readonly en: string; readonly zh: string }>> = {
  incl: { en: ' incl. VAT', zh: '（含税）' },
  excl: { en: ' excl. VAT', zh: '（不含税）' },
};
