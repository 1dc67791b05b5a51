import { LETTER_CONDITIONS, LETTER_SLOTS, type LetterSlot, type Piece } from '../../model/letter.ts';

/** A stretch of a letter, filled for each recipient where it is a slot. `when` must hold for it to be sent. */
export type Stretch =
  | { readonly when: string | undefined; readonly text: string; readonly slot?: undefined }
  | { readonly when: string | undefined; readonly slot: LetterSlot };

const MARK = /<!--\s*(?:when\s+(\S+?)|(end))\s*-->/g;
const SLOT = new RegExp(`@@(${LETTER_SLOTS.join('|')})@@`);

/** The pieces of `email.html`, by its `<!--when NAME-->` and `<!--end-->`; or what is wrong with them, in words. */
export function htmlPieces(html: string): Piece[] | { readonly fault: string } {
  const pieces: Piece[] = [];
  let when: string | undefined;
  let from = 0;
  for (const mark of html.matchAll(MARK)) {
    const [whole, name, end] = mark;
    if (end === undefined && when !== undefined) return { fault: `${whole} stands inside ${opening(when)}` };
    if (end !== undefined && when === undefined) return { fault: `${whole} ends nothing` };
    pieces.push(pieceOf(html.slice(from, mark.index), when));
    when = name;
    from = mark.index + whole.length;
  }
  if (when !== undefined) return { fault: `${opening(when)} is not ended` };
  return [...pieces, pieceOf(html.slice(from), when)].filter(({ text }) => text !== '');
}

function opening(when: string): string {
  return `<!--when ${when}-->`;
}

function pieceOf(text: string, when: string | undefined): Piece {
  return when === undefined ? { text } : { text, when };
}

/** Conditions nobody can fulfil are a fault of the letter: their pieces would be lost without a word. */
export function unknownCondition(pieces: readonly Piece[]): string | undefined {
  const known: readonly string[] = LETTER_CONDITIONS;
  return pieces
    .map(({ when }) => when)
    .find((when) => when !== undefined && !known.includes(when) && metalOf(when) === undefined);
}

/** `copper` of `metal.copper`. */
export function metalOf(when: string | undefined): string | undefined {
  return /^metal\.(.+)$/.exec(when ?? '')?.[1];
}

/** Cuts pieces at their slots. */
export function stretches(pieces: readonly Piece[]): Stretch[] {
  return pieces.flatMap(({ text, when }) =>
    text.split(SLOT).flatMap((part, at): Stretch[] => {
      // `split` gives the slots' names at every other place.
      const slot = at % 2 === 1 ? LETTER_SLOTS.find((one) => one === part) : undefined;
      if (slot !== undefined) return [{ when, slot }];
      return part === '' ? [] : [{ when, text: part }];
    }),
  );
}

/**
 * The metals a recipient's wishes leave of those a letter has pieces for, groups spelled out. All of them where the
 * wishes are none, or where none would be left: a letter without a metal tells nobody anything.
 */
export function metalsFor(
  wishes: readonly string[],
  groups: Readonly<Record<string, readonly string[]>>,
  present: ReadonlySet<string>,
): ReadonlySet<string> {
  const wished = new Set(
    wishes.flatMap((wish) => [wish, ...(Object.hasOwn(groups, wish) ? (groups[wish] ?? []) : [])]),
  );
  const left = [...present].filter((metal) => wished.has(metal));
  return left.length === 0 ? present : new Set(left);
}
