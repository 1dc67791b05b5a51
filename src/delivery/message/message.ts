import { multipart, multipartEnd, partHead, textHeaders } from './mime.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { escapeHtml, type Stock, type Stocks } from './stock.ts';

/** A message's body, and the header line that says what it is. What recipients share is not copied. */
export interface Body {
  readonly type: string;
  readonly chunks: readonly Buffer[];
}

export interface Choice {
  /** Whether a piece is for this recipient. */
  holds(when: string | undefined): boolean;
  readonly attached: boolean;
  /** What they leave by. */
  readonly link: string;
}

/**
 * mixed( related( alternative( text, html ), pictures… ), pdf ), as Gmail and Outlook write letters themselves; without
 * the levels that would hold one thing only.
 */
export function bodyOf(stocks: Stocks, choice: Choice): Body {
  const { boundaries } = stocks;
  const html = stocks.html.filter(({ when }) => choice.holds(when));
  const shown = new Set(html.flatMap(({ pictures }) => pictures));
  const pictures = stocks.pictures.filter((_, at) => shown.has(at));
  const alternative = multipart('alternative', boundaries.alternative);
  const related = multipart('related', boundaries.related, 'type="multipart/alternative"');
  const inner = pictures.length > 0 ? related : alternative;
  const words = [
    ...(choice.attached ? [partHead(boundaries.mixed, [inner])] : []),
    ...(pictures.length > 0 ? [partHead(boundaries.related, [alternative])] : []),
    partHead(boundaries.alternative, textHeaders('plain')),
    ...filled(
      stocks.text.filter(({ when }) => choice.holds(when)),
      choice.link,
    ),
    partHead(boundaries.alternative, textHeaders('html')),
    ...filled(html, escapeHtml(choice.link)),
    multipartEnd(boundaries.alternative),
  ];
  const chunks = [
    Buffer.concat(words),
    ...pictures,
    ...(pictures.length > 0 ? [multipartEnd(boundaries.related)] : []),
    ...(choice.attached ? [stocks.pdf] : []),
  ];
  return { type: choice.attached ? multipart('mixed', boundaries.mixed) : inner, chunks };
}

/** The empty line belongs to the delimiter that follows: the text ends as it was written. */
const END = Buffer.from('\r\n');

function filled(stocks: readonly Stock[], link: string): Buffer[] {
  const own = quotedPrintable(link);
  return [...stocks.map(({ bytes }) => bytes ?? own), END];
}
