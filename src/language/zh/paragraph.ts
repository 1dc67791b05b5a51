import type { Line } from '../../model/brief.ts';
import { bySilence, gathered, leading, type Of, sameDay } from '../gathered.ts';
import { daggered, joined, line, listed, name } from '../runs.ts';
import type { Comparator, Difference, Remark, Statement } from '../statements.ts';
import { verbKind } from '../verb-kind.ts';
import { spoken } from './names.ts';
import { verbOf } from './verbs.ts';
import { withheld } from './withheld.ts';

/** Sentences of a metal's paragraph: clauses about the same kind of thing stand in one sentence. */
export function paragraph(statements: readonly Statement[]): Line {
  const sentences: Line[] = [];
  const all = gathered(statements);
  let weekSaid = false;
  for (let at = 0; at < all.length; ) {
    const rest = all.slice(at);
    const first = rest[0];
    if (first === undefined) break;
    const group = rest.slice(0, sharing(first, rest));
    sentences.push(line`${daggered(sentence(first, group, weekSaid))}。`);
    weekSaid ||= group.some(saysWeek);
    at += group.length;
  }
  return joined(sentences, '');
}

/** How many statements from the first on make one sentence. */
function sharing(first: Statement, rest: readonly Statement[]): number {
  if (first.says === 'stale' || first.says === 'closed') return leading(rest, first.says).length;
  const end = rest.findIndex((other) => !together(first, other));
  return Math.max(1, Math.min(end === -1 ? rest.length : end, 4));
}

function together(first: Statement, other: Statement): boolean {
  return saysWeek(first) && saysWeek(other) && verbKind(first.kind) === verbKind(other.kind);
}

function saysWeek(statement: Statement): boolean {
  if (statement.says === 'move') return statement.change.against.span === 'week';
  return statement.says === 'unchanged' && statement.since === undefined && statement.against.span === 'week';
}

function sentence(first: Statement, group: readonly Statement[], weekSaid: boolean): Line {
  if (first.says === 'stale') return gap(leading(group, 'stale'));
  if (first.says === 'closed' && group.length > 1) return closed(leading(group, 'closed'));
  const clauses = joined(
    group.map((statement, at) => clause(statement, weekSaid && at === 0)),
    '；',
  );
  return saysWeek(first) && !weekSaid ? line`本周${clauses}` : clauses;
}

/** The week is named once a sentence: by 本周 in the first, by 较上周 in the first clause of others (`sayWeek`). */
function clause(said: Statement, sayWeek: boolean): Line {
  switch (said.says) {
    case 'move':
      return line`${subject(said)}${against(said.change.against, sayWeek)}${moved(said)}至${said.level}${remarks(said)}`;
    case 'compare':
      return line`截至${said.on}，${subject(said)}为${said.level}，${listed(said.changes.map(compared(said)), '，', '，')}`;
    case 'unchanged':
      return unchanged(said, sayWeek);
    case 'withheld':
      return withheld.sentence(name(spoken(said.name)), said.why);
    case 'level':
      if (said.withheld)
        return line`${subject(said)}${stands(said)}${said.level}，上周数值暂不列示，无可比数据`;
      return said.noSession
        ? line`${subject(said)}${stands(said)}${said.level}，上周休市，无可比数据`
        : line`${subject(said)}${stands(said)}${said.level}，无上周可比数据`;
    case 'closed':
      return verbKind(said.kind) === 'price'
        ? line`${subject(said)}本周休市，最近一次报价为${said.on}的${said.level}`
        : line`${subject(said)}因本周休市未更新，最近数据为${said.on}的${said.level}`;
    case 'stale':
      return gap([said]);
    case 'late':
      return line`${subject(said)}最新数据为${said.on}的${said.level}${beyond(said)}`;
    case 'month':
      return said.forecast
        ? line`${subject(said)}${said.month}预计为${said.level}${beyond(said)}`
        : line`${subject(said)}${said.month}为${said.level}${beyond(said)}`;
  }
}

function unchanged(said: Of<'unchanged'>, sayWeek: boolean): Line {
  if (said.since !== undefined) {
    return line`${subject(said)}${stands(said)}${said.level}，自${said.since.date}以来未变动（共${said.since.quotations}次报价）`;
  }
  const base = against(said.against, sayWeek);
  return base.length === 0
    ? line`${subject(said)}持平于${said.level}`
    : line`${subject(said)}${base}持平，${stands(said)}${said.level}`;
}

/** 价格称“报”，其余称“为”。 */
function stands(said: Statement): string {
  return verbKind(said.kind) === 'price' ? '报' : '为';
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

function against(comparator: Comparator, sayWeek: boolean): Line {
  switch (comparator.span) {
    case 'week':
      return sayWeek ? line`较上周` : [];
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
  return line`连续${remark.count}周${verbOf(said.kind, remark.direction, 'plain')}`;
}

/** `甲自7月3日以来、乙和丙自7月17日以来均无新数据`。 */
function gap(statements: readonly Of<'stale'>[]): Line {
  const days = bySilence(statements).map(
    (those) => line`${listed(those.map(subject), '、', '和')}自${those[0].since}以来`,
  );
  return line`${joined(days, '，')}${days.length > 1 ? '均' : ''}无新数据`;
}

/** 因休市未更新的几项指标，及各自最近的数值。 */
function closed(statements: readonly Of<'closed'>[]): Line {
  const on = sameDay(statements);
  if (on === undefined) {
    const last = statements.map((one) => line`${subject(one)}（${one.on}为${one.level}）`);
    return line`${listed(last, '、', '和')}因本周休市未更新`;
  }
  const names = listed(statements.map(subject), '、', '和');
  const levels = listed(
    statements.map(({ level }) => level),
    '、',
    '和',
  );
  return line`${names}因本周休市未更新，${on}的最新数据分别为${levels}`;
}

function subject(said: { readonly name: string }): Line {
  return [name(spoken(said.name))];
}
