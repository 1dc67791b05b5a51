import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../errors.ts';
import type { Language } from '../model/language.ts';
import type { PageName } from './words.ts';

/** A refusal as programs read it, and the page people see. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly page: PageName;
  /** Of the page; as the browser asks where absent. */
  readonly language?: Language;
  /** Stands where the page's words name something: a role, seconds, a reference. */
  readonly what?: string;
  /** What was wrong, for those who work here. */
  readonly problems?: readonly Problem[];
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Routes' way to say no. */
export type Refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => FastifyReply;

export const NO_PAGE: Refusal = {
  status: 404,
  code: 'E_HTTP_PATH',
  message: 'No such page.',
  page: 'missing',
};

export function tooMany(wait: number): Refusal {
  const message = `try again in ${wait} s`;
  return { status: 429, code: 'E_HTTP_RATE', message, page: 'tooMany', retryAfter: wait };
}

export function tooFast(wait: number): Refusal {
  return { ...tooMany(wait), page: 'tooFast', what: String(wait) };
}
