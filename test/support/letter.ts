import { analyze } from '../../src/analysis/index.ts';
import { compose, type LetterDraft } from '../../src/brief/index.ts';
import { drawChart } from '../../src/charts/index.ts';
import type { Language } from '../../src/model/language.ts';
import { type Letter, letterSchema } from '../../src/model/letter.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Drawing, openTheme, picturesOf, renderLetter, type Theme } from '../../src/render/index.ts';

export interface MadeLetter {
  readonly draft: LetterDraft;
  readonly drawings: readonly Drawing[];
  readonly html: string;
  readonly json: string;
  readonly letter: Letter;
}

let theme: Promise<Theme> | undefined;

/** `email.html` and `email.json` of a week as a build makes them, with the built-in templates. */
export async function letterFilesOf(
  snapshot: Snapshot,
  language: Language,
  edition = snapshot.week,
): Promise<MadeLetter> {
  const { letter: draft } = compose(snapshot, analyze(snapshot), language, edition);
  const drawings: Drawing[] = [];
  for (const { id, spec, alt } of draft.charts) drawings.push({ svg: await drawChart(spec, id), alt });
  theme ??= openTheme(['templates']);
  const { letter } = await theme;
  if (letter === undefined) throw new Error('the built-in templates have no letter');
  const { html, json } = await renderLetter(draft, picturesOf(drawings), letter);
  return { draft, drawings, html, json, letter: letterSchema.parse(JSON.parse(json)) };
}

/** What a reader of the letter sees, without tags and what is hidden. */
export function seenOf(html: string): string {
  return html
    .replace(/<!--.*?-->/gs, '')
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&\w+;/g, ' ')
    .replace(/\s+/g, ' ');
}

/** The text part with every piece in it. */
export function textOfLetter(letter: Letter): string {
  return letter.text.map(({ text }) => text).join('');
}
