import { setTimeout } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Dialect, Tx } from './dialect.ts';

const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

/** Pauses before a lost connection is tried again, milliseconds. */
const PAUSES = [0, 100, 500, 2000];

/** How long to wait for another's transaction: a campaign of a million being planned. */
const BUSY_MS = 60_000;
const MOST_PAUSE_MS = 40;

/**
 * Asks again while another writes. Not by the driver's own waiting: that stands still with everything else in this
 * process, letters under way among it.
 */
export async function patiently<T>(
  work: () => Promise<T>,
  isBusy: (error: unknown) => boolean,
  most = BUSY_MS,
): Promise<T> {
  let waited = 0;
  for (let pause = 1; ; pause = Math.min(pause * 2, MOST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || waited >= most) throw error;
      await setTimeout(pause);
      waited += pause;
    }
  }
}

/** A database and how work in it is begun, ended, repeated and explained. */
export interface Session {
  readonly dialect: Dialect;
  /** Reads; each statement sees whole transactions. Repeated where the connection was lost. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * A transaction. Repeated where the connection was lost, be it at the commit: `work` must find out for itself what an
   * earlier try has left. `isRepeat` tells that there was one.
   */
  change<T>(work: (tx: Tx, isRepeat: boolean) => Promise<T>): Promise<T>;
  /** A transaction that is never repeated, undone where `keep` does not want its result. */
  once<T>(work: (tx: Tx) => Promise<T>, keep: (result: T) => boolean): Promise<T>;
  /** Gives back memory that only saves time. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface Engine {
  readonly db: Kysely<unknown>;
  readonly dialect: Dialect;
  /** The connection is gone, or the database asks to try again: what was not committed is not there. */
  isPassing(error: unknown): boolean;
  /** Another has the right to write just now: asked again after a while, for `BUSY_MS` in all. */
  isBusy(error: unknown): boolean;
  /** What a driver's error means for people. */
  failure(error: unknown): unknown;
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** Reads and changes over one engine: tried again where it was only busy, failures told as AssayError. */
export function openSession({ db, dialect, isPassing, isBusy, failure, rest, close }: Engine): Session {
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw failure(error);
    }
  };

  const transaction = <T>(work: (tx: Tx) => Promise<T>, keep?: (result: T) => boolean): Promise<T> =>
    db.connection().execute(async (connection) => {
      await patiently(() => connection.executeQuery(dialect.begin), isBusy);
      try {
        const result = await work({ db: connection, dialect });
        await connection.executeQuery(keep === undefined || keep(result) ? COMMIT : ROLLBACK);
        return result;
      } catch (error) {
        // SQLite has rolled back already after some errors, and a lost connection has too.
        await connection.executeQuery(ROLLBACK).catch(() => undefined);
        throw error;
      }
    });

  const repeated = async <T>(work: (isRepeat: boolean) => Promise<T>): Promise<T> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await work(tries > 0);
      } catch (error) {
        const pause = PAUSES[tries];
        if (pause === undefined || !isPassing(error)) throw error;
        await setTimeout(pause);
      }
    }
  };

  let closing: Promise<void> | undefined;
  return {
    dialect,
    read: (work) => guarded(repeated(() => patiently(() => work({ db, dialect }), isBusy))),
    change: (work) => guarded(repeated((isRepeat) => transaction((tx) => work(tx, isRepeat)))),
    once: (work, keep) => guarded(transaction(work, keep)),
    rest: () => guarded(rest()),
    // A second time is no mistake: whoever clears away need not know who was first.
    close: () => {
      closing ??= guarded(close());
      return closing;
    },
  };
}
