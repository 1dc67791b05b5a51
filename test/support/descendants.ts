import { readdirSync, readFileSync } from 'node:fs';

/** Processes that `pid` started, and those that these started, with their command lines. Without /proc: none. */
export function descendants(pid: number): ReadonlyArray<{ readonly pid: number; readonly command: string }> {
  const parents = new Map<number, number>();
  for (const name of numbersIn('/proc')) {
    // `pid (name) state parent …`; the name may hold spaces and parentheses. The dead that nobody has counted are gone.
    const stat = textOf(`/proc/${name}/stat`);
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent !== undefined && state !== 'Z') parents.set(name, Number(parent));
  }
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && (one === pid || isBelow(parents.get(one)));
  return [...parents]
    .filter(([one]) => one !== pid && isBelow(one))
    .map(([one]) => ({ pid: one, command: textOf(`/proc/${one}/cmdline`).replaceAll('\0', ' ') }));
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
