import { leanPath } from './path.ts';
import { FONT_FAMILY, FONT_SIZE, pageInk } from './theme.ts';

const TAG = /<(\/?)([a-z]+)((?:\s[^>]*?)?)(\/?)>|([^<]+)/gi;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const LAYER = /role-mark (\w+?)_marks/;
/** What the page already says or does not need: one label per chart comes from the page. */
const DROPPED = new Set([
  'class',
  'role',
  'font-family',
  'font-size',
  'stroke-miterlimit',
  'stroke-linejoin',
]);

/**
 * Vega's SVG, made lean for a page that holds two dozen of them: one group per layer (`<g class="chart-lines">`),
 * no frames, no ARIA inside, font and size once, numbers rounded.
 * The result has a viewBox and no size: the page gives it its width. `geometricPrecision` keeps letters at the widths
 * the layout counted on; screens would round them up.
 */
export function tidied(svg: string, id: string): string {
  // Ids of clips and gradients count up through a process and would meet on one page: charts do without.
  if (/\sid="/.test(svg)) throw new Error(`chart ${id}: the drawing has ids`);
  const viewBox = /viewBox="([^"]*)"/.exec(svg)?.[1] ?? '0 0 0 0';
  const layers = new Map<string, Layer>();
  let layer: Layer | undefined;
  let depth = 0;
  /** Straight strokes of one pen are one path. */
  const strokes = new Map<string, string>();
  for (const [, closing, name = '', attributes = '', selfClosing, text] of svg.matchAll(TAG)) {
    if (text !== undefined) {
      if (layer !== undefined) layer.inside += text;
    } else if (name === 'g') {
      depth += closing === '/' ? -1 : selfClosing === '/' ? 0 : 1;
      const mark = LAYER.exec(attributes)?.[1];
      if (mark !== undefined && selfClosing !== '/') layer = layerOf(layers, mark);
      else if (layer !== undefined && closing === '/') layer = undefined;
    } else if (layer !== undefined) {
      if (name === 'line') addStroke(strokes, pairsOf(attributes));
      else layer.inside += closing === '/' ? `</${name}>` : element(name, attributes, selfClosing === '/');
    }
  }
  if (depth !== 0) throw new Error(`chart ${id}: the drawing is not well formed`);
  const rules = layers.get('rules');
  if (rules !== undefined) rules.inside = [...strokes].map(([pen, d]) => `<path d="${d}"${pen}/>`).join('');
  const groups = [...layers].map(([name, { inside }]) => grouped(name, inside));
  const inside = groups.join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" fill="none" text-rendering="geometricPrecision" stroke-linejoin="round" font-family="${FONT_FAMILY}" font-size="${FONT_SIZE}">${inside}</svg>`;
}

interface Layer {
  inside: string;
}

/** Lines that Vega draws one group each are one layer here. */
function layerOf(layers: Map<string, Layer>, name: string): Layer {
  const layer = layers.get(name) ?? { inside: '' };
  layers.set(name, layer);
  return layer;
}

/** Most words of a chart are muted: the group says so once. */
const WORDS = ` fill="${pageInk('muted')}"`;

function grouped(name: string, inside: string): string {
  if (inside === '') return '';
  if (name !== 'texts') return `<g class="chart-${name}">${inside}</g>`;
  return `<g class="chart-${name}"${WORDS}>${inside.replaceAll(WORDS, '')}</g>`;
}

/** Vega moves a rule to its start and draws from there. */
function addStroke(strokes: Map<string, string>, pairs: ReadonlyMap<string, string>): void {
  const [, x = '0', y = '0'] = /translate\(([^,]+),([^)]+)\)/.exec(pairs.get('transform') ?? '') ?? [];
  const end = (key: string, from: string): number => Number(from) + Number(pairs.get(key) ?? 0);
  const pen = ['stroke', 'stroke-width', 'stroke-dasharray']
    .map((key) => [key, pairs.get(key) ?? ''] as const)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ` ${key}="${value}"`)
    .join('');
  const d = leanPath(`M${x},${y}L${end('x2', x)},${end('y2', y)}`) ?? '';
  strokes.set(pen, `${strokes.get(pen) ?? ''}${d}`);
}

function pairsOf(attributes: string): Map<string, string> {
  return new Map([...attributes.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, value]));
}

function element(name: string, attributes: string, selfClosing: boolean): string {
  const kept: string[] = [];
  const pairs = pairsOf(attributes);
  const circle = circleOf(pairs);
  if (circle !== undefined) return circle;
  for (const [key, value] of pairs) {
    if (DROPPED.has(key) || key.startsWith('aria-')) continue;
    if (key === 'transform') kept.push(name === 'text' ? at(value) : `transform="${rounded(value)}"`);
    else if (key === 'd') kept.push(`d="${leanPath(value) ?? rounded(value)}"`);
    else if (!isDefault(key, value))
      kept.push(`${key}="${/^-?[\d.]+(?:e-?\d+)?$/.test(value) ? rounded(value) : value}"`);
  }
  return `<${[name, ...kept].join(' ')}${selfClosing ? '/' : ''}>`;
}

function isDefault(key: string, value: string): boolean {
  return (
    (key === 'text-anchor' && value === 'start') ||
    (key === 'font-weight' && value === '400') ||
    (key === 'stroke-dasharray' && value === '') ||
    (/opacity$/.test(key) && value === '1')
  );
}

/** Vega draws a dot as a path of two arcs. */
function circleOf(pairs: ReadonlyMap<string, string>): string | undefined {
  const radius = /^M([\d.]+),0A/.exec(pairs.get('d') ?? '')?.[1];
  const center = /^translate\(([^,]+),([^)]+)\)$/.exec(pairs.get('transform') ?? '');
  if (radius === undefined || center === null) return undefined;
  const [, x = '0', y = '0'] = center;
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(radius)}" fill="${pairs.get('fill') ?? ''}"/>`;
}

function at(transform: string): string {
  const [, x = '0', y = '0'] = /translate\(([^,]+),([^)]+)\)/.exec(transform) ?? [];
  return `x="${tenths(x)}" y="${tenths(y)}"`;
}

function rounded(text: string): string {
  return text.replace(/-?\d*\.?\d+(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}

function tenths(number: string): string {
  return String(Math.round(Number(number) * 10) / 10);
}
