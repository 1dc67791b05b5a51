import type { Line } from '../../model/brief.ts';
import { line, name } from '../runs.ts';
import type { Difference, Statement } from '../statements.ts';
import { spoken } from './names.ts';
import { verbOf } from './verbs.ts';

/** A statement without its full stop: `LME铜微跌0.24%至9,647.50美元/吨`. */
export function title(said: Statement): Line {
  return line`${name(spoken(said.name))}${rest(said)}`;
}

/** As a title; a move also says why it leads the page. */
export function headline(said: Statement): Line {
  const head = title(said);
  return said.says === 'move' ? line`${head}，相对自身波动为本周最大` : head;
}

function rest(said: Statement): Line {
  switch (said.says) {
    case 'move': {
      const { change } = said;
      const verb = change.direction === 'flat' ? '变动' : verbOf(said.kind, change.direction, said.strength);
      return line`${verb}${change.size}至${said.level}`;
    }
    case 'compare':
      return line`为${said.level}${first(said)}`;
    case 'unchanged':
      return said.since === undefined
        ? line`持平于${said.level}`
        : line`报${said.level}，自${said.since.date}以来未变动`;
    case 'level':
      return line`报${said.level}`;
    case 'closed':
      return line`本周休市，${said.on}报${said.level}`;
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
