import { createHash } from 'node:crypto';
import type { Draft, DraftRequest } from '../../app/draft.ts';
import type { Problem } from '../../errors.ts';
import { problemSaid } from '../../language/index.ts';
import type { Language } from '../../model/language.ts';
import type { View } from '../../render/view.ts';
import { filled } from '../filled.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { benchOf, languageIn, weekIn } from './parts.ts';
import type { WeekWords } from './words.ts';

/**
 * A draft page is what people wrote: it may show its own styles, fonts and pictures, to our pages alone, and runs
 * nothing. It is of our origin so that the page around it can tell how far it was scrolled.
 */
export const DRAFT_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin",
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
} as const;

/** Pages of texts that are not saved, a megabyte each: a frame asks for its own at once. */
const MOST_PAGES = 8;

export interface Previews {
  /** `/week/:week/draft/:language`, of the saved text or of one that was just typed. */
  page(visit: Visit): Promise<Answer>;
  /** A text of the editor: for htmx its problems and a frame that shows it, else the page itself. */
  typed(visit: Visit): Promise<Answer>;
}

export function openPreviews(shop: Shop): Previews {
  const pages = new Map<string, string>();
  const keep = (html: string, who: string): string => {
    const key = createHash('sha256').update(`${who}\n${html}`).digest('hex').slice(0, 32);
    pages.delete(key);
    pages.set(key, html);
    const [oldest] = pages.keys();
    if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest);
    return key;
  };
  return {
    page: async (visit) => {
      const [week, language] = [weekIn(visit), languageIn(visit)];
      const kept = pages.get(visit.query.text ?? '');
      return pageOf(kept ?? (await draftOf(shop, { week, language }, visit.gone)).html);
    },
    typed: async (visit) => {
      const [week, language] = [weekIn(visit), languageIn(visit)];
      const { text = '' } = visit.form;
      const { html, problems } = await draftOf(shop, { week, language, note: text }, visit.gone);
      if (!visit.isPart) return pageOf(html);
      const { say } = await benchOf(shop, visit);
      const src = `/week/${week}/draft/${language}?text=${keep(html, visit.actor.name)}`;
      const draft = { src, frame: say.words.draftTitle, ...problemsView(problems, say, visit.language) };
      return { page: 'week-preview', title: say.words.draft, view: { draft } };
    },
  };
}

function pageOf(html: string): Answer {
  return { body: html, type: 'text/html; charset=utf-8', headers: DRAFT_HEADERS };
}

export function draftOf(shop: Shop, request: DraftRequest, stop?: AbortSignal): Promise<Draft> {
  return shop.hands.run('draft', request, stop === undefined ? {} : { stop });
}

/** What is wrong with a text, line by line. */
export function problemsView(problems: readonly Problem[], { words }: WeekWords, language: Language): View {
  return {
    problemsTitle: words.problems,
    noProblems: words.noProblems,
    problems: problems.map((problem) => {
      const line = /:(\d+)(?::\d+)?$/.exec(problem.where)?.[1];
      return {
        ...problemSaid(problem, language),
        code: problem.code,
        line: line === undefined ? '' : filled(words.line, { line }),
      };
    }),
  };
}
