import type { Problem } from '../errors.ts';
import type { Actor } from '../model/account.ts';
import type { Language } from '../model/language.ts';
import type { EditionId, Instant } from '../model/time.ts';

export interface BuildWish {
  readonly week?: string;
  readonly asOf?: string;
  readonly languages?: readonly Language[];
  readonly draft: boolean;
  /** sha256 the week's snapshot must have: what was approved is what is published. */
  readonly expect?: string;
  readonly by: Actor;
}

export interface Ticket {
  /** Opaque, of letters and digits. */
  readonly id: string;
  readonly wish: BuildWish;
  readonly state: 'waiting' | 'building' | 'built' | 'refused' | 'cancelled';
  /** How many go before it; 0 when its turn has come. */
  readonly ahead: number;
  readonly askedAt: Instant;
  readonly startedAt: Instant | '';
  readonly endedAt: Instant | '';
  /** Stages so far. */
  readonly stages: readonly string[];
  readonly edition: EditionId | '';
  /** Inside `reports/`. */
  readonly folder: string;
  readonly problems: readonly Problem[];
}

/**
 * Builds, one at a time. Each person has one waiting place; the scheduled build has one of its own and goes first.
 */
export interface BuildQueue {
  /** Throws AssayError temporary E_BUILD_RUNNING where the person waits or builds already, naming what and since when. */
  ask(wish: BuildWish): Ticket;
  /** The scheduled build: goes before all who wait. Resolves when it has ended. */
  scheduled(wish: Omit<BuildWish, 'by'>): Promise<Ticket>;
  /** Waiting and building first, then the last twenty that ended, newest first. */
  list(): readonly Ticket[];
  find(id: string): Ticket | undefined;
  /** Whoever asked for it, or an editor. False where it has ended. Throws AssayError permission E_HTTP_ROLE. */
  cancel(id: string, by: Actor): boolean;
  /** The ticket now, then at each change, until it has ended or `gone`. */
  watch(id: string, gone: AbortSignal): AsyncIterable<Ticket>;
  /** Takes nothing more, lets what builds end for `graceMs`, then stops it. */
  close(graceMs: number): Promise<void>;
}
