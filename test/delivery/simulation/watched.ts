import { AssayError } from '../../../src/errors.ts';
import type { Campaign } from '../../../src/model/delivery.ts';
import type { Ledger } from '../../../src/store/ledger/index.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Chance } from './chance.ts';
import type { Life } from './life.ts';

/** The books of one seed. Whatever is written in them is checked at once. */
export interface Books {
  readonly ledger: Ledger;
  /** Every invariant of those campaigns; throws where one does not hold. */
  check(step: string, campaigns: readonly Campaign[]): Promise<void>;
  /** Since the beginning. */
  readonly checks: number;
}

export function booksOf(ledger: Ledger, time: VirtualTime): Books {
  let checks = 0;
  return {
    ledger,
    get checks() {
      return checks;
    },
    async check(step, campaigns) {
      for (const { id } of campaigns) {
        checks += 1;
        const breaches = await ledger.audit(time.now().toISOString(), id);
        // While senders are slow or stand still leases do end; that none is left is seen when all have ended.
        const breach = breaches.find(
          ({ invariant, what }) => invariant !== 'I10' || !what.startsWith('its lease'),
        );
        if (breach) throw new Error(`after ${step}: ${breach.invariant} ${breach.where}: ${breach.what}`);
      }
    },
  };
}

/**
 * The ledger as a sender sees it that may be killed on either side of each call, and whose disk may be full. `touched`
 * names the campaigns that are under way.
 */
export function watched(
  books: Books,
  life: Life,
  time: VirtualTime,
  chance: Chance,
  touched: () => readonly Campaign[],
  diskFull: () => boolean,
): Ledger {
  const { ledger, check } = books;
  const then = async <T>(step: string, work: () => Promise<T>, changed: (result: T) => boolean): Promise<T> =>
    life.step(() =>
      time.busy(
        (async () => {
          const result = await work();
          if (changed(result)) await check(`${step} by ${life.name}`, touched());
          return result;
        })(),
      ),
    );
  const always = (): boolean => true;
  return {
    ...ledger,
    counts: (campaign) =>
      then(
        'counts',
        () => ledger.counts(campaign),
        () => false,
      ),
    campaigns: (query) =>
      then(
        'campaigns',
        () => ledger.campaigns(query),
        () => false,
      ),
    owners: () =>
      then(
        'owners',
        () => ledger.owners(),
        () => false,
      ),
    nextDue: (campaign) =>
      then(
        'nextDue',
        () => ledger.nextDue(campaign),
        () => false,
      ),
    claim: (request) =>
      then(
        'claim',
        () => ledger.claim(request),
        ({ claimed, suppressed }) => claimed.length + suppressed > 0,
      ),
    write: (batch, now) =>
      then(
        'write',
        async () => {
          if (!diskFull()) return ledger.write(batch, now);
          // Sometimes the commit went through, and only its answer did not.
          if (chance.happens(0.3)) await ledger.write(batch, now);
          throw new AssayError('io', { code: 'E_LEDGER_FULL', where: '', message: 'the disk is full.' });
        },
        always,
      ),
    giveBack: (claims, now) => then('giveBack', () => ledger.giveBack(claims, now), always),
    refuse: (claim, refusal, now) => then('refuse', () => ledger.refuse(claim, refusal, now), always),
    recover: (dead, now) =>
      then(
        'recover',
        () => ledger.recover(dead, now),
        ({ freed, uncertain }) => freed + uncertain > 0,
      ),
    expire: (now) =>
      then(
        'expire',
        () => ledger.expire(now),
        (expired) => expired > 0,
      ),
    finish: (campaign, now) => then('finish', () => ledger.finish(campaign, now), always),
    setCampaign: (id, state, reason, now) =>
      then('setCampaign', () => ledger.setCampaign(id, state, reason, now), always),
  };
}
