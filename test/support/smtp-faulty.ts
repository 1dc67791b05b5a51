import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { throwaway } from './smtp.ts';

/** Where a server can fail. `body`: after the first bytes of a letter. `end`: when its dot is there. */
export type Stage =
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'body'
  | 'end'
  | 'rset';

/**
 * What it does there: says something (a reply, or not one), says half of it and hangs up, hangs up, falls silent, or
 * drips bytes of no line.
 */
export type Fault = { readonly say: string } | { readonly half: string } | 'drop' | 'silence' | 'drip';

export interface FaultyOptions {
  readonly stage: Stage;
  readonly fault: Fault;
  /** How often the stage goes well before the fault, which happens once. */
  readonly after?: number;
  readonly pipelining?: boolean;
  /** Offers and wants. */
  readonly starttls?: boolean;
  readonly auth?: boolean;
}

export interface FaultyServer {
  readonly port: number;
  /** Who the letters were for whose dot arrived, in order, whatever was answered. */
  readonly dots: readonly string[];
  /** Those that were answered with 250. */
  readonly taken: readonly string[];
  /** How often the fault happened. */
  readonly faults: number;
  readonly connections: number;
  /** Resolves at the first QUIT. */
  goodbye(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds. */
const DRIP_EVERY = 20;

function once(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

/** A server that speaks SMTP and fails once, in the way and at the place it is told. */
export async function startFaulty(options: FaultyOptions): Promise<FaultyServer> {
  const dots: string[] = [];
  const taken: string[] = [];
  const open = new Set<Socket>();
  const goodbyes = once();
  let reached = 0;
  let faults = 0;
  let connections = 0;

  const serve = (plain: Socket): void => {
    let socket: Socket = plain;
    /** Says nothing more, and hears nothing more. */
    let frozen = false;
    let rest = '';
    let body: string | undefined;
    let to = '';
    let fine = { mail: false, rcpt: false };

    const say = (text: string): void => {
      if (!socket.destroyed) socket.write(`${text}\r\n`);
    };
    /** The fault if it is due here; true then. */
    const fails = (stage: Stage): boolean => {
      if (stage !== options.stage) return false;
      reached += 1;
      if (reached !== (options.after ?? 0) + 1) return false;
      faults += 1;
      const { fault } = options;
      if (typeof fault === 'object' && 'half' in fault) {
        frozen = true;
        socket.end(fault.half);
        return true;
      }
      if (typeof fault === 'object') {
        say(fault.say);
        if (fault.say.startsWith('421')) socket.end();
        return true;
      }
      frozen = true;
      if (fault === 'drop') socket.destroy();
      // Not even read: a large letter stays stuck on the way.
      if (fault === 'silence') socket.pause();
      if (fault === 'drip') {
        const timer = setInterval(() => socket.write('2'), DRIP_EVERY);
        socket.once('close', () => clearInterval(timer));
      }
      return true;
    };
    const greet = (): void => {
      const offers = [
        'faulty.example',
        ...(options.pipelining === false ? [] : ['PIPELINING']),
        ...(options.starttls && socket === plain ? ['STARTTLS'] : []),
        ...(options.auth ? ['AUTH PLAIN'] : []),
        'SIZE 10000000',
      ];
      say(offers.map((offer, at) => `250${at === offers.length - 1 ? ' ' : '-'}${offer}`).join('\r\n'));
    };
    const secure = (): void => {
      say('220 2.0.0 go on');
      plain.removeAllListeners('data');
      socket = new TLSSocket(plain, {
        isServer: true,
        key: throwaway('key.pem'),
        cert: throwaway('certificate.pem'),
      });
      socket.on('error', () => undefined).on('data', (chunk) => hear(chunk.toString('latin1')));
    };
    const commands: Readonly<Record<string, (line: string) => void>> = {
      EHLO: () => {
        if (!fails('ehlo')) greet();
      },
      HELO: () => say('250 faulty.example'),
      STAR: () => {
        if (!fails('starttls')) secure();
      },
      AUTH: () => {
        if (!fails('auth')) say('235 2.7.0 come in');
      },
      MAIL: () => {
        fine = { mail: !fails('mail'), rcpt: false };
        if (fine.mail) say('250 2.1.0 Ok');
      },
      RCPT: (line) => {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (!fine.mail) say('503 5.5.1 need MAIL first');
        else if (!fails('rcpt')) {
          fine.rcpt = true;
          say('250 2.1.5 Ok');
        }
      },
      DATA: () => {
        if (!fine.rcpt) say('554 5.5.1 no valid recipients');
        else if (!fails('data')) {
          body = '';
          say('354 go on');
        }
      },
      RSET: () => {
        fine = { mail: false, rcpt: false };
        if (!fails('rset')) say('250 2.0.0 Ok');
      },
      QUIT: () => {
        goodbyes.resolve();
        say('221 2.0.0 bye');
        socket.end();
      },
    };
    const letter = (chunk: string): void => {
      const fresh = body === '';
      body += chunk;
      if (fresh && fails('body')) return;
      if (!`\r\n${body}`.endsWith('\r\n.\r\n')) return;
      body = undefined;
      fine = { mail: false, rcpt: false };
      dots.push(to);
      if (fails('end')) return;
      taken.push(to);
      say(`250 2.0.0 Ok: queued as FAULTY${taken.length}`);
    };
    const hear = (chunk: string): void => {
      if (frozen || socket.destroyed) return;
      if (body !== undefined) {
        letter(chunk);
        return;
      }
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (!frozen) commands[line.slice(0, 4).toUpperCase()]?.(line);
    };
    plain.on('error', () => undefined).on('data', (chunk) => hear(chunk.toString('latin1')));
    if (!fails('greeting')) say('220 faulty.example ESMTP');
  };

  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    dots,
    taken,
    get faults() {
      return faults;
    },
    get connections() {
      return connections;
    },
    goodbye: () => goodbyes.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
