import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Guest } from '../access/sessions.ts';

/** What the doors have found out about a request before its handler runs. */
export interface Visitor {
  readonly guest: Guest | undefined;
  readonly isSecure: boolean;
  /** Of a POST: whether it comes from a page of ours. */
  readonly sender: 'own' | 'foreign' | 'unsaid';
}

/** Of the parameters, query and headers, text alone: what is given twice is given wrong. */
export function textsOf(given: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = Object.create(null);
  if (typeof given !== 'object' || given === null) return texts;
  for (const [name, value] of Object.entries(given)) if (typeof value === 'string') texts[name] = value;
  return texts;
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Where a request comes from; `?` of what a program of this machine only made up. */
export function addressOf({ ip }: FastifyRequest): string {
  return isIP(ip) === 0 ? '?' : ip;
}

/** Aborted when the answer is over, however, or a stop is asked for. */
export function goneSignal(reply: FastifyReply, stop: AbortSignal): AbortSignal {
  const over = new AbortController();
  const abort = (): void => over.abort();
  // Who left while the doors were passed is never told of again: nothing may wait for it.
  if (reply.raw.closed) {
    abort();
    return over.signal;
  }
  stop.addEventListener('abort', abort, { once: true });
  reply.raw.once('close', () => {
    stop.removeEventListener('abort', abort);
    abort();
  });
  return over.signal;
}

/** Whether htmx asks for a part of a page: not when it goes to another page, or back to one. */
export function asksForPart(request: FastifyRequest): boolean {
  return (
    headerOf(request, 'hx-request') === 'true' &&
    headerOf(request, 'hx-request-type') !== 'full' &&
    headerOf(request, 'hx-history-restore-request') !== 'true'
  );
}
