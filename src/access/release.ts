import { realDate, weekOf } from '../calendar/week.ts';
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

type Written = Pick<AuditEvent, 'at' | 'actor' | 'action' | 'target' | 'outcome' | 'detail'>;

/** When the week's own newest edition was published, and the newest of all; '' where there is none. */
export interface Editions {
  readonly ofWeek: Instant | '';
  readonly ofAny: Instant | '';
}

const WEEK = /\b\d{4}-W\d{2}\b/g;
const DAY = /\b\d{4}-\d{2}-\d{2}\b/g;
/** Refused for a fault, not for what was asked: the work may have been done all the same. */
const FAULT = /^E_(?:INTERNAL|JOB_|DB_)/;

/**
 * Who wrote for a week since its last edition, by name. Notes are of the week they name; values are of their week and
 * of every later one, whose changes are counted from them, until an edition is out. Pure.
 */
export function writersOf(week: WeekId, events: readonly Written[], published: Editions): Set<string> {
  const open = new Map<string, { readonly name: string; asked: number; done: boolean }>();
  for (const { at, actor, action, target, outcome, detail } of events) {
    if (!WRITING.includes(action)) continue;
    const since = countsSince(week, { action, target }, published);
    if (since === undefined || at <= since) continue;
    const key = JSON.stringify([actor.name, action, target]);
    const one = open.get(key) ?? { name: actor.name, asked: 0, done: false };
    open.set(key, one);
    if (outcome === 'asked') one.asked += 1;
    else if (outcome === 'refused') one.asked -= FAULT.test(detail) ? 0 : 1;
    else one.done = true;
  }
  // Asked and neither done nor refused: the server may have ended between the two, after the work.
  return new Set([...open.values()].filter(({ done, asked }) => done || asked > 0).map(({ name }) => name));
}

/** After when a deed of that kind counts for a week; undefined where it does not touch it. */
function countsSince(
  week: WeekId,
  { action, target }: Pick<Written, 'action' | 'target'>,
  { ofWeek, ofAny }: Editions,
): Instant | '' | undefined {
  const isAnswer = action.startsWith('override.');
  const named: readonly string[] = target.match(WEEK) ?? [];
  // On which week's page somebody answers for a value is theirs to choose; of which day it is, is not.
  const days = isAnswer ? (target.match(DAY) ?? []) : [];
  const weeks = [...named, ...days.filter((day) => realDate(day) !== undefined).map(weekOf)];
  if (weeks.includes(week)) return ofWeek;
  if (action === 'note.save' && weeks.length > 0) return undefined;
  // `+3`: older weeks that are not named.
  const isLater = weeks.length > 0 && weeks.every((one) => one > week) && !/ \+\d/.test(target);
  if (isLater && !isAnswer) return undefined;
  return ofWeek === '' ? ofAny : ofWeek;
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
