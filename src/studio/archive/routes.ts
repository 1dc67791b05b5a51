import { Shelf } from '../../archive/index.ts';
import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { editionPage, verifiedPage } from './edition-page.ts';
import { editionFile } from './file.ts';
import { letterPage } from './letter.ts';
import { searchPage } from './search-page.ts';
import { Searches } from './searches.ts';
import { yearPage } from './year-page.ts';

/** Past editions: by year, one by one, file by file, and by the words in them. */
export function archiveRoutes(shop: Shop): Route[] {
  let shelf: Promise<Shelf> | undefined;
  const onShelf = (): Promise<Shelf> => {
    shelf ??= shop.desk().then(({ paths }) => new Shelf(paths.reports, shop.effects.ticks));
    shelf.catch(() => {
      shelf = undefined;
    });
    return shelf;
  };
  const searched = new Searches(shop);
  return [
    {
      method: 'GET',
      url: '/archive',
      access: 'reader',
      handle: async (visit) => yearPage(shop, await onShelf(), visit),
    },
    {
      method: 'GET',
      url: '/archive/search',
      access: 'reader',
      handle: (visit) => searchPage(searched, visit),
    },
    {
      method: 'GET',
      url: '/archive/:edition',
      access: 'reader',
      handle: async (visit) => editionPage(shop, await onShelf(), visit),
    },
    {
      method: 'POST',
      url: '/archive/:edition/verify',
      access: 'reader',
      action: 'archive.verify',
      target: ({ params }) => (params.edition ?? '').slice(0, 20),
      handle: async (visit) => verifiedPage(shop, await onShelf(), visit),
    },
    {
      method: 'GET',
      url: '/archive/:edition/letter/:language',
      access: 'reader',
      handle: (visit) => letterPage(shop, visit),
    },
    {
      method: 'GET',
      url: '/archive/:edition/file/*',
      access: 'reader',
      handle: (visit) => editionFile(shop, visit),
    },
  ];
}
