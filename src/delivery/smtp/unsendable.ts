import type { Handover, Line, Outgoing } from '../campaign/carrier.ts';

/** Refuses what no server needs to be asked; undefined where the letter can be tried. */
export function unsendable(
  { to, from, bytes, international }: Outgoing,
  offers: Line['offers'],
): Handover | undefined {
  const no = (scope: Handover['scope'], reason: string): Handover => ({
    state: 'REJECTED',
    scope,
    phase: 'connect',
    reason,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const odd = /[\u0000-\u0020\u007f<>]/;
  if (to === '' || odd.test(to)) return no('recipient', 'the address cannot stand in an envelope; not sent');
  if (odd.test(from)) return no('campaign', "the sender's address cannot stand in an envelope; not sent");
  if (international && !offers.international)
    return no('recipient', 'the server takes no address that is not ASCII (no SMTPUTF8); not sent');
  if (offers.size > 0 && bytes > offers.size)
    return no('campaign', `the letter has ${bytes} bytes, the server takes ${offers.size}; not sent`);
  return undefined;
}
