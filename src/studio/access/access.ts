import type { PasswordCost } from '../../access/password.ts';
import type { Account, Actor } from '../../model/account.ts';
import type { Opened, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import type { Attempts } from './attempts.ts';
import type { Door } from './sessions.ts';
import type { SetupCode } from './setup-code.ts';

/** What signing in works with. */
export interface Access {
  readonly door: Door;
  readonly attempts: Attempts;
  readonly setup: SetupCode;
  /** Of new passwords; the usual where absent. */
  readonly cost?: PasswordCost;
  /** The whole table: where a kept form may be sent again. */
  routes(): readonly Route[];
}

/** The old session, if any, ends: what was planted in this browser before is worth nothing. */
export async function newSession(
  door: Door,
  visit: Visit,
  account: Account,
  password?: string,
): Promise<Exclude<Opened, ''>> {
  if (visit.session !== undefined) await door.close(visit.session);
  const token = await door.open(account, visit.actor.from, visit.agent ?? '', password);
  return { token, account };
}

/** What befell somebody at the door, for the audit trail. */
interface DoorEvent {
  readonly actor: Actor;
  readonly action: string;
  readonly target?: string;
  /** `noted` where absent. */
  readonly outcome?: 'noted' | 'done';
  readonly detail?: string;
}

export async function noteEvent(
  { office, effects }: Pick<Shop, 'office' | 'effects'>,
  { actor, action, target = '', outcome = 'noted', detail = '' }: DoorEvent,
): Promise<void> {
  await office.audit.append({ at: effects.now().toISOString(), actor, action, target, outcome, detail });
}

/** Somebody who was a stranger when the request came. */
export function actorOf({ name, role }: Account, { actor }: Visit): Actor {
  return { name, role, from: actor.from };
}
