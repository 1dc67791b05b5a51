import type { Account, Actor, Role } from '../model/account.ts';
import type { Language } from '../model/language.ts';
import type { View } from '../render/view.ts';

/**
 * A page or an action of the studio. Every route stands in `routes.ts`, states who may use it, and is refused to all
 * others before its handler hears of it. Handlers know nothing of HTTP's server: they are given a Visit and give an
 * Answer, or throw AssayError, which becomes a page in words.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As the server spells it: `/week/:week`. */
  readonly url: string;
  /** The least role, or `public` for what needs no account: a person who has a session is known there too. */
  readonly access: Role | 'public';
  /**
   * What the audit trail calls it, `override.accept`. Every POST of those who work here has one; `asked` is written
   * before the handler runs and `done` or `refused` after it.
   */
  readonly action?: string;
  /** What the audit trail says it was done to. */
  readonly target?: (visit: Visit) => string;
  /** Body: fields of a form (default), or a form with files of at most so many bytes in all. */
  readonly files?: { readonly maxBytes: number };
  /** Requests a minute and person (address for `public`), where the usual 300 for GET and 60 for POST do not fit. */
  readonly perMinute?: number;
  readonly handle: (visit: Visit) => Promise<Answer>;
}

export interface Visit {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Fields of the form; '' is a field that was left empty. A field given several times keeps its last here. */
  readonly form: Readonly<Record<string, string>>;
  /** Every value of a field, in order. */
  all(field: string): readonly string[];
  readonly files: readonly Upload[];
  /** Undefined for `public` routes without a session. */
  readonly account: Account | undefined;
  /** The same as whom the audit trail names; `-` for strangers. */
  readonly actor: Actor;
  readonly language: Language;
  /** Asked by htmx for a part of a page: answers are given without the frame around them. */
  readonly isPart: boolean;
  /** sha256 of the session's token; absent without one. */
  readonly session?: string;
  /** Not encrypted and from another machine: browsers keep no session there. */
  readonly keepsNoSession?: boolean;
  /** What the browser calls itself, cut. */
  readonly agent?: string;
  /** Aborted when the browser goes away or the server stops. */
  readonly gone: AbortSignal;
}

/** A file that was dropped, on the disk under a name of ours until the answer is sent. */
export interface Upload {
  readonly field: string;
  /** As the browser gave it, without folders; untrusted: only for showing. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

export type Answer =
  /** A page in the studio's frame; `page` is a template of `studio/` without ending. */
  | {
      readonly page: string;
      readonly title: string;
      readonly view: View;
      readonly status?: number;
      readonly opens?: Opened;
    }
  /** After a change: 303 to a page of ours, which shows `notice` once. */
  | {
      readonly redirect: string;
      readonly notice?: string;
      readonly opens?: Opened;
      /** What the audit trail says of it beside `done`. */
      readonly told?: string;
    }
  | {
      /** In pieces where the whole is more than memory should hold. */
      readonly body: string | Uint8Array | AsyncIterable<string>;
      readonly type: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly status?: number;
    }
  /** Server-sent events, until the iterable or the browser ends. */
  | {
      readonly events: AsyncIterable<{ readonly event: string; readonly data: string; readonly id?: string }>;
    };

/** A session that begins with this answer, of signing in alone; `''` ends the one there is. */
export type Opened = { readonly token: string; readonly account: Account } | '';
