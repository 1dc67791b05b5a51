import MiniSearch, { type Options, type SearchResult } from 'minisearch';
import type { Effects } from '../../effects.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import type { EditionId } from '../../model/time.ts';
import { foldersOf } from '../read.ts';
import { type EditionPassages, readPassages, stampOf } from './documents.ts';
import { Kept } from './kept.ts';
import { type Piece, snippetOf } from './snippet.ts';
import { charactersOf, indexedWords, wordsOf } from './words.ts';

export type { Piece } from './snippet.ts';

export interface SearchQuery {
  /** As people type it; both languages may be mixed. */
  readonly words: string;
  /** Briefs of this language only. */
  readonly language?: Language;
  /** From 1. */
  readonly page?: number;
  readonly perPage?: number;
}

export interface Hit {
  readonly edition: EditionId;
  readonly language: Language;
  /** Where on the page: an anchor, `copper`; '' for the cover. */
  readonly place: string;
  readonly title: string;
  readonly snippet: readonly Piece[];
}

export interface Searched {
  readonly hits: readonly Hit[];
  /** Of all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** What was looked for: no plain numbers, at most twelve words. Empty: there was nothing to look for. */
  readonly words: readonly string[];
  /** Editions that can be found so far, of how many; the rest is read by the next searches. */
  readonly read: number;
  readonly editions: number;
}

interface Document {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const OPTIONS: Options<Document> = {
  fields: ['title', 'text'],
  idField: 'id',
  tokenize: indexedWords,
  processTerm: (term) => term,
};

const MOST_WORDS = 12;
const MOST_CHARACTERS = 200;
const PER_PAGE = 20;
/** Of the best one's score: hits as near to each other as this are told newest first. */
const AS_GOOD = 0.1;

/** Finds words in the briefs of an archive. Holds the whole index in memory: some 120 MB for ten years. */
export class ArchiveSearch {
  readonly #reports: string;
  readonly #kept: Kept;
  readonly #ticks: Effects['ticks'];
  #index: MiniSearch<Document> | undefined;
  #editions = new Map<EditionId, string>();
  #unsaved = false;

  /** `folder` is where the index is kept between runs. */
  constructor(reports: string, folder: string, effects: Pick<Effects, 'ticks'>) {
    this.#reports = reports;
    this.#kept = new Kept(folder);
    this.#ticks = effects.ticks;
  }

  /**
   * Reads what is new in the archive for at most so many milliseconds, then looks the words up in what has been read.
   * Throws AssayError where the folder of editions cannot be listed.
   */
  async search(query: SearchQuery, budgetMs: number): Promise<Searched> {
    const { index, read, editions } = await this.#refreshed(budgetMs);
    const words = [...new Set(wordsOf(query.words.slice(0, MOST_CHARACTERS)))].slice(0, MOST_WORDS);
    const found = words.length === 0 ? [] : ranked(lookedUp(index, words, query.language));
    const perPage = query.perPage ?? PER_PAGE;
    const pages = Math.max(1, Math.ceil(found.length / perPage));
    const page = Math.min(Math.max(1, Math.floor(query.page ?? 1)), pages);
    const shown = found.slice((page - 1) * perPage, page * perPage);
    const hits: Hit[] = [];
    const quoted = new Map<EditionId, EditionPassages>();
    for (const one of shown) {
      const { edition, language, at } = placeOf(one);
      const passages =
        quoted.get(edition) ?? (await this.#passages(edition, this.#editions.get(edition) ?? ''));
      quoted.set(edition, passages);
      const passage = passages[language]?.[at];
      if (passage === undefined) continue;
      const { place, title, text } = passage;
      hits.push({ edition, language, place, title, snippet: snippetOf(text, one.terms) });
    }
    return { hits, total: found.length, page, pages, words, read, editions };
  }

  async #refreshed(budgetMs: number) {
    const started = this.#ticks();
    const index = this.#index ?? (await this.#opened());
    const { editions } = await foldersOf(this.#reports);
    const present = new Map<EditionId, string>();
    for (const { edition } of editions) {
      const stamp = stampOf(this.#reports, edition);
      if (stamp !== undefined) present.set(edition, stamp);
    }
    const isOutdated = [...this.#editions].some(([edition, stamp]) => present.get(edition) !== stamp);
    if (isOutdated) {
      // Seldom: editions are never changed. Taking documents out would leave their words behind.
      index.removeAll();
      this.#editions = new Map();
      this.#unsaved = true;
      await this.#kept.forget(new Set(present.keys()));
    }
    let isFirst = true;
    // The newest are what most people look for.
    for (const [edition, stamp] of [...present].reverse()) {
      if (this.#editions.has(edition)) continue;
      if (!isFirst && this.#ticks() - started > budgetMs) break;
      isFirst = false;
      index.addAll(documentsOf(edition, await this.#passages(edition, stamp)));
      this.#editions.set(edition, stamp);
      this.#unsaved = true;
    }
    if (this.#unsaved && this.#editions.size === present.size) {
      await this.#kept.saveIndex({ editions: Object.fromEntries(this.#editions), index: index.toJSON() });
      this.#unsaved = false;
    }
    return { index, read: this.#editions.size, editions: present.size };
  }

  async #opened(): Promise<MiniSearch<Document>> {
    const kept = await this.#kept.index();
    this.#index = openIndex(kept?.index);
    if (this.#index !== undefined && kept !== undefined)
      this.#editions = new Map(Object.entries(kept.editions));
    this.#index ??= new MiniSearch(OPTIONS);
    return this.#index;
  }

  async #passages(edition: EditionId, stamp: string): Promise<EditionPassages> {
    const kept = await this.#kept.passages(edition, stamp);
    if (kept !== undefined) return kept;
    const read = await readPassages(this.#reports, edition);
    // Of a damaged one nothing is kept: it may be restored.
    if (Object.keys(read).length > 0) await this.#kept.savePassages(edition, stamp, read);
    return read;
  }
}

/** An index that was kept; undefined where it is not what the library wrote. */
function openIndex(kept: object | undefined): MiniSearch<Document> | undefined {
  if (kept === undefined) return undefined;
  try {
    return MiniSearch.loadJS<Document>(kept as Parameters<typeof MiniSearch.loadJS>[0], OPTIONS);
  } catch {
    return undefined;
  }
}

function documentsOf(edition: EditionId, passages: EditionPassages): Document[] {
  return LANGUAGES.flatMap((language) =>
    (passages[language] ?? []).map(({ title, text }, at) => ({
      id: `${edition} ${language} ${at}`,
      title,
      text,
    })),
  );
}

function placeOf({ id }: SearchResult): { edition: EditionId; language: Language; at: number } {
  const [edition = '', language = '', at = ''] = String(id).split(' ');
  return { edition, language: language === 'zh' ? 'zh' : 'en', at: Number(at) };
}

/** All words must be there; where none has them all, the characters of Chinese words must. */
function lookedUp(
  index: MiniSearch<Document>,
  words: readonly string[],
  language?: Language,
): SearchResult[] {
  const find = (terms: readonly string[]): SearchResult[] =>
    index.search(terms.join(' '), {
      tokenize: (text) => text.split(' '),
      combineWith: 'AND',
      prefix: (term) => term.length > 1,
      boost: { title: 2 },
      ...(language === undefined
        ? {}
        : { filter: (result: SearchResult) => placeOf(result).language === language }),
    });
  const found = find(words);
  return found.length > 0 ? found : find(charactersOf(words));
}

function ranked(found: readonly SearchResult[]): SearchResult[] {
  const best = found[0]?.score ?? 1;
  return found
    .map((one) => ({ one, step: Math.floor((1 - one.score / best) / AS_GOOD), ...placeOf(one) }))
    .sort((a, b) => {
      if (a.step !== b.step) return a.step - b.step;
      if (a.edition !== b.edition) return a.edition < b.edition ? 1 : -1;
      return a.language === b.language ? a.at - b.at : a.language < b.language ? -1 : 1;
    })
    .map(({ one }) => one);
}
