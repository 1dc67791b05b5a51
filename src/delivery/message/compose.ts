import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AssayError, quoted } from '../../errors.ts';
import type { Address } from '../../model/address.ts';
import { parseAddress } from '../../model/address-grammar.ts';
import type { Claimed } from '../../model/delivery.ts';
import type { Outgoing } from '../campaign/carrier.ts';
import { type Signer, signature } from './dkim.ts';
import { bodyOf, type Choice } from './message.ts';
import { metalOf, metalsFor } from './pieces.ts';
import { envelopeOf, leavingOf, letterHeaders, onlineOf, preferencesOf, type Sender } from './sender.ts';
import type { Stocks } from './stock.ts';

/** One recipient's message, of what all share and what only this one gets. Throws AssayError data E_SEND_ADDRESS. */
export function outgoing(
  stocks: Stocks,
  recipient: Claimed,
  sender: Sender,
  signer: Signer | undefined,
): Outgoing {
  const to = addressOf(recipient);
  const { type, chunks } = bodyOf(stocks, choiceOf(stocks, recipient, sender, to));
  const headers = letterHeaders(sender, stocks.letter, recipient, to, type);
  const signed = signer === undefined ? headers : [signature(signer, headers, hashOf(chunks)), ...headers];
  const [words = Buffer.alloc(0), ...shared] = chunks;
  // One buffer of what is this recipient's own: a socket is written to as seldom as can be.
  const message = [Buffer.concat([Buffer.from(`${signed.join('')}\r\n`), words]), ...shared];
  const { from, token } = envelopeOf(sender, recipient.delivery);
  return {
    from,
    to: to.address,
    international: to.international,
    bytes: message.reduce((sum, { length }) => sum + length, 0),
    envelopeId: token,
    open: () => Readable.from(message, { objectMode: false }),
  };
}

/** The last look at an address before it stands in a header and an envelope. */
function addressOf({ address, delivery }: Claimed): Address {
  const parsed = parseAddress(address);
  if (!('fault' in parsed)) return parsed;
  const message = `${quoted(address)} is no e-mail address (${parsed.fault}). Correct the subscriber.`;
  throw new AssayError('data', { code: 'E_SEND_ADDRESS', where: delivery.slice(0, 16), message });
}

function choiceOf(
  { language, metals, letter }: Stocks,
  recipient: Claimed,
  sender: Sender,
  to: Address,
): Choice {
  const wished = metalsFor(recipient.metals, letter.groups, metals);
  const holder = { id: recipient.subscriber, key: to.key };
  const { page, mail } = leavingOf(sender, holder);
  const conditions: ReadonlyMap<string, boolean> = new Map([
    ['online', sender.site !== undefined],
    ['unsubscribe', true],
    ['unsubscribe-mail', page === undefined],
    ['preferences', sender.site !== undefined],
    ['pdf', recipient.format === 'pdf'],
    ['correction', recipient.corrected],
  ]);
  return {
    holds(when) {
      if (when === undefined) return true;
      const metal = metalOf(when);
      return metal === undefined ? conditions.get(when) === true : wished.has(metal);
    },
    attached: recipient.format === 'pdf',
    links: {
      unsubscribe: page ?? mail,
      preferences: preferencesOf(sender, holder) ?? '',
      online: onlineOf(sender, language, recipient.subscriber) ?? '',
    },
  };
}

/** The body is written so that DKIM's relaxed form of it is the body itself. */
function hashOf(chunks: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('base64');
}
