import type { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { oneLine, quoted } from '../../errors.ts';
import type { Reply } from '../../model/delivery.ts';
import type { Line, Outgoing } from '../campaign/carrier.ts';
import type { Ending, Phase } from './outcome.ts';
import { parseReply } from './reply.ts';
import type { SmtpTimeouts } from './smtp-settings.ts';

/** What answers what: replies come in the order of the commands, pipelined or not. */
const STEPS = ['mail', 'rcpt', 'data', 'end'] as const;

/** A letter under way. */
interface Transfer {
  replies: number;
  dotted: boolean;
  /** The reply that decides it, once it is there: the first refusal, or the last 2xx. */
  decided: { readonly phase: Phase; readonly reply: Reply } | undefined;
  readonly timeouts: SmtpTimeouts;
}

export interface Dialogue {
  /** What the server said it can do; known once it greeted. */
  readonly offers: Line['offers'];
  greeted(ehlo: string): void;
  /** Asks and waits: for the callback, the end of the connection, or the end of patience. Gives the error, if any. */
  ask(
    what: string,
    ms: number,
    start: (done: (error?: Error | null) => void) => void,
  ): Promise<Error | undefined>;
  /** A reply is there. */
  heard(raw: string): void;
  /** Everything including the last dot is written. */
  dotted(): void;
  /** Hands a letter over, and says how that ended. Never throws. */
  send(message: Outgoing, content: Readable | Buffer, timeouts: SmtpTimeouts): Promise<Ending>;
}

/**
 * Listens to what goes over a connection. nodemailer tells a message's failure, but not how far it came; the order of
 * replies does. A reply that is none, or that cannot answer what was asked, ends the connection at once: nodemailer
 * takes any line beginning with 2 for a yes.
 */
export function openDialogue(connection: SMTPConnection, redact: (text: string) => string): Dialogue {
  let offers: Line['offers'] = { size: 0, international: false, dsn: false };
  let transfer: Transfer | undefined;
  /** Ends what is being waited for. */
  let finish: ((error?: Error | null) => void) | undefined;
  /** Starts patience anew. */
  let patience: ((ms: number, what: string) => void) | undefined;

  const waitOn = (under: Transfer): void => {
    const phase = phaseOf(under);
    const { command, body, end } = under.timeouts;
    patience?.(phase === 'body' ? body : phase === 'end' ? end : command, phase);
  };
  const abort = (cause: string): void => {
    finish?.(new Error(cause));
    connection.close();
  };
  connection.on('error', (error) => finish?.(error));
  connection.on('end', () => finish?.(new Error('the connection is gone')));

  const ask: Dialogue['ask'] = (what, ms, start) =>
    new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      patience = (wait, step) => {
        clearTimeout(timer);
        timer = setTimeout(() => abort(`no answer from the server within ${wait / 1000} s (${step})`), wait);
      };
      finish = (error) => {
        clearTimeout(timer);
        finish = undefined;
        patience = undefined;
        resolve(error ?? undefined);
      };
      patience(ms, what);
      const mine = finish;
      // An answer that comes after its time is not one to the next question.
      start((error) => {
        if (finish === mine) mine(error);
      });
    });

  return {
    get offers() {
      return offers;
    },
    greeted(ehlo) {
      offers = {
        size: Number(/^250[ -]SIZE[ \t]+(\d+)/im.exec(ehlo)?.[1] ?? 0),
        international: /^250[ -]SMTPUTF8\b/im.test(ehlo),
        dsn: /^250[ -]DSN\b/im.test(ehlo),
      };
    },
    ask,
    heard(raw) {
      const reply = parseReply(raw, redact);
      if (!reply) return abort(`the server sent ${quoted(redact(raw))}, which is no SMTP reply`);
      const step = transfer && STEPS[transfer.replies];
      if (!transfer || !step) return;
      if (misplaced(step, reply.code, transfer))
        return abort(`the server answered ${quoted(redact(raw))} where that means nothing (${step})`);
      const phase = step === 'end' ? phaseOf(transfer) : step;
      transfer.replies += 1;
      if (reply.code >= 400 || step === 'end') transfer.decided ??= { phase, reply };
      // Refused before it was whole: not one byte more, lest the dot go after it.
      if (phase === 'body') return abort('refused');
      waitOn(transfer);
    },
    dotted() {
      if (!transfer) return;
      transfer.dotted = true;
      waitOn(transfer);
    },
    async send(message, content, timeouts) {
      const under: Transfer = { replies: 0, dotted: false, decided: undefined, timeouts };
      transfer = under;
      const error = await ask('mail', timeouts.command, (done) =>
        connection.send(envelopeOf(message), content, (failure) => done(failure)),
      );
      transfer = undefined;
      const cause = oneLine(redact(error?.message ?? 'the server said nothing'));
      return under.decided ? { ...under.decided, cause: '' } : { phase: phaseOf(under), cause };
    },
  };
}

/**
 * One recipient, and a report of success asked for as well as of failure: where the server offers DSN, that report is
 * the best witness for a letter in doubt. Delays are the relay's business.
 */
function envelopeOf({ from, to, bytes, envelopeId, international }: Outgoing): SMTPConnection.Envelope {
  return {
    from,
    to: [to],
    size: bytes,
    use8BitMime: international,
    dsn: { ret: 'HDRS', envid: envelopeId, notify: 'SUCCESS,FAILURE' },
  };
}

/** A reply that cannot be one to this step: replies and commands are out of step, and nothing said is to be trusted. */
function misplaced(step: (typeof STEPS)[number], code: number, { dotted }: Transfer): boolean {
  if (step === 'data') return code !== 354 && code < 400;
  return (code >= 300 && code < 400) || (step === 'end' && !dotted && code < 400);
}

function phaseOf({ replies, dotted }: Transfer): Phase {
  if (dotted) return 'end';
  return replies < 3 ? (STEPS[replies] ?? 'end') : 'body';
}
