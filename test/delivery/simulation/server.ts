import type { Carrier, Handover, Line, Outgoing, Trouble } from '../../../src/delivery/campaign/carrier.ts';
import { ACCEPTED, BUSY, CLOSING, DROPPED, GONE, POLICY, SILENT } from '../engine/office.ts';
import type { VirtualTime } from '../engine/virtual-time.ts';
import type { Chance } from './chance.ts';
import type { Life } from './life.ts';

/** Where letters arrive: how many copies each address has of each edition, by `edition address`. */
export interface Sink {
  readonly copies: Map<string, number>;
  /** What went wrong at the sink, in words. */
  readonly faults: string[];
}

/** Whatever a server may do; `copy`: how likely the letter arrives. */
const KINDS: ReadonlyArray<{ readonly handover: Handover; readonly copy: number; readonly share: number }> = [
  { handover: BUSY, copy: 0, share: 0.05 },
  { handover: { ...BUSY, afterMinutes: 5 }, copy: 0, share: 0.02 },
  { handover: GONE, copy: 0, share: 0.004 },
  { handover: { ...GONE, strike: 'strike' }, copy: 0, share: 0.005 },
  { handover: POLICY, copy: 0, share: 0.01 },
  { handover: CLOSING, copy: 0, share: 0.01 },
  { handover: DROPPED, copy: 0, share: 0.01 },
  { handover: { ...CLOSING, phase: 'end', reason: '451 after the dot' }, copy: 0, share: 0.01 },
  { handover: SILENT, copy: 0.5, share: 0.015 },
  { handover: { ...SILENT, phase: 'body', reason: 'dropped mid-body' }, copy: 0, share: 0.01 },
  { handover: { ...SILENT, scope: 'recipient', reason: 'garbage after the dot' }, copy: 1, share: 0.005 },
];

const TROUBLES: readonly Trouble[] = [
  { reason: 'connection refused', fatal: false },
  { reason: '421 too many connections', fatal: false },
  { reason: '535 wrong password', fatal: true },
];

/** `faulty`: whether the week has faults at all. */
export function serverOf(
  life: Life,
  time: VirtualTime,
  chance: Chance,
  sink: Sink,
  faulty: boolean,
): Carrier {
  const line: Line = {
    offers: { size: 0, international: chance.happens(0.9), dsn: true },
    send: (message) => life.step(() => take(message)),
    release: () => undefined,
  };
  const take = async (message: Outgoing): Promise<Handover> => {
    const { handover, copy } = faulty ? kindOf(chance) : { handover: ACCEPTED, copy: 1 };
    const arrives = chance.happens(copy);
    const slow = faulty && chance.happens(0.01);
    await time.pass(slow ? chance.between(60_000, 1_200_000) : chance.between(1, 2_000));
    // Killed before the dot: the server throws away what it has.
    if (life.isDead) return handover;
    if (arrives) deliver(sink, message);
    await time.pass(chance.between(1, 500));
    return handover;
  };
  return {
    lines: 2,
    line: () =>
      life.step(async () => {
        if (faulty && chance.happens(0.02)) return { trouble: chance.oneOf(TROUBLES) };
        return { line };
      }),
    close: async () => undefined,
  };
}

function kindOf(chance: Chance): { readonly handover: Handover; readonly copy: number } {
  let share = chance.between(0, 999_999) / 1_000_000;
  for (const kind of KINDS) {
    share -= kind.share;
    if (share < 0) return kind;
  }
  return { handover: ACCEPTED, copy: 1 };
}

/** The message is its edition and its manifest hash, as `letters` of the simulation make it. */
function deliver(sink: Sink, { to, open }: Outgoing): void {
  const [edition, manifest] = String(open()).split(' ');
  const name = `${edition} ${to}`;
  const copies = (sink.copies.get(name) ?? 0) + 1;
  sink.copies.set(name, copies);
  if (copies > 1) sink.faults.push(`I9 ${name}: ${copies} copies`);
  if (manifest !== `hash-of-${edition}`) sink.faults.push(`I5 ${name}: bytes of ${manifest}`);
}
