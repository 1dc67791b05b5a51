import { createHash } from 'node:crypto';
import type { Draft } from '../../app/draft.ts';
import { AssayError, type Problem } from '../../errors.ts';
import type { Language } from '../../model/language.ts';
import type { WeekId } from '../../model/time.ts';
import type { View } from '../../render/view.ts';
import type { Answer, Visit } from '../route.ts';
import type { Shop } from '../shop.ts';
import { type Bench, benchOf, languageIn, weekIn } from './parts.ts';
import { filled } from './words.ts';

/**
 * A draft page is what people wrote: it may show its own styles, fonts and pictures, to our pages alone, in an origin
 * of its own.
 */
export const DRAFT_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox",
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
} as const;

interface Asked {
  readonly week: WeekId;
  readonly language: Language;
  /** Undefined: as it lies on the disk. */
  readonly text: string | undefined;
}

/** Texts that are not saved, for the frame that shows them: each of somebody, and only theirs to see. */
const MOST_TEXTS = 40;

export interface Previews {
  /** `/week/:week/draft/:language`, of the saved text or of one that was just typed. */
  page(visit: Visit): Promise<Answer>;
  /** A text of the editor: for htmx its problems and a frame that shows it, else the page itself. */
  typed(visit: Visit): Promise<Answer>;
}

export function openPreviews(shop: Shop): Previews {
  const texts = new Map<string, string>();
  const keep = (text: string, who: string): string => {
    const key = createHash('sha256').update(`${who}\n${text}`).digest('hex').slice(0, 32);
    texts.delete(key);
    texts.set(key, text);
    const [oldest] = texts.keys();
    if (texts.size > MOST_TEXTS && oldest !== undefined) texts.delete(oldest);
    return key;
  };
  return {
    page: async (visit) => {
      const [week, language] = [weekIn(visit), languageIn(visit)];
      const text = visit.query.text === undefined ? undefined : texts.get(visit.query.text);
      const draft = await draftOf(shop, { week, language, text }, visit.gone);
      return pageOf(draft.html);
    },
    typed: async (visit) => {
      const [week, language] = [weekIn(visit), languageIn(visit)];
      const { text = '' } = visit.form;
      if (!visit.isPart) return pageOf((await draftOf(shop, { week, language, text }, visit.gone)).html);
      const bench = await benchOf(shop, visit);
      const src = `/week/${week}/draft/${language}?text=${keep(text, visit.actor.name)}`;
      const problems = await problemsOf(shop, { week, language, text }, bench);
      const draft = { src, frame: bench.say.words.draftTitle, ...problems };
      return { page: 'week-preview', title: bench.say.words.draft, view: { draft } };
    },
  };
}

function pageOf(html: string): Answer {
  return { body: html, type: 'text/html; charset=utf-8', headers: DRAFT_HEADERS };
}

/** The last few drafts, by what they are of: a frame asks for what its problems were just asked of. */
async function draftOf(shop: Shop, { week, language, text }: Asked, stop?: AbortSignal): Promise<Draft> {
  return shop.hands.run(
    'draft',
    { week, language, ...(text === undefined ? {} : { note: text }) },
    stop === undefined ? {} : { stop },
  );
}

/** What is wrong with a text, by line; a draft that cannot be made says why in their place. */
export async function problemsOf(shop: Shop, asked: Asked, { say: { words } }: Bench): Promise<View> {
  const problems = await draftOf(shop, asked).then(
    (draft) => draft.problems,
    (error: unknown): readonly Problem[] => {
      if (error instanceof AssayError) return error.problems;
      throw error;
    },
  );
  return {
    problemsTitle: words.problems,
    noProblems: words.noProblems,
    problems: problems.map(({ code, where, message }) => {
      const line = /:(\d+)(?::\d+)?$/.exec(where)?.[1];
      return { code, line: line === undefined ? where : filled(words.line, { line }), message };
    }),
  };
}
