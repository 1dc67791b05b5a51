import { DELIVERY_STATES, TRANSITIONS } from '../../model/delivery.ts';
import type { Dialect } from '../database/dialect.ts';
import { addedOnly, neverRemoved, refusal, refusing } from '../database/refusal.ts';

/** One text that is looked through: a list of literals would become a table of its own each time. */
const STEPS = DELIVERY_STATES.flatMap((from) => TRANSITIONS[from].map((to) => `${from}>${to}`)).join('|');

function wrongStep(find: 'instr' | 'strpos'): string {
  return `old.state <> new.state
    and ${find}('|${STEPS}|', '|' || old.state || '>' || new.state || '|') = 0`;
}

/** Without its own reply only what was begun before can have arrived. */
const NEVER_BEGUN = `new.state = 'ACCEPTED' and old.state <> 'IN_DATA' and old.attempts = 0`;

/** What was sent was sent by name: these never change. */
const RENAMED = `old.delivery_id <> new.delivery_id or old.campaign_id <> new.campaign_id or old.key <> new.key
  or new.fence < old.fence or new.attempts < old.attempts`;

const WHOSE = 'ledger';
const NAMED = 'delivery_id, campaign_id, key, fence, attempts';

/** What the database itself refuses, whoever asks: an operator with a console, or a mistake of ours. */
export function refusals(kind: Dialect['kind']): string[] {
  const onDelivery = (name: string, event: string, why: string, when: string): string =>
    refusal(kind, WHOSE, { name, event, table: 'delivery', why, when });
  return [
    ...refusing(kind, WHOSE),
    ...addedOnly(kind, WHOSE, ['edition', 'attempt', 'subscriber_event']),
    ...neverRemoved(kind, WHOSE, ['campaign', 'delivery', 'subscriber']),
    onDelivery(
      'delivery_steps',
      'update of state',
      'no such step of a delivery',
      wrongStep(kind === 'sqlite' ? 'instr' : 'strpos'),
    ),
    onDelivery('delivery_arrives', 'update of state', 'what was never begun has not arrived', NEVER_BEGUN),
    onDelivery('delivery_named', `update of ${NAMED}`, 'a delivery keeps its name', RENAMED),
    onDelivery('delivery_begins', 'insert', 'a delivery begins PLANNED', "new.state <> 'PLANNED'"),
  ];
}
