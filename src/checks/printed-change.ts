import type { SeriesSpec } from '../model/catalog.ts';
import { convert } from '../units/convert.ts';
import { Decimal, decimal } from '../units/decimal.ts';
import { parseUnit } from '../units/unit.ts';

/** A change as a page prints it. */
export interface PrintedChange {
  /** Per cent, a difference in the levels' unit, or hundredths of that unit. */
  readonly kind: 'pct' | 'abs' | 'bp';
  readonly value: Decimal;
  /** Half a unit of the last printed digit. */
  readonly half: Decimal;
}

const MINUS = /^(?:[-−–—‐‑‒﹣▼↓]|下跌|下降|下滑|下调|回落|减少|跌|降|减)/;
const PLUS = /^(?:[+﹢▲↑]|上涨|上升|上调|回升|增加|增长|涨|升|增)/;
const UNCHANGED = /^(?:持平|不变|平|无变化|unch(?:anged|\.)?|flat|stable|nc|n\/c)$/i;
const NUMBER = /^((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*/;
/** What pages add behind: a comparator, a remark in brackets. */
const REMARK = /\s*(?:\(.*\)|(?:since|from|against|vs\.?|w\/w|wow|week-on-week|较|比).*)$/i;

const ZERO = new Decimal(0);

/** Undefined for words ("fell") and for units that the series is not measured in: nothing is guessed. */
export function readChange(
  text: string,
  spec: Pick<SeriesSpec, 'change'>,
  levelUnit: string,
): PrintedChange | undefined {
  const normal = text.normalize('NFKC').trim().replace(REMARK, '');
  if (UNCHANGED.test(normal)) return { kind: 'abs', value: ZERO, half: ZERO };
  const negative = MINUS.test(normal);
  const unsigned = normal.replace(negative ? MINUS : PLUS, '').trimStart();
  const digits = NUMBER.exec(unsigned);
  if (!digits?.[1]) return undefined;
  const plain = digits[1].replaceAll(',', '');
  const size = decimal(plain);
  const amount = { value: negative ? size.negated() : size, half: lastDigit(plain).div(2) };
  return inKind(amount, unsigned.slice(digits[0].length).trim(), spec, levelUnit);
}

function lastDigit(plain: string): Decimal {
  return new Decimal(10).pow(-(plain.split('.')[1]?.length ?? 0));
}

function inKind(
  amount: Omit<PrintedChange, 'kind'>,
  unit: string,
  spec: Pick<SeriesSpec, 'change'>,
  levelUnit: string,
): PrintedChange | undefined {
  // A bare number is in the words the series' changes are said in, a per cent change apart: that has its sign.
  if (unit === '') return { kind: spec.change === 'bp' ? 'bp' : 'abs', ...amount };
  const [from, to] = [parseUnit(unit), parseUnit(levelUnit)];
  if (!from || !to) return undefined;
  switch (from.canonical) {
    case '%':
      // Of a rate in per cent too: desks write pp where they mean points.
      return { kind: 'pct', ...amount };
    case 'pp':
      return to.canonical === '%' ? { kind: 'abs', ...amount } : undefined;
    case 'bp':
      return to.canonical === '%' ? { kind: 'bp', ...amount } : undefined;
    default: {
      const [value, half] = [convert(amount.value, from, to), convert(amount.half, from, to)];
      return value && half && { kind: 'abs', value, half };
    }
  }
}
