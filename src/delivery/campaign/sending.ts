import type { Effects } from '../../effects.ts';
import { AssayError, oneLine } from '../../errors.ts';
import type { Campaign, Claimed } from '../../model/delivery.ts';
import type { MailConfig } from '../../model/mail.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { minutesAfter } from './backoff.ts';
import type { Carrier, Handover, Line, Outgoing } from './carrier.ts';
import { openHostGate } from './host-gate.ts';
import { openLimits } from './limits.ts';
import { openPauseRules } from './pause-rules.ts';
import type { Scribe } from './scribe.ts';
import { type Held, openSupply } from './supply.ts';
import { outcomeOf, waitMinutes } from './verdict.ts';

/** Makes the letter for one recipient. Throws AssayError data for whom there can be none. */
export interface Letters {
  compose(recipient: Claimed): Outgoing;
}

/** Why nothing more is begun. */
export interface Halt {
  readonly state: 'paused' | 'stopped';
  readonly reason: string;
}

export interface SendingOptions {
  readonly ledger: Ledger;
  readonly campaign: Campaign;
  readonly letters: Letters;
  readonly carrier: Carrier;
  readonly mail: MailConfig;
  readonly scribe: Scribe;
  readonly owner: string;
  readonly leaseMs: number;
  readonly effects: Effects;
  /** In words, of the wall clock against the ticks. */
  readonly clockFault: () => string | undefined;
  /** A letter is done with for now. */
  readonly onDone: (state: Handover['state']) => void;
  readonly onNote: (note: string) => void;
}

/** All lines of one run. */
export interface Sending {
  readonly halt: Halt | undefined;
  /** Sends whatever is due; resolves when nothing is, or it was halted and what was begun is done. */
  send(): Promise<void>;
  /** What is claimed and not begun, back to the ledger. */
  giveBack(): Promise<void>;
}

export function openSending(options: SendingOptions): Sending {
  const { ledger, campaign, letters, carrier, mail, scribe, owner, effects } = options;
  let halt: Halt | undefined;
  const stop = (state: Halt['state'], reason: string): void => {
    halt ??= { state, reason };
  };
  const halted = (): boolean => {
    if (effects.stop.aborted) stop('stopped', 'it was asked to stop');
    const clock = options.clockFault();
    if (clock !== undefined) stop('paused', clock);
    if (scribe.failure !== undefined) stop('stopped', 'the ledger cannot be written');
    return halt !== undefined || effects.now().toISOString() >= campaign.deadline;
  };
  const { perSecond, perDomain } = mail.smtp;
  const supply = openSupply({
    ledger,
    campaign,
    owner,
    lines: carrier.lines,
    limits: openLimits({ perSecond, perDomain }),
    perDomain,
    leaseMs: options.leaseMs,
    effects,
    halted,
  });
  const gate = openHostGate(effects, options.onNote);
  const mustPause = openPauseRules(carrier.lines);

  const lane = async (): Promise<void> => {
    for (;;) {
      await gate.pass(halted);
      const { generation } = gate;
      const held = await supply.next();
      if (held === undefined) return;
      // Meanwhile another line may have met trouble.
      if (gate.generation === generation) await deliver(held, generation);
      else supply.putBack(held);
    }
  };

  const deliver = async (held: Held, generation: number): Promise<void> => {
    const outgoing = await composed(held.claim);
    if (outgoing === undefined) return;
    const got = await carrier.line();
    if ('trouble' in got) {
      supply.putBack(held);
      const reason = gate.trouble(got.trouble, generation);
      if (reason !== undefined) stop('paused', reason);
      return;
    }
    try {
      await hand(held, outgoing, got.line);
    } finally {
      got.line.release();
    }
  };

  const composed = async (claim: Claimed): Promise<Outgoing | undefined> => {
    try {
      return letters.compose(claim);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      await refuse(claim, error.exit === 'data' ? 'recipient' : 'campaign', error.problems[0]?.message ?? '');
      return undefined;
    }
  };

  /** Without an attempt: the server need not be asked. */
  const refuse = async (claim: Claimed, scope: 'recipient' | 'campaign', reason: string): Promise<void> => {
    const now = effects.now();
    const state = scope === 'recipient' ? 'REJECTED' : 'DEFERRED';
    const nextAt = minutesAfter(now, waitMinutes(claim.attempt, { state, scope, phase: 'connect', reason }));
    const refusal = { state, reason: oneLine(reason), ...(state === 'DEFERRED' ? { nextAt } : {}) } as const;
    await ledger.refuse(claim, refusal, now.toISOString());
    judge({ state, scope, phase: 'connect', reason });
  };

  const hand = async (held: Held, outgoing: Outgoing, line: Line): Promise<void> => {
    const { claim } = held;
    const tooBig = sizeFault(outgoing, line, mail);
    if (tooBig !== undefined) {
      supply.putBack(held);
      return stop('paused', tooBig);
    }
    if (outgoing.international && !line.offers.international) {
      const reason = `${outgoing.to} needs SMTPUTF8, which the mail server does not offer`;
      return refuse(claim, 'recipient', reason);
    }
    if (halted() || supply.isStale(held)) return supply.putBack(held);
    const { generation } = gate;
    // From here on the letter may be out; nothing but a reply or an operator ever makes it go again.
    const granted = await scribe.begin(claim);
    if (!granted) return supply.letGo(held);
    if (supply.isStale(held)) return standstill(claim);
    const handover = await line.send(outgoing);
    settle(claim, handover, generation);
  };

  /** Between the intent and the letter we stood still for a whole lease: others hold it for in doubt by now. */
  const standstill = (claim: Claimed): void => {
    const reason = 'not sent: this machine stood still for too long';
    const handover = { state: 'DEFERRED', scope: 'host', phase: 'connect', reason } as const;
    scribe.record(outcomeOf(claim, handover, effects.now()));
  };

  const settle = (claim: Claimed, handover: Handover, generation: number): void => {
    const outcome = outcomeOf(claim, handover, effects.now());
    if (outcome.state === 'DEFERRED') {
      const minutes = waitMinutes(claim.attempt, handover);
      supply.notBefore(claim.delivery, effects.ticks() + minutes * 60_000);
    }
    scribe.record(outcome);
    judge(handover);
    if (handover.scope === 'host') {
      const reason = gate.trouble({ reason: handover.reason, fatal: false }, generation);
      if (reason !== undefined) stop('paused', reason);
    } else if (handover.reply !== undefined) {
      gate.good();
    }
    options.onDone(outcome.state);
  };

  const judge = (handover: Handover): void => {
    const reason = mustPause(handover);
    if (reason !== undefined) stop('paused', reason);
  };

  return {
    get halt() {
      return halt;
    },
    async send() {
      const lanes = Array.from({ length: carrier.lines }, () =>
        lane().catch((error: unknown) => {
          stop('stopped', 'a line failed');
          throw error;
        }),
      );
      const ended = await Promise.allSettled(lanes);
      await scribe.settled();
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    giveBack: () => supply.giveBack(),
  };
}

function sizeFault({ bytes }: Outgoing, { offers }: Line, mail: MailConfig): string | undefined {
  const size = bytes.toLocaleString('en-US');
  if (bytes > mail.maxBytes) {
    return `a letter of ${size} bytes is over mail.maxBytes (${mail.maxBytes.toLocaleString('en-US')}). Raise it, or send a link instead of the PDF`;
  }
  if (offers.size > 0 && bytes > offers.size) {
    return `a letter of ${size} bytes is more than the mail server takes (${offers.size.toLocaleString('en-US')}). Raise its limit, or send a link instead of the PDF`;
  }
  return undefined;
}
