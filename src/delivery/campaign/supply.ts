import type { Effects } from '../../effects.ts';
import type { Campaign, Claimed } from '../../model/delivery.ts';
import type { Instant } from '../../model/time.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import type { Limits } from './limits.ts';

/** A claim in hand. */
export interface Held {
  readonly claim: Claimed;
  readonly domain: string;
  /** By ticks; well before the lease ends for others. */
  readonly staleAt: number;
  /** When it ends for others, by the wall clock: ticks stand still while the machine sleeps. */
  readonly leaseUntil: Instant;
}

/** Claims in small batches and hands out what may go now, so that a domain that must wait holds up no other. */
export interface Supply {
  /** The next letter that may go; undefined where nothing more is due, or the campaign is halted. */
  next(): Promise<Held | undefined>;
  /** Taken out but not begun. */
  putBack(held: Held): void;
  /** Taken out, and not ours to begin: back to the ledger, if it is still ours at all. */
  letGo(held: Held): Promise<void>;
  /** Not to be begun again before that tick, whatever the wall clock says. */
  notBefore(delivery: string, tick: number): void;
  isStale(held: Held): boolean;
  /** Everything in hand, back to the ledger. */
  giveBack(): Promise<void>;
}

export interface SupplyOptions {
  readonly ledger: Ledger;
  readonly campaign: Campaign;
  readonly owner: string;
  readonly lines: number;
  readonly limits: Limits;
  readonly perDomain: number;
  readonly leaseMs: number;
  readonly effects: Effects;
  readonly halted: () => boolean;
}

/** Of a lease, while a claim waits in hand; the rest is for connecting. */
const SHARE = 0.8;
/** Longest single wait in ms: the campaign may be halted meanwhile. */
const SLICE = 1_000;
const MOST_HELD = 500;
/** How long the ledger is not asked again, in ms, after it had nothing more that was due. */
const DRY = 1_000;

export function openSupply(options: SupplyOptions): Supply {
  const { ledger, campaign, owner, lines, limits, effects, leaseMs, halted } = options;
  const batch = lines * 4;
  const window = Math.max(
    batch,
    Math.min(MOST_HELD, Math.floor((options.perDomain * leaseMs * SHARE) / 2_000)),
  );
  const earliest = new Map<string, number>();
  let held: Held[] = [];
  let dryUntil = Number.NEGATIVE_INFINITY;
  let turn: Promise<unknown> = Promise.resolve();

  const claimMore = async (): Promise<void> => {
    const tick = effects.ticks();
    const now = effects.now();
    const limit = Math.min(batch, window - held.length);
    const leaseUntil = new Date(now.getTime() + leaseMs).toISOString();
    const { claimed } = await ledger.claim({
      campaign: campaign.id,
      owner,
      limit,
      now: now.toISOString(),
      leaseUntil,
    });
    for (const one of claimed) {
      held.push({
        claim: one,
        domain: domainOf(one.address),
        staleAt: tick + leaseMs * SHARE,
        leaseUntil,
      });
    }
    if (claimed.length < limit) dryUntil = tick + DRY;
  };

  const waitOf = ({ claim: { delivery }, domain }: Held, tick: number): number =>
    Math.max(limits.wait(domain, tick), (earliest.get(delivery) ?? 0) - tick);

  const isStale = (one: Held): boolean =>
    one.staleAt <= effects.ticks() || one.leaseUntil <= effects.now().toISOString();

  const dropStale = async (): Promise<void> => {
    const stale = held.filter(isStale);
    if (stale.length === 0) return;
    held = held.filter((one) => !stale.includes(one));
    await ledger.giveBack(
      stale.map((one) => one.claim),
      effects.now().toISOString(),
    );
  };

  const take = async (): Promise<Held | undefined> => {
    while (!halted()) {
      await dropStale();
      const tick = effects.ticks();
      const at = held.findIndex((one) => waitOf(one, tick) <= 0);
      const [found] = at < 0 ? [] : held.splice(at, 1);
      if (found !== undefined) {
        limits.take(found.domain, tick);
        earliest.delete(found.claim.delivery);
        return found;
      }
      const soonest = Math.min(...held.map((one) => Math.min(waitOf(one, tick), one.staleAt - tick)));
      // Where it is the rate of all letters that waits, more in hand would not help.
      if (tick >= dryUntil && held.length < window && soonest > limits.wait('', tick)) {
        await claimMore();
      } else if (held.length === 0) {
        return undefined;
      } else {
        await effects.wait(Math.min(Math.max(soonest, 1), SLICE));
      }
    }
    return undefined;
  };

  return {
    next() {
      const mine = turn.then(take, take);
      turn = mine;
      return mine;
    },
    putBack(one) {
      held.unshift(one);
    },
    async letGo({ claim }) {
      await ledger.giveBack([claim], effects.now().toISOString());
    },
    notBefore(delivery, tick) {
      earliest.set(delivery, tick);
    },
    isStale,
    async giveBack() {
      const left = held.map((one) => one.claim);
      held = [];
      if (left.length > 0) await ledger.giveBack(left, effects.now().toISOString());
    },
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
