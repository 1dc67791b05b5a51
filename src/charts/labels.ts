import { dayNumber, dayOfNumber } from '../calendar/day.ts';
import { textWidth } from './advances.ts';
import { type Job, labelRoom, sizeOf } from './job.ts';
import type { Rule, Text } from './plot.ts';
import { FONT_SIZE, LINE_HEIGHT, pageInk, STROKE } from './theme.ts';
import type { Track } from './track.ts';

/** A block of text beside the plot, wanted with its middle at `y`. */
export interface SideLabel {
  readonly y: number;
  readonly lines: ReadonlyArray<{ readonly text: string; readonly bold?: boolean; readonly ink: string }>;
}

/** Between two labels, so that they do not read as one. */
const APART = 3;
/** From a line's middle to its baseline. */
const DROP = 3.2;
/** How far labels may stand out above and below the plot. */
const OVERHANG = 4;
/** Between the plot and its labels. */
export const LABEL_GAP = 5;

export function sideWidth(labels: readonly SideLabel[]): number {
  return Math.max(
    0,
    ...labels.flatMap(({ lines }) => lines.map(({ text, bold }) => textWidth(text, FONT_SIZE, bold))),
  );
}

/**
 * The labels beside the plot, pushed apart until none covers another, within its height. One that had to move far
 * is tied to its point by a hairline.
 */
export function sideLabels(
  labels: readonly SideLabel[],
  plot: { readonly right: number; readonly top: number; readonly bottom: number },
): { readonly texts: Text[]; readonly rules: Rule[] } {
  const x = plot.right + LABEL_GAP;
  const order = labels
    .map((label, index) => ({ label, index }))
    .sort((a, b) => a.label.y - b.label.y || a.index - b.index);
  const heights = order.map(({ label }) => label.lines.length * LINE_HEIGHT + APART);
  const middles = spread(
    order.map(({ label }) => label.y),
    heights,
    plot.top - OVERHANG,
    plot.bottom + OVERHANG,
  );
  const texts: Text[] = [];
  const rules: Rule[] = [];
  order.forEach(({ label }, place) => {
    const middle = middles[place] ?? label.y;
    const half = ((label.lines.length - 1) * LINE_HEIGHT) / 2;
    label.lines.forEach((line, index) => {
      const y = middle - half + index * LINE_HEIGHT + DROP;
      texts.push({ x, y, text: line.text, ink: line.ink, align: 'left', bold: line.bold ?? false });
    });
    if (Math.abs(middle - label.y) > LINE_HEIGHT) {
      rules.push({
        x: x - LABEL_GAP + 2.5,
        y: label.y,
        x2: x - 1,
        y2: middle,
        ink: pageInk('muted'),
        width: STROKE.grid,
      });
    }
  });
  return { texts, rules };
}

/** Middles of blocks, in order, moved as little as pushing needs: neighbors that touch share the push. */
export function spread(
  wanted: readonly number[],
  heights: readonly number[],
  top: number,
  bottom: number,
): number[] {
  interface Pile {
    readonly members: number[];
    height: number;
    /** Sum of the pile's wished starts, for their mean. */
    sum: number;
  }
  const piles: Pile[] = [];
  const startOf = (pile: Pile): number =>
    Math.max(top, Math.min(bottom - pile.height, pile.sum / pile.members.length));
  wanted.forEach((middle, index) => {
    const height = heights[index] ?? 0;
    let pile: Pile = { members: [index], height, sum: middle - height / 2 };
    for (let above = piles.at(-1); above !== undefined; above = piles.at(-1)) {
      if (startOf(above) + above.height <= startOf(pile)) break;
      piles.pop();
      pile = {
        members: [...above.members, ...pile.members],
        height: above.height + pile.height,
        sum: above.sum + pile.sum - above.height * pile.members.length,
      };
    }
    piles.push(pile);
  });
  const middles: number[] = [];
  for (const pile of piles) {
    let y = startOf(pile);
    for (const member of pile.members) {
      const height = heights[member] ?? 0;
      middles[member] = y + height / 2;
      y += height;
    }
  }
  return middles;
}

/**
 * A name in lines of at most `room` pixels, broken at blanks and between Chinese characters, the lines about equally
 * long: a lone last character looks like a mistake.
 */
export function wrapped(text: string, room: number): string[] {
  const lines = filled(text, room);
  let best = lines;
  for (let less = room - 2; less > room / 2; less -= 2) {
    const tighter = filled(text, less);
    if (tighter.length > lines.length) break;
    best = tighter;
  }
  return best;
}

function filled(text: string, room: number): string[] {
  const pieces = text.match(/[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    // Closing marks stay with what they close.
    const tied = /^[）】、，。]/.test(piece);
    if (line !== '' && !tied && textWidth((line + piece).trimEnd(), FONT_SIZE) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].filter((each) => each !== '');
}

/** The newest value, under the name where there is more than one line. `y` is for the caller to set. */
export function endLabel(
  job: Job,
  track: Track,
  ink: string,
  named: boolean,
  room = labelRoom(job),
): SideLabel {
  const name = named ? wrapped(track.short, room).map((text) => ({ text, ink })) : [];
  const value = { text: track.lastText, ink, bold: true };
  return { y: 0, lines: [...name, value, ...old(job, track)] };
}

/** Widenings of the room for names, tried until the labels are no higher than the plot beside them. */
const WIDENINGS = [1, 1.35, 1.8];

/** Labels of several lines, each named; in more room where they would otherwise pile up higher than the plot. */
export function endLabels(job: Job, tracks: readonly Track[], inks: readonly string[]): SideLabel[] {
  const tries = WIDENINGS.map((times) =>
    tracks.map((track, index) => endLabel(job, track, inks[index] ?? '', true, labelRoom(job) * times)),
  );
  return tries.find((labels) => heightOf(labels) <= sizeOf(job).height - AROUND) ?? tries.at(-1) ?? [];
}

/** Above and below a plot. */
const AROUND = 26;

function heightOf(labels: readonly SideLabel[]): number {
  return labels.reduce((sum, { lines }) => sum + lines.length * LINE_HEIGHT + APART, -2 * OVERHANG);
}

/** Days after which a line that has stopped says when. */
const OLD_DAYS = 45;

function old(job: Job, track: Track): SideLabel['lines'] {
  const { weekEnding } = job.analysis;
  // What stands there is not the newest: it must not pass for this week's.
  if (track.series.freshness === 'withheld')
    return [{ text: job.words.asOf(dayOfNumber(track.last.day)), ink: pageInk('muted') }];
  if (dayNumber(weekEnding) - track.last.day <= OLD_DAYS) return [];
  const text = job.words.monthOf(dayOfNumber(track.last.day), weekEnding);
  return [{ text, ink: pageInk('muted') }];
}
