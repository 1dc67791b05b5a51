import type { CheckContext, Subject } from './check.ts';

/** What several rules ask of a series: worked out once a subject and context. */
export function once<T extends object>(
  work: (subject: Subject, context: CheckContext) => T,
): (subject: Subject, context: CheckContext) => T {
  const known = new WeakMap<Subject, { readonly context: CheckContext; readonly result: T }>();
  return (subject, context) => {
    const had = known.get(subject);
    if (had?.context === context) return had.result;
    const result = work(subject, context);
    known.set(subject, { context, result });
    return result;
  };
}
