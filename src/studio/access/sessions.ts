import { createHash } from 'node:crypto';
import type { Effects } from '../../effects.ts';
import type { Account } from '../../model/account.ts';
import type { StudioConfig } from '../../model/studio.ts';
import type { Sessions } from '../../store/office/index.ts';

/** Somebody with a session. */
export interface Guest {
  readonly account: Account;
  /** As the cookie has it; never shown, never logged. */
  readonly token: string;
  readonly hash: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const MOST_AGENT = 200;

/** Sessions by the tokens of cookies. Only their SHA-256 is kept. */
export interface Door {
  find(token: string | undefined): Promise<Guest | undefined>;
  /**
   * A new token each time: one that was planted before is worth nothing. `password`: the hash that was matched; the
   * token opens nothing where the account has another by now.
   */
  open(account: Account, from: string, agent: string, password?: string): Promise<string>;
  close(hash: string): Promise<void>;
}

export function openDoor(
  sessions: Sessions,
  limits: Pick<StudioConfig, 'idleMinutes' | 'sessionHours'>,
  effects: Pick<Effects, 'now' | 'random'>,
): Door {
  const idleMs = limits.idleMinutes * MINUTE_MS;
  const at = (ms: number): string => new Date(ms).toISOString();
  return {
    find: async (token) => {
      if (token === undefined || !TOKEN.test(token)) return undefined;
      const now = effects.now();
      const hash = hashOf(token);
      const found = await sessions.find(hash, now.toISOString());
      if (found === undefined) return undefined;
      const idleUntil = Math.min(now.getTime() + idleMs, Date.parse(found.session.endsAt));
      if (idleUntil - Date.parse(found.session.idleUntil) >= MINUTE_MS)
        await sessions.touch(hash, at(idleUntil));
      return { account: found.account, token, hash };
    },
    open: async (account, from, agent, password) => {
      const token = Buffer.from(effects.random(32)).toString('base64url');
      const now = effects.now().getTime();
      await sessions.sweep(at(now));
      const session = {
        hash: hashOf(token),
        account: account.id,
        openedAt: at(now),
        idleUntil: at(now + idleMs),
        endsAt: at(now + limits.sessionHours * HOUR_MS),
        from,
        agent: agent.slice(0, MOST_AGENT),
      };
      await sessions.open(session, password);
      return token;
    },
    close: (hash) => sessions.close(hash),
  };
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Browsers give `__Host-` to nobody but this very host, and only over TLS; on this machine there is none. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-assay' : 'assay';
}
