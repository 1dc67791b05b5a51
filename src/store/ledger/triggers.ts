import { DELIVERY_STATES, TRANSITIONS } from '../../model/delivery.ts';
import type { Dialect } from './dialect.ts';

/** What the database itself refuses, whoever asks: an operator with a console, or a mistake of ours. */
export function refusals(kind: Dialect['kind']): string[] {
  return kind === 'sqlite' ? sqlite() : postgres();
}

const ADDED_ONLY = ['edition', 'attempt', 'subscriber_event'] as const;
const NEVER_REMOVED = ['campaign', 'delivery', 'subscriber'] as const;

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

function sqlite(): string[] {
  const refuse = (name: string, event: string, table: string, why: string, when?: string): string =>
    `create trigger ${name} before ${event} on ${table} ${when === undefined ? '' : `when ${when}`}
      begin select raise(abort, 'ledger: ${why}'); end`;
  return [
    ...ADDED_ONLY.flatMap((table) => [
      refuse(`${table}_stays`, 'update', table, `rows of ${table} are never changed`),
      refuse(`${table}_remains`, 'delete', table, `rows of ${table} are never removed`),
    ]),
    ...NEVER_REMOVED.map((table) =>
      refuse(`${table}_remains`, 'delete', table, `rows of ${table} are never removed`),
    ),
    refuse('delivery_steps', 'update of state', 'delivery', 'no such step of a delivery', wrongStep('instr')),
    refuse(
      'delivery_arrives',
      'update of state',
      'delivery',
      'what was never begun has not arrived',
      NEVER_BEGUN,
    ),
    refuse(
      'delivery_named',
      'update of delivery_id, campaign_id, key, fence, attempts',
      'delivery',
      'a delivery keeps its name',
      RENAMED,
    ),
    refuse('delivery_begins', 'insert', 'delivery', 'a delivery begins PLANNED', "new.state <> 'PLANNED'"),
  ];
}

function postgres(): string[] {
  const refuse = (name: string, event: string, table: string, why: string, when?: string): string =>
    `create trigger ${name} before ${event} on ${table} for each ${event === 'truncate' ? 'statement' : 'row'}
      ${when === undefined ? '' : `when (${when})`} execute function refuse('${why}')`;
  return [
    `create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'ledger: %', tg_argv[0]; end $$`,
    ...ADDED_ONLY.map((table) =>
      refuse(`${table}_stays`, 'update', table, `rows of ${table} are never changed`),
    ),
    ...[...ADDED_ONLY, ...NEVER_REMOVED].flatMap((table) => [
      refuse(`${table}_remains`, 'delete', table, `rows of ${table} are never removed`),
      refuse(`${table}_is_kept`, 'truncate', table, `rows of ${table} are never removed`),
    ]),
    refuse(
      'delivery_steps',
      'update of state',
      'delivery',
      'no such step of a delivery',
      wrongStep('strpos'),
    ),
    refuse(
      'delivery_arrives',
      'update of state',
      'delivery',
      'what was never begun has not arrived',
      NEVER_BEGUN,
    ),
    refuse('delivery_named', 'update', 'delivery', 'a delivery keeps its name', RENAMED),
    refuse('delivery_begins', 'insert', 'delivery', 'a delivery begins PLANNED', "new.state <> 'PLANNED'"),
  ];
}
