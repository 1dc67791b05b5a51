import type { Problem } from '../errors.ts';

/** Problems of files by line and column, each once. */
export function inOrder<P extends Problem>(problems: readonly P[]): P[] {
  const once = new Map(
    problems.map((problem) => [`${problem.code} ${problem.where} ${problem.message}`, problem]),
  );
  return [...once.values()]
    .map((problem) => ({ problem, place: placeIn(problem.where) }))
    .sort((a, b) =>
      a.place.file < b.place.file ? -1 : a.place.file > b.place.file ? 1 : a.place.at - b.place.at,
    )
    .map(({ problem }) => problem);
}

function placeIn(where: string): { readonly file: string; readonly at: number } {
  const [, file = where, line = '0', column = '0'] = /^(.*?):(\d+)(?::(\d+))?$/.exec(where) ?? [];
  return { file, at: Number(line) * 1_000_000 + Number(column) };
}
