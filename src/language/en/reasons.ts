import { forBrowser } from './problems.ts';

const RESUMED = /\bassay deliveries release \S+, then: assay schedule release \S+/g;
const RELEASED = /(, then|Then|To [a-z ]+|If it is right now): assay schedule release \S+/g;

/** A reason with what to press on the page of the schedule in place of the command. */
export function reasonForBrowser(reason: string): string {
  const pressed = reason
    .replace(RESUMED, 'Let its campaign go on under Mail, then press “Try again”.')
    .replace(RELEASED, (_, lead: string) => `${lead}${/then$/i.test(lead) ? '' : ','} press “Try again”.`);
  // What is left out wholly was somebody's own words.
  return forBrowser('', pressed) || pressed;
}
