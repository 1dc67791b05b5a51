import type { Effects } from '../../effects.ts';
import type { Claimed, Outcome } from '../../model/delivery.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import type { Journal } from './journal.ts';

type Intent = Pick<Claimed, 'delivery' | 'attempt' | 'fence'>;

/**
 * Writes for all lines at once: what became of letters that are done, and the intents of those about to go, in one
 * commit. What is told first is never committed later.
 */
export interface Scribe {
  /** Resolves once the intent is on disk, or is not: only where it gives true may the letter go. */
  begin(intent: Intent): Promise<boolean>;
  /** Never throws; `settled` tells when all of it is on disk. */
  record(outcome: Outcome): void;
  settled(): Promise<void>;
  /** What is still told later is left to those who find the intent. */
  close(): Promise<void>;
  /** Why the ledger takes nothing any more: from then on no intent is granted, and outcomes go to the journal. */
  readonly failure: unknown;
}

/** Waits in ms before a failed write is repeated: the ledger says that repeating does no harm. */
const REPEATS = [100, 1_000, 4_000] as const;

export function openScribe(
  ledger: Pick<Ledger, 'write'>,
  journal: Journal,
  owner: string,
  effects: Effects,
): Scribe {
  let outcomes: Outcome[] = [];
  let intents: Array<{ readonly intent: Intent; readonly tell: (granted: boolean) => void }> = [];
  let failure: unknown;
  let closed = false;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    while (outcomes.length + intents.length > 0) {
      // A line that is done comes back with its next intent at once: one commit for both.
      await turn();
      const taken = { outcomes, intents };
      outcomes = [];
      intents = [];
      const granted = await commit(
        taken.outcomes,
        taken.intents.map(({ intent }) => intent),
      );
      for (const { intent, tell } of taken.intents) tell(granted.has(intent.delivery));
    }
  };

  const commit = async (done: Outcome[], begun: Intent[]): Promise<ReadonlySet<string>> => {
    for (let tried = 0; failure === undefined; tried += 1) {
      try {
        const { granted } = await ledger.write(
          { outcomes: done, intents: begun, owner },
          effects.now().toISOString(),
        );
        return granted;
      } catch (error) {
        const wait = REPEATS[tried];
        if (wait === undefined) fail(error);
        else await effects.wait(wait);
      }
    }
    // The commit's fate is unknown: an intent that did get in is taken back when the journal is merged.
    const notSent = begun.map((intent) => unsent(intent, effects.now().toISOString()));
    const kept = [...done, ...notSent];
    if (kept.length > 0) await journal.append(kept).catch((error: unknown) => lost(kept, error));
    return new Set();
  };

  const fail = (error: unknown): void => {
    failure = error;
    effects.log(
      `The ledger cannot be written. What became of letters is kept in ${journal.path}; the next run takes it over.`,
    );
  };

  const lost = (kept: readonly Outcome[], error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    for (const { delivery, state, reply } of kept) {
      effects.log(
        `E_SEND_JOURNAL ${journal.path}: ${why}. Not written down: ${delivery} ${state} ${reply?.text ?? ''}`,
      );
    }
  };

  const start = (): void => {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  };

  const settled = async (): Promise<void> => {
    while (writing !== undefined) await writing;
  };

  return {
    begin: (intent) =>
      new Promise((tell) => {
        if (closed) return tell(false);
        intents.push({ intent, tell });
        start();
      }),
    record(outcome) {
      if (closed) return;
      outcomes.push(outcome);
      start();
    },
    settled,
    async close() {
      closed = true;
      await settled();
    },
    get failure() {
      return failure;
    },
  };
}

function unsent({ delivery, attempt, fence }: Intent, now: string): Outcome {
  const reason = 'the ledger could not be written; the letter was not sent';
  return { delivery, attempt, fence, state: 'DEFERRED', phase: 'connect', reason, nextAt: now };
}

/** Lets everything run that is ready to. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
