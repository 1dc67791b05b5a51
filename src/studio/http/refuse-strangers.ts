import { languageOf, wantsPage } from '../accept.ts';
import { wordsPage } from '../page.ts';
import type { Patience } from '../patience.ts';
import { type Refuse, tooMany } from '../refusal.ts';
import type { Shop } from '../shop.ts';
import { HEADERS } from './headers.ts';

/** Says no to somebody without a session; who asks for many pages that are not there is told to wait instead. */
export function refuseStrangers(
  { pages, masthead }: Pick<Shop, 'pages' | 'masthead'>,
  patience: Patience,
  policy: string,
): Refuse {
  return (request, reply, refusal) => {
    const wait = refusal.status === 404 ? patience.miss(request.ip) : 0;
    const { status, code, message, page, what } = wait === 0 ? refusal : tooMany(wait);
    if (wait > 0) reply.header('retry-after', String(wait));
    if (status === 503) reply.header('retry-after', '120');
    reply.code(status);
    reply.headers(HEADERS);
    if (!wantsPage(request.headers.accept)) return reply.send({ code, message });
    const language = refusal.language ?? languageOf(request.headers['accept-language'], masthead.languages);
    return reply
      .header('content-security-policy', policy)
      .header('vary', 'Accept, Accept-Language')
      .type('text/html; charset=utf-8')
      .send(wordsPage(pages, masthead, page, language, '', what));
  };
}
