import type { Offer } from '../../delivery/leaving/preferences.ts';
import type { Desk } from '../../desk.ts';
import { phrases } from '../../language/index.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Language } from '../../model/language.ts';
import { LETTER_FORMATS } from '../../model/subscriber.ts';

const GROUPS = ['bulk', 'minor', 'energy'] as const;

/** Groups, then metals, by the names the reader of a page knows them by. */
export function offeredMetals(
  { metals }: Pick<Catalog, 'metals'>,
  language: Language,
): ReadonlyArray<{ readonly id: string; readonly name: string }> {
  const say = phrases(language);
  return [
    ...GROUPS.map((group) => ({ id: group, name: say.sections[group] })),
    ...metals
      .filter(({ group }) => group !== 'macro')
      .map(({ metal, name }) => ({ id: metal, name: name[language] })),
  ];
}

/** What a desk lets its readers choose from. */
export function offerOf({ config, catalog, mail }: Pick<Desk, 'config' | 'catalog' | 'mail'>): Offer {
  return {
    languages: config.languages,
    formats: LETTER_FORMATS.filter((one) => one !== 'link' || mail?.site !== undefined),
    metals: offeredMetals(catalog, 'en').map(({ id }) => id),
  };
}
