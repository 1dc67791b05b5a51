import type { Handover } from './carrier.ts';

/** Refusals that are ours, in a row, after which going on would only harm our name. */
const MOST_OURS = 3;
/** Letters in a row, beyond one for each line, that ended without a word. */
const MOST_SILENT = 5;

/** Looks at what becomes of letters one after the other; gives why to pause the campaign as soon as there is a reason. */
export function openPauseRules(lines: number): (handover: Handover) => string | undefined {
  let ours = 0;
  let silent = 0;
  return ({ state, scope, reason }) => {
    if (scope === 'campaign') ours += 1;
    else if (scope === 'recipient') ours = 0;
    if (state === 'UNCERTAIN') silent += 1;
    else if (scope === 'recipient') silent = 0;
    if (ours >= MOST_OURS)
      return `the mail server refused ${ours} letters in a row for a reason of ours: ${reason}`;
    if (silent >= lines + MOST_SILENT)
      return `the mail server fell silent on ${silent} letters in a row: ${reason}`;
    return undefined;
  };
}
