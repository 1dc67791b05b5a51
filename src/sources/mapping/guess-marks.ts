import { bare, NUMBER } from './header-texts.ts';

/** More different words than this are no markers. */
const MOST_MARKS = 60;

/** Words of a column of numbers and how often they stand there. */
export type Marks = Map<number, Map<string, number>>;

export function countMark(cell: string, column: number, marks: Marks): void {
  const text = cell.trim();
  if (text === '' || text.length > 20 || NUMBER.test(bare(text))) return;
  const counts = marks.get(column) ?? new Map<string, number>();
  marks.set(column, counts);
  if (counts.size < MOST_MARKS || counts.has(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
}

export function mostFrequent(columns: ReadonlyArray<ReadonlyMap<string, number>>): string[] {
  const all = new Map<string, number>();
  for (const counts of columns)
    for (const [text, count] of counts) all.set(text, (all.get(text) ?? 0) + count);
  // Numbers with letters in them are slips and not markers.
  return [...all]
    .filter(([text]) => !/\d/.test(text))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 8)
    .map(([text]) => text);
}
