import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { csrfOf } from '../../../src/studio/access/csrf.ts';

/** What all browsers of a test share. */
export interface Net {
  readonly port: number;
  readonly agent: Agent;
  /** Milliseconds of each request that was answered in full. */
  readonly times: number[];
  /** Requests made, answered or not. */
  asked: number;
  /** What was not answered as it should. */
  readonly failures: string[];
}

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly etag: string;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;
type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: Buffer;
};

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Somebody with cookies, on real connections, who says from which address they come as a proxy would. */
export class Browser {
  readonly #net: Net;
  readonly #from: string;
  readonly #cookies = new Map<string, string>();

  constructor(net: Net, from: string) {
    this.#net = net;
    this.#from = from;
  }

  get(path: string, status = 200, headers: Headers = {}): Promise<Answer> {
    return this.#whole({ method: 'GET', path, headers }, status);
  }

  /** A form of a page of ours; the session's token is in it unless `fields` has another. */
  post(path: string, fields: Headers = {}, status = 303, method = 'POST'): Promise<Answer> {
    const body = Buffer.from(new URLSearchParams({ csrf: this.#csrf, ...fields }).toString());
    return this.#whole({ method, path, headers: { ...FORM, ...this.#ours }, body }, status);
  }

  upload(path: string, name: string, text: string): Promise<Answer> {
    return this.#whole({ method: 'POST', path, ...this.#parts(name, text) }, 303);
  }

  /** Goes away when the first bytes of the answer are there; gives them. */
  glance(path: string): Promise<string> {
    return this.#begin({ method: 'GET', path, headers: {} }, (sent, done) => {
      sent.once('response', (answer) => {
        answer.setEncoding('utf8').once('data', (text: string) => {
          done(text);
          sent.destroy();
        });
        answer.once('close', () => done(''));
      });
    });
  }

  /** Asks, and goes away before there can be an answer. */
  vanish(path: string): Promise<string> {
    return this.#begin({ method: 'GET', path, headers: {} }, leaveWhenSent);
  }

  /** Drops a file, and goes away in the middle of it. */
  vanishUploading(path: string, name: string, text: string): Promise<string> {
    const { headers, body } = this.#parts(name, text);
    const length = { 'content-length': String(body.length) };
    const half = body.subarray(0, body.length / 2);
    return this.#begin(
      { method: 'POST', path, headers: { ...headers, ...length }, body: half },
      leaveWhenSent,
    );
  }

  get #csrf(): string {
    const token = this.#cookies.get('assay');
    return token === undefined ? '' : csrfOf(token);
  }

  get #ours(): Headers {
    return { 'sec-fetch-site': 'same-origin', origin: `http://127.0.0.1:${this.#net.port}` };
  }

  #parts(name: string, text: string): { headers: Headers; body: Buffer } {
    const part = (disposition: string, content: string): string =>
      `--xxBOUNDARYxx\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const body = Buffer.from(
      `${part('name="csrf"', this.#csrf)}${part(`name="files"; filename="${name}"`, text)}--xxBOUNDARYxx--\r\n`,
    );
    return { headers: { 'content-type': 'multipart/form-data; boundary=xxBOUNDARYxx', ...this.#ours }, body };
  }

  #send({ method, path, headers, body }: Asked, partly = false): ClientRequest {
    this.#net.asked += 1;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { port, agent } = this.#net;
    const sent = request({
      ...{ host: '127.0.0.1', port, agent, method, path },
      headers: {
        accept: 'text/html,*/*;q=0.8',
        'x-forwarded-for': this.#from,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
        ...headers,
      },
    });
    if (partly) sent.write(body ?? '');
    else sent.end(body);
    return sent;
  }

  async #whole(asked: Asked, status: number): Promise<Answer> {
    const begun = performance.now();
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#send(asked)
        .once('error', reject)
        .once('response', (came) => {
          this.#keep(came);
          read(came).then(resolve, reject);
        });
    }).catch((error: unknown): Answer => ({ status: 0, location: '', etag: '', text: String(error) }));
    // Whoever watches a build waits for the build.
    if (!asked.path.endsWith('/events')) this.#net.times.push(performance.now() - begun);
    if (answer.status !== status)
      this.#net.failures.push(
        `${asked.method} ${asked.path}: ${answer.status}, not ${status}. ${answer.text.slice(-300)}`,
      );
    return answer;
  }

  #begin(asked: Asked, follow: (sent: ClientRequest, done: (text: string) => void) => void): Promise<string> {
    return new Promise((resolve) => {
      const sent = this.#send(asked, asked.method === 'POST');
      // That it was broken off is what was wanted.
      sent.on('error', () => undefined).once('close', () => resolve(''));
      follow(sent, resolve);
    });
  }

  #keep(answer: IncomingMessage): void {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

function leaveWhenSent(sent: ClientRequest): void {
  sent.once('socket', (socket) => {
    const leave = (): void => {
      // Behind what is still to be written.
      socket.write('', () => sent.destroy());
    };
    if (socket.connecting) socket.once('connect', leave);
    else leave();
  });
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(Buffer.from(piece));
  const { location = '', etag = '' } = answer.headers;
  return { status: answer.statusCode ?? 0, location, etag, text: Buffer.concat(pieces).toString() };
}
