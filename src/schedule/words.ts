import type { DueNote } from '../calendar/due.ts';
import { counted, oneLine, type Problem, problemLine } from '../errors.ts';
import type { Needs } from './work.ts';

/** `3 h 5 min`. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  return [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 || minutes < 60 ? [`${rest} min`] : []),
  ].join(' ');
}

/** Named one by one; a desk has hundreds of series. */
const MOST_NAMED = 8;

/** What is not there: `no value of the week for cu_lme_3m (last 2026-11-13), al_lme_3m; no note in zh`. */
export function missingWords({ series, notes }: Pick<Needs, 'series' | 'notes'>): string {
  const named = series
    .slice(0, MOST_NAMED)
    .map(({ id, last }) => (last === '' ? `${id} (none yet)` : `${id} (last ${last})`));
  const more = series.length - named.length;
  return [
    ...(series.length === 0
      ? []
      : [`not all values of the week for ${named.join(', ')}${more > 0 ? ` and ${more} more series` : ''}`]),
    ...(notes.length === 0 ? [] : [`no note in ${notes.join(' and ')}`]),
  ].join('; ');
}

/** The first problem in words, and how many more there are; without a point at its end. */
export function problemWords(problems: readonly Problem[]): string {
  const [first, ...others] = problems;
  if (first === undefined) return '';
  const line = oneLine(problemLine(first)).replace(/\.$/, '');
  return others.length === 0 ? line : `${line} (and ${counted(others.length, 'more problem')})`;
}

/** Why a due time is another than usual. */
export function noteWords(note: DueNote): string {
  switch (note.kind) {
    case 'gap':
      return `${note.asked} does not exist on ${note.date}; it runs at ${note.runs}`;
    case 'fold':
      return `${note.asked} comes twice on ${note.date}; it runs at the first`;
    case 'between':
      return `it comes before the week is complete and again only when the next one is; the week runs when it is complete, at ${note.runs} on ${note.date}`;
    case 'holiday':
      return `moved from ${note.from} (${note.why}) to ${note.to}`;
    case 'skipped':
      return `no edition: ${note.from} is a holiday (${note.why})`;
    case 'unmoved':
      return `${note.from} is a holiday (${note.why}), but on the working day before it the week is not complete; it runs as usual`;
    case 'uncovered':
      return `the calendar ends on ${note.through}: whether ${note.date} is a holiday is not known, it runs as usual`;
  }
}
