import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { hashPassword } from '../../src/access/password.ts';
import { openBuildQueue } from '../../src/app/build-queue.ts';
import { keptDesk } from '../../src/app/kept-desk.ts';
import { openSender } from '../../src/app/send-background.ts';
import { openWeekDesk } from '../../src/app/week-desk.ts';
import { openApp } from '../../src/app.ts';
import { ServedFiles } from '../../src/archive/index.ts';
import type { Effects } from '../../src/effects.ts';
import { type Account, ROLES, type Role } from '../../src/model/account.ts';
import { type StudioConfig, studioSchema } from '../../src/model/studio.ts';
import { programRoot } from '../../src/program.ts';
import { openPages } from '../../src/render/templates.ts';
import { type Office, openOffice } from '../../src/store/office/index.ts';
import { csrfOf } from '../../src/studio/access/csrf.ts';
import type { Operation } from '../../src/studio/operation/operation-routes.ts';
import type { Route } from '../../src/studio/route.ts';
import { studioRoutes } from '../../src/studio/routes.ts';
import { openServer } from '../../src/studio/server.ts';
import type { Shop } from '../../src/studio/shop.ts';
import { temporaryDesk } from './desk.ts';
import { stillEffects } from './effects.ts';
import { handsHere } from './hands-here.ts';

/** Of every account of a test's studio. */
export const PASSWORD = 'seven quiet ingots';
/** A thousandth of the usual work, so that signing in takes no time. */
const CHEAP = { N: 2 ** 7, r: 8, p: 1 };

/** Compiled once for all studios of a file. */
const pages = openPages([join(programRoot(), 'templates')]);

export interface StudioGiven {
  /** A desk that is there, or files of a new one. */
  readonly root?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly office?: Office;
  readonly ledger?: Shop['ledger'];
  readonly mail?: Shop['mail'];
  readonly moment?: string;
  /** Roles that have an account, called as the role is; all where absent. */
  readonly roles?: readonly Role[];
  readonly settings?: Partial<StudioConfig>;
  readonly mailSite?: string;
  /** Where it would listen. */
  readonly host?: string;
  /** Of its pages; nothing where absent, as no test without a browser runs it. */
  readonly script?: string;
  /** What becomes of the table before it is served. */
  readonly table?: (routes: readonly Route[]) => readonly Route[];
  /** What stands beside the table for whoever watches over the server. */
  readonly operation?: Operation;
  readonly more?: Partial<Shop>;
}

/** Moved by hand. */
export interface Clock {
  moment: string;
  ticks: number;
}

export interface TestStudio {
  readonly root: string;
  readonly shop: Shop;
  readonly office: Office;
  readonly server: FastifyInstance;
  readonly clock: Clock;
  /** What was logged. */
  readonly lines: string[];
  /** Codes for the first admin, in the order they were told. */
  readonly codes: string[];
  /** The table as it is served. */
  readonly routes: readonly Route[];
  /** Somebody signed in as an account of that role; another person with each `name`. */
  clientFor(role: Role, name?: string): Promise<Client>;
  /** Somebody without an account, from an address. */
  stranger(from?: string): Client;
  /** Listens on a free port of this machine, for a real browser; gives its address. */
  listen(): Promise<string>;
}

/** The studio of a desk, not listening, on an office in memory. Closed when the test ends. */
export async function openStudio(given: StudioGiven = {}): Promise<TestStudio> {
  const root = given.root ?? (await temporaryDesk(given.files ?? {}));
  const clock: Clock = { moment: given.moment ?? '2025-06-15T12:00:00.000Z', ticks: 0 };
  const { effects, lines } = movedEffects(clock);
  const office = given.office ?? (await openOffice(':memory:'));
  const desk = await keptDesk(root);
  const hands = handsHere(root, effects);
  const app = openApp(root, effects);
  const shop: Shop = {
    desk: () => keptDesk(root),
    app,
    hands,
    queue: openBuildQueue({ hands, effects, timeZone: desk.config.timeZone, reports: desk.paths.reports }),
    week: openWeekDesk({ desk: () => keptDesk(root), hands, office, effects }),
    sender: openSender(app, effects),
    office,
    ledger: given.ledger,
    mail: given.mail,
    files: new ServedFiles(desk.paths.reports),
    masthead: desk.config,
    pages: await pages,
    effects,
    ...given.more,
  };
  const codes: string[] = [];
  const routes: Route[] = [];
  const server = openServer({
    shop,
    settings: studioSchema.parse(given.settings ?? {}),
    mailSite: given.mailSite,
    host: given.host ?? '127.0.0.1',
    script: given.script ?? '/* htmx */',
    uploads: join(root, 'data'),
    onSetupCode: (code) => codes.push(code),
    passwordCost: CHEAP,
    ...(given.operation === undefined ? {} : { operation: given.operation }),
    table: (ofShop, access) => {
      routes.push(...(given.table ?? ((all) => all))(studioRoutes(ofShop, access)));
      return routes;
    },
  });
  onTestFinished(async () => {
    await server.close();
    await shop.queue.close(0);
    await hands.close();
    if (given.office === undefined) await office.close();
  });
  const password = await hashPassword(PASSWORD, effects, CHEAP);
  const accountOf = async (role: Role, name: string): Promise<Account> =>
    (await office.accounts.byName(name)) ?? office.accounts.add({ name, role, password }, clock.moment);
  for (const role of given.roles ?? ROLES) await accountOf(role, role);
  return {
    root,
    shop,
    office,
    server,
    clock,
    lines,
    codes,
    routes,
    listen: () => server.listen({ host: '127.0.0.1', port: 0 }),
    stranger: (from = '127.0.0.1') => new Client(server, from),
    clientFor: async (role, name = role) => {
      await accountOf(role, name);
      const client = new Client(server, '127.0.0.1');
      const answer = await client.post('/sign-in', { name, password: PASSWORD });
      if (answer.statusCode !== 303) throw new Error(`not signed in: ${answer.statusCode} ${answer.body}`);
      return client;
    },
  };
}

/** Random bytes that are new each time and the same in each run. */
function movedEffects(clock: Clock): { effects: Effects; lines: string[] } {
  const still = stillEffects();
  let drawn = 0;
  const effects: Effects = {
    ...still,
    now: () => new Date(clock.moment),
    ticks: () => clock.ticks,
    random: (bytes) => {
      const found: number[] = [];
      while (found.length < bytes) {
        drawn += 1;
        found.push(...createHash('sha256').update(`drawn ${drawn}`).digest());
      }
      return Uint8Array.from(found.slice(0, bytes));
    },
  };
  return { effects, lines: still.lines };
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface DroppedFile {
  readonly field: string;
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly type?: string;
}

const PAGE = { accept: 'text/html,*/*;q=0.8' };

/** A browser of sorts: keeps cookies, says where its forms come from, follows nothing by itself. */
export class Client {
  readonly #server: FastifyInstance;
  readonly #from: string;
  readonly cookies = new Map<string, string>();

  constructor(server: FastifyInstance, from: string) {
    this.#server = server;
    this.#from = from;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}) {
    return this.#send({ method: 'GET', url, headers: { ...PAGE, ...headers } });
  }

  /** A form of a page of ours, with the session's token in it unless `fields` has another. */
  post(url: string, fields: Fields = {}, headers: Readonly<Record<string, string>> = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields }))
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    return this.#send({
      method: 'POST',
      url,
      headers: {
        ...PAGE,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        origin: 'http://localhost:80',
        ...headers,
      },
      payload: body.toString(),
    });
  }

  /** A form with files. */
  upload(url: string, files: readonly DroppedFile[], fields: Fields = {}) {
    const boundary = 'xxBOUNDARYxx';
    const head = (disposition: string, type = ''): string =>
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n`;
    const parts: Buffer[] = [];
    for (const [name, value] of Object.entries({ csrf: this.csrf, ...fields }))
      for (const one of typeof value === 'string' ? [value] : value)
        parts.push(Buffer.from(`${head(`name="${name}"`)}${one}\r\n`));
    for (const { field, name, content, type = 'application/octet-stream' } of files)
      parts.push(
        Buffer.from(head(`name="${field}"; filename="${name}"`, `Content-Type: ${type}\r\n`)),
        Buffer.from(content),
        Buffer.from('\r\n'),
      );
    parts.push(Buffer.from(`--${boundary}--\r\n`));
    return this.#send({
      method: 'POST',
      url,
      headers: {
        ...PAGE,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'sec-fetch-site': 'same-origin',
        origin: 'http://localhost:80',
      },
      payload: Buffer.concat(parts),
    });
  }

  /** '' without a session. */
  get csrf(): string {
    const token = this.cookies.get('assay');
    return token === undefined ? '' : csrfOf(token);
  }

  async #send(request: {
    method: 'GET' | 'POST';
    url: string;
    headers: Readonly<Record<string, string>>;
    payload?: string | Buffer;
  }) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#server.inject({
      ...request,
      remoteAddress: this.#from,
      headers: { ...(cookie === '' ? {} : { cookie }), ...request.headers },
    });
    for (const { name, value, maxAge, expires } of answer.cookies) {
      const isOver = maxAge === 0 || (expires !== undefined && expires.getTime() <= 0);
      if (isOver || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}
