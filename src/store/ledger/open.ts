import type { Session } from '../database/session.ts';
import { audit } from './audit.ts';
import { campaigns, counts, finish, nextDue, setCampaign } from './campaign.ts';
import { claim } from './claim.ts';
import { attempts, deliveries, delivery } from './deliveries.ts';
import { deliveriesIn, deliveriesTo, deliveryPage } from './delivery-page.ts';
import { expire, late } from './expire.ts';
import type { Ledger } from './index.ts';
import { advance, editions, instance, recordEdition, rememberKey } from './instance.ts';
import { count, plan } from './plan.ts';
import { giveBack, owners, recover, refuse } from './recover.ts';
import { resendUncertain, resolve } from './resolve.ts';
import { openSubscribers } from './subscribers.ts';
import { write } from './write.ts';

/** The ledger over a session with its database. */
export function ledgerOver(session: Session): Ledger {
  const { read, change } = session;
  return {
    kind: session.dialect.kind,
    instance: () => read(instance),
    advance: (now) => change((tx) => advance(tx, now)),
    rememberKey: (fingerprint) => change((tx) => rememberKey(tx, fingerprint)),
    recordEdition: (edition, manifest, publishedAt, now) =>
      change((tx) => recordEdition(tx, { edition, manifest, publishedAt, recordedAt: now })),
    editions: () => read(editions),

    subscribers: openSubscribers(session),

    plan: (wanted, now) => change((tx) => plan(tx, wanted, now)),
    count: (wanted) => change((tx) => count(tx, wanted)),
    campaigns: (query) => read((tx) => campaigns(tx, query)),
    setCampaign: (id, state, reason, now) => change((tx) => setCampaign(tx, id, state, reason, now)),
    counts: (campaign) => read((tx) => counts(tx, campaign)),

    claim: (request) => change((tx) => claim(tx, request)),
    write: (batch, now) => change((tx) => write(tx, batch, now)),
    giveBack: (claims, now) => change((tx) => giveBack(tx, claims, now)),
    refuse: (held, refusal, now) => change((tx) => refuse(tx, held, refusal, now)),
    owners: () => read(owners),
    // Nearly always there is nothing: then nobody has to wait for the right to write.
    recover: async (dead, now) =>
      (await read(owners)).length > 0 ? change((tx) => recover(tx, dead, now)) : { freed: 0, uncertain: 0 },
    expire: async (now) => ((await read((tx) => late(tx, now))) > 0 ? change((tx) => expire(tx, now)) : 0),
    resendUncertain: (before, now) => change((tx) => resendUncertain(tx, before, now)),
    nextDue: (campaign) => read((tx) => nextDue(tx, campaign)),
    finish: (campaign, now) => change((tx) => finish(tx, campaign, now)),

    delivery: (id) => read((tx) => delivery(tx, id)),
    deliveries: (query) => deliveries(session, query),
    deliveryPage: (query) => read((tx) => deliveryPage(tx, query)),
    deliveriesIn: (state, limit) => read((tx) => deliveriesIn(tx, state, limit)),
    deliveriesTo: (key, limit) => read((tx) => deliveriesTo(tx, key, limit)),
    attempts: (name) => read((tx) => attempts(tx, name)),
    resolve: (resolution, now) => change((tx, isRepeat) => resolve(tx, resolution, now, isRepeat)),
    audit: (now, campaign) => read((tx) => audit(tx, now, campaign)),

    rest: () => session.rest(),
    close: () => session.close(),
  };
}
