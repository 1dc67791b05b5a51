const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'source', 'wbr']);
/** Elements whose text is not read, or is what somebody typed or a machine wrote. */
const APART = new Set(['script', 'style', 'svg', 'code', 'pre', 'textarea']);
/** Attributes that people read. */
const READ = /\s(?:title|placeholder|aria-label|alt|label)="([^"]*)"/g;

/** Names and forms that are the same in every language. */
const SAME: readonly RegExp[] = [
  /Noto Sans SC|IBM Plex Sans/g,
  /\S*@\S+/g,
  /https?:\S+/g,
  /[\w./-]+\.(?:csv|xlsx|yaml|md|html|pdf)\b/g,
];

const RUN = /[A-Za-z][a-z'’]+(?:[ ,;:“”"]+[A-Za-z][a-z'’]*){2,}/g;

/** Three English words or more on end, in a page in Chinese, outside what says that it is English or data. */
export function strayEnglish(html: string): string[] {
  return textsOf(html).flatMap((text) => {
    const bare = SAME.reduce((rest, name) => rest.replace(name, '·'), text);
    return bare.match(RUN) ?? [];
  });
}

/** What only the command line takes, in a page. */
export function strayCommands(html: string): string[] {
  return textsOf(html).flatMap((text) => text.match(/\bassay [a-z]+ ?[a-z]*|(?:^|\s)--[a-z][a-z-]+/g) ?? []);
}

/** All that people read on a page, but what is said to be English or is data. */
function textsOf(html: string): string[] {
  const texts: string[] = [];
  const look = (text: string): void => {
    texts.push(decoded(text));
  };
  const apart: boolean[] = [];
  for (const [, text = '', closes, name = '', attributes = ''] of html.matchAll(
    /([^<]+)|<(\/?)([a-z][a-z0-9-]*)((?:[^>"]|"[^"]*")*)>|<!/gi,
  )) {
    const isApart = apart.at(-1) ?? false;
    if (text !== '') {
      if (!isApart) look(text);
    } else if (closes === '/') apart.pop();
    else if (name !== '') {
      const own = isApart || APART.has(name) || /\slang="en"|\sclass="[^"]*\bmono\b/.test(attributes);
      if (!own) for (const [, words = ''] of attributes.matchAll(READ)) look(words);
      if (!VOID.has(name) && !attributes.endsWith('/')) apart.push(own);
    }
  }
  return texts;
}

function decoded(text: string): string {
  return text.replace(/&(?:quot|amp|lt|gt|#x27|#39|#x3D|#x60);/g, ' ');
}
