/** Points of one stroke, in pixels. */
type Stroke = ReadonlyArray<readonly [number, number]>;

/** Pixels a drawn line may stray from the data: a twentieth of a millimeter in print. */
const TOLERANCE = 0.18;

/**
 * A path of straight strokes (`M…L…`, `Z`) in fewer bytes: points that change nothing to the eye left out,
 * tenths of a pixel, relative steps. Paths with curves are returned as they are.
 */
export function leanPath(path: string): string {
  if (/[^MLZ\d.,e\-\s]/.test(path)) return path;
  return path
    .split('M')
    .filter((part) => part !== '')
    .map((part) => {
      const closed = part.endsWith('Z');
      const points = (closed ? part.slice(0, -1) : part).split('L').map(point);
      return written(simplified(points), closed);
    })
    .join('');
}

function point(text: string): readonly [number, number] {
  const [x = '0', y = '0'] = text.split(',');
  return [Number(x), Number(y)];
}

function written(stroke: Stroke, closed: boolean): string {
  let text = '';
  let before: readonly [number, number] | undefined;
  for (const [x, y] of stroke) {
    // Steps are taken between rounded points: rounding the steps themselves would drift.
    const tenths: readonly [number, number] = [Math.round(x * 10), Math.round(y * 10)];
    if (before === undefined) text = `M${pair(tenths[0], tenths[1])}`;
    else
      text += `${text.includes('l') ? separated(tenths[0] - before[0]) : 'l'}${pair(tenths[0] - before[0], tenths[1] - before[1])}`;
    before = tenths;
  }
  // A lone point between two gaps still shows, as a dot the width of the line.
  if (stroke.length === 1) text += 'h.1';
  return closed ? `${text}z` : text;
}

function separated(next: number): string {
  return next < 0 ? '' : ' ';
}

function pair(x: number, y: number): string {
  return `${tenth(x)}${separated(y)}${tenth(y)}`;
}

function tenth(value: number): string {
  return String(value / 10).replace(/^(-?)0\./, '$1.');
}

/** Ramer, Douglas and Peucker. */
function simplified(stroke: Stroke): Stroke {
  const keep = new Set([0, stroke.length - 1]);
  const spans: Array<readonly [number, number]> = [[0, stroke.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const far = farthest(stroke, span[0], span[1]);
    if (far === undefined) continue;
    keep.add(far);
    spans.push([span[0], far], [far, span[1]]);
  }
  return stroke.filter((_, index) => keep.has(index));
}

function farthest(stroke: Stroke, first: number, last: number): number | undefined {
  const a = stroke[first];
  const b = stroke[last];
  if (a === undefined || b === undefined) return undefined;
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  let most = TOLERANCE;
  let index: number | undefined;
  for (let i = first + 1; i < last; i += 1) {
    const p = stroke[i] ?? a;
    const away =
      length < TOLERANCE
        ? Math.hypot(p[0] - a[0], p[1] - a[1])
        : Math.abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length;
    if (away > most) {
      most = away;
      index = i;
    }
  }
  return index;
}
