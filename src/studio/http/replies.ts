import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { oneLine, type Problem } from '../../errors.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { languageOf, wantsPage } from '../accept.ts';
import { cookieName } from '../access/sessions.ts';
import { filled } from '../filled.ts';
import type { Frame, Seen } from '../frame/frame.ts';
import { noticeIn, sealedNotice } from '../frame/notice.ts';
import { WORDS } from '../frame/words.ts';
import { type Masthead, wordsPage, wordsView } from '../page.ts';
import { networkOf } from '../patience.ts';
import { type Refusal, tooFast } from '../refusal.ts';
import type { Answer, Opened } from '../route.ts';
import type { Shop } from '../shop.ts';
import { problemView } from '../shown.ts';
import { sendEvents } from './events.ts';
import { HEADERS, STUDIO_HEADERS } from './headers.ts';
import { ownPath } from './own-path.ts';
import { Streams } from './streams.ts';
import { asksForPart, textsOf, type Visitor } from './visitor.ts';

const NOTICE = 'assay-notice';
const NOTICE_S = 60;
/** Never shown as a part of another page. */
const WHOLE: readonly string[] = ['sign-in', 'kept'];
const EVENT_HEADERS = {
  ...STUDIO_HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
};
const YEAR_S = 365 * 24 * 60 * 60;
/** Before another stream of events is asked for by who has too many. */
const STREAM_WAIT_S = 30;

export interface Replies {
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    visitor: Visitor,
    answer: Answer,
    gone: AbortSignal,
  ): Promise<FastifyReply>;
  refuse(request: FastifyRequest, reply: FastifyReply, visitor: Visitor, refusal: Refusal): FastifyReply;
}

/** Of the person's account, of the page's own address where there is none, else as the browser asks. */
export function languageFor(request: FastifyRequest, { guest }: Visitor, masthead: Masthead): Language {
  const asked = textsOf(request.query).lang;
  return (
    guest?.account.language ??
    LANGUAGES.find((one) => guest === undefined && one === asked) ??
    languageOf(request.headers['accept-language'], [...masthead.languages, ...LANGUAGES])
  );
}

export function openReplies(
  { pages, masthead, effects, office }: Pick<Shop, 'pages' | 'masthead' | 'effects' | 'office'>,
  frame: Frame,
  policy: string,
): Replies {
  const streams = new Streams();
  const sendPage = (
    request: FastifyRequest,
    reply: FastifyReply,
    visitor: Visitor,
    { page, title, view, status = 200, opens }: Extract<Answer, { page: string }>,
    whole = false,
  ): FastifyReply => {
    const guest = opens === undefined ? visitor.guest : opens === '' ? undefined : opens;
    const isPart = asksForPart(request) && !whole;
    const notice = isPart || guest === undefined ? '' : noticeIn(request.cookies[NOTICE], guest.token);
    if (notice !== '') reply.clearCookie(NOTICE, { path: '/' });
    const seen: Seen = {
      guest,
      language: languageFor(request, { ...visitor, guest: guest && { ...guest, hash: '' } }, masthead),
      path: pathOf(request),
      address: request.method === 'GET' ? ownPath(request.url) : '/',
      notice,
      isPart,
    };
    if (visitor.isSecure && request.protocol === 'https')
      reply.header('strict-transport-security', `max-age=${YEAR_S}`);
    // htmx would put it where a part of the page was asked for.
    if (whole && asksForPart(request)) reply.headers({ 'hx-retarget': 'body', 'hx-reswap': 'innerHTML' });
    return reply
      .code(status)
      .headers(STUDIO_HEADERS)
      .type('text/html; charset=utf-8')
      .send(frame.page(page, title, view, seen));
  };

  const sendStream = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { guest }: Visitor,
    { events }: Extract<Answer, { events: unknown }>,
    gone: AbortSignal,
  ): Promise<void> => {
    // Looked at without being touched: who only listens is idle.
    const isWelcome = async (): Promise<boolean> =>
      guest === undefined ||
      (await office.sessions.find(guest.hash, effects.now().toISOString())) !== undefined;
    reply.hijack();
    reply.raw.writeHead(200, EVENT_HEADERS);
    if (request.method === 'HEAD') reply.raw.end();
    else
      await sendEvents(reply.raw, events, { gone, isWelcome }).catch((error: unknown) => {
        // It has begun: nobody can be told otherwise than by its end.
        effects.log(oneLine(`${pathOf(request)} ${String(error)}`));
      });
  };

  const replies: Replies = {
    answer: async (request, reply, visitor, answer, gone) => {
      if ('page' in answer) {
        setSession(reply, visitor, answer.opens);
        return sendPage(request, reply, visitor, answer, WHOLE.includes(answer.page));
      }
      if ('redirect' in answer) {
        setSession(reply, visitor, answer.opens);
        const token = answer.opens ? answer.opens.token : visitor.guest?.token;
        if (answer.notice !== undefined && token !== undefined)
          reply.setCookie(NOTICE, sealedNotice(answer.notice, token), {
            ...cookieOptions(visitor),
            maxAge: NOTICE_S,
          });
        return reply.code(303).headers(STUDIO_HEADERS).header('location', ownPath(answer.redirect)).send('');
      }
      if ('events' in answer) {
        const { guest } = visitor;
        const leave = streams.enter(
          guest === undefined ? networkOf(request.ip) : `account ${guest.account.id}`,
        );
        if (leave === undefined) return replies.refuse(request, reply, visitor, tooFast(STREAM_WAIT_S));
        await sendStream(request, reply, visitor, answer, gone);
        leave();
        return reply;
      }
      const bytes = sendable(answer.body);
      return reply
        .code(answer.status ?? 200)
        .headers(HEADERS)
        .type(answer.type)
        .headers(answer.headers ?? {})
        .send(bytes);
    },

    refuse: (request, reply, visitor, refusal) => {
      const { status, code, message, page, what = '', problems = [] } = refusal;
      if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
      else if (status === 503) reply.header('retry-after', '120');
      const isPart = asksForPart(request);
      if (!isPart && !wantsPage(request.headers.accept))
        return reply.code(status).headers(HEADERS).send({ code, message });
      reply.header('vary', 'Accept, Accept-Language');
      const language = languageFor(request, visitor, masthead);
      if (visitor.guest === undefined && !isPart)
        return reply
          .code(status)
          .headers(HEADERS)
          .header('content-security-policy', policy)
          .type('text/html; charset=utf-8')
          .send(wordsPage(pages, masthead, page, language, '', what));
      const { heading, lines } = wordsView(masthead, page, language, '', what);
      const back = request.method === 'GET' || isPart ? '' : backPath(request);
      const view = {
        heading,
        lines,
        problems: problemsIn(problems, language),
        back,
        backLabel: WORDS[language].back,
      };
      return sendPage(request, reply, visitor, { page: 'refusal', title: String(heading), view, status });
    },
  };
  return replies;
}

function setSession(reply: FastifyReply, visitor: Visitor, opens: Opened | undefined): void {
  if (opens === undefined) return;
  const name = cookieName(visitor.isSecure);
  if (opens === '') reply.clearCookie(name, cookieOptions(visitor));
  else reply.setCookie(name, opens.token, cookieOptions(visitor));
}

function cookieOptions({ isSecure }: Visitor) {
  return { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' } as const;
}

const MOST_PROBLEMS = 20;

/** As the page lists them; what is beyond twenty is counted. */
function problemsIn(problems: readonly Problem[], language: Language): View[] {
  const more = problems.length - MOST_PROBLEMS;
  const rest = { line: filled(WORDS[language].more, { count: more }) };
  return [
    ...problems.slice(0, MOST_PROBLEMS).map((one) => problemView(one, language)),
    ...(more > 0 ? [rest] : []),
  ];
}

function sendable(body: string | Uint8Array | AsyncIterable<string>): Uint8Array | Readable {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : Readable.from(body, { objectMode: false });
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/';
}

/** The page a form was sent from, where the browser says so and it is one of ours. */
export function backPath(request: FastifyRequest): string {
  const { referer = '', host } = request.headers;
  if (!URL.canParse(referer)) return '/';
  const url = new URL(referer);
  return url.host === host ? ownPath(url.pathname + url.search) : '/';
}
