import type { Account, Role } from '../../../src/model/account.ts';
import type { NewAuditEvent, NewSession, Office } from '../../../src/store/office/index.ts';
import { rawly } from '../../support/raw.ts';

/** Minute by minute, so that what came first is seen. */
export function minute(minutes: number): string {
  return new Date(Date.UTC(2025, 5, 15, 9, minutes)).toISOString();
}

export const NOW = minute(0);

export function person(office: Office, name: string, role: Role = 'reader'): Promise<Account> {
  return office.accounts.add({ name, role, password: `hash of ${name}` }, NOW);
}

/** Idle after 30 minutes, ended after 10 hours. */
export function sessionOf(
  account: Pick<Account, 'id'>,
  hash: string,
  rest: Partial<NewSession> = {},
): NewSession {
  return {
    hash,
    account: account.id,
    openedAt: NOW,
    idleUntil: minute(30),
    endsAt: minute(600),
    from: '127.0.0.1',
    agent: 'Firefox',
    ...rest,
  };
}

export function event(rest: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    at: NOW,
    actor: { name: 'wang', role: 'editor', from: '127.0.0.1' },
    action: 'edition.publish',
    target: '2025-W24',
    outcome: 'done',
    detail: '',
    ...rest,
  };
}

/** Runs statements behind the office's back, as an operator with a console would. */
export function behindItsBack(place: string, ...statements: string[]): Promise<void> {
  return rawly(place, 'assay_office', ...statements);
}
