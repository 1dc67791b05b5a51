import { AssayError, type Problem } from '../errors.ts';
import type { Brief } from '../model/brief.ts';
import { missingGlyphs } from './fonts.ts';

/** Every character of the document outside its tags; entities are left as they are spelled. */
export function charactersOf(html: string): Set<string> {
  return new Set(html.replace(/<style>.*?<\/style>/gs, ''));
}

/**
 * Throws AssayError data E_RENDER_GLYPH when the document holds a character that no face of ours can show: a reader
 * would see a box, or a stranger's font. Names character, section and the words around it.
 */
export async function checkGlyphs(
  html: string,
  characters: ReadonlySet<string>,
  brief: Brief,
): Promise<void> {
  const missing = await missingGlyphs(characters);
  if (missing.length === 0) return;
  const problems = missing.flatMap((character) => placesOf(character, html, brief));
  if (problems.length > 0) throw new AssayError('data', problems);
}

/** Where a reader would meet the character; none when only attributes hold it. */
function placesOf(character: string, html: string, brief: Brief): Problem[] {
  const titles = new Map(brief.sections.map((section) => [section.id, section.title]));
  let section = brief.cover.title;
  const pieces = html.replace(/<style>.*?<\/style>/gs, '').split(/(<[^>]*>)/);
  for (const [at, piece] of pieces.entries()) {
    if (piece.startsWith('<')) {
      const id = /^<section id="([^"]*)"/.exec(piece)?.[1];
      if (id !== undefined) section = titles.get(id) ?? id;
      continue;
    }
    const found = piece.indexOf(character);
    if (found < 0) continue;
    const around = [...textAround(pieces, at, found)].join('').replace(/\s+/g, ' ').trim();
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return [
      {
        code: 'E_RENDER_GLYPH',
        where: `${brief.language}/brief, section ${JSON.stringify(section)}`,
        message: `no font of ours has U+${code} in ${JSON.stringify(around)}. Write the word with another character.`,
      },
    ];
  }
  return [];
}

function textAround(pieces: readonly string[], at: number, found: number): string {
  const isText = (piece: string): boolean => !piece.startsWith('<');
  const before = pieces
    .slice(Math.max(0, at - 8), at)
    .filter(isText)
    .join('');
  const after = pieces
    .slice(at + 1, at + 9)
    .filter(isText)
    .join('');
  const text = pieces[at] ?? '';
  return `${(before + text.slice(0, found)).slice(-24)}${(text.slice(found) + after).slice(0, 24)}`;
}
