import type { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Line, Outgoing, Trouble } from '../campaign/carrier.ts';
import type { Ending } from './outcome.ts';
import { type Dialogue, openDialogue } from './smtp-dialogue.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import { troubleOf } from './smtp-trouble.ts';

/** One connection to the server, greeted, secured and logged in. */
export interface Session {
  readonly offers: Line['offers'];
  /** Whether a letter was tried on it before. */
  readonly used: boolean;
  /** Whether the last letter was refused: the server has to forget it first. */
  readonly refused: boolean;
  /** False as soon as the connection is gone, or not to be trusted with another letter. */
  readonly alive: boolean;
  /** What encrypts it: `TLSv1.3`; '' where nothing does. */
  readonly cipher: string;
  /** Hands one letter over. Never throws; whatever is not a clean end closes the connection. */
  send(message: Outgoing, content: Readable | Buffer): Promise<Ending>;
  /** Asks whether the server is still there and forgets what was refused (RSET). */
  ready(): Promise<boolean>;
  /** Says goodbye; resolves when the connection is closed. */
  quit(): Promise<void>;
}

/** Milliseconds a server gets to say goodbye. */
const GOODBYE = 1_000;

/** Connects, encrypts and logs in. Never throws. */
export async function openSession(settings: SmtpSettings): Promise<Session | Trouble> {
  const { smtp, timeouts, redact } = settings;
  const watcher: { told: (entry: Entry, text: string) => void } = { told: () => undefined };
  const tell = (entry: Entry, text: unknown): void => watcher.told(entry, String(text));
  const connection = new SMTPConnection({
    host: smtp.host.replace(/^\[(.*)\]$/, '$1'),
    port: smtp.port,
    secure: smtp.tls === 'implicit',
    requireTLS: smtp.tls === 'required',
    ignoreTLS: smtp.tls === 'off',
    ...(smtp.name === undefined ? {} : { name: smtp.name }),
    ...(settings.ca === undefined ? {} : { tls: { ca: settings.ca } }),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    // Ours run out first: a server that drips one byte a minute is never idle.
    socketTimeout: Math.max(...Object.values(timeouts)) + 60_000,
    socketCloseTimeout: GOODBYE,
    transactionLog: true,
    logger: { debug: tell, info: tell, warn: () => undefined, error: () => undefined },
  });
  const dialogue = openDialogue(connection, redact);
  watcher.told = (entry, text) => {
    if (entry.tnx === 'server' && !isRest(connection)) dialogue.heard(text);
    if (entry.tnx === 'message') dialogue.dotted();
  };

  const failure = await connect(connection, dialogue, settings);
  if (failure) {
    connection.close();
    return troubleOf(failure, settings);
  }
  return sessionOn(connection, dialogue, settings);
}

/** Whether what is reported now is only what a server left of a line when it hung up: half a reply is none. */
function isRest(connection: SMTPConnection): boolean {
  const { _remainder: rest } = connection as unknown as { readonly _remainder?: string };
  return rest !== undefined && rest.trim() !== '' && (!connection._socket || connection._socket.destroyed);
}

interface Entry {
  readonly tnx?: string;
}

async function connect(
  connection: SMTPConnection,
  dialogue: Dialogue,
  { smtp, password, timeouts }: SmtpSettings,
): Promise<Error | undefined> {
  const greeted = await dialogue.ask('connect', timeouts.connect, (done) => connection.connect(done));
  if (greeted) return greeted;
  dialogue.greeted(connection.lastServerResponse || '');
  if (smtp.tls !== 'off' && !connection.secure) return new Error('the connection is not encrypted');
  if (smtp.user === undefined) return undefined;
  if (!connection.allowsAuth) return Object.assign(new Error('offers no login'), { code: 'EAUTH' });
  const credentials = { user: smtp.user, pass: password ?? '' };
  return dialogue.ask('login', timeouts.connect, (done) =>
    connection.login({ ...credentials, credentials }, done),
  );
}

function sessionOn(connection: SMTPConnection, dialogue: Dialogue, settings: SmtpSettings): Session {
  const { timeouts } = settings;
  const socket = connection._socket;
  const cipher =
    socket && 'getProtocol' in socket ? String((socket as { getProtocol(): unknown }).getProtocol()) : '';
  let used = false;
  let refused = false;
  let good = true;
  const alive = (): boolean => good && !connection.destroyed;
  return {
    offers: dialogue.offers,
    cipher,
    get used() {
      return used;
    },
    get refused() {
      return refused;
    },
    get alive() {
      return alive();
    },
    async send(message, content) {
      used = true;
      const ending = await dialogue.send(message, content, timeouts);
      // A letter cut off in its middle must never get its dot.
      good = ending.reply !== undefined && ending.reply.code !== 421 && ending.phase !== 'body';
      refused = (ending.reply?.code ?? 0) >= 400;
      if (!good) connection.close();
      return ending;
    },
    async ready() {
      if (!alive()) return false;
      const failed = await dialogue.ask('reset', timeouts.reset, (done) => connection.reset(done));
      refused = false;
      if (failed) connection.close();
      return alive();
    },
    async quit() {
      if (!alive()) return connection.close();
      good = false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => connection.close(), GOODBYE);
        connection.once('end', () => {
          clearTimeout(timer);
          resolve();
        });
        connection.quit();
      });
    },
  };
}
