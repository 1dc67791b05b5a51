import type { Run } from '../../model/brief.ts';
import type { Among, Place, ShownPhrases } from '../phrases.ts';
import { capitalized, line, name } from '../runs.ts';
import { inside } from './names.ts';

const PLACES: Readonly<Record<Place, string>> = { above: 'above', within: 'within', below: 'below' };

/** Of a series observed daily the days between are not among the chart's points, and may lie beyond. */
const AMONG: Readonly<Record<Among, string>> = {
  closes: ' weekly close',
  'week-ends': ' week-end level',
  weeks: '',
  months: '',
};

export const shown: ShownPhrases = {
  extreme: (title, side, among, since) => {
    const word = side === 'high' ? 'highest' : 'lowest';
    const record = `${word}${AMONG[among]}`;
    if (since !== undefined) return line`${title}, ${record} since ${since}`;
    // A title has two lines.
    return record === word ? line`${title}, ${word} in the period shown` : line`${title}, ${record} shown`;
  },
  season: (title, range) => line`${title}, ${PLACES[range]} the usual range for the season`,
  crossed: (title) => line`${title}, crossing zero`,
  band: (title, band) => line`${title}, ${PLACES[band]} its usual band`,
  total: (title, year) => line`${title}; ${year} on the year`,
  year: (name, level, direction, size) =>
    direction === 'flat'
      ? capitalized(line`${name} at ${level}, unchanged from a year earlier`)
      : capitalized(
          line`${name} at ${level}, ${size} ${direction === 'up' ? 'above' : 'below'} a year earlier`,
        ),
  movers: (best, worst) => {
    const up = best && line`${best.name} leads the week (${best.change})`;
    if (worst === undefined) return capitalized(up ?? line`No price moved in the week`);
    return capitalized(
      up
        ? line`${up}; ${within(worst.name)} trails (${worst.change})`
        : line`${worst.name} falls most (${worst.change})`,
    );
  },
  scatter: (leader, laggard) => capitalized(line`${leader} leads the year so far; ${within(laggard)} trails`),
};

function within(subject: Run): Run {
  return name(inside(subject.text));
}
