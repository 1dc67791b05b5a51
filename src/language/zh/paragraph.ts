import type { Line, Run } from '../../model/brief.ts';
import { joined, line, listed, name } from '../runs.ts';
import type { Comparator, Difference, Remark, Statement } from '../statements.ts';
import { spoken } from './names.ts';
import { verbOf, verbsOf } from './verbs.ts';

type Of<S extends Statement['says']> = Extract<Statement, { says: S }>;

/** Sentences of a metal's paragraph: clauses about the same kind of thing stand in one sentence. */
export function paragraph(statements: readonly Statement[]): Line {
  const sentences: Line[] = [];
  let weekSaid = false;
  for (let at = 0; at < statements.length; ) {
    const rest = statements.slice(at);
    const first = rest[0];
    if (first === undefined) break;
    const group = rest.slice(0, sharing(first, rest));
    sentences.push(line`${sentence(first, group, weekSaid)}。`);
    weekSaid ||= group.some(saysWeek);
    at += group.length;
  }
  return joined(sentences, '');
}

/** How many statements from the first on make one sentence. */
function sharing(first: Statement, rest: readonly Statement[]): number {
  const end = rest.findIndex((other) => !together(first, other));
  const count = end === -1 ? rest.length : end;
  return Math.max(1, Math.min(count, first.says === 'stale' ? count : 4));
}

function together(first: Statement, other: Statement): boolean {
  if (first.says === 'stale') return other.says === 'stale' && other.since.text === first.since.text;
  return saysWeek(first) && saysWeek(other) && verbsOf(first.kind) === verbsOf(other.kind);
}

function saysWeek(statement: Statement): boolean {
  if (statement.says === 'move') return statement.change.against.span === 'week';
  return statement.says === 'unchanged' && statement.since === undefined && statement.against.span === 'week';
}

function sentence(first: Statement, group: readonly Statement[], weekSaid: boolean): Line {
  if (first.says === 'stale') return gap(group, first.since);
  const clauses = joined(
    group.map((statement) => clause(statement, weekSaid)),
    '；',
  );
  return saysWeek(first) && !weekSaid ? line`本周${clauses}` : clauses;
}

function clause(said: Statement, weekSaid: boolean): Line {
  switch (said.says) {
    case 'move':
      return line`${subject(said)}${against(said.change.against, weekSaid)}${moved(said)}至${said.level}${remarks(said)}`;
    case 'compare':
      return line`截至${said.on}，${subject(said)}为${said.level}，${listed(said.changes.map(compared(said)), '，', '，')}`;
    case 'unchanged':
      return said.since === undefined
        ? line`${subject(said)}${against(said.against, weekSaid)}持平于${said.level}`
        : line`${subject(said)}报${said.level}，自${said.since.date}以来未变动（共${said.since.quotations}次报价）`;
    case 'level':
      return said.noSession
        ? line`${subject(said)}报${said.level}，前一周休市，无可比数据`
        : line`${subject(said)}报${said.level}，无一周前可比数据`;
    case 'closed':
      return verbsOf(said.kind) === verbsOf('price')
        ? line`${subject(said)}本周休市，最近一次报价为${said.on}的${said.level}`
        : line`${subject(said)}因本周休市未更新，最近数据为${said.on}的${said.level}`;
    case 'stale':
      return gap([said], said.since);
    case 'late':
      return line`${subject(said)}最新数据为${said.on}的${said.level}${beyond(said)}`;
    case 'month':
      return said.forecast
        ? line`${subject(said)}${said.month}预计为${said.level}${beyond(said)}`
        : line`${subject(said)}${said.month}为${said.level}${beyond(said)}`;
  }
}

function moved(said: Of<'move'>): Line {
  const { change } = said;
  const verb = change.direction === 'flat' ? '变动' : verbOf(said.kind, change.direction, said.strength);
  return line`${verb}${size(change)}`;
}

function compared(said: Statement): (change: Difference) => Line {
  return (change) => {
    const base = against(change.against, true);
    if (change.direction === 'flat') return line`${base}持平`;
    return line`${base}${verbOf(said.kind, change.direction, 'plain')}${size(change)}`;
  };
}

function beyond(said: Of<'late'> | Of<'month'>): Line {
  return said.change === undefined ? [] : line`，${compared(said)(said.change)}`;
}

function size(change: Difference): Line {
  return change.share === undefined ? change.size : line`${change.size}（${change.share}）`;
}

/** The week is named once by 本周, after that by 周环比 in each clause. */
function against(comparator: Comparator, weekSaid: boolean): Line {
  switch (comparator.span) {
    case 'week':
      return weekSaid ? line`周环比` : [];
    case 'day':
      return comparator.lastWeek ? line`较上${comparator.day}` : line`较${comparator.day}`;
    case 'date':
      return line`较${comparator.date}`;
    case 'month':
      return line`较${comparator.month}`;
  }
}

function remarks(said: Of<'move'>): Line {
  return joined(
    said.remarks.map((remark) => line`，${remarked(remark, said)}`),
    '',
  );
}

function remarked(remark: Remark, said: Of<'move'>): Line {
  if (remark.kind === 'extreme') return line`创一年新${remark.which === 'high' ? '高' : '低'}`;
  return line`连续第${remark.count}周${verbOf(said.kind, remark.direction, 'plain')}`;
}

function gap(statements: readonly Statement[], since: Run): Line {
  return line`${listed(statements.map(subject), '、', '和')}自${since}以来无新数据`;
}

function subject(said: { readonly name: string }): Line {
  return [name(spoken(said.name))];
}
