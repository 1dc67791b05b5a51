import type { FastifyInstance } from 'fastify';
import { holderToken, type Key } from '../delivery/leaving/tokens.ts';
import {
  handleUnsubscribe,
  UNSUBSCRIBE_METHODS,
  type UnsubscribeAnswer,
  type UnsubscribeContext,
} from '../delivery/leaving/unsubscribe.ts';
import type { Effects } from '../effects.ts';
import type { Pages } from '../render/templates.ts';
import { languageOf } from './accept.ts';
import { type Masthead, wordsPage } from './page.ts';
import type { PageName } from './words.ts';

export interface LeaveShop {
  readonly pages: Pages;
  readonly masthead: Masthead;
  readonly mail: Pick<UnsubscribeContext, 'ledger' | 'key'>;
  readonly effects: Effects;
  readonly policy: string;
  /** Charges an address for a link that is none of ours; gives the seconds to wait. */
  miss(address: string): number;
}

/** `/u/<token>`: needs no account, no cookie and no script. */
export function addLeaveRoute(server: FastifyInstance, shop: LeaveShop): void {
  const { pages, masthead, mail, effects, policy } = shop;
  server.all<{ Params: { token: string } }>('/u/:token', async (request, reply) => {
    const answer = await handleUnsubscribe(
      {
        method: request.method,
        // Mail programs make what stands behind a link a part of it.
        token: request.params.token.replace(/[^A-Za-z0-9_-]+$/, ''),
        contentType: request.headers['content-type'] ?? '',
        body: typeof request.body === 'string' ? request.body : '',
      },
      { ...mail, effects },
    );
    const wait = answer.status === 404 ? shop.miss(request.ip) : 0;
    if (wait > 0) reply.header('retry-after', String(wait));
    if (answer.status === 405) reply.header('allow', UNSUBSCRIBE_METHODS);
    const language = answer.language ?? languageOf(request.headers['accept-language'], masthead.languages);
    return reply
      .code(wait > 0 ? 429 : answer.status)
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(
        wordsPage(
          pages,
          masthead,
          wait > 0 ? 'tooMany' : pageOf(answer),
          language,
          answer.address,
          '',
          wishesOf(answer, mail.key),
        ),
      );
  });
}

/** Whoever may leave may also stay and get something else. */
function wishesOf({ holder }: UnsubscribeAnswer, key: Key): string {
  return holder === undefined ? '' : `/p/${holderToken(key, 'preferences', holder)}`;
}

function pageOf({ page, mayReturn }: UnsubscribeAnswer): PageName {
  return page === 'left' && !mayReturn ? 'leftForGood' : page;
}
