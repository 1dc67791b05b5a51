import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PageName } from './words.ts';

/** A refusal as programs read it, and the page people see. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly page: PageName;
}

/** Routes' way to say no. */
export type Refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply;

export function tooMany(wait: number): Refusal {
  const message = `Too many wrong addresses. Try again in ${wait} s.`;
  return { status: 429, code: 'E_HTTP_RATE', message, page: 'tooMany' };
}
