import type { FastifyRequest } from 'fastify';
import { mayAs } from '../../model/account.ts';
import { cookieName, type Door } from '../access/sessions.ts';
import { isLoopback } from '../listen.ts';
import { type Meter, networkOf } from '../patience.ts';
import { type Refusal, tooFast } from '../refusal.ts';
import type { Route } from '../route.ts';
import { hostNameOf, isOurHost } from './hosts.ts';
import { senderOf } from './origin.ts';
import { headerOf, type Visitor } from './visitor.ts';

/** Names and origins the server goes by beside this machine's. */
export interface OwnNames {
  readonly hosts: readonly string[];
  readonly sites: readonly string[];
}

/** Undefined where a request may come under the name it was asked for. */
export function hostRefusal(request: FastifyRequest, { hosts }: OwnNames): Refusal | undefined {
  if (isOurHost(request.headers.host ?? '', hosts, request.socket.localAddress)) return undefined;
  const message =
    'this server does not answer to that name. Expected that of studio.site or mail.site of data/desk.yaml, or of this machine.';
  return { status: 421, code: 'E_HTTP_HOST', message, page: 'host' };
}

/** Who comes, how, and from where. Throws as the office does. */
export async function visitorOf(request: FastifyRequest, door: Door, { sites }: OwnNames): Promise<Visitor> {
  const isSecure = request.protocol === 'https' || !isLoopback(hostNameOf(request.headers.host ?? ''));
  const sender = senderOf(
    {
      protocol: request.protocol,
      host: request.headers.host?.toLowerCase() ?? '',
      origin: headerOf(request, 'origin'),
      site: headerOf(request, 'sec-fetch-site'),
    },
    sites,
  );
  return { guest: await door.find(request.cookies[cookieName(isSecure)]), isSecure, sender };
}

const PER_MINUTE = { GET: 300, POST: 60 } as const;

/** Undefined where there are not too many requests: of a person, or of a network that nobody has signed in from. */
export function haste(
  request: FastifyRequest,
  { guest }: Visitor,
  route: Route,
  meter: Meter,
): Refusal | undefined {
  const who = guest === undefined ? networkOf(request.ip) : `account ${guest.account.id}`;
  const what = route.perMinute === undefined ? route.method : `${route.method} ${route.url}`;
  const perMinute = route.perMinute ?? PER_MINUTE[route.method];
  const wait = meter.take(`${who} ${what}`, { capacity: perMinute, perSecond: perMinute / 60 });
  return wait > 0 ? tooFast(wait) : undefined;
}

export const NO_SESSION: Refusal = {
  status: 401,
  code: 'E_HTTP_LOGIN',
  message: 'Sign in first.',
  page: 'login',
};

export const NO_FORM_OF_OURS: Refusal = {
  status: 403,
  code: 'E_HTTP_CSRF',
  message: 'Reload the page and try again.',
  page: 'csrf',
};

/** Undefined where the person may, by the route's line in the table. */
export function roleRefusal({ guest }: Visitor, { access }: Route): Refusal | undefined {
  if (access === 'public') return undefined;
  if (guest === undefined) return NO_SESSION;
  if (mayAs(guest.account.role, access)) return undefined;
  return { status: 403, code: 'E_HTTP_ROLE', message: `needs "${access}"`, page: 'role' };
}

/**
 * Undefined where a change may be asked for: nothing of another site. What says nothing of where it comes from needs
 * the token of a session's form, which is looked for when the body is read.
 */
export function senderRefusal({ sender }: Visitor, { method, access }: Route): Refusal | undefined {
  if (method !== 'POST') return undefined;
  return sender === 'foreign' || (sender === 'unsaid' && access === 'public') ? NO_FORM_OF_OURS : undefined;
}
