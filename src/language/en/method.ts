import type { MethodPhrases, NotePhrases } from '../phrases.ts';
import { line } from '../runs.ts';

export const method: MethodPhrases = {
  week: 'A week runs from Friday to Friday. The last session of a series’ own venue on or before the Friday is compared with the last session on or before the Friday a week earlier. A venue without a session in either week prints “closed”; no value is carried forward in silence.',
  bases:
    'Four weeks and a year are counted back in whole weeks. Quarter to date and year to date start from the last session of the quarter or year before. The range covers a year of daily values; the percentile of a stock ranks its last value among five years of weekly values.',
  changes:
    'Prices and stocks change in per cent. Fees, premiums and spreads change in their own unit, since they can pass through zero. Operating rates change in percentage points, yields in basis points. Figures are rounded only when printed; a change that rounds to zero prints “nc”.',
  strength:
    'Words follow the move: each week’s change is measured against the standard deviation of the series’ own weekly moves over three years, and the same measure picks the headline and shades the tables.',
  vat: (rate) =>
    line`Chinese domestic prices include value-added tax, at present ${rate}, unless the table below says otherwise; gold at the Shanghai Gold Exchange is exempt. No tax is taken off a price before it is printed. Parities apply the rate of the day.`,
  conversions: ({ pounds, ounces, shortTon, unit }) =>
    line`One tonne is ${pounds} pounds or ${ounces} troy ounces; one short ton is ${shortTon} kilograms; one metric tonne unit is ${unit} kilograms of contained metal. Values are stored in one unit for each series and converted only when printed. Currencies are never converted, except in parities, which say so.`,
  calendars: (venues) =>
    line`Sessions follow the dated calendars of ${venues}. Make-up working days at weekends are not sessions.`,
  illustrative:
    'Where no open record of a series exists, the years before the sample week are made up by a seeded program from open monthly averages, so that tables and charts can be shown at work. Such history ends exactly at real figures, is hatched in charts and marked † in words and tables, and must not be used for anything else.',
  labels: {
    week: 'The week',
    bases: 'Comparisons',
    changes: 'Changes',
    strength: 'Size of moves',
    vat: 'Tax',
    conversions: 'Units',
    calendars: 'Holidays',
    illustrative: 'Illustrative history',
  },
};

export const notes: NotePhrases = {
  labels: {
    stale: 'Stale',
    unchanged: 'Unchanged',
    unusual: 'Unusual moves',
    closed: 'Closed',
    findings: 'Checks',
    withheld: 'Withheld',
    answered: 'Decided by the desk',
    never: 'Never observed',
    illustrative: 'Illustrative',
    inputs: 'Inputs',
  },
  stale: (names, since) => line`${names}: no observation since ${since}.`,
  unchanged: (name, since, quotations, suspicious) =>
    suspicious
      ? line`${name} has been unchanged since ${since}, over ${quotations} quotations; its source may no longer be refreshed.`
      : line`${name} has been unchanged since ${since}, over ${quotations} quotations.`,
  closed: (names) => line`No session in the week: ${names}.`,
  unusual: (name, change) => line`${name} moved ${change} in the week, more than is usual for it.`,
  finding: (words, subject, detail, count) => {
    const at = detail === undefined ? [] : line` (${detail})`;
    const times = count === undefined ? [] : line`, ${count} times`;
    return line`${subject}: ${words}${times}${at}.`;
  },
  never: (names) => line`No value has been read yet for: ${names}.`,
  illustrative: (names, all) => {
    const where = all ? (names.length === 0 ? 'all series' : line`all series but ${names}`) : names;
    return line`† marks figures that rest on illustrative history; at the end of a sentence it marks every figure in it. Such history is used for ${where}.`;
  },
  inputs: (files) => line`Read from ${files}.`,
  clean: 'No remark on this week’s data.',
};

export const disclaimer: readonly string[] = [
  'This brief was made by a program from the figures named in it. It describes the state of markets in the week; it contains no rating, no price target and no recommendation to buy, sell or hold anything, and it knows nothing of any reader’s circumstances.',
  'Figures come from the sources listed under Method and may be late, revised or wrong at the source. Each was checked against its unit, its plausible range and its own history, and remarks are printed under Data notes; such checks reduce errors and do not exclude them. Prices of minor metals are assessments of thin markets.',
  'Whoever acts on this brief does so on their own judgment and at their own risk. Data remain the property of their owners and may not be passed on where their licences forbid it.',
];
