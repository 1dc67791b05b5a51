import type { Statement } from './statements.ts';

/** What one sentence says of several series, wherever they stand: no session, no observation. */
const TOLD_TOGETHER: ReadonlySet<Statement['says']> = new Set<Statement['says']>(['closed', 'stale']);

/** Every closed series behind the first closed one, every silent one behind the first silent one. */
export function gathered(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((one, at) => {
    if (!TOLD_TOGETHER.has(one.says)) return [one];
    const alike = statements.filter((other) => other.says === one.says);
    return statements.findIndex((other) => other.says === one.says) === at ? alike : [];
  });
}

/** Series that fell silent on one day, in the order in which the days first come. */
export function bySilence(
  statements: readonly Of<'stale'>[],
): Array<readonly [Of<'stale'>, ...Of<'stale'>[]]> {
  const days = new Map<string, [Of<'stale'>, ...Of<'stale'>[]]>();
  for (const one of statements) {
    const day = days.get(one.since.text);
    if (day === undefined) days.set(one.since.text, [one]);
    else day.push(one);
  }
  return [...days.values()];
}

/** The statements from the first on that say the same kind of thing. */
export function leading<S extends Statement['says']>(statements: readonly Statement[], says: S): Of<S>[] {
  const end = statements.findIndex((statement) => statement.says !== says);
  const first = end === -1 ? statements : statements.slice(0, end);
  return first.filter((statement): statement is Of<S> => statement.says === says);
}

/** The day that all of them were last seen on, if it is one day. */
export function sameDay(statements: readonly Of<'closed'>[]): Of<'closed'>['on'] | undefined {
  const [first] = statements;
  return statements.every((one) => one.on.text === first?.on.text) ? first?.on : undefined;
}

export type Of<S extends Statement['says']> = Extract<Statement, { says: S }>;
