/** Pixels a drawn line may stray from the data: a twentieth of a millimeter in print. */
const TOLERANCE = 0.18;

/** Points of one stroke in pixels, x and y in turn. */
type Stroke = readonly number[];

/**
 * A path of straight strokes (`M…L…`, `Z`) in fewer bytes: points that change nothing to the eye left out,
 * tenths of a pixel, relative steps. Undefined for paths of anything else.
 */
export function leanPath(path: string): string | undefined {
  if (/[^MLZ\d.,e\-\s]/.test(path)) return undefined;
  return path
    .split('M')
    .filter((part) => part !== '')
    .map((part) => {
      const closed = part.endsWith('Z');
      const stroke = (closed ? part.slice(0, -1) : part).split(/[L,]/).map(Number);
      return written(simplified(stroke), closed);
    })
    .join('');
}

function written(stroke: Stroke, closed: boolean): string {
  // Steps are taken between rounded points: rounding the steps themselves would drift.
  let x = Math.round((stroke[0] ?? 0) * 10);
  let y = Math.round((stroke[1] ?? 0) * 10);
  let text = `M${tenths(x)}${y < 0 ? '' : ' '}${tenths(y)}`;
  for (let i = 2; i < stroke.length; i += 2) {
    const nextX = Math.round((stroke[i] ?? 0) * 10);
    const nextY = Math.round((stroke[i + 1] ?? 0) * 10);
    const dx = nextX - x;
    const dy = nextY - y;
    text += `${i === 2 ? 'l' : dx < 0 ? '' : ' '}${tenths(dx)}${dy < 0 ? '' : ' '}${tenths(dy)}`;
    x = nextX;
    y = nextY;
  }
  // A lone point between two gaps still shows, as a dot the width of the line.
  if (stroke.length === 2) text += 'h.1';
  return closed ? `${text}z` : text;
}

/** `12.3`, `.4`, `-5`. */
function tenths(value: number): string {
  const size = Math.abs(value);
  const whole = Math.floor(size / 10);
  const rest = size % 10;
  const number = rest === 0 ? String(whole) : `${whole === 0 ? '' : whole}.${rest}`;
  return value < 0 ? `-${number}` : number;
}

/** Ramer, Douglas and Peucker. */
function simplified(stroke: Stroke): Stroke {
  const last = stroke.length / 2 - 1;
  if (last < 2) return stroke;
  const kept = new Uint8Array(last + 1);
  kept[0] = 1;
  kept[last] = 1;
  const spans = [0, last];
  while (spans.length > 0) {
    const to = spans.pop() ?? 0;
    const from = spans.pop() ?? 0;
    const far = farthest(stroke, from, to);
    if (far === undefined) continue;
    kept[far] = 1;
    spans.push(from, far, far, to);
  }
  return stroke.filter((_, index) => kept[index >> 1] === 1);
}

function farthest(stroke: Stroke, from: number, to: number): number | undefined {
  const x = stroke[from * 2] ?? 0;
  const y = stroke[from * 2 + 1] ?? 0;
  const dx = (stroke[to * 2] ?? 0) - x;
  const dy = (stroke[to * 2 + 1] ?? 0) - y;
  const length = Math.sqrt(dx * dx + dy * dy);
  let most = TOLERANCE;
  let index: number | undefined;
  for (let i = from + 1; i < to; i += 1) {
    const px = (stroke[i * 2] ?? 0) - x;
    const py = (stroke[i * 2 + 1] ?? 0) - y;
    const away = length < TOLERANCE ? Math.sqrt(px * px + py * py) : Math.abs(dx * py - dy * px) / length;
    if (away > most) {
      most = away;
      index = i;
    }
  }
  return index;
}
