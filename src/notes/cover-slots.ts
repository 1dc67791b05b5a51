/** A slot as it stands in a text: lines and columns counted from 1. */
export interface PlacedSlot {
  /** What stands between the braces. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly closed: boolean;
  /** Between full-width braces, as a Chinese keyboard types them. */
  readonly wide: boolean;
}

/** Letters that no text of ours holds: `cleaned` takes them out. */
const OPEN = '\ue000';
const CLOSE = '\ue001';

const COVERED = new RegExp(`(${OPEN}\\d+${CLOSE})`);

/** A backslash before braces is Markdown's own: it prints them, and what stands in them is words. */
const SLOT = /\\\\|\\\{+|\{{2,}([^{}\n]{0,120})\}{2,}|\{{2,}|｛{2,}[^{}｛｝\n]{0,120}(?:｝{2,})?/g;

/**
 * The text with each `{{slot}}` behind a mark that Markdown takes for a word, so that no rule of it reads the inside of
 * one, and the slots with their places. `marks` tells words from slots again.
 */
export function coverSlots(text: string): {
  readonly covered: string;
  readonly slots: readonly PlacedSlot[];
} {
  const slots: PlacedSlot[] = [];
  const covered = text
    .split('\n')
    .map((line, at) =>
      line.replace(SLOT, (whole, inside: string | undefined, index: number) => {
        if (whole.startsWith('\\')) return whole;
        const [closed, wide] = [whole.endsWith('}'), whole.startsWith('｛')];
        slots.push({ text: inside ?? '', line: at + 1, column: index + 1, closed, wide });
        return `${OPEN}${slots.length - 1}${CLOSE}`;
      }),
    )
    .join('\n');
  return { covered, slots };
}

/** Whether a slot stands in a covered text. */
export function holdsSlot(text: string): boolean {
  return text.includes(OPEN);
}

/** Words and numbers of slots, in turn. */
export function uncovered(text: string): Array<string | number> {
  return text.split(COVERED).flatMap((piece): Array<string | number> => {
    if (piece.startsWith(OPEN) && piece.endsWith(CLOSE)) return [Number(piece.slice(1, -1))];
    return piece === '' ? [] : [piece];
  });
}
