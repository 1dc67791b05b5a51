import type { Line, Run } from '../../model/brief.ts';
import type { Largest } from '../phrases.ts';
import { capitalized, line, name } from '../runs.ts';
import type { Difference, Statement } from '../statements.ts';
import { inside, isPlural, spoken } from './names.ts';
import { presentOf } from './verbs.ts';
import { withheld } from './withheld.ts';

/** A statement in the present tense, without a full stop: `LME copper 3M slips 0.24% to 9,647.50 USD/t`. */
export function title(said: Statement): Line {
  if (said.says === 'stale') return line`No observation of ${[name(inside(said.name))]} since ${said.since}`;
  if (said.says === 'withheld') return withheld.title(name(spoken(said.name)));
  return capitalized(line`${subject(said)}${rest(said)}`);
}

/** As a title; of a move without the level: `LME copper 3M slips 0.24%`. */
export function news(said: Statement): Line {
  return said.says === 'move' ? capitalized(line`${subject(said)}${moves(said)}`) : title(said);
}

/** As a title; a move that is the week's largest says so. */
export function headline(said: Statement, largest: Largest | undefined): Line {
  const head = title(said);
  if (largest === undefined || said.says !== 'move') return head;
  return largest === 'history'
    ? line`${head}, the week’s largest price move relative to its own history`
    : line`${head}, the week’s largest price move`;
}

/** Two moves on one chart: `COMEX gold rises 3.16%, US 10-year real yield falls 8 bp`. */
export function pair(one: Move, other: Move): Line {
  return capitalized(line`${subject(one)}${moves(one)}, ${[name(inside(other.name))]}${moves(other)}`);
}

type Move = Extract<Statement, { says: 'move' }>;

function moves({ name: whose, kind, change, strength }: Move): Line {
  if (change.direction === 'flat') return line` at a standstill`;
  return line` ${presentOf(kind, change.direction, strength, isPlural(whose))} ${change.size}`;
}

function rest(said: Exclude<Statement, { says: 'stale' | 'withheld' }>): Line {
  switch (said.says) {
    case 'move':
      return line`${moves(said)} to ${said.level}`;
    case 'compare':
      return line` at ${said.level}${first(said.changes)}`;
    case 'unchanged':
      return said.since === undefined
        ? line` unchanged at ${said.level}`
        : line` at ${said.level}, unchanged since ${said.since.date}`;
    case 'level':
      return line` at ${said.level}`;
    case 'closed':
      return line`: no session this week; ${said.level} on ${said.on}`;
    case 'late':
      return line` at ${said.level} on ${said.on}`;
    case 'month':
      return said.forecast
        ? line` put at ${said.level} for ${said.month}`
        : line` at ${said.level} in ${said.month}`;
  }
}

function first(changes: readonly Difference[]): Line {
  const [change] = changes;
  if (change === undefined) return [];
  const when = whenOf(change);
  if (change.direction === 'flat') return line`, the same as ${when}`;
  return line`, ${change.size} ${change.direction === 'up' ? 'more' : 'less'} than ${when}`;
}

function whenOf({ against }: Difference): Line {
  const on = (run: Run): Line => line`on ${run}`;
  switch (against.span) {
    case 'week':
      return line`a week earlier`;
    case 'day':
      return against.lastWeek ? line`last ${against.day}` : on(against.day);
    case 'date':
      return on(against.date);
    case 'month':
      return line`in ${against.month}`;
  }
}

function subject(said: Statement): Line {
  return [name(spoken(said.name))];
}
