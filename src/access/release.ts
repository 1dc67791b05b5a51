import { type Actor, mayAs } from '../model/account.ts';
import type { Release } from '../model/catalog.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { AuditEvent } from '../store/office/index.ts';

/** What changes the words or figures of a week, as the audit trail calls it. */
export const WRITING: readonly string[] = [
  'note.save',
  'override.accept',
  'override.exclude',
  'override.end',
  'data.import',
];

type Written = Pick<AuditEvent, 'at' | 'actor' | 'action' | 'target' | 'outcome'>;

/** When the week's own newest edition was published, and the newest of all; '' where there is none. */
export interface Editions {
  readonly ofWeek: Instant | '';
  readonly ofAny: Instant | '';
}

const WEEK = /\b\d{4}-W\d{2}\b/g;

/**
 * Who wrote for a week since its last edition, by name. What names a week was done for that one; what names none (a
 * file of prices) counts for every week until the next edition of any is out. Pure.
 */
export function writersOf(week: WeekId, events: readonly Written[], published: Editions): Set<string> {
  const open = new Map<string, { readonly name: string; asked: number; done: boolean }>();
  for (const { at, actor, action, target, outcome } of events) {
    if (!WRITING.includes(action)) continue;
    const weeks: readonly string[] = target.match(WEEK) ?? [];
    if (weeks.length > 0 ? !weeks.includes(week) : at <= published.ofAny) continue;
    if (at <= published.ofWeek) continue;
    const key = JSON.stringify([actor.name, action, target]);
    const one = open.get(key) ?? { name: actor.name, asked: 0, done: false };
    open.set(key, one);
    if (outcome === 'asked') one.asked += 1;
    else if (outcome === 'refused') one.asked -= 1;
    else one.done = true;
  }
  // Asked and neither done nor refused: the server may have ended between the two, after the work.
  return new Set([...open.values()].filter(({ done, asked }) => done || asked > 0).map(({ name }) => name));
}

export type MayApprove = 'yes' | 'role' | 'writer';

/** Whether somebody may approve a week: an editor, and under `two-person` one who wrote nothing of it. Pure. */
export function mayApprove(
  release: Release,
  { name, role }: Pick<Actor, 'name' | 'role'>,
  writers: ReadonlySet<string>,
): MayApprove {
  if (!mayAs(role, 'editor')) return 'role';
  return release === 'two-person' && writers.has(name) ? 'writer' : 'yes';
}
