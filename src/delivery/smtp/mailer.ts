import type { Effects } from '../../effects.ts';
import { oneLine } from '../../errors.ts';
import type { Carrier, Handover, Line, Outgoing, Trouble } from '../campaign/carrier.ts';
import { classify } from './outcome.ts';
import { openSession, type Session } from './smtp-session.ts';
import { type SmtpOptions, smtpSettings } from './smtp-settings.ts';
import { unsendable } from './unsendable.ts';

export interface MailerOptions extends SmtpOptions {
  readonly effects: Effects;
}

/** After so many idle milliseconds a connection is asked whether it still lives before it is used. */
const FRESH = 1_000;

/**
 * Takes letters to the server of `smtp`: up to `smtp.connections` connections, each used for one letter to one
 * recipient at a time. Throws AssayError config when the settings cannot do.
 */
export function openMailer(options: MailerOptions): Carrier {
  const { smtp, effects } = options;
  const settings = smtpSettings(options);
  const { timeouts } = settings;
  const idle: Parked[] = [];
  const waiting: Array<() => void> = [];
  let out = 0;
  let closed = false;

  const leave = (): void => {
    out -= 1;
    waiting.shift()?.();
  };
  const park = (session: Session): void => {
    const parked: Parked = {
      session,
      since: effects.ticks(),
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(parked), 1);
        void session.quit();
      }, timeouts.idle),
    };
    // An idle connection keeps no program from ending.
    parked.timer.unref();
    idle.push(parked);
  };
  /** The connection used last, as long as it lives. */
  const reuse = async (): Promise<Session | undefined> => {
    for (let parked = idle.pop(); parked; parked = idle.pop()) {
      const { session, since, timer } = parked;
      clearTimeout(timer);
      const stale = session.refused || effects.ticks() - since > FRESH;
      if (session.alive && (!stale || (await session.ready()))) return session;
    }
    return undefined;
  };

  const lineOn = (first: Session): Line => {
    let session = first;
    let released = false;
    const handOver = async (message: Outgoing): Promise<Handover> => {
      const refused = unsendable(message, session.offers);
      if (refused) return refused;
      const again = session.used;
      const ending = await session.send(message, message.open());
      const unheard = ending.phase === 'mail' && (!ending.reply || ending.reply.code === 421);
      if (!again || !unheard || session.alive) return classify(ending);
      // A server may close a connection as we speak up: a letter it has not heard of is given to a new one.
      const opened = await openSession(settings);
      if ('fatal' in opened) return classify({ phase: 'connect', cause: opened.reason, ...replyOf(opened) });
      session = opened;
      return handOver(message);
    };
    return {
      get offers() {
        return session.offers;
      },
      async send(message) {
        try {
          return await handOver(message);
        } catch (error) {
          // `open` failed, and it is asked for before the server hears of the letter.
          return {
            ...UNREADABLE,
            reason: `the letter cannot be read: ${oneLine(error instanceof Error ? error.message : String(error))}`,
          };
        }
      },
      release() {
        if (released) return;
        released = true;
        if (session.alive && !closed) park(session);
        else void session.quit();
        leave();
      },
    };
  };

  return {
    lines: smtp.connections,
    async line() {
      while (out >= smtp.connections && !closed) await new Promise<void>((resolve) => waiting.push(resolve));
      if (closed) throw new Error('the mailer is closed');
      out += 1;
      const session = (await reuse()) ?? (await openSession(settings));
      if (!('fatal' in session)) return { line: lineOn(session) };
      leave();
      return { trouble: session };
    },
    async close() {
      closed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all(
        idle.splice(0).map(({ session, timer }) => {
          clearTimeout(timer);
          return session.quit();
        }),
      );
    },
  };
}

interface Parked {
  readonly session: Session;
  /** By `Effects.ticks`. */
  readonly since: number;
  readonly timer: NodeJS.Timeout;
}

function replyOf({ reply }: Trouble): Pick<Trouble, 'reply'> {
  return reply ? { reply } : {};
}

const UNREADABLE = { state: 'DEFERRED', scope: 'campaign', phase: 'connect' } as const;
