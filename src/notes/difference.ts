/** A line of two texts laid beside each other. */
export interface Change {
  readonly kind: 'same' | 'theirs' | 'yours';
  readonly line: string;
}

/** Beyond so many pairs of lines the middle is told as replaced: nobody reads such a difference line by line. */
const MOST_PAIRS = 4_000_000;

/** What of `theirs` and of `yours` is not in the other, line by line, with what both have between them. */
export function differenceOf(theirs: string, yours: string): Change[] {
  const a = theirs.split('\n');
  const b = yours.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const same = (lines: readonly string[]): Change[] => lines.map((line) => ({ kind: 'same', line }));
  return [
    ...same(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...same(a.slice(a.length - tail)),
  ];
}

/** By the longest common run of lines, kept in a table of lengths. */
function middle(a: readonly string[], b: readonly string[]): Change[] {
  const changes: Change[] = [];
  const width = b.length + 1;
  if (a.length * b.length > MOST_PAIRS) {
    return [
      ...a.map((line): Change => ({ kind: 'theirs', line })),
      ...b.map((line): Change => ({ kind: 'yours', line })),
    ];
  }
  const common = new Uint32Array((a.length + 1) * width);
  const length = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      changes.push({ kind: 'same', line: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || length(i + 1, j) >= length(i, j + 1))) {
      changes.push({ kind: 'theirs', line: a[i] ?? '' });
      i += 1;
    } else {
      changes.push({ kind: 'yours', line: b[j] ?? '' });
      j += 1;
    }
  }
  return changes;
}
