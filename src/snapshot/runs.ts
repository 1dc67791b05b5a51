/**
 * A column of short texts as one: blanks between, and `7*260` for 260 sevens in a row. Prices that stand still,
 * weekly dates and consecutive rows take a few bytes instead of thousands. No text may hold a blank or `*`.
 */
export function packRuns(texts: readonly (string | number)[]): string {
  const packed: string[] = [];
  for (let start = 0; start < texts.length; ) {
    let end = start + 1;
    while (end < texts.length && texts[end] === texts[start]) end += 1;
    const text = String(texts[start]);
    const length = end - start;
    if (length * (text.length + 1) > text.length + 2 + String(length).length)
      packed.push(`${text}*${length}`);
    else for (let at = start; at < end; at += 1) packed.push(text);
    start = end;
  }
  return packed.join(' ');
}

/** Throws RangeError on what `packRuns` cannot have written. `most` bounds what a damaged count may ask for. */
export function unpackRuns(packed: string, most = 100_000): string[] {
  const texts: string[] = [];
  if (packed === '') return texts;
  for (const part of packed.split(' ')) {
    const star = part.indexOf('*');
    if (star < 0) {
      texts.push(part);
      continue;
    }
    const count = Number(part.slice(star + 1));
    if (!Number.isInteger(count) || count < 1 || texts.length + count > most) {
      throw new RangeError(`"${part}" is not a run`);
    }
    const text = part.slice(0, star);
    for (let n = 0; n < count; n += 1) texts.push(text);
  }
  return texts;
}
