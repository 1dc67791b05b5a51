import type { Account, Actor, Role } from '../../model/account.ts';
import type { Language } from '../../model/language.ts';
import type { AlertKind, OccurrenceState } from '../../model/occurrence.ts';
import type { EditionId, Instant, WeekId } from '../../model/time.ts';

/**
 * Who works at the desk, what they did, and which weeks are whose to make. On SQLite in a file of its own
 * (`data/office.db`), or on PostgreSQL in a schema of its own; the same on both. Each method is one transaction that
 * has reached the disk when it resolves. Methods may throw AssayError as the ledger's do.
 */
export interface Office {
  readonly kind: 'sqlite' | 'postgres';
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly audit: AuditTrail;
  readonly approvals: Approvals;
  readonly occurrences: Occurrences;
  /** Gives back memory that only saves time. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

export interface Accounts {
  /** Throws AssayError usage E_USER_TAKEN where the name was ever given. */
  add(account: NewAccount, now: Instant): Promise<Account>;
  /** Only where there is no account at all: two who ask at once get one admin. Undefined where there was one. */
  addFirst(account: Omit<NewAccount, 'role'>, now: Instant): Promise<Account | undefined>;
  byName(name: string): Promise<(Account & { readonly password: string }) | undefined>;
  byId(id: number): Promise<Account | undefined>;
  /** By name. */
  list(): Promise<Account[]>;
  /**
   * Changes what is given. A new password, a new role or `disabled` ends the account's sessions in the same
   * transaction. Throws AssayError usage E_USER_LAST_ADMIN where no active admin would be left, E_USER_UNKNOWN;
   * temporary E_USER_CHANGED where the password is no longer `was`.
   */
  change(id: number, change: AccountChange): Promise<Account>;
}

export interface NewAccount {
  readonly name: string;
  readonly role: Role;
  /** Hashed by `access/password.ts`. */
  readonly password: string;
  readonly language?: Language;
}

export interface AccountChange {
  readonly role?: Role;
  readonly state?: Account['state'];
  readonly password?: string;
  /** The hash that the change was decided upon: nothing is changed where the account has another by now. */
  readonly was?: string;
  readonly language?: Language;
}

/** Only SHA-256 of a session's token is kept: who reads the database cannot sign in with it. */
export interface Sessions {
  /**
   * Nothing where the account is not active. `password`: only where the account still has this hash, so that who signed
   * in with a password that was changed meanwhile is not let in.
   */
  open(session: NewSession, password?: string): Promise<void>;
  /** Undefined where it is unknown, closed, idle for too long or too old, or its account disabled. */
  find(hash: string, now: Instant): Promise<{ session: Session; account: Account } | undefined>;
  /** Not idle now. Written at most once a minute. */
  touch(hash: string, idleUntil: Instant): Promise<void>;
  close(hash: string): Promise<void>;
  closeOf(account: number): Promise<number>;
  ofAccount(account: number, now: Instant): Promise<Session[]>;
  /** Forgets those that have ended. */
  sweep(now: Instant): Promise<number>;
}

export interface NewSession {
  readonly hash: string;
  readonly account: number;
  readonly openedAt: Instant;
  readonly idleUntil: Instant;
  readonly endsAt: Instant;
  readonly from: string;
  readonly agent: string;
}

export type Session = NewSession;

/** Rows are only ever added; the database itself refuses to change or delete them. */
export interface AuditTrail {
  append(event: NewAuditEvent): Promise<AuditEvent>;
  /** Nothing where the newest event of its target says the same: of those who find something at once, one tells it. */
  appendNew(event: NewAuditEvent): Promise<AuditEvent | undefined>;
  /** Newest first. `before`: an event's id, to page on. */
  list(query?: AuditQuery): Promise<AuditEvent[]>;
}

export interface NewAuditEvent {
  readonly at: Instant;
  readonly actor: Actor;
  /** `override.accept`, `edition.publish`, `session.refused`: `<thing>.<verb>`. */
  readonly action: string;
  /** What it was done to: `2025-W24`, `cu_lme_3m 2025-06-13`; '' where nothing. */
  readonly target: string;
  /** `asked` before the work of a change begins, then `done` or `refused`; `noted` for what only happened. */
  readonly outcome: 'asked' | 'done' | 'refused' | 'noted';
  /** In words, or an error's code; no secrets. */
  readonly detail: string;
}

export interface AuditEvent extends NewAuditEvent {
  readonly id: number;
}

export interface AuditQuery {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly before?: number;
  /** 100 when absent, 1000 at most. */
  readonly limit?: number;
}

/** Rows are only ever added: an approval is of one week exactly as it is frozen now, and is outdated by any change. */
export interface Approvals {
  record(approval: Approval): Promise<void>;
  /** Newest first. */
  ofWeek(week: WeekId): Promise<Approval[]>;
}

export interface Approval {
  readonly week: WeekId;
  /** sha256 of the snapshot that was looked at. */
  readonly snapshot: string;
  readonly verdict: 'approved' | 'withdrawn';
  readonly by: string;
  readonly at: Instant;
  readonly comment: string;
}

/** A week that is due. One row per desk and ISO week is the right to make its edition. */
export interface Occurrence {
  readonly desk: string;
  readonly week: WeekId;
  readonly dueAt: Instant;
  readonly state: OccurrenceState;
  /** '' where nobody works on it. */
  readonly owner: string;
  readonly leaseUntil: Instant;
  /** Grows with each claim: who was overtaken writes nothing any more. */
  readonly fence: number;
  readonly attempts: number;
  /** When to look again; '' where never. */
  readonly nextAt: Instant;
  readonly reason: string;
  readonly edition: EditionId | '';
  /** When an operator gave it free again; '' where nobody did. What is late is counted from then on. */
  readonly releasedAt: Instant;
  /** What people are still to be told of it; '' where nothing. */
  readonly alert: AlertKind | '';
  readonly changedAt: Instant;
}

export interface Occurrences {
  /** Makes the row where there is none, `waiting`; two who make it at once make one. Gives it, and whether it is new. */
  due(
    row: { desk: string; week: WeekId; dueAt: Instant },
    now: Instant,
  ): Promise<{ occurrence: Occurrence; isNew: boolean }>;
  /** The right to work on it until `leaseUntil`; undefined where another has it, or it has ended, or is not to be looked at yet. */
  claim(request: {
    desk: string;
    week: WeekId;
    owner: string;
    leaseUntil: Instant;
    now: Instant;
    dead: readonly string[];
  }): Promise<Occurrence | undefined>;
  /** A longer lease; false where the fence is no longer ours. */
  renew(claim: Pick<Occurrence, 'desk' | 'week' | 'fence'>, leaseUntil: Instant): Promise<boolean>;
  /** Records what became of it under that fence; false where it is no longer ours. Every change is kept in its history. */
  record(
    claim: Pick<Occurrence, 'desk' | 'week' | 'fence'>,
    change: {
      state: OccurrenceState;
      reason: string;
      nextAt?: Instant;
      edition?: EditionId;
      /** Given back: nobody works on it, and who did writes nothing any more. */
      release?: boolean;
      /**
       * What people are to be told with that reason: of each trouble once, and that it is over only where they were
       * told of one.
       */
      alert?: AlertKind;
      /** An operator: the history has this name in place of the owner's. */
      by?: string;
      releasedAt?: Instant;
    },
    now: Instant,
  ): Promise<boolean>;
  /** What is to be told of a week, for whoever takes it alone until `until`; undefined where nothing is, or another tells it. */
  takeAlert(request: {
    desk: string;
    week: WeekId;
    until: Instant;
    now: Instant;
  }): Promise<{ kind: AlertKind; reason: string } | undefined>;
  /** It has been told. Nothing where something else is to be told by now. */
  told(desk: string, week: WeekId, kind: AlertKind): Promise<void>;
  of(desk: string, week: WeekId): Promise<Occurrence | undefined>;
  /** Newest week first. */
  list(desk: string, limit?: number): Promise<Occurrence[]>;
  /** Oldest first. */
  history(
    desk: string,
    week: WeekId,
  ): Promise<Array<{ at: Instant; state: OccurrenceState; owner: string; reason: string; attempts: number }>>;
}

/**
 * Opens the office: the PostgreSQL database of a `postgres://` or `postgresql://` address, where its tables lie in a
 * schema of their own, `assay_office`; else a file or `:memory:`; made where there is none. Throws AssayError as
 * `openLedger` does. The driver is loaded here.
 */
export async function openOffice(place: string): Promise<Office> {
  const [{ openDatabase }, { OFFICE }, { officeOver }] = await Promise.all([
    import('../database/open.ts'),
    import('./schema.ts'),
    import('./open.ts'),
  ]);
  return officeOver(await openDatabase(place, OFFICE));
}
