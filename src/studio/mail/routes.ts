import type { Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { campaignPage, changeCampaign } from './campaign.ts';
import { countsPart } from './counts.ts';
import { exportSubscribers } from './export.ts';
import { importList, importPage, LIST_BYTES } from './list-import.ts';
import { overview } from './overview.ts';
import { releaseLedger } from './release.ts';
import {
  addSubscriber,
  newSubscriberPage,
  removeSubscriber,
  returnSubscriber,
  saveWishes,
  subscriberPage,
} from './subscriber.ts';
import { subscribersPage } from './subscribers.ts';
import { resolveUncertain, uncertainPage } from './uncertain.ts';

/** What is sent, to whom, and what became of it. Addresses are shown from analysts on. */
export function mailRoutes(shop: Shop): Route[] {
  const campaign = ({ params }: { readonly params: Readonly<Record<string, string>> }): string =>
    `campaign ${params.id ?? ''}`;
  const subscriber = ({ params }: { readonly params: Readonly<Record<string, string>> }): string =>
    `subscriber ${params.id ?? ''}`;
  return [
    { method: 'GET', url: '/mail', access: 'reader', handle: overview(shop) },
    {
      method: 'POST',
      url: '/mail/release',
      access: 'editor',
      action: 'ledger.release',
      handle: releaseLedger(shop),
    },
    { method: 'GET', url: '/mail/campaigns/:id', access: 'reader', handle: campaignPage(shop) },
    { method: 'GET', url: '/mail/campaigns/:id/counts', access: 'reader', handle: countsPart(shop) },
    ...(['pause', 'open', 'cancel'] as const).map(
      (action): Route => ({
        method: 'POST',
        url: `/mail/campaigns/:id/${action}`,
        access: 'editor',
        action: `campaign.${action}`,
        target: campaign,
        handle: changeCampaign(shop, action),
      }),
    ),
    { method: 'GET', url: '/mail/uncertain', access: 'analyst', handle: uncertainPage(shop) },
    {
      method: 'POST',
      url: '/mail/uncertain',
      access: 'editor',
      action: 'delivery.resolve',
      target: (visit) =>
        visit
          .all('delivery')
          .map((one) => one.slice(0, 16))
          .slice(0, 50)
          .join(' '),
      handle: resolveUncertain(shop),
    },
    { method: 'GET', url: '/mail/subscribers', access: 'analyst', handle: subscribersPage(shop) },
    {
      method: 'GET',
      url: '/mail/subscribers/export',
      access: 'editor',
      perMinute: 6,
      handle: exportSubscribers(shop),
    },
    { method: 'GET', url: '/mail/subscribers/import', access: 'editor', handle: importPage(shop) },
    {
      method: 'POST',
      url: '/mail/subscribers/import',
      access: 'editor',
      action: 'subscribers.import',
      files: { maxBytes: LIST_BYTES },
      target: ({ form, files }) => files[0]?.name ?? form.name ?? '',
      handle: importList(shop),
    },
    { method: 'GET', url: '/mail/subscribers/new', access: 'editor', handle: newSubscriberPage(shop) },
    {
      method: 'POST',
      url: '/mail/subscribers/new',
      access: 'editor',
      action: 'subscriber.add',
      handle: addSubscriber(shop),
    },
    { method: 'GET', url: '/mail/subscribers/:id', access: 'analyst', handle: subscriberPage(shop) },
    {
      method: 'POST',
      url: '/mail/subscribers/:id/wishes',
      access: 'editor',
      action: 'subscriber.wish',
      target: subscriber,
      handle: saveWishes(shop),
    },
    {
      method: 'POST',
      url: '/mail/subscribers/:id/remove',
      access: 'editor',
      action: 'subscriber.remove',
      target: subscriber,
      handle: removeSubscriber(shop),
    },
    {
      method: 'POST',
      url: '/mail/subscribers/:id/return',
      access: 'editor',
      action: 'subscriber.return',
      target: subscriber,
      handle: returnSubscriber(shop),
    },
  ];
}
