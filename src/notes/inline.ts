import { quoted } from '../errors.ts';
import type { NoteBlock, NotePart, Slot } from '../model/notes.ts';
import { addressOf } from './address.ts';
import { holdsSlot, uncovered } from './cover-slots.ts';
import type { Token } from './markdown.ts';

export type Line = readonly NotePart[];
export type Picture = Extract<NoteBlock<Line>, { kind: 'image' }>;

/** What the reading of one line needs: the slots by number, and where to tell what is wrong. */
export interface Reader {
  readonly slots: ReadonlyArray<Slot | string>;
  /** `line`: counted from 0; `near`: what to look for in it for the column; a message that takes time is a function. */
  report(code: string, line: number, near: string, message: string | (() => string)): void;
  /** A line as it was written, counted from 0. */
  source(line: number): string;
  /** Told of each picture and its line. */
  see(picture: Picture, line: number): void;
}

interface Style {
  readonly strong?: true;
  readonly em?: true;
  readonly link?: string;
}

/** A line's words and slots, and the pictures between them, in order. */
export function piecesOf(inline: Token, line: number, reader: Reader): Array<Line | Picture> {
  const pieces: Array<NotePart[] | Picture> = [[]];
  const styles: Style[] = [{}];
  let at = line;
  const style = (): Style => styles.at(-1) ?? {};
  const put = (text: string): void => {
    const last = pieces.at(-1);
    const parts: NotePart[] = Array.isArray(last) ? last : [];
    if (!Array.isArray(last)) pieces.push(parts);
    for (const part of partsOf(text, style(), reader)) parts.push(part);
  };
  const children = inline.children ?? [];
  for (const [index, token] of children.entries()) {
    switch (token.type) {
      case 'text':
        if (token.content.includes('](') && /!\[[^\]\n]{0,200}\]\(/.test(token.content))
          reader.report('E_NOTE_IMAGE', at, '![', NOT_READ);
        put(token.content);
        break;
      case 'softbreak': {
        at += 1;
        put(isTight(children[index - 1], children[index + 1]) ? '' : ' ');
        break;
      }
      case 'hardbreak':
        at += 1;
        put('\n');
        break;
      case 'strong_open':
        styles.push({ ...style(), strong: true });
        break;
      case 'em_open':
        styles.push({ ...style(), em: true });
        break;
      case 'link_open':
        styles.push({ ...style(), ...linkOf(token, at, reader) });
        break;
      case 'strong_close':
      case 'em_close':
      case 'link_close':
        styles.pop();
        break;
      case 'image':
        pieces.push(seen(pictureOf(token, at, reader), at, reader), []);
        break;
      default:
        put(token.content);
    }
  }
  return pieces.filter((piece) => !Array.isArray(piece) || piece.some(isSeen));
}

const NOT_READ =
  'a picture that cannot be read as one. Expected ![words](file.png); a name with blanks stands between < and >.';

function isSeen(part: NotePart): boolean {
  return part.kind !== 'words' || part.text.trim() !== '';
}

/** Between Chinese characters a line end is no blank. */
function isTight(before: Token | undefined, after: Token | undefined): boolean {
  const wide = /[\u2e80-\u9fff\uff00-\uffef]/u;
  return wide.test(before?.content.at(-1) ?? '') && wide.test(after?.content.at(0) ?? '');
}

function partsOf(text: string, style: Style, { slots }: Reader): NotePart[] {
  return uncovered(text).map((piece): NotePart => {
    if (typeof piece === 'string') return { kind: 'words', text: piece.normalize('NFC'), ...style };
    const slot = slots[piece];
    if (slot === undefined || typeof slot === 'string') return { kind: 'unknown', text: slot ?? '' };
    return { kind: 'slot', slot, ...(style.strong ? { strong: true } : {}) };
  });
}

/** Only what leads to the open web or to a mail; of any other the words remain. */
function linkOf(token: Token, line: number, reader: Reader): { link?: string } {
  const typed = String(token.attrGet('href') ?? '');
  if (holdsSlot(typed)) {
    const message =
      'a slot in the address of a link. Expected a whole address. Put the figure into the words.';
    reader.report('E_NOTE_LINK', line, '{{', message);
    return {};
  }
  const link = addressOf(typed);
  if (link !== undefined) return { link };
  reader.report(
    'E_NOTE_LINK',
    line,
    typed,
    `a link to ${quoted(typed)}. Expected a whole address that begins with https://, http:// or mailto:. Write it out, or leave the words without a link.`,
  );
  return {};
}

function pictureOf(token: Token, line: number, reader: Reader): Picture {
  if (holdsSlot(`${token.content}${token.attrGet('title') ?? ''}`)) {
    const message = 'a slot in the words of a picture. Expected words; put the figure into a paragraph.';
    reader.report('E_NOTE_SLOT', line, '{{', message);
  }
  const words = (text: string): string =>
    uncovered(text)
      .map((piece) => (typeof piece === 'string' ? piece : (textOf(reader.slots[piece]) ?? '')))
      .join('')
      .normalize('NFC')
      .replace(/\s+/g, ' ')
      .trim();
  return {
    kind: 'image',
    // As it was typed, for the message that it is no name.
    file: uncovered(String(token.attrGet('src') ?? ''))
      .map((piece) => (typeof piece === 'string' ? piece : `{{${textOf(reader.slots[piece]) ?? ''}}}`))
      .join(''),
    alt: words(token.content),
    caption: words(String(token.attrGet('title') ?? '')),
  };
}

function seen(picture: Picture, line: number, reader: Reader): Picture {
  reader.see(picture, line);
  return picture;
}

/** Figures are not put into what describes a picture: the id stands for them. */
function textOf(slot: Slot | string | undefined): string | undefined {
  return typeof slot === 'object' ? slot.series : slot;
}
