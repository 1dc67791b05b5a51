import type { SlipCause } from '../../units/slips.ts';
import type { FindingKind, WithheldPhrases } from '../phrases.ts';
import { line, listed } from '../runs.ts';

/** What a check's finding says of a value, after its name and a colon. */
const FINDINGS: Readonly<Record<FindingKind, string>> = {
  holiday: 'a value is dated on a day on which the venue was closed',
  range: 'a value lies outside what is plausible for the series',
  unit: 'probable unit slip',
  vat: 'a value that may be with tax where the others are without, or the reverse',
  tons: 'a value that may count short tons for tonnes, or the reverse',
  move: 'a move that is unusual for the series',
  copied: 'a value that looks like another series’',
  zero: 'a zero that may stand for a missing value',
  repeated: 'the week’s values are those of an earlier one, one after the other',
  digits: 'a value that may have swapped digits',
  comparator: 'the value of the week before is missing, so that there is no change on the week',
  band: 'a relation outside its usual band',
  identity: 'a total that is not the sum of its parts',
  subtotal: 'a subtotal that may have been counted twice',
  sources: 'two sources disagree',
  chain: 'a printed change that its levels do not bear out',
  late: 'a value that came later than its source usually publishes',
  revised: 'the source has revised an earlier value',
  corrected: 'an earlier value has been corrected by this desk',
  other: 'a remark was made when the data were checked',
};

/** What was likely mistaken for what. */
export const CAUSES: Readonly<Record<SlipCause | 'digits', string>> = {
  x10: 'a decimal point off by one place',
  x100: 'cents for dollars or a decimal point off by two places',
  x1000: 'kilograms for tonnes or thousands for ones',
  x10000: 'tens of thousands for ones',
  'x2.2046': 'pounds for kilograms',
  'x22.05': 'cents a pound for dollars a tonne',
  'x31.1': 'grams for troy ounces',
  'x32.15': 'troy ounces for kilograms',
  'x2204.6': 'pounds for tonnes',
  'x0.907': 'short tons for tonnes',
  vat: 'with and without tax',
  fx: 'yuan for dollars',
  digits: 'swapped digits',
};

export const withheld: WithheldPhrases = {
  reason: (kind, cause) => {
    const words =
      cause === undefined ? undefined : Object.entries(CAUSES).find(([key]) => key === cause)?.[1];
    return words === undefined ? FINDINGS[kind] : `${FINDINGS[kind]}, ${words}`;
  },
  cell: (why) => {
    if (why.kind === 'excluded') return line`excluded by ${why.by}: ${why.reason}`;
    if (why.kind === 'part') return line`withheld: rests on ${why.names}`;
    return line`withheld: ${why.reason}`;
  },
  sentence: (name, why) => {
    if (why.kind === 'excluded')
      return line`the latest value of ${name} is excluded by ${why.by} (${why.reason})`;
    if (why.kind === 'part') return line`${name} is withheld, as it rests on ${why.names}`;
    return line`the latest value of ${name} is withheld (${why.reason})`;
  },
  title: (name) => line`${name}: latest value withheld`,
  held: (name, date, reason, history) =>
    history
      ? line`${name}: the value of ${date} is withheld (${reason}); it is left out of charts, and nothing is measured from it.`
      : line`${name}: the value of ${date} is withheld (${reason}); nothing older stands in its place.`,
  excluded: (name, date, by, until, reason) =>
    line`${name}: the value of ${date} is excluded by ${by} until ${until}, and nothing is measured from it. Reason given: ${reason}`,
  accepted: (name, date, by, until, reason) =>
    line`${name}: the value of ${date} is accepted by ${by} until ${until}, though a check objects to it. Reason given: ${reason}`,
  expired: (name, date, by, until, reason) =>
    line`${name}: what ${by} decided of the value of ${date} ended on ${until} and no longer counts. Reason given: ${reason}`,
  parts: (names, parts) => line`Withheld, as they rest on ${parts}: ${names}.`,
  list: (names) => listed(names, ', ', ' and '),
};
