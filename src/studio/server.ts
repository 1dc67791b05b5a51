import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { ServedFiles } from '../archive/index.ts';
import type { UnsubscribeContext } from '../delivery/leaving/unsubscribe.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine, problemLines } from '../errors.ts';
import type { Pages } from '../render/templates.ts';
import { languageOf, wantsPage } from './accept.ts';
import { addEditionRoute } from './edition-route.ts';
import { addLeaveRoute } from './leave-route.ts';
import { type Masthead, pagePolicy, wordsPage } from './page.ts';
import { Patience } from './patience.ts';
import { type Refusal, type Refuse, tooMany } from './refusal.ts';

/** What the server shows. */
export interface Shop {
  readonly pages: Pages;
  readonly masthead: Masthead;
  readonly files: Pick<ServedFiles, 'read'>;
  /** Undefined where the desk mails nothing: then there is nothing to unsubscribe from. */
  readonly mail: Pick<UnsubscribeContext, 'ledger' | 'key'> | undefined;
  readonly effects: Effects;
}

/** A form of two fields. */
const BODY_BYTES = 16 * 1024;
const HEADER_BYTES = 16 * 1024;

/** Of everything; routes loosen what they must. Nothing here is for a frame, a search engine or another site. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
} as const;

/** The server, not listening yet. */
export function openServer(shop: Shop): FastifyInstance {
  const { pages, masthead, effects } = shop;
  const policy = pagePolicy(pages);
  const patience = new Patience(effects.ticks);

  const refuse: Refuse = (request, reply, refusal) => {
    const wait = refusal.status === 404 ? patience.miss(request.ip) : 0;
    const { status, code, message, page } = wait === 0 ? refusal : tooMany(wait);
    if (wait > 0) reply.header('retry-after', String(wait));
    if (status === 503) reply.header('retry-after', '120');
    reply.code(status);
    reply.headers(HEADERS);
    if (!wantsPage(request.headers.accept)) return reply.send({ code, message });
    const language = languageOf(request.headers['accept-language'], masthead.languages);
    return reply
      .header('content-security-policy', policy)
      .header('vary', 'Accept, Accept-Language')
      .type('text/html; charset=utf-8')
      .send(wordsPage(pages, masthead, page, language));
  };

  const failed = (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    refuse(request, reply, refusalOf(error, effects));

  const server = fastify({
    logger: false,
    trustProxy: 'loopback',
    bodyLimit: BODY_BYTES,
    requestTimeout: 20_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 5_000,
    maxRequestsPerSocket: 1_000,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => {
      refuse(request, reply, { status: 404, code: 'E_HTTP_PATH', message: 'No such page.', page: 'missing' });
    },
  });
  server.server.maxConnections = 2_000;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(HEADERS);
  });
  server.addHook('onResponse', async (request, reply) => {
    effects.log(logLine(request, reply, effects.now()));
  });
  server.setErrorHandler(failed);
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, { status: 404, code: 'E_HTTP_PATH', message: 'No such page.', page: 'missing' }),
  );
  server.get('/healthz', async () => ({ status: 'ok' }));
  // Asked for unasked: not to be counted as wrong addresses.
  server.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  server.get('/robots.txt', (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /\n'),
  );
  if (shop.mail !== undefined)
    addLeaveRoute(server, { ...shop, mail: shop.mail, policy, miss: (address) => patience.miss(address) });
  addEditionRoute(server, shop.files, refuse);
  return server;
}

/** What a failure is called to those outside; what it was is in the log, under a reference. */
function refusalOf(error: FastifyError | Error, effects: Effects): Refusal {
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) {
    const message = `The body is too large; the limit is ${BODY_BYTES} bytes.`;
    return { status, code: 'E_HTTP_SIZE', message, page: 'form' };
  }
  if (status === 415) {
    const message = 'The type of the body is not one of a form.';
    return { status, code: 'E_HTTP_TYPE', message, page: 'form' };
  }
  if (status !== undefined && status >= 400 && status < 500)
    return { status: 400, code: 'E_HTTP_REQUEST', message: 'The request was not understood.', page: 'form' };
  const reference = Buffer.from(effects.random(4)).toString('hex');
  const lines =
    error instanceof AssayError ? problemLines(error.problems) : [oneLine(`${error.name}: ${error.message}`)];
  for (const line of lines) effects.log(`${reference} ${line}`);
  if (process.env.ASSAY_DEBUG && !(error instanceof AssayError)) effects.log(error.stack ?? '');
  const known = error instanceof AssayError;
  const message = `Something went wrong here; reference ${reference}.`;
  return {
    status: known ? 503 : 500,
    code: known ? 'E_UNAVAILABLE' : 'E_INTERNAL',
    message,
    page: 'trouble',
  };
}

/** A token opens what it is for: it is not written down. Of an unknown path only as much as tells where to look. */
function logLine(request: FastifyRequest, reply: FastifyReply, now: Date): string {
  const path = request.url.split('?')[0] ?? '';
  const [, first = ''] = path.split('/');
  const route = request.routeOptions.url ?? '';
  const shown =
    reply.statusCode < 400 && !route.includes(':token')
      ? path
      : `/${first.slice(0, 12)}${path.length > first.length + 1 ? '/…' : ''}`;
  const from = /^[\w.:%]{1,60}$/.test(request.ip) ? request.ip : '?';
  return oneLine(
    `${now.toISOString()} ${from} ${request.method} ${shown} ${reply.statusCode} ${reply.elapsedTime.toFixed(0)} ms`,
  );
}
