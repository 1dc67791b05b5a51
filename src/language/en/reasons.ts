import { forBrowser } from './problems.ts';

const RESUMED = /\bassay deliveries release \S+, then: assay schedule release \S+/g;
const RELEASED = /(?:,|:)?( then|\bThen|\bTo [a-z ]+|\bIf it is right now)?:? assay schedule release \S+/g;

/** A reason with what to press on the page of the schedule in place of the command. */
export function reasonForBrowser(reason: string): string {
  const pressed = reason
    .replace(RESUMED, 'Let its campaign go on under Mail, then press “Try again”.')
    .replace(RELEASED, (_, lead: string = '') => {
      const said = lead.trimStart();
      return said === 'then' ? ', then press “Try again”.' : ` ${said || 'To go on'}, press “Try again”.`;
    })
    .replaceAll('Then, press', 'then press');
  return forBrowser('', pressed.replace(/\.{2,}/g, '.'));
}
