import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server';

/** One message the sink took, or got whole and then refused. */
export interface Sunk {
  readonly from: string;
  readonly to: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly raw: Buffer;
  /** sha256 of the whole message, dots no longer doubled. */
  readonly sha256: string;
  readonly accepted: boolean;
  readonly envelopeId: string | undefined;
  readonly ret: string | undefined;
  readonly notify: readonly string[];
  /** As the envelope declared it. */
  readonly size: number | undefined;
  readonly international: boolean;
  readonly secure: boolean;
  readonly user: string | undefined;
  /** Which of the sink's connections it came by, from 1. */
  readonly connection: number;
}

/** What a recipient is met with: a reply (`450 4.7.1 Greylisted`) to RCPT or after the dot, or the line is cut. */
export type Answer =
  | { readonly at: 'rcpt' | 'end'; readonly reply: string }
  | { readonly at: 'rcpt' | 'end'; readonly cut: true };

export interface SinkOptions {
  readonly tls?: 'off' | 'starttls' | 'implicit';
  /** Whose certificate it shows; `localhost` unless told. */
  readonly certificate?: 'localhost' | 'elsewhere';
  /** Who may send; anybody unless told. */
  readonly login?: { readonly user: string; readonly password: string };
  /** What a failed login is told: `535 5.7.8 …` unless told. */
  readonly refusal?: string;
  /** Bytes it takes at most; 50 MB unless told. */
  readonly size?: number;
  readonly smtputf8?: boolean;
  readonly dsn?: boolean;
  readonly pipelining?: boolean;
  readonly port?: number;
  /** Whether the bytes of messages are kept; unless told, they are. */
  readonly keep?: boolean;
}

export interface Sink {
  readonly port: number;
  /** Every message whose dot arrived, in order. */
  readonly messages: readonly Sunk[];
  /** How many connections were made so far. */
  readonly connections: number;
  /** The certificate to trust. */
  readonly ca: string;
  /** What an address is met with, one answer a message; once they are used up it is served. */
  script(address: string, ...answers: readonly Answer[]): void;
  /** Cuts every connection that is open, as a server that restarts does. */
  cut(): void;
  close(): Promise<void>;
}

export function throwaway(name: string): string {
  return readFileSync(new URL(`./throwaway-tls/${name}`, import.meta.url), 'utf8');
}

class Refusal extends Error {
  readonly responseCode: number;
  constructor(reply: string) {
    super(reply.slice(4));
    this.responseCode = Number(reply.slice(0, 3));
  }
}

function sizeOf({ args }: SMTPServerAddress): number | undefined {
  return args ? Number(args.SIZE) || undefined : undefined;
}

/** A real SMTP server on loopback that keeps what it is sent. The caller closes it. */
export async function startSink(options: SinkOptions = {}): Promise<Sink> {
  const messages: Sunk[] = [];
  const scripts = new Map<string, Answer[]>();
  const numbers = new Map<string, number>();
  const [certificate, key] =
    options.certificate === 'elsewhere'
      ? ['other-name.pem', 'other-key.pem']
      : ['certificate.pem', 'key.pem'];
  const cut = (session?: SMTPServerSession): void => {
    for (const connection of [...server.connections])
      if (session === undefined || connection.session.id === session.id) connection._socket.destroy();
  };
  const act = (answer: Answer, session: SMTPServerSession, done: (error: Error) => void): void => {
    if ('cut' in answer) cut(session);
    else done(new Refusal(answer.reply));
  };
  const server = new SMTPServer({
    name: 'sink.example',
    banner: 'sink',
    secure: options.tls === 'implicit',
    key: throwaway(key),
    cert: throwaway(certificate),
    hideSTARTTLS: options.tls !== 'starttls',
    disabledCommands: [
      ...(options.tls === 'starttls' ? [] : ['STARTTLS']),
      ...(options.login ? [] : ['AUTH']),
    ],
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    hideSMTPUTF8: options.smtputf8 === false,
    hideDSN: options.dsn === false,
    hidePIPELINING: options.pipelining === false,
    size: options.size ?? 50_000_000,
    disableReverseLookup: true,
    closeTimeout: 1,
    onConnect(session, done) {
      numbers.set(session.id, numbers.size + 1);
      done();
    },
    onAuth(given, _session, done) {
      const { login } = options;
      if (login && given.username === login.user && given.password === login.password)
        return done(null, { user: login.user });
      done(new Refusal(options.refusal ?? '535 5.7.8 Authentication credentials invalid'));
    },
    onRcptTo(address, session, done) {
      const answer = scripts.get(address.address)?.[0];
      if (answer?.at !== 'rcpt') return done();
      scripts.get(address.address)?.shift();
      act(answer, session, done);
    },
    onData(stream, session, done) {
      const hash = createHash('sha256');
      const chunks: Buffer[] = [];
      let head = '';
      stream.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        if (head.length < 16_384) head += chunk.toString('latin1');
        if (options.keep !== false) chunks.push(chunk);
      });
      // Without the dot there is no end: what was cut off is no message.
      stream.on('end', () => {
        const { envelope } = session;
        const to = envelope.rcptTo[0]?.address ?? '';
        const script = scripts.get(to);
        const answer = script?.[0]?.at === 'end' ? script.shift() : undefined;
        const { mailFrom } = envelope;
        messages.push({
          from: mailFrom ? mailFrom.address : '',
          to,
          messageId: /^message-id:\s*<([^>]*)>/im.exec(head)?.[1] ?? '',
          raw: Buffer.concat(chunks),
          sha256: hash.digest('hex'),
          accepted: answer === undefined,
          envelopeId: envelope.dsn?.envid ?? undefined,
          ret: envelope.dsn?.ret ?? undefined,
          notify: envelope.rcptTo[0]?.dsn?.notify ?? [],
          size: mailFrom ? sizeOf(mailFrom) : undefined,
          international: envelope.smtpUtf8 === true,
          secure: session.secure,
          user: typeof session.user === 'string' ? session.user : undefined,
          connection: numbers.get(session.id) ?? 0,
        });
        if (answer) act(answer, session, done);
        else done(null, `2.0.0 Ok: queued as SINK${messages.length}`);
      });
    },
  });
  // A client that goes away in the midst is what is tested.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    messages,
    get connections() {
      return numbers.size;
    },
    ca: throwaway(certificate),
    script: (address, ...answers) => {
      scripts.set(address, [...(scripts.get(address) ?? []), ...answers]);
    },
    cut: () => cut(),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
