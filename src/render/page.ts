import type { Brief } from '../model/brief.ts';

export type Paper = 'A4' | 'Letter';

/** Height of the first page between its margins. */
const HEIGHT: Readonly<Record<Paper, string>> = { A4: '267mm', Letter: '249.4mm' };

/**
 * `@page` rules that depend on the brief: paper, running head, foot with page of pages. The text is given too, since
 * margin boxes need glyphs as words do.
 */
export function pageRules(brief: Brief, paper: Paper): { css: string; text: string } {
  const head = brief.cover.masthead;
  // The desk's name stands on the left already.
  const running = brief.runningHead.startsWith(head)
    ? brief.runningHead.slice(head.length).replace(/^[\s·]+/u, '')
    : brief.runningHead;
  const foot = brief.words.foot ?? brief.cover.dataLine.map((run) => run.text).join('');
  const css = `:root { --sheet: ${HEIGHT[paper]}; }
@page {
  size: ${paper};
  @top-left { content: ${cssString(head)}; }
  @top-right { content: ${cssString(running)}; }
  @bottom-left { content: ${cssString(foot)}; }
  @bottom-right { content: counter(page) " / " counter(pages); }
}`;
  return { css, text: `${head}${running}${foot}` };
}

function cssString(text: string): string {
  const escaped = text.replace(
    /["\\<>\n\r\f\0]/g,
    (character) => `\\${character.charCodeAt(0).toString(16)} `,
  );
  return `"${escaped}"`;
}
