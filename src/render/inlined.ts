import type Juice from 'juice/client.js';

let loading: Promise<typeof Juice> | undefined;

/** Reads the inliner: costs some tens of milliseconds, so it is asked for only when a letter is made. */
function juice(): Promise<typeof Juice> {
  loading ??= import('juice/client.js').then((module) => module.default);
  return loading;
}

/** The document with each rule of `css` written onto the elements it is for; its own style elements stay. */
export async function inlined(html: string, css: string): Promise<string> {
  const { inlineContent } = await juice();
  const page = inlineContent(html, css, {
    applyWidthAttributes: false,
    applyHeightAttributes: false,
    // background-color as bgcolor, for what draws with Word.
    applyAttributesTableElements: true,
  });
  // Blanks of styles are a tenth of the letter.
  return page.replace(
    / style="([^"]*)"/g,
    (_, style: string) => ` style="${style.replace(/([:;])\s+/g, '$1')}"`,
  );
}
