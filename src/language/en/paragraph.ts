import type { Line } from '../../model/brief.ts';
import { bySilence, gathered, leading, type Of, sameDay } from '../gathered.ts';
import { capitalized, daggered, joined, line, listed, name } from '../runs.ts';
import type { Comparator, Difference, Remark, Statement } from '../statements.ts';
import { verbKind } from '../verb-kind.ts';
import { isPlural, subjectName } from './names.ts';
import { verbOf } from './verbs.ts';
import { withheld } from './withheld.ts';

/** Sentences of a metal's paragraph, in the order given; neighbors that say the same kind of thing are joined. */
export function paragraph(statements: readonly Statement[]): Line {
  return joined(
    sentences(gathered(statements)).map((sentence) => line`${daggered(capitalized(sentence))}.`),
    ' ',
  );
}

function sentences(statements: readonly Statement[]): Line[] {
  const made: Line[] = [];
  for (let at = 0; at < statements.length; ) {
    const first = statements[at];
    if (first === undefined) break;
    const second = statements[at + 1];
    if (first.says === 'stale') {
      const silent = leading(statements.slice(at), 'stale');
      made.push(gap(silent));
      at += silent.length;
    } else if (first.says === 'closed' && second?.says === 'closed') {
      const shut = leading(statements.slice(at), 'closed');
      made.push(closed(shut));
      at += shut.length;
    } else if (first.says === 'move' && second?.says === 'move' && canShare(first, second)) {
      const link = first.change.direction === second.change.direction ? ', and ' : ', while ';
      made.push(line`${move(first, true)}${link}${move(second, false)}`);
      at += 2;
    } else if (first.says === 'unchanged' && second?.says === 'unchanged' && canFollow(first, second)) {
      made.push(line`${unchanged(first)}, and ${subject(second)} at ${second.level}`);
      at += 2;
    } else {
      made.push(single(first));
      at += 1;
    }
  }
  return made;
}

function single(statement: Statement): Line {
  switch (statement.says) {
    case 'move':
      return move(statement, true);
    case 'compare':
      return compare(statement);
    case 'unchanged':
      return unchanged(statement);
    case 'withheld':
      return withheld.sentence(name(subjectName(statement)), statement.why);
    case 'level':
      if (statement.withheld)
        return line`${subject(statement)} stood at ${statement.level}; the value of a week earlier is withheld`;
      return statement.noSession
        ? line`${subject(statement)} ended the week at ${statement.level}; there was no session a week earlier to compare with`
        : line`${subject(statement)} stood at ${statement.level}, with no comparator a week earlier`;
    case 'closed':
      return verbKind(statement.kind) === 'price'
        ? line`${subject(statement)} had no session this week and ${was(statement)} last at ${statement.level} on ${statement.on}`
        : line`${subject(statement)} ${was(statement)} not updated in a week without a session; the last value is ${statement.level} of ${statement.on}`;
    case 'stale':
      return gap([statement]);
    case 'late':
      return line`${subject(statement)} ${was(statement)} last reported at ${statement.level} on ${statement.on}${beyond(statement.change)}`;
    case 'month':
      return month(statement);
  }
}

function move(said: Of<'move'>, withComparator: boolean): Line {
  const { change } = said;
  const verb = change.direction === 'flat' ? 'moved' : verbOf(said.kind, change.direction, said.strength);
  const when = withComparator ? line` ${against(change.against)}` : [];
  return line`${subject(said)} ${verb} ${size(change)}${when} to ${said.level}${remarks(said.remarks)}`;
}

/** Two moves share a sentence when one verb list and one comparator serve both and the first has no remark. */
function canShare(first: Of<'move'>, second: Of<'move'>): boolean {
  return (
    verbKind(first.kind) === verbKind(second.kind) &&
    first.change.against.span === 'week' &&
    second.change.against.span === 'week' &&
    first.remarks.length === 0
  );
}

function compare(said: Of<'compare'>): Line {
  const parts = said.changes.map((change) => {
    const than = against(change.against, 'than');
    if (change.direction === 'flat') return line`the same as ${than}`;
    return line`${size(change)} ${change.direction === 'up' ? 'more' : 'less'} than ${than}`;
  });
  return line`${subject(said)} stood at ${said.level} on ${said.on}, ${listed(parts, ', ', ' and ')}`;
}

function unchanged(said: Of<'unchanged'>): Line {
  if (said.since === undefined) {
    return line`${subject(said)} ${was(said)} unchanged ${against(said.against)} at ${said.level}`;
  }
  const { date, quotations } = said.since;
  return line`${subject(said)} ${was(said)} quoted at ${said.level}, unchanged since ${date} (${quotations} quotations)`;
}

function canFollow(first: Of<'unchanged'>, second: Of<'unchanged'>): boolean {
  return (
    first.since === undefined &&
    second.since === undefined &&
    first.against.span === 'week' &&
    second.against.span === 'week'
  );
}

function month(said: Of<'month'>): Line {
  const verb = said.forecast ? line`${is(said)} put at` : line`came to`;
  const when = said.forecast ? line`in the ${said.month} forecast` : line`in ${said.month}`;
  return line`${subject(said)} ${verb} ${said.level} ${when}${beyond(said.change)}`;
}

/** `, 1.57 pp above May`. */
function beyond(change: Difference | undefined): Line {
  if (change === undefined) return [];
  if (change.direction === 'flat') return line`, unchanged ${against(change.against)}`;
  return line`, ${size(change)} ${change.direction === 'up' ? 'above' : 'below'} ${against(change.against, 'level')}`;
}

function size(change: Difference): Line {
  return change.share === undefined ? change.size : line`${change.size} (${change.share})`;
}

function against(comparator: Comparator, after: 'verb' | 'than' | 'level' = 'verb'): Line {
  switch (comparator.span) {
    case 'week':
      return after === 'verb' ? line`on the week` : line`a week earlier`;
    case 'day': {
      const day = comparator.lastWeek ? line`last ${comparator.day}` : line`${comparator.day}`;
      return after === 'verb'
        ? line`since ${day}`
        : after === 'than'
          ? comparator.lastWeek
            ? day
            : line`on ${day}`
          : line`${day}’s`;
    }
    case 'date':
      return after === 'verb'
        ? line`since ${comparator.date}`
        : after === 'than'
          ? line`on ${comparator.date}`
          : line`the level of ${comparator.date}`;
    case 'month':
      return after === 'verb' ? line`from ${comparator.month}` : line`${comparator.month}`;
  }
}

function remarks(all: readonly Remark[]): Line {
  if (all.length === 0) return [];
  const words = all.map((remark) =>
    remark.kind === 'streak'
      ? line`the ${remark.count} weekly ${remark.direction === 'up' ? 'rise' : 'fall'} in a row`
      : line`the ${remark.which === 'high' ? 'highest' : 'lowest'} in a year`,
  );
  return line`, ${listed(words, ', ', ' and ')}`;
}

/** `there has been no observation of A and B since 3 July 2026 or of C since 17 July 2026`. */
function gap(statements: readonly Of<'stale'>[]): Line {
  const days = bySilence(statements).map(
    (those) => line`of ${listed(those.map(subject), ', ', ' and ')} since ${those[0].since}`,
  );
  return line`there has been no observation ${listed(days, ', ', ' or ')}`;
}

/** Several series without a session, with the last value of each. */
function closed(statements: readonly Of<'closed'>[]): Line {
  const on = sameDay(statements);
  const last = statements.map((one) => {
    const day = on === undefined ? line` on ${one.on}` : [];
    return line`${subject(one)} (${one.level}${day})`;
  });
  const updated = on === undefined ? [] : line` and were last updated on ${on}`;
  return line`${listed(last, ', ', ' and ')} had no session this week${updated}`;
}

function subject(said: Statement): Line {
  return [name(subjectName(said))];
}

function was(said: { readonly name: string }): string {
  return isPlural(said.name) ? 'were' : 'was';
}

function is(said: { readonly name: string }): string {
  return isPlural(said.name) ? 'are' : 'is';
}
