import type { Line } from '../../model/brief.ts';
import type { Largest } from '../phrases.ts';
import { line, name } from '../runs.ts';
import type { Difference, Statement } from '../statements.ts';
import { verbKind } from '../verb-kind.ts';
import { spoken } from './names.ts';
import { verbOf } from './verbs.ts';
import { withheld } from './withheld.ts';

/** A statement without its full stop: `LME铜微跌0.24%至9,647.50美元/吨`. */
export function title(said: Statement): Line {
  if (said.says === 'withheld') return withheld.title(name(spoken(said.name)));
  return line`${subject(said)}${rest(said)}`;
}

/** As a title; of a move without the level: `LME铜微跌0.24%`. */
export function news(said: Statement): Line {
  return said.says === 'move' ? line`${subject(said)}${moves(said)}` : title(said);
}

/** As a title; a move that is the week's largest says so. */
export function headline(said: Statement, largest: Largest | undefined): Line {
  const head = title(said);
  if (largest === undefined || said.says !== 'move') return head;
  return largest === 'history'
    ? line`${head}，相对自身历史波幅居本周首位`
    : line`${head}，为本周最大价格变动`;
}

/** Two moves on one chart: `COMEX黄金上涨3.16%，美国10年期实际利率下降8个基点`. */
export function pair(one: Move, other: Move): Line {
  return line`${subject(one)}${moves(one)}，${subject(other)}${moves(other)}`;
}

type Move = Extract<Statement, { says: 'move' }>;

function moves({ kind, change, strength }: Move): Line {
  const verb = change.direction === 'flat' ? '变动' : verbOf(kind, change.direction, strength);
  return line`${verb}${change.size}`;
}

function subject(said: Statement): Line {
  return [name(spoken(said.name))];
}

function rest(said: Exclude<Statement, { says: 'withheld' }>): Line {
  switch (said.says) {
    case 'move':
      return line`${moves(said)}至${said.level}`;
    case 'compare':
      return line`为${said.level}${first(said)}`;
    case 'unchanged':
      return said.since === undefined
        ? line`持平于${said.level}`
        : line`报${said.level}，自${said.since.date}以来未变动`;
    case 'level':
      return line`${verbKind(said.kind) === 'price' ? '报' : '为'}${said.level}`;
    case 'closed':
      return verbKind(said.kind) === 'price'
        ? line`本周休市，${said.on}报${said.level}`
        : line`因本周休市未更新，${said.on}为${said.level}`;
    case 'stale':
      return line`自${said.since}以来无新数据`;
    case 'late':
      return line`${said.on}为${said.level}`;
    case 'month':
      return said.forecast ? line`${said.month}预计为${said.level}` : line`${said.month}为${said.level}`;
  }
}

function first(said: Extract<Statement, { says: 'compare' }>): Line {
  const [change] = said.changes;
  if (change === undefined) return [];
  if (change.direction === 'flat') return line`，${base(change)}持平`;
  return line`，${base(change)}${verbOf(said.kind, change.direction, 'plain')}${change.size}`;
}

function base({ against }: Difference): Line {
  switch (against.span) {
    case 'week':
      return line`较上周`;
    case 'day':
      return against.lastWeek ? line`较上${against.day}` : line`较${against.day}`;
    case 'date':
      return line`较${against.date}`;
    case 'month':
      return line`较${against.month}`;
  }
}
