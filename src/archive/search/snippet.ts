import { plain } from './words.ts';

/** A stretch of the text found; `marked` where it is what was asked for. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** Characters of context shown; Chinese says as much in half of them. */
const LATIN = 220;
const HAN = 110;

/** The part of the text with the most of the words, cut at words, the words marked. */
export function snippetOf(text: string, words: readonly string[]): Piece[] {
  const characters = [...text];
  const hits = hitsIn(characters, words);
  const length = /\p{Script=Han}/u.test(text.slice(0, 200)) ? HAN : LATIN;
  const start = startOf(characters, hits, length);
  const end = endOf(characters, start + length);
  const pieces: Piece[] = start > 0 ? [{ text: '… ', marked: false }] : [];
  let at = start;
  for (const { from, to } of hits) {
    if (from < at || to > end) continue;
    if (from > at) pieces.push({ text: characters.slice(at, from).join(''), marked: false });
    pieces.push({ text: characters.slice(from, to).join(''), marked: true });
    at = to;
  }
  if (at < end) pieces.push({ text: characters.slice(at, end).join(''), marked: false });
  if (end < characters.length) pieces.push({ text: ' …', marked: false });
  return pieces;
}

interface Hit {
  readonly from: number;
  readonly to: number;
  readonly word: string;
}

/** Where the words stand, in characters of the text, none inside another. */
function hitsIn(characters: readonly string[], words: readonly string[]): Hit[] {
  // One character may become two when made plain: each keeps the place it came from.
  const places: number[] = [];
  let folded = '';
  characters.forEach((character, index) => {
    const made = plain(character);
    for (let unit = 0; unit < made.length; unit += 1) places.push(index);
    folded += made;
  });
  const longestFirst = [...new Set(words)].filter((word) => word !== '').sort((a, b) => b.length - a.length);
  const hits: Hit[] = [];
  for (const word of longestFirst) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const isLatin = /^[^\p{Script=Han}]/u.test(word);
      // A word begins where none goes on before it.
      if (isLatin && /[^\P{L}\p{Script=Han}]|\p{N}/u.test(folded[at - 1] ?? '')) continue;
      const from = places[at] ?? 0;
      const to = (places[at + word.length - 1] ?? 0) + 1;
      if (hits.every((one) => to <= one.from || from >= one.to)) hits.push({ from, to, word });
    }
  }
  return hits.sort((a, b) => a.from - b.from);
}

/** Where to begin so that the most different words are seen, a little before the first of them. */
function startOf(characters: readonly string[], hits: readonly Hit[], length: number): number {
  let best = { from: 0, words: 0 };
  for (const { from } of hits) {
    const seen = new Set(
      hits.filter((one) => one.from >= from && one.to <= from + length * 0.8).map((one) => one.word),
    );
    if (seen.size > best.words) best = { from, words: seen.size };
  }
  const wished = best.from - Math.floor(length / 5);
  if (best.words === 0 || wished <= 0 || characters.length <= length) return 0;
  const start = Math.min(wished, characters.length - length);
  // After a blank or a Chinese stop, if there is one near.
  for (let at = start; at < Math.min(start + 20, best.from); at += 1)
    if (/[\s，。；：、]/u.test(characters[at] ?? '')) return at + 1;
  return start;
}

/** Before the word that would be torn. */
function endOf(characters: readonly string[], wished: number): number {
  if (wished >= characters.length) return characters.length;
  for (let at = wished; at > wished - 20; at -= 1) if (/\s/u.test(characters[at] ?? '')) return at;
  return wished;
}
