import type { Ticket } from '../../app/queue.ts';
import { AssayError } from '../../errors.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { progressView } from './build-views.ts';
import { benchOf, languageIn, weekIn, weekName } from './parts.ts';
import { DRAFT_HEADERS } from './preview.ts';

/** `/builds/:id`: looks again by itself, with or without script, until the build has ended. */
export function buildPage(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const ticket = ticketOf(shop, visit);
    const bench = await benchOf(shop, visit);
    const week = ticket.wish.week ?? ticket.edition.slice(0, 8);
    const isOpen = ticket.state === 'waiting' || ticket.state === 'building';
    const { words } = bench.say;
    return {
      page: visit.isPart ? 'week-build-state' : 'week-build',
      title: filled(words.progress, { week }),
      view: {
        title: filled(words.progress, { week: week === '' ? '' : weekName(week, bench.say) }),
        href: `/builds/${ticket.id}`,
        events: isOpen ? `/builds/${ticket.id}/events` : '',
        refreshes: isOpen ? words.refreshes : '',
        build: progressView(ticket, visit, bench),
      },
    };
  };
}

/** Says that something has changed; the page then asks what. Ends with the build, or when the browser goes away. */
export function buildEvents(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { id } = ticketOf(shop, visit);
    return { events: changesOf(shop.queue.watch(id, visit.gone)) };
  };
}

async function* changesOf(tickets: AsyncIterable<Ticket>): AsyncGenerator<{ event: string; data: string }> {
  for await (const { state, stages } of tickets) {
    const isOpen = state === 'waiting' || state === 'building';
    yield { event: isOpen ? 'change' : 'ended', data: `${state} ${stages.length}` };
  }
}

export function cancelBuild(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { id } = ticketOf(shop, visit);
    const isCancelled = shop.queue.cancel(id, visit.actor);
    const { words } = (await benchOf(shop, visit)).say;
    return { redirect: `/builds/${id}`, notice: isCancelled ? words.cancelled : words.cancelLate };
  };
}

export function buildTarget({ params }: Visit): string {
  return (params.id ?? '').slice(0, 60);
}

const TYPES: Readonly<Record<string, string>> = {
  'brief.html': 'text/html; charset=utf-8',
  'brief.pdf': 'application/pdf',
  'email.html': 'text/html; charset=utf-8',
};

/** `/week/:week/files/:language/:file`: the last draft that was built of the week. */
export function draftFiles(shop: Shop): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const [week, language] = [weekIn(visit), languageIn(visit)];
    const { file = '' } = visit.params;
    const type = Object.hasOwn(TYPES, file) ? TYPES[file] : undefined;
    const bytes = type === undefined ? undefined : await shop.week.draftFile(week, `${language}/${file}`);
    if (type === undefined || bytes === undefined)
      throw new AssayError('missing', {
        code: 'E_DRAFT_MISSING',
        where: week,
        message: `no draft of it has such a file. Expected ${Object.keys(TYPES).join(' or ')}; build a draft first.`,
      });
    const policy = "frame-ancestors 'none'";
    // Browsers show a PDF with a viewer of their own, which a stricter policy would stop.
    const headers = type === 'application/pdf' ? { 'content-security-policy': policy } : DRAFT_HEADERS;
    return { body: bytes, type, headers: { ...headers, 'cache-control': 'no-store' } };
  };
}

function ticketOf(shop: Shop, { params }: Visit): Ticket {
  const found = shop.queue.find(params.id ?? '');
  if (found !== undefined) return found;
  throw new AssayError('missing', {
    code: 'E_BUILD_UNKNOWN',
    where: '',
    message:
      'no such build. Those that ended long ago, or before the server was started, are no longer told of.',
  });
}
