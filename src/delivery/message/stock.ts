import type { Manifest } from '../../model/edition.ts';
import type { Language } from '../../model/language.ts';
import type { Letter, LetterSlot, Piece } from '../../model/letter.ts';
import type { LetterFiles } from './letter-files.ts';
import { attachmentHeaders, base64Lines, multipartEnd, partHead, pictureHeaders } from './mime.ts';
import { metalOf, stretches } from './pieces.ts';
import { quotedPrintable } from './quoted-printable.ts';

/** Links that are each recipient's own. */
export type OwnLink = Exclude<LetterSlot, 'manifest'>;

/** A stretch of a text part, encoded, or a place where each recipient has a link of their own. */
export interface Stock {
  readonly when: string | undefined;
  readonly said: Buffer | OwnLink;
  /** Pictures it shows, by their place in the letter. */
  readonly pictures: readonly number[];
}

/** One language's letter, encoded once for all recipients. */
export interface Stocks {
  readonly language: Language;
  readonly letter: Letter;
  readonly text: readonly Stock[];
  readonly html: readonly Stock[];
  readonly metals: ReadonlySet<string>;
  /** Whole parts. */
  readonly pictures: readonly Buffer[];
  readonly pdf: Buffer;
  readonly boundaries: Boundaries;
}

/** Of an edition: every one of its letters is cut at the same lines. */
export interface Boundaries {
  readonly mixed: string;
  readonly related: string;
  readonly alternative: string;
}

/** What is the same for all recipients of an edition in one language. */
export interface Constants {
  /** Where the brief is read; undefined where each recipient has their own link, or the desk has no site. */
  readonly online: string | undefined;
  /** The sender's domain, for the pictures' names. */
  readonly domain: string;
}

export function encodeLetter(
  files: LetterFiles,
  manifest: Pick<Manifest, 'edition' | 'manifest'>,
  constants: Constants,
): Stocks {
  const { language, letter, html, pdf } = files;
  const mark = manifest.manifest.slice(0, 24);
  const boundaries = {
    mixed: `=_assay-mixed-${mark}`,
    related: `=_assay-related-${mark}`,
    alternative: `=_assay-alternative-${mark}`,
  };
  const ids = letter.pictures.map((_, at) => `${at + 1}.${language}.${mark}@${constants.domain}`);
  const said: Shared = { manifest: manifest.manifest, online: constants.online };
  const shown = html.map((piece) => withPictures(piece, letter, ids));
  return {
    language,
    letter,
    text: encodePieces(letter.text, said, []),
    html: encodePieces(shown, { ...said, online: escapeOf(said.online) }, ids),
    metals: new Set([...html, ...letter.text].flatMap(({ when }) => metalOf(when) ?? [])),
    pictures: files.pictures.map(({ bytes }, at) => {
      const head = partHead(
        boundaries.related,
        pictureHeaders(ids[at] ?? '', letter.pictures[at]?.file ?? ''),
      );
      return Buffer.concat([head, base64Lines(bytes)]);
    }),
    pdf: Buffer.concat([
      partHead(boundaries.mixed, attachmentHeaders('application/pdf', letter.attachment)),
      base64Lines(pdf.bytes),
      multipartEnd(boundaries.mixed),
    ]),
    boundaries,
  };
}

function withPictures(piece: Piece, letter: Letter, ids: readonly string[]): Piece {
  const text = letter.pictures.reduce(
    (html, { file }, at) => html.replaceAll(`src="${file}"`, `src="cid:${ids[at]}"`),
    piece.text,
  );
  return { ...piece, text };
}

/** What fills the slots that are nobody's own. */
interface Shared {
  readonly manifest: string;
  readonly online: string | undefined;
}

function encodePieces(pieces: readonly Piece[], shared: Shared, ids: readonly string[]): Stock[] {
  const stocks: Stock[] = [];
  let text = '';
  let when: string | undefined;
  const flush = (): void => {
    if (text !== '') {
      const pictures = ids.flatMap((id, at) => (text.includes(`cid:${id}`) ? [at] : []));
      stocks.push({ when, said: quotedPrintable(text), pictures });
    }
    text = '';
  };
  // What follows without anybody's own link between is encoded as one: fewer lines are broken.
  for (const stretch of stretches(pieces)) {
    if (stretch.when !== when) flush();
    when = stretch.when;
    if (stretch.slot === undefined) text += stretch.text;
    else if (stretch.slot === 'manifest') text += shared.manifest;
    else if (stretch.slot === 'online' && shared.online !== undefined) text += shared.online;
    else {
      flush();
      stocks.push({ when, said: stretch.slot, pictures: [] });
    }
  }
  flush();
  return stocks;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escapeOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : escapeHtml(text);
}
