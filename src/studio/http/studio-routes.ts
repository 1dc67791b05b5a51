import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import { isCsrf } from '../access/csrf.ts';
import { keptText, keptView, MOST_KEPT } from '../access/kept.ts';
import type { Door } from '../access/sessions.ts';
import { signInPage } from '../access/sign-in-page.ts';
import { WORDS } from '../access/words.ts';
import { wantsPage } from '../accept.ts';
import { Meter } from '../patience.ts';
import type { Refusal } from '../refusal.ts';
import type { Answer, Route } from '../route.ts';
import type { Shop } from '../shop.ts';
import { act, visitFor } from './act.ts';
import { type Body, bodyLimit, limitWords, readBody, typeOf } from './body.ts';
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
import { refusalFor } from './failure.ts';
import { NO_FORM } from './form.ts';
import { backPath, languageFor, pathOf, type Replies } from './replies.ts';
import { asksForPart, goneSignal, headerOf, type Visitor } from './visitor.ts';
import { ownPath } from './own-path.ts';

export interface StudioDoors {
  readonly shop: Shop;
  readonly door: Door;
  readonly replies: Replies;
  readonly names: OwnNames;
  /** Folder files are written to as they come. */
  readonly uploads: string;
  /** Whether there is nobody yet who could sign in. */
  isEmpty(): Promise<boolean>;
}

/** The requests whose doors were passed. */
const VISITORS = new WeakMap<FastifyRequest, Visitor>();

/** Serves the table: no handler is called before all that its line asks for holds. */
export function addStudioRoutes(server: FastifyInstance, routes: readonly Route[], doors: StudioDoors): void {
  const meter = new Meter(doors.shop.effects.ticks);
  for (const route of routes)
    server.route({
      method: route.method,
      url: route.url,
      bodyLimit: bodyLimit(route),
      onRequest: async (request, reply) => {
        const passed = await pass(request, reply, route, doors, meter);
        if (passed === undefined) return reply;
        VISITORS.set(request, passed);
      },
      handler: (request, reply) => answered(request, reply, route, doors),
      errorHandler: (error, request, reply) => doors.replies.refuse(request, reply, strangerOr(request), 
        frameworkOr(error, route, doors)),
    });
  addOtherMethods(server, routes, doors);
}
