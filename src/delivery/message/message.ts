import { multipart, multipartEnd, partHead, textHeaders } from './mime.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { escapeHtml, type OwnLink, type Stock, type Stocks } from './stock.ts';

/** A message's body, and the header line that says what it is. What recipients share is not copied. */
export interface Body {
  readonly type: string;
  readonly chunks: readonly Buffer[];
}

export interface Choice {
  /** Whether a piece is for this recipient. */
  holds(when: string | undefined): boolean;
  readonly attached: boolean;
  /** `unsubscribe`: what they leave by. Of the others each is '' where it leads nowhere. */
  readonly links: Readonly<Record<OwnLink, string>>;
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
      choice.links,
    ),
    partHead(boundaries.alternative, textHeaders('html')),
    ...filled(html, {
      unsubscribe: escapeHtml(choice.links.unsubscribe),
      preferences: escapeHtml(choice.links.preferences),
      online: escapeHtml(choice.links.online),
    }),
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

function filled(stocks: readonly Stock[], links: Choice['links']): Buffer[] {
  return [...stocks.map(({ said }) => (typeof said === 'string' ? quotedPrintable(links[said]) : said)), END];
}
