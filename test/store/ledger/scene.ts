import type { Campaign, Claimed, Outcome } from '../../../src/model/delivery.ts';
import type { Ledger, NewCampaign, NewSubscriber } from '../../../src/store/ledger/index.ts';

/** Minute by minute, so that what came first is seen. */
export function minute(minutes: number): string {
  return new Date(Date.UTC(2025, 5, 14, 4, minutes)).toISOString();
}

export const NOW = minute(0);
export const LEASE = minute(10);
export const DEADLINE = minute(48 * 60);

export const WEEKLY: NewCampaign = {
  edition: '2025-W24',
  week: '2025-W24',
  version: 0,
  list: 'weekly',
  manifest: 'a1',
  deadline: DEADLINE,
};
export const CORRECTION: NewCampaign = { ...WEEKLY, edition: '2025-W24.1', version: 1, manifest: 'b2' };

export function person(name: string, lists: readonly string[] = ['weekly']): NewSubscriber {
  return {
    name: name.toUpperCase(),
    address: `${name.toUpperCase()}@x.cn`,
    key: `${name}@x.cn`,
    language: 'en',
    timeZone: '',
    metals: [],
    format: 'pdf',
    lists,
  };
}

export async function join(ledger: Ledger, people: readonly NewSubscriber[]): Promise<void> {
  await ledger.subscribers.change((writing) => writing.add(people, 'import list.csv', NOW));
}

/** A campaign to people of these names. */
export async function campaignTo(ledger: Ledger, names: readonly string[]): Promise<Campaign> {
  await join(
    ledger,
    names.map((name) => person(name)),
  );
  return (await ledger.plan(WEEKLY, NOW)).campaign;
}

export async function claimAll(
  ledger: Ledger,
  campaign: number,
  owner = 'me',
  now = NOW,
): Promise<Claimed[]> {
  return (await ledger.claim({ campaign, owner, leaseUntil: LEASE, now, limit: 100 })).claimed;
}

/** Claimed, and their intents granted. */
export async function begin(ledger: Ledger, campaign: number, owner = 'me', now = NOW): Promise<Claimed[]> {
  const claimed = await claimAll(ledger, campaign, owner, now);
  await ledger.write({ outcomes: [], intents: claimed, owner }, now);
  return claimed;
}

export function outcome(
  { delivery, attempt, fence }: Pick<Claimed, 'delivery' | 'attempt' | 'fence'>,
  state: Outcome['state'],
  rest: Partial<Outcome> = {},
): Outcome {
  return { delivery, attempt, fence, state, phase: 'end', reason: `so says the test: ${state}`, ...rest };
}

export function ends(outcomes: readonly Outcome[], owner = 'me'): Parameters<Ledger['write']>[0] {
  return { outcomes, intents: [], owner };
}

/** The only one there is. */
export function one<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined || list.length !== 1) throw new Error(`${list.length} instead of one`);
  return first;
}

/** All of something that comes in batches. */
export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const batch of batches) found.push(...batch);
  return found;
}

/** How many are in each state that has any. */
export async function tally(ledger: Ledger, campaign: number): Promise<Record<string, number>> {
  const counts = Object.entries(await ledger.counts(campaign));
  return Object.fromEntries(counts.filter(([, number]) => number > 0));
}
