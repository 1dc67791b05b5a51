import type { Mapping } from '../../model/mapping.ts';
import { Decimal, plain } from '../../units/decimal.ts';
import { isNoQuotation } from '../table.ts';

/** Reads a cell's number as plain decimal text; '' for no quotation; what is no number comes back as it stands. */
export type NumberReader = (cell: string) => string;

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?[eE][+-]?\d{1,2}$/;

export function numberReader({ missing, thousands, decimal, strip }: Mapping): NumberReader {
  const words = new Set(missing);
  const isNone = (text: string) => isNoQuotation(text) || words.has(text);
  return (cell) => {
    const text = cell.trim();
    if (isNone(text)) return '';
    const bare = ungrouped(stripped(text, strip), thousands);
    if (isNone(bare)) return '';
    const number = decimal === '.' ? bare : bare.replace(decimal, '.');
    if (SCIENTIFIC.test(number)) return plain(new Decimal(number));
    // A slip stays as it was typed, so that the message shows what stands in the cell.
    return NUMBER.test(number) ? number : text;
  };
}

function stripped(text: string, marks: readonly string[]): string {
  let rest = text;
  const sign = /^[+-]/.exec(rest)?.[0] ?? '';
  rest = rest.slice(sign.length);
  for (const mark of marks) {
    if (rest.startsWith(mark)) rest = rest.slice(mark.length).trim();
    if (rest.endsWith(mark)) rest = rest.slice(0, -mark.length).trim();
  }
  return sign + rest;
}

/** Groups of three only: `1,23` is a decimal comma or a slip, and not a hundred and twenty-three. */
function ungrouped(text: string, mark: string | undefined): string {
  if (mark === undefined || !text.includes(mark)) return text;
  const [whole = '', ...groups] = text.split(mark);
  const last = groups.length - 1;
  const good =
    /^[+-]?\d{1,3}$/.test(whole) &&
    groups.every((group, at) => (at === last ? /^\d{3}(?:\D\d*)?$/ : /^\d{3}$/).test(group));
  return good ? whole + groups.join('') : text;
}

/** A cell as an exact number, for sums and means; undefined where there is none. */
export function exactOf(text: string): Decimal | undefined {
  return NUMBER.test(text) ? new Decimal(text) : undefined;
}
