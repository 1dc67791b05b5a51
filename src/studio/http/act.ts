import type { FastifyRequest } from 'fastify';
import { AssayError } from '../../errors.ts';
import type { Actor } from '../../model/account.ts';
import type { Language } from '../../model/language.ts';
import type { NewAuditEvent } from '../../store/office/index.ts';
import type { Answer, Route, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import type { Body } from './body.ts';
import { pathOf } from './replies.ts';
import { addressOf, asksForPart, headerOf, textsOf, type Visitor } from './visitor.ts';

/** What a handler is given. */
export function visitFor(
  request: FastifyRequest,
  { guest, isSecure }: Visitor,
  body: Body,
  language: Language,
  gone: AbortSignal,
): Visit {
  const actor: Actor =
    guest === undefined
      ? { name: '-', role: 'reader', from: addressOf(request) }
      : { name: guest.account.name, role: guest.account.role, from: addressOf(request) };
  return {
    path: pathOf(request),
    params: textsOf(request.params),
    query: textsOf(request.query),
    form: body.form,
    all: body.all,
    files: body.files,
    account: guest?.account,
    actor,
    language,
    isPart: asksForPart(request),
    ...(guest === undefined ? {} : { session: guest.hash }),
    keepsNoSession: isSecure && request.protocol !== 'https',
    agent: (headerOf(request, 'user-agent') ?? '').slice(0, 200),
    gone,
  };
}

/** Calls the handler; a route with an action is written into the audit trail before and after. */
export async function act(route: Route, visit: Visit, { office, effects }: Shop): Promise<Answer> {
  const { action } = route;
  if (action === undefined) return route.handle(visit);
  const target = route.target?.(visit) ?? '';
  const write = (outcome: NewAuditEvent['outcome'], detail: string): Promise<unknown> =>
    office.audit.append({
      at: effects.now().toISOString(),
      actor: visit.actor,
      action,
      target,
      outcome,
      detail,
    });
  await write('asked', '');
  try {
    const answer = await route.handle(visit);
    const isRefused = 'status' in answer && answer.status !== undefined && answer.status >= 400;
    const told = 'redirect' in answer ? (answer.told ?? '') : '';
    await write(isRefused ? 'refused' : 'done', told);
    return answer;
  } catch (error) {
    const code = error instanceof AssayError ? (error.problems[0]?.code ?? '') : 'E_INTERNAL';
    await write('refused', code);
    throw error;
  }
}
