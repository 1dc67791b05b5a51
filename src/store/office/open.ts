import type { Session } from '../database/session.ts';
import { accountsOver } from './accounts.ts';
import { approvalsOver } from './approvals.ts';
import { auditOver } from './audit.ts';
import type { Office } from './index.ts';
import { occurrencesOver } from './occurrences.ts';
import { sessionsOver } from './sessions.ts';

/** The office over a session with its database. */
export function officeOver(session: Session): Office {
  return {
    kind: session.dialect.kind,
    accounts: accountsOver(session),
    sessions: sessionsOver(session),
    audit: auditOver(session),
    approvals: approvalsOver(session),
    occurrences: occurrencesOver(session),
    rest: () => session.rest(),
    close: () => session.close(),
  };
}
