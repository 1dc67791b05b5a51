import { textWidth } from './advances.ts';
import { type Bar, type Plot, placed, type Rule, type Scale, type Text } from './plot.ts';
import { FONT_SIZE, pageInk, STROKE } from './theme.ts';

/** One bar of a row; the first is the one spoken of. */
export interface Length {
  readonly value: number;
  readonly text: string;
  readonly ink: string;
  readonly opacity: number;
}

export interface BarRow {
  readonly name: string;
  /** In muted ink after the name. */
  readonly aside?: string;
  readonly bars: readonly Length[];
}

const GAP = 4;
/** Height of a bar: of two in a row; of one, in rows of the usual and of greater height. */
const BAR_HEIGHT = 7.5;
const THICKEST = 13;
const DROP = 3.2;

/**
 * Rows of horizontal bars from a zero line: names in a column on the left, values at the bars' ends. `top` leaves
 * room for what stands above.
 */
export function horizontalBars(
  rows: readonly BarRow[],
  size: { readonly width: number; readonly rowHeight: number; readonly top: number },
): Plot {
  const all = rows.flatMap((row) => row.bars);
  const low = Math.min(0, ...all.map((bar) => bar.value));
  const high = Math.max(0, ...all.map((bar) => bar.value));
  const names = Math.max(...rows.map(labelWidth));
  const textRoom = (negative: boolean): number =>
    Math.max(
      0,
      ...all
        .filter((bar) => bar.value < 0 === negative)
        .map((bar) => textWidth(bar.text, FONT_SIZE, true) + GAP),
    );
  const x: Scale = {
    domain: [low, high === low ? low + 1 : high],
    range: [names + 2 * GAP + textRoom(true), size.width - textRoom(false) - 1],
  };
  const zero = placed(x, 0);
  const paired = rows.some((row) => row.bars.length > 1);
  const thickness = paired ? BAR_HEIGHT : Math.min(THICKEST, Math.max(BAR_HEIGHT, size.rowHeight * 0.56));
  const bottom = size.top + rows.length * size.rowHeight;
  const bars: Bar[] = [];
  const texts: Text[] = [];
  rows.forEach((row, place) => {
    const middle = size.top + (place + 0.5) * size.rowHeight;
    texts.push({ x: 0, y: middle + DROP, text: row.name, ink: pageInk('text'), align: 'left' });
    if (row.aside !== undefined) {
      const after = textWidth(`${row.name} `, FONT_SIZE) + 1;
      texts.push({ x: after, y: middle + DROP, text: row.aside, ink: pageInk('muted'), align: 'left' });
    }
    const step = row.bars.length > 1 ? BAR_HEIGHT + 2.5 : 0;
    row.bars.forEach((bar, index) => {
      const y = middle + (index - (row.bars.length - 1) / 2) * step;
      const end = placed(x, bar.value);
      bars.push({
        x: Math.min(zero, end),
        x2: Math.max(zero, end),
        y: y - thickness / 2,
        y2: y + thickness / 2,
        ink: bar.ink,
        opacity: bar.opacity,
        value: bar.value,
      });
      const below = bar.value < 0;
      texts.push({
        x: below ? end - GAP : end + GAP,
        y: y + DROP,
        text: bar.text,
        ink: index === 0 ? bar.ink : pageInk('muted'),
        align: below ? 'right' : 'left',
        bold: index === 0,
      });
    });
  });
  const rules: Rule[] = [
    { x: zero, x2: zero, y: size.top, y2: bottom, ink: pageInk('muted'), width: STROKE.axis },
  ];
  return {
    width: size.width,
    height: bottom + 2,
    time: false,
    x,
    y: { domain: [0, rows.length], range: [size.top, bottom] },
    rules,
    bars,
    texts,
  };
}

function labelWidth({ name, aside }: BarRow): number {
  return (
    textWidth(aside === undefined ? name : `${name} ${aside}`, FONT_SIZE) + (aside === undefined ? 0 : 1)
  );
}
