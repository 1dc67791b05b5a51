import type Juice from 'juice/client.js';

let loading: Promise<typeof Juice> | undefined;

/** Reads the inliner: costs some tens of milliseconds, so it is asked for only when a letter is made. */
function juice(): Promise<typeof Juice> {
  loading ??= import('juice/client.js').then((module) => module.default);
  return loading;
}

/**
 * The document with each rule of `css` written onto the elements it is for. Its own style elements stay, and of the
 * classes those that the rules of `screen` in them ask for.
 */
export async function inlined(html: string, css: string, screen: string): Promise<string> {
  const { inlineContent } = await juice();
  const page = inlineContent(html, css, {
    applyWidthAttributes: false,
    applyHeightAttributes: false,
    // background-color as bgcolor, for what draws with Word.
    applyAttributesTableElements: true,
  });
  const asked = new Set(screen.match(/(?<=\.)[a-z][\w-]*/g));
  // Blanks of styles and classes of no further use are a sixth of the letter.
  return page
    .replace(/ style="([^"]*)"/g, (_, style: string) => ` style="${style.replace(/([:;])\s+/g, '$1')}"`)
    .replace(/ class="([^"]*)"/g, (_, names: string) => {
      const kept = names.split(/\s+/).filter((name) => asked.has(name));
      return kept.length === 0 ? '' : ` class="${kept.join(' ')}"`;
    });
}
