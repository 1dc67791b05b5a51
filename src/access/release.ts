import { realDate, weekOf } from '../calendar/week.ts';
import { type Actor, mayAs } from '../model/account.ts';
import type { Release } from '../model/catalog.ts';
import type { Instant, WeekId } from '../model/time.ts';
import type { AuditEvent } from '../store/office/index.ts';
import { OUTSIDE } from './names.ts';

/** What changes the words or figures of a week, as the audit trail calls it. */
export const WRITING: readonly string[] = [
  'note.save',
  'override.accept',
  'override.exclude',
  'override.end',
  'data.import',
  'note.found',
  'note.gone',
  'note.picture',
  'override.found',
  'override.gone',
];

type Written = Pick<AuditEvent, 'at' | 'actor' | 'action' | 'target' | 'outcome' | 'detail'>;

/** Of an event of `outside`: whose file it is, which need not be who wrote it. */
export const ownedBy = (owner: string): string => `file of ${owner}`;
const OWNED = /^file of (.+)$/;

/** What was changed in the desk's files by somebody the audit trail does not know. */
export interface OutsidePart {
  /** As the trail names it: `2025-W24 en`, `cu_lme_3m 2025-06-13`. */
  readonly target: string;
  /** By the system's name for the file's owner; '' where the file is gone. */
  readonly owner: string;
  /** When it was found. */
  readonly at: Instant;
}

export interface Writers {
  /** Of accounts. */
  readonly names: ReadonlySet<string>;
  readonly outside: readonly OutsidePart[];
}

export const NO_WRITERS: Writers = { names: new Set(), outside: [] };

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
 * Who wrote for a week since its last edition. Notes are of the week they name; values are of their week and
 * of every later one, whose changes are counted from them, until an edition is out. Pure.
 */
export function writersOf(week: WeekId, events: readonly Written[], published: Editions): Writers {
  const outside = new Map<string, OutsidePart>();
  const open = new Map<string, { readonly name: string; asked: number; done: boolean }>();
  for (const { at, actor, action, target, outcome, detail } of events) {
    if (!WRITING.includes(action)) continue;
    const since = countsSince(week, { action, target }, published);
    if (since === undefined || at <= since) continue;
    if (actor.name === OUTSIDE) {
      outside.set(target, { target, owner: OWNED.exec(actor.from)?.[1] ?? '', at });
      continue;
    }
    const key = JSON.stringify([actor.name, action, target]);
    const one = open.get(key) ?? { name: actor.name, asked: 0, done: false };
    open.set(key, one);
    if (outcome === 'asked') one.asked += 1;
    else if (outcome === 'refused') one.asked -= FAULT.test(detail) ? 0 : 1;
    else one.done = true;
  }
  // Asked and neither done nor refused: the server may have ended between the two, after the work.
  const names = [...open.values()].filter(({ done, asked }) => done || asked > 0).map(({ name }) => name);
  return { names: new Set(names), outside: [...outside.values()] };
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
  if (action.startsWith('note.') && weeks.length > 0) return undefined;
  // `+3`: older weeks that are not named.
  const isLater = weeks.length > 0 && weeks.every((one) => one > week) && !/ \+\d/.test(target);
  if (isLater && !isAnswer) return undefined;
  return ofWeek === '' ? ofAny : ofWeek;
}

/** `unless-theirs`: something was changed by nobody knows whom; they may who say that it was not they. */
export type MayApprove = 'yes' | 'unless-theirs' | 'role' | 'writer';

/** Whether somebody may approve a week: an editor, and under `two-person` one who wrote nothing of it. Pure. */
export function mayApprove(
  release: Release,
  { name, role }: Pick<Actor, 'name' | 'role'>,
  { names, outside }: Writers,
): MayApprove {
  if (!mayAs(role, 'editor')) return 'role';
  if (release !== 'two-person') return 'yes';
  // A file's owner may only have put it there; that they did not write it is for another to say.
  if (names.has(name) || outside.some(({ owner }) => owner.toLowerCase() === name)) return 'writer';
  return outside.length > 0 ? 'unless-theirs' : 'yes';
}
