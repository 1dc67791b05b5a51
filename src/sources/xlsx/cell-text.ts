import type { CellValue } from 'hucre/xlsx';
import { Decimal, plain } from '../../units/decimal.ts';

/** A cell as text: numbers as the shortest plain decimal that is the same number, dates as `2024-01-31`. */
export function cellText(value: CellValue | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Date) return dateText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return '';
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = String(value);
  return text.includes('e') ? plain(new Decimal(text)) : text;
}

/** Midnight is a day; what has an hour keeps it, so that nobody takes a moment for a day. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const text = value.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}
