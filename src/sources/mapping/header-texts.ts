import { parseUnit } from '../../units/unit.ts';

/** What stands beside a date that is written out already. */
export const DATE_PART = /^(?:年|月|日|year|month|day|week|周)$/i;

export const STRIPPED = ['$', '€', '£', '¥', '￥', '%'];
export const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?)(?:[eE][+-]?\d+)?$/;

/** `($/mt)`, `铜价（元/吨）`, `Price (USD/t)`, or the unit alone. */
export function unitIn(text: string): string | undefined {
  const inside = /[([（【]([^()[\]（）【】]+)[)\]）】]\s*$/.exec(text)?.[1]?.trim();
  return [inside, text.trim()].find((one) => one !== undefined && one !== '' && parseUnit(one) !== undefined);
}

/** A number's cell without marks around it. */
export function bare(cell: string): string {
  let text = cell.trim();
  for (const mark of STRIPPED) text = text.replace(mark, '').trim();
  return text;
}
