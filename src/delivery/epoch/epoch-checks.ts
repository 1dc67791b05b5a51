import { AssayError } from '../../errors.ts';
import type { Instant } from '../../model/time.ts';
import type { Instance, Ledger } from '../../store/ledger/index.ts';
import { type ClockMark, type Mark, readDeskMark } from './epoch-mark.ts';

/** In words, why the ledger is not the one last seen here. */
export function faultOf(
  kind: Ledger['kind'],
  { epoch, seenAt }: Instance,
  mark: Mark | 'unreadable' | undefined,
): string | undefined {
  if (mark === 'unreadable') return 'what this machine remembers of it cannot be read';
  if (mark === undefined) {
    return epoch === 0 ? undefined : `it has been used ${epoch} times, but never on this machine`;
  }
  const known = [mark, ...(mark.pending === undefined ? [] : [mark.pending])];
  if (known.some((one) => one.epoch === epoch && one.seenAt === seenAt)) return undefined;
  // Machines that share one database move it on in turn.
  if (kind === 'postgres' && epoch > mark.epoch) return undefined;
  if (epoch < mark.epoch) return `it is at epoch ${epoch}, but was at ${mark.epoch} here at ${mark.seenAt}`;
  return `it was used elsewhere (epoch ${epoch} at ${seenAt}; here ${mark.epoch} at ${mark.seenAt})`;
}

export function held(path: string, fault: string): AssayError {
  return new AssayError('data', {
    code: 'E_LEDGER_EPOCH',
    where: path,
    message: `the ledger was restored or copied: ${fault}. It may have forgotten letters that were sent, so nothing was sent. Look at "assay deliveries list"; if it is right, run "assay deliveries release --reason WHY".`,
  });
}

/** In words, of a desk that sent from another ledger before; undefined where it did not, or this machine never knew. */
export async function deskFault(folder: string, ledger: string, desk?: string): Promise<string | undefined> {
  const known = desk === undefined ? undefined : await readDeskMark(folder, desk);
  if (known === 'unreadable') return 'what this machine remembers of the desk cannot be read';
  if (known === undefined || known.ledger === ledger) return undefined;
  return `it is another than this desk sent from at ${known.seenAt} (was DATABASE_URL changed, or data/ledger.db made anew?)`;
}

/** How far the wall clock may lie behind what the ledger has seen, or stray from the uptime, in ms. */
const MOST_MS = 3_600_000;

/** Whether the wall clock went another way than the uptime since then. Of another start nothing can be told. */
export function hasStrayed(then: ClockMark | undefined, now: ClockMark | undefined): boolean {
  const by = strayedBy(then, now);
  return by !== undefined && Math.abs(by) > MOST_MS;
}

/** In ms, more than none where it went forward. */
function strayedBy(then: ClockMark | undefined, now: ClockMark | undefined): number | undefined {
  if (then === undefined || now === undefined || then.boot !== now.boot) return undefined;
  return Date.parse(now.at) - Date.parse(then.at) - (now.uptime - then.uptime);
}

/** Throws E_LEDGER_CLOCK where the wall clock cannot be believed: everything could be too late, or not yet due. */
export function requireClock(
  now: Instant,
  { seenAt }: Instance,
  then: ClockMark | undefined,
  clock: ClockMark | undefined,
): void {
  if (seenAt !== '' && Date.parse(now) < Date.parse(seenAt) - MOST_MS)
    throw wrongClock(
      `this machine's clock says ${now}, but the ledger was written at ${seenAt}. Nothing was sent. Set the clock right, then send again; if it is the ledger that is wrong`,
    );
  const by = strayedBy(then, clock) ?? 0;
  if (Math.abs(by) <= MOST_MS) return;
  const [hours, way] = [(Math.abs(by) / MOST_MS).toFixed(1), by > 0 ? 'forward' : 'back'];
  const meant = new Date(Date.parse(now) - by).toISOString();
  throw wrongClock(
    `this machine's clock says ${now}, but by the time it is up since its last run it is ${meant}: the clock went ${way} by ${hours} hours. Nothing was sent. Set the clock right, then send again; if it is right now`,
  );
}

function wrongClock(words: string): AssayError {
  const message = `${words}, run "assay deliveries release --reason WHY".`;
  return new AssayError('temporary', { code: 'E_LEDGER_CLOCK', where: '', message });
}
