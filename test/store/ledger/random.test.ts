import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssayError } from '../../../src/errors.ts';
import type { Campaign, Claimed, Outcome } from '../../../src/model/delivery.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { all, CORRECTION, join, minute, outcome, person, WEEKLY } from './scene.ts';

/** What a run of chance has in hand beside the ledger. */
interface World {
  readonly ledger: Ledger;
  now: number;
  readonly campaigns: Campaign[];
  /** By two senders, who forget nothing: what they were given once they may use at any time. */
  readonly claims: Claimed[];
  readonly begun: Claimed[];
  readonly told: Outcome[];
  /** How often the ledger allowed each delivery to be sent, and how often somebody decided that it may be again. */
  readonly granted: Map<string, number>;
  readonly decided: Map<string, number>;
}

const STATES = ['ACCEPTED', 'DEFERRED', 'REJECTED', 'UNCERTAIN'] as const;
const RESOLUTIONS = ['ACCEPTED', 'BOUNCED', 'PLANNED', 'CANCELLED'] as const;

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}

function more(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

type Deed = (world: World, n: number) => Promise<unknown>;

const DEEDS: Readonly<Record<string, Deed>> = {
  plan: async (world, n) => {
    const wanted = { ...(n % 5 === 0 ? CORRECTION : WEEKLY), list: n % 3 === 0 ? 'gold' : 'weekly' };
    const { campaign, isNew } = await world.ledger.plan(wanted, minute(world.now));
    if (isNew) world.campaigns.push(campaign);
  },
  claim: async (world, n) => {
    const campaign = pick(world.campaigns, n)?.id ?? 0;
    const [now, leaseUntil] = [minute(world.now), minute(world.now + 10)];
    const owner = `sender ${n % 2}`;
    world.claims.push(
      ...(await world.ledger.claim({ campaign, owner, leaseUntil, now, limit: 1 + (n % 3) })).claimed,
    );
  },
  begin: async (world, n) => {
    // Of one delivery the newest claim alone: what is granted is told by the delivery's name.
    const intents = [...new Map(world.claims.slice(n % 4).map((claim) => [claim.delivery, claim])).values()];
    const { granted } = await world.ledger.write(
      { outcomes: [], intents, owner: 'sender 0' },
      minute(world.now),
    );
    for (const claim of intents)
      if (granted.has(claim.delivery) && !world.begun.includes(claim)) {
        world.begun.push(claim);
        more(world.granted, claim.delivery);
      }
  },
  tell: async (world, n) => {
    const claim = pick(world.begun, n);
    if (!claim || world.told.some((one) => one.delivery === claim.delivery && one.attempt === claim.attempt))
      return;
    const told = outcome(claim, pick(STATES, n) ?? 'ACCEPTED', {
      nextAt: minute(world.now + 5),
      ...(n % 7 === 0 ? { strike: 'strike' as const } : {}),
    });
    world.told.push(told);
    if (told.state === 'DEFERRED') more(world.decided, told.delivery);
    await world.ledger.write({ outcomes: [told], intents: [], owner: 'sender 1' }, minute(world.now));
  },
  tellAgain: (world, n) =>
    world.ledger.write(
      { outcomes: world.told.slice(n % 5), intents: [], owner: 'sender 1' },
      minute(world.now),
    ),
  pass: async (world, n) => {
    world.now += n % 40;
    await world.ledger.recover(n % 3 === 0 ? ['sender 0'] : [], minute(world.now));
  },
  leave: (world, n) =>
    world.ledger.subscribers.change((writing) =>
      writing.setState(1 + (n % 6), n % 4 === 0 ? 'active' : 'unsubscribed', 'page', '', minute(world.now)),
    ),
  giveBack: (world, n) => world.ledger.giveBack(world.claims.slice(n % 5), minute(world.now)),
  refuse: async (world, n) => {
    const claim = pick(world.claims, n);
    const refusal = { state: n % 2 === 0 ? ('REJECTED' as const) : ('DEFERRED' as const), reason: 'no' };
    if (claim) await world.ledger.refuse(claim, refusal, minute(world.now));
  },
  set: async (world, n) => {
    const campaign = pick(world.campaigns, n);
    const state = n % 9 === 0 ? 'cancelled' : n % 2 === 0 ? 'paused' : 'open';
    if (campaign) await world.ledger.setCampaign(campaign.id, state, 'so it is', minute(world.now));
  },
  expire: (world, n) => world.ledger.expire(minute(n % 6 === 0 ? 48 * 60 : world.now)),
  resend: async (world, n) => {
    if (n % 3 !== 0) return;
    for (const one of await all(world.ledger.deliveries({ states: ['UNCERTAIN'] })))
      more(world.decided, one.delivery);
    await world.ledger.resendUncertain(minute(world.now), minute(world.now));
  },
  resolve: async (world, n) => {
    const delivery = pick(world.begun, n)?.delivery;
    if (delivery === undefined) return;
    const to = pick(RESOLUTIONS, n) ?? 'ACCEPTED';
    if (to === 'PLANNED') more(world.decided, delivery);
    await world.ledger.resolve({ delivery, to, kind: 'operator', by: 'wang', reason: '' }, minute(world.now));
  },
  finish: async (world, n) => {
    const campaign = pick(world.campaigns, n);
    if (campaign) await world.ledger.finish(campaign.id, minute(world.now));
  },
};

/** Refusals in words are right answers. */
const EXPECTED = /^(?:E_SEND_OLDER|E_CAMPAIGN_STATE|E_DELIVERY_STATE) /;

describe.each(ledgerPlaces)('whatever happens in whatever order on $name', ({ name, open }) => {
  test('the books balance after every step, and nobody is written to twice unless somebody decided so', async () => {
    const deeds = Object.keys(DEEDS);
    const step = fc.tuple(fc.constantFrom(...deeds, 'claim', 'begin', 'tell', 'begin', 'tell'), fc.nat(999));
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 26, maxLength: 60 }), async (run) => {
        const ledger = name === 'sqlite' ? await openedAt(':memory:') : await open();
        const world: World = {
          ledger,
          now: 0,
          campaigns: [],
          claims: [],
          begun: [],
          told: [],
          granted: new Map(),
          decided: new Map(),
        };
        await join(
          ledger,
          [...'abcdef'].map((who) => person(who, who < 'c' ? ['weekly', 'gold'] : ['weekly'])),
        );
        await DEEDS.plan?.(world, 1);
        for (const [deed, n] of run) {
          await DEEDS[deed]?.(world, n).catch((error: unknown) => {
            if (!(error instanceof AssayError) || !EXPECTED.test(error.message)) throw error;
          });
          expect(await ledger.audit(minute(world.now)), `${deed} ${n}`).toEqual([]);
          for (const [delivery, times] of world.granted)
            expect(times, delivery).toBeLessThanOrEqual(1 + (world.decided.get(delivery) ?? 0));
          steps += 1;
        }
        await ledger.close();
      }),
      { numRuns: name === 'sqlite' ? 60 : 4 },
    );
    expect(steps).toBeGreaterThan(100);
  }, 120_000);
});
