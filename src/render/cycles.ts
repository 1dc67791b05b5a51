import type { Problem } from '../errors.ts';

/** A template's `{{> name}}`: which it includes, and where. */
export interface Include {
  readonly name: string;
  readonly line: number;
}

/**
 * Templates that include themselves, directly or through others: printing them would never end. Each circle once,
 * at the include that closes it. E_TPL_CYCLE.
 */
export function cycleProblems(includes: ReadonlyMap<string, readonly Include[]>): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly Step[]): void => {
    for (const include of includes.get(name) ?? []) {
      const step = { from: name, ...include };
      const start = [...path, step].findIndex(({ from }) => from === include.name);
      if (start >= 0) problems.push(problemOf([...path, step].slice(start)));
      else if (!done.has(include.name)) visit(include.name, [...path, step]);
    }
    done.add(name);
  };
  for (const name of includes.keys()) if (!done.has(name)) visit(name, []);
  return problems;
}

interface Step extends Include {
  readonly from: string;
}

/** The steps lead from a template back to itself. */
function problemOf(circle: readonly Step[]): Problem {
  const place = ({ from, line }: Step): string => `templates/${from}.hbs:${line}`;
  const [closing] = circle.slice(-1);
  const others = circle.slice(0, -1);
  const name = closing?.name ?? '';
  const way = others.map((step) => `{{> ${step.name}}} at ${place(step)}`).join(', ');
  return {
    code: 'E_TPL_CYCLE',
    where: closing === undefined ? 'templates' : place(closing),
    message: `{{> ${name}}} ${way === '' ? 'includes the template itself' : `closes a circle (${way})`}. Expected no template within itself; remove one of the includes.`,
  };
}
