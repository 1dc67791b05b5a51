import { MONTHS } from '../calendar/months.ts';
import { realDate } from '../calendar/week.ts';
import { quoted } from '../errors.ts';
import type { IsoDate } from '../model/time.ts';

/** Why a text is not a date, and what was likely meant. */
export function dateProblem(text: string): string {
  if (text === '') return 'the date is missing. Expected a date such as 2026-11-20.';
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return `${quoted(text)} does not exist${whyNot(Number(iso[1]), Number(iso[2]), Number(iso[3]))}.`;
  if (text.toLowerCase() === 'date')
    return '"date" is not a date: the header is repeated here. Remove the line.';
  const meant = likelyIso(text);
  const hint = meant ? `Write ${meant}.` : 'Expected a date such as 2026-11-20.';
  const serial = /^[34]\d{4}(?:\.0+)?$/.test(text) ? ' (a serial number of a spreadsheet?)' : '';
  return `${quoted(text)} is not a date${serial}. ${hint}`;
}

function whyNot(year: number, month: number, day: number): string {
  const name = MONTHS[month - 1];
  if (name === undefined) return ` (there is no month ${String(month).padStart(2, '0')})`;
  if (month === 2 && day === 29) return ` (${year} is not a leap year)`;
  if (year < 100) return ` (year ${year})`;
  const days = new Set([4, 6, 9, 11]).has(month) ? 30 : month === 2 ? 28 : 31;
  return ` (${name} has ${days} days)`;
}

/** Year first only: 03/04/2026 is March or April, nobody knows. */
function likelyIso(text: string): IsoDate | undefined {
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return undefined;
  return realDate(`${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`);
}
