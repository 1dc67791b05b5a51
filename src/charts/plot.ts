import type { TopLevelSpec } from 'vega-lite';
import { FONT_FAMILY, FONT_SIZE } from './theme.ts';

export type VegaLiteSpec = TopLevelSpec;

/** A linear map from data to pixels. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/**
 * What a chart kind draws, back to front. Lines, bands and dots are in data units and go through the scales;
 * rules, bars and texts are furniture laid out in pixels from the top left. Colors are CSS values. A null breaks a line.
 */
export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Days since 1970 when `time`, else whatever the kind counts by. */
  readonly time: boolean;
  readonly x: Scale;
  readonly y: Scale;
  readonly hatch?: readonly (Pixel | null)[];
  readonly bands?: readonly BandPoint[];
  readonly rules?: readonly Rule[];
  readonly bars?: readonly Bar[];
  readonly lines?: readonly LinePoint[];
  readonly dots?: readonly Dot[];
  readonly texts?: readonly Text[];
}

/** `of` names the line or band that the point belongs to. */
export interface LinePoint {
  readonly of: string;
  readonly x: number;
  readonly y: number | null;
  readonly ink: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface BandPoint {
  readonly of: string;
  readonly x: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly ink: string;
  readonly opacity: number;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly ink: string;
  readonly radius: number;
}

export interface Rule {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly ink: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly ink: string;
  readonly opacity: number;
  /** What the bar stands for, for readers of the spec. */
  readonly value: number;
}

export interface Text {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly ink: string;
  readonly align: 'left' | 'center' | 'right';
  readonly bold?: boolean;
}

export function placed(scale: Scale, value: number): number {
  const [from, to] = scale.domain;
  const [start, end] = scale.range;
  return to === from ? start : start + ((value - from) / (to - from)) * (end - start);
}

const DAY_MS = 86_400_000;
const SOLID: readonly number[] = [];

/**
 * The plot as a Vega-Lite specification. All charts share this one shape and differ in `datasets`, `params` and
 * size only, so that it is compiled once in a process.
 */
export function specOf(plot: Plot): VegaLiteSpec {
  const moment = plot.time ? DAY_MS : 1;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: plot.width,
    height: plot.height,
    padding: 0,
    autosize: 'none',
    // Vega-Lite's types know no null here; undefined would be white.
    background: 'transparent',
    params: [
      { name: 'xFrom', value: plot.x.domain[0] * moment },
      { name: 'xTo', value: plot.x.domain[1] * moment },
      { name: 'xStart', value: plot.x.range[0] },
      { name: 'xEnd', value: plot.x.range[1] },
      { name: 'yFrom', value: plot.y.domain[0] },
      { name: 'yTo', value: plot.y.domain[1] },
      { name: 'yStart', value: plot.y.range[0] },
      { name: 'yEnd', value: plot.y.range[1] },
    ],
    datasets: {
      hatch: (plot.hatch ?? []).map((point, order) => ({ ...(point ?? { x: null, y: null }), order })),
      bands: (plot.bands ?? []).map((point) => ({ ...point, x: point.x * moment })),
      rules: (plot.rules ?? []).map((rule) => ({ ...rule, dash: rule.dash ?? SOLID })),
      bars: [...(plot.bars ?? [])],
      // By name: of tens of thousands of points a spread takes four times as long.
      lines: (plot.lines ?? []).map(({ of, x, y, ink, width, dash = SOLID }) => ({
        of,
        x: x * moment,
        y,
        ink,
        width,
        dash,
      })),
      dots: (plot.dots ?? []).map((dot) => ({
        ...dot,
        x: dot.x * moment,
        size: Math.PI * dot.radius * dot.radius,
      })),
      texts: (plot.texts ?? []).map((text) => ({ ...text, weight: text.bold ? 700 : 400 })),
    },
    config: { aria: false, view: { stroke: null }, font: FONT_FAMILY },
    layer: layers(plot.time),
  };
}

const PIXEL_X = { field: 'x', type: 'quantitative', scale: null, axis: null } as const;
const PIXEL_Y = { field: 'y', type: 'quantitative', scale: null, axis: null } as const;
const BOX = { x: PIXEL_X, y: PIXEL_Y, x2: { field: 'x2' }, y2: { field: 'y2' } } as const;
const VALUE = { type: 'quantitative', axis: null } as const;
const STROKE = { field: 'ink', type: 'nominal', scale: null, legend: null } as const;
/** Dates are numbers already: nothing to parse. */
const AS_IS = { parse: null };
const OF = { field: 'of', type: 'nominal' } as const;

/** A scale whose ends are the spec's params, so that the compiled chart fits any data. */
function scaleBy(axis: 'x' | 'y', type: 'utc' | 'linear') {
  return {
    type,
    nice: false,
    ...(type === 'linear' ? { zero: false } : {}),
    domain: [{ expr: `${axis}From` }, { expr: `${axis}To` }],
    range: [{ expr: `${axis}Start` }, { expr: `${axis}End` }],
  };
}

function layers(time: boolean): Extract<TopLevelSpec, { layer: unknown }>['layer'] {
  const kind: 'temporal' | 'quantitative' = time ? 'temporal' : 'quantitative';
  const x = { field: 'x', type: kind, axis: null, scale: scaleBy('x', time ? 'utc' : 'linear') };
  const scale = scaleBy('y', 'linear');
  return [
    {
      name: 'hatch',
      data: { name: 'hatch', format: AS_IS },
      mark: { type: 'line', stroke: 'var(--ink-rule,#d9dee3)', strokeWidth: 0.6 },
      encoding: { x: PIXEL_X, y: PIXEL_Y, order: { field: 'order', type: 'quantitative' } },
    },
    {
      name: 'bands',
      data: { name: 'bands', format: AS_IS },
      mark: { type: 'area', opacity: 1, fillOpacity: { expr: 'datum.opacity' } },
      encoding: {
        x,
        y: { field: 'low', ...VALUE, scale, stack: null },
        y2: { field: 'high' },
        fill: STROKE,
        detail: OF,
      },
    },
    {
      name: 'rules',
      data: { name: 'rules', format: AS_IS },
      mark: {
        type: 'rule',
        invalid: null,
        strokeWidth: { expr: 'datum.width' },
        strokeDash: { expr: 'datum.dash' },
      },
      encoding: { ...BOX, stroke: STROKE },
    },
    {
      name: 'bars',
      data: { name: 'bars', format: AS_IS },
      mark: { type: 'rect', invalid: null, opacity: 1, fillOpacity: { expr: 'datum.opacity' } },
      encoding: { ...BOX, fill: STROKE },
    },
    {
      name: 'lines',
      data: { name: 'lines', format: AS_IS },
      mark: {
        type: 'line',
        strokeJoin: 'round',
        strokeWidth: { expr: 'datum.width' },
        strokeDash: { expr: 'datum.dash' },
      },
      encoding: { x, y: { field: 'y', ...VALUE, scale }, stroke: STROKE, detail: OF },
    },
    {
      name: 'dots',
      data: { name: 'dots', format: AS_IS },
      mark: { type: 'circle', invalid: null, opacity: 1, size: { expr: 'datum.size' } },
      encoding: { x, y: { field: 'y', ...VALUE, scale }, fill: STROKE },
    },
    {
      name: 'texts',
      data: { name: 'texts', format: AS_IS },
      mark: {
        type: 'text',
        invalid: null,
        baseline: 'alphabetic',
        fontSize: FONT_SIZE,
        align: { expr: 'datum.align' },
        fontWeight: { expr: 'datum.weight' },
      },
      encoding: { x: PIXEL_X, y: PIXEL_Y, text: { field: 'text', type: 'nominal' }, fill: STROKE },
    },
  ];
}
