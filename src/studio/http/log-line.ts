import type { FastifyReply, FastifyRequest } from 'fastify';
import { oneLine } from '../../errors.ts';

/** A token opens what it is for: it is not written down. Of an unknown path only as much as tells where to look. */
export function logLine(request: FastifyRequest, reply: FastifyReply, now: Date): string {
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
