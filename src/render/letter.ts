import type { LetterDraft } from '../brief/index.ts';
import type { Letter } from '../model/letter.ts';
import { inlined } from './inlined.ts';
import { checkLetter } from './letter-lint.ts';
import { letterView } from './letter-view.ts';
import type { LetterTheme } from './templates.ts';

/**
 * `email.html` and `email.json` of a language: the letter as mail programs read it, every style on its element. Throws
 * AssayError config E_TPL_… for templates that break the rules of mail, data E_RENDER_LETTER for a letter too large.
 */
export async function renderLetter(
  draft: LetterDraft,
  pictures: Letter['pictures'],
  theme: LetterTheme,
): Promise<{ readonly html: string; readonly json: string }> {
  const page = theme.render(letterView(draft, pictures), theme.screen);
  const html = await inlined(page, theme.css, theme.screen);
  checkLetter(
    html,
    pictures.map(({ file }) => file),
    `${draft.head.language}/email.html`,
  );
  const letter: Letter = { ...draft.head, pictures: [...pictures], text: [...draft.text] };
  return { html, json: `${JSON.stringify(letter, undefined, 1)}\n` };
}
