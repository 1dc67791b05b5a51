import type { Brief } from '../model/brief.ts';
import type { NoteImage } from '../model/notes.ts';
import { fontFaces } from './fonts.ts';
import { charactersOf, checkGlyphs } from './glyphs.ts';
import { type Paper, pageRules } from './page.ts';
import type { Theme } from './templates.ts';
import { briefView } from './view.ts';
import { checkComplete } from './whole.ts';

/** Stands for the fonts until the words, and so the characters needed, are known. */
const FONTS = '/* fonts */';

/** Style sheets may turn letters into capitals and print counters: plain ASCII is always there. */
const ALWAYS = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => 32 + at));

/**
 * The brief as one self-contained HTML file: style, drawings and fonts inside, no request leaves it, readable
 * without script. `svgs`: drawing by chart id; `images`: those of notes. Throws AssayError config E_TPL_…, data E_RENDER_GLYPH.
 */
export async function renderHtml(
  brief: Brief,
  svgs: ReadonlyMap<string, string>,
  theme: Theme,
  paper: Paper = 'A4',
  images: readonly NoteImage[] = [],
): Promise<string> {
  const view = briefView(brief, { svgs, images, sections: theme.names });
  const page = pageRules(brief, paper);
  const html = theme.render(view, `${FONTS}\n${theme.css}\n${page.css}`);
  checkComplete(brief, html);
  const characters = charactersOf(html);
  for (const character of page.text + ALWAYS) characters.add(character);
  await checkGlyphs(html, characters, brief);
  const faces = await fontFaces(characters, brief.language);
  return html.replace(FONTS, () => faces);
}
