const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const HAN = /\p{Script=Han}/u;
/** Chinese characters in a row, or other letters and digits: `3m`, `au99.99`, `o'brien`. */
const WORD =
  /\p{Script=Han}+|(?:[^\P{L}\p{Script=Han}]|\p{N})+(?:[.,'’](?:[^\P{L}\p{Script=Han}]|\p{N})+)*/gu;
/** Looked up by nobody, and in every sentence: half of an index would be of them. */
const NUMBER = /^[\p{N}.,]+$/u;

/** As words are compared: full-width forms, capitals and accents make no difference. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase();
}

/**
 * Words of a text in either language, as they are looked up, without plain numbers. Chinese has no blanks: a
 * dictionary parts it.
 */
export function wordsOf(text: string): string[] {
  return (plain(text).match(WORD) ?? []).flatMap((run) => {
    if (HAN.test(run)) return hanWords(run);
    return NUMBER.test(run) ? [] : [run];
  });
}

/**
 * The same, and each character of a Chinese word: the dictionary may part a query otherwise than it parted the
 * sentence around it.
 */
export function indexedWords(text: string): string[] {
  return wordsOf(text).flatMap((word) => (HAN.test(word) && word.length > 1 ? [word, ...word] : [word]));
}

/** The characters of Chinese words, other words as they are. */
export function charactersOf(words: readonly string[]): string[] {
  return words.flatMap((word) => (HAN.test(word) ? [...word] : [word]));
}

function hanWords(run: string): string[] {
  return [...segmenter.segment(run)].map(({ segment }) => segment);
}
