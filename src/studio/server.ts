import multipart from '@fastify/multipart';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import type { PasswordCost } from '../access/password.ts';
import type { StudioConfig } from '../model/studio.ts';
import type { Access } from './access/access.ts';
import { Attempts } from './access/attempts.ts';
import { openDoor } from './access/sessions.ts';
import { openSetupCode } from './access/setup-code.ts';
import { addEditionRoute } from './edition-route.ts';
import { addAssets } from './frame/assets.ts';
import { openFrame } from './frame/frame.ts';
import { bareServer } from './http/bare-server.ts';
import { hostRefusal, type OwnNames, visitorOf } from './http/doors.ts';
import { hostNames } from './http/hosts.ts';
import { refuseStrangers } from './http/refuse-strangers.ts';
import { openReplies } from './http/replies.ts';
import { addStudioRoutes } from './http/studio-routes.ts';
import { textsOf } from './http/visitor.ts';
import { addLeaveRoute } from './leave-route.ts';
import { addOperationRoutes, type Operation } from './operation/operation-routes.ts';
import { pagePolicy } from './page.ts';
import { Patience } from './patience.ts';
import { editionRefusal } from './readers/edition-gate.ts';
import { NO_PAGE } from './refusal.ts';
import type { Route } from './route.ts';
import { studioRoutes } from './routes.ts';
import type { Shop } from './shop.ts';

export interface ServerOptions {
  readonly shop: Shop;
  readonly settings: StudioConfig;
  /** `mail.site`: letters' links lead there. */
  readonly mailSite?: string | undefined;
  /** Where it will listen. */
  readonly host: string;
  /** Text of the script of its pages: htmx. */
  readonly script: string;
  /** Folder that files are written to as they come, for nobody else to read. */
  readonly uploads: string;
  /** For whoever watches over the server; nobody where absent. */
  readonly operation?: Operation;
  /** Every page and action; `studioRoutes` where absent. */
  readonly table?: (shop: Shop, access: Access) => readonly Route[];
  /** Told the code by which the first admin is made. */
  readonly onSetupCode: (code: string) => void;
  /** Of passwords set in the studio; the usual where absent. */
  readonly passwordCost?: PasswordCost;
}

/** The server, not listening yet. */
export function openServer(options: ServerOptions): FastifyInstance {
  const { shop, settings } = options;
  const { pages, masthead, effects } = shop;
  const policy = pagePolicy(pages);
  const patience = new Patience(effects.ticks);
  const origins = [settings.site, options.mailSite].filter((site) => site !== undefined);
  const names: OwnNames = {
    hosts: hostNames(origins, options.host),
    sites: origins.map((site) => new URL(site).origin),
  };

  const refuse = refuseStrangers(shop, patience, policy);
  const server = bareServer(effects, refuse);
  const underOurName: onRequestAsyncHookHandler = async (request, reply) => {
    const refusal = hostRefusal(request, names);
    if (refusal !== undefined) return refuse(request, reply, refusal);
  };
  if (options.operation === undefined)
    server.get('/healthz', { onRequest: underOurName }, async () => ({ status: 'ok' }));
  else addOperationRoutes(server, options.operation, underOurName);
  // Asked for unasked: not to be counted as wrong addresses.
  server.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  server.get('/robots.txt', (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /\n'),
  );
  if (shop.mail !== undefined)
    addLeaveRoute(server, {
      pages,
      masthead,
      effects,
      mail: shop.mail,
      policy,
      miss: (address) => patience.miss(address),
    });
  const door = openDoor(shop.office.sessions, settings, effects);
  addEditionRoute(
    server,
    shop.files,
    refuse,
    (request) => hostRefusal(request, names),
    (request, edition, language) =>
      editionRefusal(shop, {
        edition,
        language,
        token: textsOf(request.query).t ?? '',
        ofDesk: async () => (await visitorOf(request, door, names)).guest !== undefined,
      }),
  );

  const routes: Route[] = [];
  const access: Access = {
    door,
    attempts: new Attempts(effects.ticks),
    setup: openSetupCode(shop.office.accounts, effects, options.onSetupCode),
    ...(options.passwordCost === undefined ? {} : { cost: options.passwordCost }),
    routes: () => routes,
  };
  // Who begins needs no page to learn what to do.
  server.addHook('onListen', async () => {
    await access.setup.isOpen();
  });
  routes.push(...(options.table ?? studioRoutes)(shop, access));
  const assets = addAssets(server, pages.css, options.script);
  const replies = openReplies(shop, openFrame(pages, masthead, routes, assets), policy);
  // Of the studio alone: what comes in parts to another's door is read as text.
  void server.register(async (studio) => {
    await studio.register(multipart);
    addStudioRoutes(studio, routes, { shop, door, replies, names, uploads: options.uploads });
  });

  server.setNotFoundHandler(async (request, reply) => {
    const visitor = hostRefusal(request, names) === undefined && (await visitorOf(request, door, names));
    return visitor === false || visitor.guest === undefined
      ? refuse(request, reply, NO_PAGE)
      : replies.refuse(request, reply, visitor, NO_PAGE);
  });
  return server;
}
