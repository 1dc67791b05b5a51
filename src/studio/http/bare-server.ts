import cookie from '@fastify/cookie';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Effects } from '../../effects.ts';
import { NO_PAGE, type Refuse } from '../refusal.ts';
import { publicRefusal } from './failure.ts';
import { HEADERS } from './headers.ts';
import { logLine } from './log-line.ts';

/** A form of two fields. */
const BODY_BYTES = 16 * 1024;
const HEADER_BYTES = 16 * 1024;

/** Without a route: its limits, the headers of every answer, a line of the log for each, and bodies as text. */
export function bareServer(
  effects: Pick<Effects, 'log' | 'now' | 'random'>,
  refuse: Refuse,
): FastifyInstance {
  const server = fastify({
    logger: false,
    trustProxy: 'loopback',
    bodyLimit: BODY_BYTES,
    // A workbook over a slow line.
    requestTimeout: 120_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 5_000,
    maxRequestsPerSocket: 1_000,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => {
      refuse(request, reply, NO_PAGE);
    },
  });
  server.server.maxConnections = 2_000;
  server.removeAllContentTypeParsers();
  void server.register(cookie);
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(HEADERS);
  });
  server.addHook('onResponse', async (request, reply) => {
    effects.log(logLine(request, reply, effects.now()));
  });
  server.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    refuse(request, reply, publicRefusal(error, BODY_BYTES, effects)),
  );
  return server;
}
