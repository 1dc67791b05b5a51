import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { isLoopback } from '../listen.ts';
import type { Metrics } from './metrics.ts';

/** For whoever watches over the server. None of it needs, or looks at, an account. */
export interface Operation {
  /** What is not as it must be to work, by name and code: `office E_DB_LOCKED`. */
  readonly lacks: () => Promise<readonly string[]>;
  readonly metrics: Metrics;
  /** Opens `/metrics` from elsewhere; '' for nobody. */
  readonly token: string;
  /** Told of each request that was answered. */
  readonly onAnswered?: () => void;
}

/** Headers by which a proxy says that the request is another's. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * `/healthz`: the process answers. `/readyz`: it can work, or 503 with what is missing. `/metrics`: for this machine,
 * and for who has the token; to others there is no such page. `onRequest` goes before each: nobody asks under the name
 * of another site, while who asks for an address of this machine, as probes do, asks under ours.
 */
export function addOperationRoutes(
  server: FastifyInstance,
  { lacks, metrics, token, onAnswered }: Operation,
  onRequest: onRequestAsyncHookHandler,
): void {
  const first = { onRequest };
  server.get('/healthz', first, async () => ({ status: 'ok' }));
  server.get('/readyz', first, async (_request, reply) => {
    const missing = await lacks();
    if (missing.length > 0) reply.code(503);
    return { status: missing.length === 0 ? 'ready' : 'not ready', missing };
  });
  server.get('/metrics', first, async (request, reply) => {
    if (!isNear(request) && !hasToken(request, token)) return reply.callNotFound();
    return reply.type(metrics.type).send(await metrics.text());
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    onAnswered?.();
  });
}

/** From this machine, and not through a proxy of it. */
function isNear({ ip, headers, hostname }: FastifyRequest): boolean {
  return (
    isLoopback(ip.replace(/^::ffff:/, '')) &&
    isLoopback(hostname.replace(/^\[|\]$/g, '')) &&
    FORWARDED.every((name) => headers[name] === undefined)
  );
}

function hasToken({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return token !== '' && timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
