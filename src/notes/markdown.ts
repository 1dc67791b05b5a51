import MarkdownIt, { type Token } from 'markdown-it';

export type { Token };

/** Deeper than anybody writes, and far from where the parser itself gives up and drops the rest. */
export const DEEPEST = 12;

/**
 * Markdown without HTML, code, references and entities: what is typed is what is read. Addresses are not judged here,
 * so that a wrong one becomes a message and not a stretch of brackets on the page.
 */
const parser = new MarkdownIt({ html: false, linkify: false, typographer: false, maxNesting: 60 }).disable([
  'code',
  'fence',
  'backticks',
  'reference',
  'lheading',
  'html_block',
  'html_inline',
  'entity',
  'strikethrough',
]);
parser.validateLink = () => true;
parser.normalizeLink = (url) => url;
parser.normalizeLinkText = (text) => text;

/** Tokens with the lines they stand on, counted from 0. */
export function tokensOf(text: string): Token[] {
  return parser.parse(text, {});
}
