import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERY_STATES, type DeliveryState } from '../../../src/model/delivery.ts';
import { SUBSCRIBER_STATES, type Subscriber } from '../../../src/model/subscriber.ts';
import type { Ledger, NewSubscriber, SubscriberPageQuery } from '../../../src/store/ledger/index.ts';
import { ledgerPlaces } from '../../support/ledgers.ts';

const NOW = '2025-06-15T12:00:00.000Z';
const COUNT = 230;

const NAMES = ['Anna Berg', '李雷', '100%_sure\\', 'ÉMILE', 'anna b.'];

function person(at: number): NewSubscriber {
  const address = `r${(at * 83) % COUNT}@${['x.example', 'smelter.example.cn'][at % 2]}`;
  return {
    address,
    key: address,
    name: NAMES[at % NAMES.length] ?? '',
    language: at % 2 === 0 ? 'en' : 'zh',
    timeZone: '',
    metals: [],
    format: 'pdf',
    lists: at % 7 === 0 ? ['vip', 'weekly'] : ['weekly'],
  };
}

async function filled(open: () => Promise<Ledger>): Promise<Ledger> {
  const ledger = await open();
  const people = Array.from({ length: COUNT }, (_, at) => person(at));
  await ledger.subscribers.change((writing) => writing.add(people, 'test', NOW));
  await ledger.subscribers.change(async (writing) => {
    for (let id = 3; id <= COUNT; id += 11)
      await writing.setState(id, id % 2 === 0 ? 'bounced' : 'unsubscribed', 'desk', 'test', NOW);
  });
  return ledger;
}

async function everybody(ledger: Ledger): Promise<Subscriber[]> {
  const all: Subscriber[] = [];
  for await (const batch of ledger.subscribers.all()) all.push(...batch);
  return all;
}

type Narrowed = Pick<SubscriberPageQuery, 'list' | 'state' | 'search'>;

const narrowed: fc.Arbitrary<Narrowed> = fc
  .record({
    list: fc.constantFrom(undefined, 'vip', 'weekly', 'none'),
    state: fc.constantFrom(undefined, ...SUBSCRIBER_STATES),
    search: fc.constantFrom('', 'SMELTER', 'r1', '@x', '雷', 'ann', '%_', '\\', "'", 'É', 'é', 'nobody'),
  })
  .map(({ list, state, search }) => ({
    search,
    ...(list === undefined ? {} : { list }),
    ...(state === undefined ? {} : { state }),
  }));

describe.each(ledgerPlaces)('pages of subscribers, on $name', ({ open }) => {
  test('behind more people than are looked at first, whoever has the words is found', async () => {
    const ledger = await open();
    const many = Array.from({ length: 1100 }, (_, at) => person(at)).map((one, at) => {
      const key = `${String(at).padStart(4, '0')}@${at % 100 === 99 ? 'rare' : 'often'}.example`;
      return { ...one, key, address: key };
    });
    await ledger.subscribers.change((writing) => writing.add(many, 'test', NOW));
    const found = async (search: string, place: { after?: string; before?: string }): Promise<string[]> => {
      const page = await ledger.subscribers.page({ search, after: '', before: '', limit: 20, ...place });
      return page.people.map(({ key }) => key.slice(0, 4));
    };
    const rare = Array.from({ length: 11 }, (_, at) => `${String(at).padStart(2, '0')}99`);
    expect(await found('@RARE', {})).toEqual(rare);
    expect(await found('@rare', { before: '1099@rare.example' })).toEqual(rare.slice(0, -1));
    expect(await found('@often', { before: '0003@often.example' })).toEqual(['0000', '0001', '0002']);
    expect(await found('@often', { after: '1096@often.example' })).toEqual(['1097', '1098']);
    expect(await found('@often', {})).toHaveLength(20);
  });

  test('page by page everybody who fits is met once, in order, forward and back', async () => {
    const ledger = await filled(open);
    const all = await everybody(ledger);
    expect(all).toHaveLength(COUNT);
    let met = 0;
    await fc.assert(
      fc.asyncProperty(narrowed, fc.integer({ min: 1, max: 60 }), async (wanted, limit) => {
        const fits = all.filter((one) => suits(one, wanted)).map(({ key }) => key);
        const walk = async (step: 'after' | 'before'): Promise<string[]> => {
          const keys: string[] = [];
          const beyond = '\u{10ffff}';
          let place = { after: '', before: step === 'before' ? beyond : '' };
          for (;;) {
            const page = await ledger.subscribers.page({ ...wanted, ...place, limit });
            const some = page.people.map(({ key }) => key);
            expect(some.length).toBeLessThanOrEqual(limit);
            keys.splice(step === 'before' ? 0 : keys.length, 0, ...some);
            if (page[step] === '') return keys;
            place = { after: '', before: '', [step]: page[step] };
          }
        };
        expect(await walk('after')).toEqual(fits);
        expect(await walk('before')).toEqual(fits);
        met += fits.length;
      }),
      { numRuns: 40, examples: [[{ search: '' }, 20]] },
    );
    expect(met).toBeGreaterThanOrEqual(COUNT);
  });

  test('a page names the one before it and the one after it, and none where there is none', async () => {
    const ledger = await filled(open);
    const all = (await everybody(ledger)).map(({ key }) => key);
    const page = (more: Partial<SubscriberPageQuery>) =>
      ledger.subscribers.page({ search: '', after: '', before: '', limit: 50, ...more });
    const first = await page({});
    expect([first.before, first.after]).toEqual(['', all[49]]);
    const second = await page({ after: first.after });
    expect(second.people[0]?.key).toBe(all[50]);
    const back = await page({ before: second.before });
    expect(back.people).toEqual(first.people);
    expect([back.before, back.after]).toEqual(['', all[49]]);
    expect((await page({ after: all[COUNT - 51] ?? '' })).after).toBe('');
  });

  test('lists are counted by state, and the count is only made anew when something befell somebody', async () => {
    const ledger = await filled(open);
    const all = await everybody(ledger);
    for (const { list, state, people } of await ledger.subscribers.lists())
      expect([list, state, people]).toEqual([
        list,
        state,
        all.filter((one) => one.lists.includes(list) && one.state === state).length,
      ]);
    const sum = (await ledger.subscribers.lists()).reduce((total, { people }) => total + people, 0);
    expect(sum).toBe(all.reduce((total, { lists }) => total + lists.length, 0));
    const before = await ledger.subscribers.mark();
    expect(await ledger.subscribers.mark()).toBe(before);
    await ledger.subscribers.change((writing) => writing.setState(1, 'bounced', 'dsn', '5.1.1', NOW));
    expect(await ledger.subscribers.mark()).toBeGreaterThan(before);
    const [newest] = await ledger.subscribers.latest('bounced', 5);
    expect(newest).toMatchObject({ state: 'bounced' });
  });
});

function suits(one: Subscriber, { list, state, search = '' }: Narrowed): boolean {
  const ascii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const part = search.toLowerCase();
  return (
    (list === undefined || one.lists.includes(list)) &&
    (state === undefined || one.state === state) &&
    (one.key.includes(part) || ascii(one.name).includes(part))
  );
}

describe.each(ledgerPlaces)('pages of letters, on $name', ({ open }) => {
  test('of all and of each state every letter is met once', async () => {
    const ledger = await filled(open);
    const { campaign } = await ledger.plan(
      {
        edition: '2025-W24',
        week: '2025-W24',
        version: 0,
        list: 'weekly',
        manifest: 'abc',
        deadline: '2025-06-18T12:00:00.000Z',
      },
      NOW,
    );
    await sendSome(ledger, campaign.id);
    const counts = await ledger.counts(campaign.id);
    expect(DELIVERY_STATES.filter((state) => counts[state] > 0)).toEqual([
      'PLANNED',
      'ACCEPTED',
      'DEFERRED',
      'UNCERTAIN',
    ]);
    const walk = async (state: DeliveryState | undefined): Promise<string[]> => {
      const met: string[] = [];
      let after = '';
      do {
        const page = await ledger.deliveryPage({
          campaign: campaign.id,
          ...(state === undefined ? {} : { state }),
          after,
          limit: 17,
        });
        for (const one of page.deliveries) if (state !== undefined) expect(one.state).toBe(state);
        met.push(...page.deliveries.map(({ delivery }) => delivery));
        after = page.next;
      } while (after !== '');
      return met;
    };
    const all = await walk(undefined);
    expect(new Set(all).size).toBe(campaign.planned);
    expect(all).toHaveLength(campaign.planned);
    for (const state of DELIVERY_STATES) {
      const met = await walk(state);
      expect(met).toHaveLength(counts[state]);
      expect(new Set(met).size).toBe(counts[state]);
    }
    const doubted = await ledger.deliveriesIn('UNCERTAIN', 1000);
    expect(doubted).toHaveLength(counts.UNCERTAIN);
    expect(await ledger.deliveriesIn('UNCERTAIN', 2)).toHaveLength(2);
    const [one] = doubted;
    expect(await ledger.deliveriesTo(one?.address ?? '', 10)).toEqual([one]);
    expect(await ledger.deliveriesTo('nobody@x.example', 10)).toEqual([]);
  });
});

/** Most accepted, some deferred until different moments, some in doubt. */
async function sendSome(ledger: Ledger, campaign: number): Promise<void> {
  const { claimed } = await ledger.claim({
    campaign,
    owner: 'o',
    leaseUntil: '2025-06-15T13:00:00.000Z',
    now: NOW,
    limit: 120,
  });
  const intents = claimed.map(({ delivery, attempt, fence }) => ({ delivery, attempt, fence }));
  await ledger.write({ outcomes: [], intents, owner: 'o' }, NOW);
  const outcomes = intents.map((one, at) => {
    const state = at % 5 === 0 ? 'DEFERRED' : at % 9 === 0 ? 'UNCERTAIN' : 'ACCEPTED';
    const nextAt = `2025-06-15T1${4 + (at % 3)}:00:00.000Z`;
    return {
      ...one,
      state,
      phase: 'end',
      reason: 'test',
      ...(state === 'DEFERRED' ? { nextAt } : {}),
    } as const;
  });
  await ledger.write({ outcomes, intents: [], owner: 'o' }, NOW);
}
