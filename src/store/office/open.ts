import type { Session } from '../database/session.ts';
import { accountsOver } from './accounts.ts';
import { approvalsOver } from './approvals.ts';
import { auditOver } from './audit.ts';
import type { Occurrences, Office } from './index.ts';
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
    close: () => session.close(),
  };
}

function occurrencesOver(_session: Session): Occurrences {
  const none = async (): Promise<never> => {
    throw new Error('no occurrences yet');
  };
  return { due: none, claim: none, renew: none, record: none, of: none, list: none, history: none };
}
