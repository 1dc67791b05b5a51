import type { Reply } from '../../model/delivery.ts';
import { isAboutUs } from '../bounces/fate.ts';
import type { Handover } from '../campaign/carrier.ts';
import { queueIdOf, replyText } from './reply.ts';

/** How far a dialogue went. `body`: the server said 354, our dot is not written. `end`: it is. */
export type Phase = 'connect' | 'mail' | 'rcpt' | 'data' | 'body' | 'end';

/** How a dialogue ended: with a reply, or without one for the cause given in words. */
export interface Ending {
  readonly phase: Phase;
  readonly reply?: Reply;
  readonly cause: string;
}

/**
 * Whatever a server does, in one of four states. A reply is believed. Without one it is known that nothing was
 * handed over only as long as the server had not asked for the letter (354); after that nothing is known.
 */
export function classify(ending: Ending): Handover {
  const { phase, reply, cause } = ending;
  if (reply && phase === 'end' && reply.code < 300) return accepted(reply);
  if (reply && reply.code >= 400) return refused(phase, reply);
  const without = { scope: 'host', phase, ...(reply ? { reply } : {}) } as const;
  if (phase === 'body' || phase === 'end')
    return {
      ...without,
      state: 'UNCERTAIN',
      reason: `${cause}; whether the server has the letter is not known`,
    };
  return { ...without, state: 'DEFERRED', reason: `${cause}; the server has not got the letter` };
}

function accepted(reply: Reply): Handover {
  const queueId = queueIdOf(reply.text);
  return {
    state: 'ACCEPTED',
    scope: 'recipient',
    phase: 'end',
    reply,
    ...(queueId === undefined ? {} : { queueId }),
    reason: replyText(reply),
  };
}

function refused(phase: Phase, reply: Reply): Handover {
  const said = { phase, reply, reason: replyText(reply) };
  if (reply.code < 500) return { ...said, state: 'DEFERRED', ...later(phase, reply) };
  // Before RCPT nobody was named: it is the sender that was refused, and the letter waits until that is mended.
  if (phase === 'connect' || phase === 'mail') return { ...said, state: 'DEFERRED', scope: 'campaign' };
  return { ...said, state: 'REJECTED', ...never(phase, reply) };
}

const GREYLISTED = /gr[ea]y-?\s?list|postgrey/i;

/** 4xx: whose trouble it is. */
function later(phase: Phase, { code, enhanced, text }: Reply): Pick<Handover, 'scope' | 'afterMinutes'> {
  // RFC 5321 4.2: the server is about to hang up, whatever it answers.
  if (code === 421) return { scope: 'host' };
  if (GREYLISTED.test(text)) return { scope: 'recipient', afterMinutes: 5 };
  const subject = enhanced.slice(0, 3);
  if (subject === '4.1' || subject === '4.2') return { scope: 'recipient' };
  // System, rate, disk: it is the same for everybody.
  if (subject === '4.3' || enhanced === '4.7.28' || phase !== 'rcpt') return { scope: 'host' };
  // 452 alone is "insufficient system storage".
  return { scope: code === 452 && enhanced === '' ? 'host' : 'recipient' };
}

/** 5xx after a recipient was named: the recipient's fault, or ours. */
function never(phase: Phase, { code, enhanced, text }: Reply): Pick<Handover, 'scope' | 'strike'> {
  const isGeneral = enhanced === '' || enhanced === '5.0.0';
  // Many providers say "blocked" or "content denied" in words only.
  if (isGeneral && isAboutUs(text)) return { scope: 'campaign' };
  const fault = enhanced === '' ? withoutEnhanced(phase, code) : byEnhanced(phase, enhanced);
  if (fault === 'ours') return { scope: 'campaign' };
  return fault === 'plain' ? { scope: 'recipient' } : { scope: 'recipient', strike: fault };
}

/** `plain`: this letter to this recipient does not go, and says nothing about the address. */
type Fault = 'gone' | 'strike' | 'plain' | 'ours';

/** RFC 3463 and the registry of enhanced status codes. */
function byEnhanced(phase: Phase, enhanced: string): Fault {
  // No such mailbox; a domain that declares to take no mail (RFC 7505).
  if (enhanced === '5.1.1' || enhanced === '5.1.10') return 'gone';
  if (OURS.has(enhanced)) return 'ours';
  const subject = enhanced.split('.')[1];
  // Protocol and policy: 5.5.x, 5.7.1, 5.7.25, 5.7.26, 5.7.515.
  if (subject === '5' || subject === '7') return 'ours';
  // Too long for this one mailbox.
  if (enhanced === '5.2.3') return 'plain';
  if (subject === '1' || subject === '2') return 'strike';
  // The way to their domain, as long as it is they who are talked about.
  return subject === '4' && phase === 'rcpt' ? 'strike' : 'plain';
}

/** The sender's address; a server that takes nothing, is set up wrongly, or finds the letter too big. */
const OURS = new Set(['5.1.7', '5.1.8', '5.3.2', '5.3.4', '5.3.5']);

function withoutEnhanced(phase: Phase, code: number): Fault {
  // Commands it does not know, logins it wants: 500–504, 521, 530, 535, 538.
  if (code < 550) return 'ours';
  if (code === 554) return 'plain';
  // After the dot only "exceeded storage allocation" is about the mailbox.
  return phase === 'rcpt' || code === 552 ? 'strike' : 'plain';
}
