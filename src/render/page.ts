import type { Brief } from '../model/brief.ts';

export type Paper = 'A4' | 'Letter';

/**
 * `@page` rules that depend on the brief: paper, running head, foot with page of pages. The text is given too, since
 * margin boxes need glyphs as words do.
 */
export function pageRules(brief: Brief, paper: Paper): { css: string; text: string } {
  const head = brief.cover.masthead;
  const foot = brief.words.foot ?? brief.cover.title;
  const css = `@page {
  size: ${paper};
  @top-left { content: ${cssString(head)}; }
  @top-right { content: ${cssString(brief.runningHead)}; }
  @bottom-left { content: ${cssString(foot)}; }
  @bottom-right { content: counter(page) " / " counter(pages); }
}`;
  return { css, text: `${head}${brief.runningHead}${foot}0123456789 /` };
}

function cssString(text: string): string {
  const escaped = text.replace(
    /["\\<>\n\r\f\0]/g,
    (character) => `\\${character.charCodeAt(0).toString(16)} `,
  );
  return `"${escaped}"`;
}
