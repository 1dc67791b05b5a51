import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import { wantsPage } from '../accept.ts';
import { isCsrf } from '../access/csrf.ts';
import { keptText, keptView, MOST_KEPT } from '../access/kept.ts';
import type { Door, Guest } from '../access/sessions.ts';
import { signInPage } from '../access/sign-in-page.ts';
import { WORDS } from '../access/words.ts';
import { Meter } from '../patience.ts';
import type { Answer, Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { act, visitFor } from './act.ts';
import { bodyLimit, fits, limitOf, limitText, limitWords, readBody, typeOf } from './body.ts';
import {
  haste,
  hostRefusal,
  NO_FORM_OF_OURS,
  NO_SESSION,
  type OwnNames,
  roleRefusal,
  senderRefusal,
  visitorOf,
} from './doors.ts';
import { failureRefusal } from './failure.ts';
import { NO_FORM } from './form.ts';
import { ownPath } from './own-path.ts';
import { backPath, languageFor, type Replies } from './replies.ts';
import { asksForPart, goneSignal, headerOf, type Visitor } from './visitor.ts';

export interface StudioDoors {
  readonly shop: Shop;
  readonly door: Door;
  readonly replies: Replies;
  readonly names: OwnNames;
  /** Folder files are written to as they come. */
  readonly uploads: string;
}

/** Who made a request, once its doors were passed. */
const VISITORS = new WeakMap<FastifyRequest, Visitor>();
const NOBODY: Visitor = { guest: undefined, isSecure: false, sender: 'unsaid' };
const NO_BODY = { ...NO_FORM, files: [] };

/** Serves the table: no handler is called before all that its line asks for holds. */
export function addStudioRoutes(server: FastifyInstance, routes: readonly Route[], doors: StudioDoors): void {
  const meter = new Meter(doors.shop.effects.ticks);
  for (const route of routes)
    server.route({
      method: route.method,
      url: route.url,
      bodyLimit: bodyLimit(route),
      onRequest: async (request, reply) => {
        if (!(await pass(request, reply, route, doors, meter))) return reply;
      },
      handler: async (request, reply) => {
        const visitor = VISITORS.get(request) ?? NOBODY;
        const gone = goneSignal(reply, doors.shop.effects.stop);
        const answer = await answerTo(request, route, visitor, doors, gone);
        return doors.replies.answer(request, reply, visitor, answer, gone);
      },
      errorHandler: (error, request, reply) => {
        const refusal = failureRefusal(error, limitOf(route), doors.shop.effects);
        doors.replies.refuse(request, reply, VISITORS.get(request) ?? NOBODY, refusal);
      },
    });
  for (const [url, methods] of methodsOf(routes)) addOtherMethods(server, url, methods, doors);
}

/** Whether it may go on; what may not was answered. */
async function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  { door, replies, names }: StudioDoors,
  meter: Meter,
): Promise<boolean> {
  const atHost = hostRefusal(request, names);
  if (atHost !== undefined) {
    replies.refuse(request, reply, NOBODY, atHost);
    return false;
  }
  const visitor = await visitorOf(request, door, names);
  VISITORS.set(request, visitor);
  const refusal = haste(request, visitor, route, meter) ?? senderRefusal(visitor, route);
  const atRole = refusal ?? roleRefusal(visitor, route);
  if (atRole === undefined && !fits(request, route)) {
    const limit = limitOf(route);
    replies.refuse(request, reply, visitor, {
      status: 413,
      code: 'E_HTTP_SIZE',
      message: limitWords(limit),
      page: 'size',
      what: limitText(limit),
    });
    return false;
  }
  if (atRole === undefined) return true;
  if (atRole !== NO_SESSION) {
    replies.refuse(request, reply, visitor, atRole);
    return false;
  }
  // A form that comes too late is read, so that what was written can be kept.
  if (route.method === 'POST' && mayKeep(request) && showsPage(request)) return true;
  askToSignIn(request, reply, visitor, replies, route);
  return false;
}

function mayKeep(request: FastifyRequest): boolean {
  return (
    typeOf(request) === 'application/x-www-form-urlencoded' &&
    Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= MOST_KEPT
  );
}

function showsPage(request: FastifyRequest): boolean {
  return asksForPart(request) || wantsPage(request.headers.accept);
}

function askToSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  replies: Replies,
  { method, files }: Route,
): void {
  const here = method === 'GET' ? ownPath(request.url) : backPath(request);
  const to = `/sign-in?to=${encodeURIComponent(here)}`;
  if (asksForPart(request)) {
    const current = headerOf(request, 'hx-current-url') ?? '';
    const page = URL.canParse(current) ? ownPath(new URL(current).pathname + new URL(current).search) : here;
    reply
      .code(401)
      .header('hx-redirect', `/sign-in?to=${encodeURIComponent(page)}`)
      .send('');
  } else if (method === 'GET' && wantsPage(request.headers.accept)) {
    reply.code(303).header('location', to).send('');
  } else if (method === 'POST' && files !== undefined && wantsPage(request.headers.accept)) {
    reply.code(303).header('location', `${to}&files=lost`).send('');
  } else replies.refuse(request, reply, visitor, NO_SESSION);
}

async function answerTo(
  request: FastifyRequest,
  route: Route,
  visitor: Visitor,
  { shop, uploads }: StudioDoors,
  gone: AbortSignal,
): Promise<Answer> {
  const language = languageFor(request, visitor, shop.masthead);
  const body = route.method === 'POST' ? await readBody(request, route, uploads) : NO_BODY;
  if (route.access !== 'public') {
    if (visitor.guest === undefined) {
      const kept = keptText(body.pairs);
      const words = WORDS[language];
      return signInPage(language, {
        status: 401,
        to: backPath(request),
        kept,
        action: kept === '' ? '' : ownPath(request.url),
        hint: kept === '' ? words.ended : `${words.ended} ${words.keepsText}`,
      });
    }
    if (route.method === 'POST' && !isOurForm(request, body.form.csrf, visitor.guest)) {
      const again = keptText(body.pairs);
      // A page from before this session: what stands in it is not lost, and is sent only by a press of the person.
      if (visitor.sender === 'own' && again !== '' && showsPage(request) && body.files.length === 0)
        return {
          page: 'kept',
          title: WORDS[language].keptHeading,
          view: keptView(
            language,
            ownPath(request.url),
            body.pairs.filter(([name]) => name !== 'csrf'),
          ),
          status: 403,
        };
      throw new AssayError('permission', {
        code: 'E_HTTP_CSRF',
        where: '',
        message: NO_FORM_OF_OURS.message,
      });
    }
  }
  return act(route, visitFor(request, visitor, body, language, gone), shop);
}

/** The token in the form, or in a header for programs. */
function isOurForm(request: FastifyRequest, csrf: string | undefined, { token }: Guest): boolean {
  return isCsrf(csrf ?? headerOf(request, 'x-csrf-token') ?? '', token);
}

function methodsOf(routes: readonly Route[]): Map<string, Set<string>> {
  const methods = new Map<string, Set<string>>();
  for (const { method, url } of routes) {
    const known = methods.get(url) ?? new Set();
    for (const one of method === 'GET' ? ['GET', 'HEAD'] : [method]) known.add(one);
    methods.set(url, known);
  }
  return methods;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

function addOtherMethods(
  server: FastifyInstance,
  url: string,
  known: ReadonlySet<string>,
  { replies, names }: StudioDoors,
): void {
  const others = METHODS.filter((method) => !known.has(method));
  server.route({
    method: others,
    url,
    // Nothing is read of what is not taken.
    onRequest: async (request, reply) => {
      const atHost = hostRefusal(request, names);
      if (atHost === undefined) reply.header('allow', [...known].join(', '));
      return replies.refuse(
        request,
        reply,
        NOBODY,
        atHost ?? {
          status: 405,
          code: 'E_HTTP_METHOD',
          message: `expected ${[...known].join(', ')}`,
          page: 'method',
        },
      );
    },
    handler: async () => '',
  });
}
