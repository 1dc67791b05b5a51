import { parse, type Runtime, View } from 'vega';
import { compile } from 'vega-lite';
import type { VegaLiteSpec } from './plot.ts';
import { tidied } from './tidy.ts';

/** Charts hold all they show: whatever asks for a file or an address is refused. */
const refusing = {
  options: {},
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
};
/** Hears Vega's complaints. A specification is ours: what is wrong with it must not pass as a log line. */
function listener(complaints: string[]) {
  const hear = (...messages: readonly unknown[]) => {
    complaints.push(messages.map(String).join(' '));
    return logger;
  };
  const logger = { level: () => logger, info: () => logger, debug: () => logger, warn: hear, error: hear };
  return logger;
}

/** Compiled charts by shape (the spec without data, params and size). A cache only: it never changes a byte. */
const runtimes = new Map<string, Runtime>();

/**
 * Draws a chart as an SVG element, to be put inline: `viewBox` but no size, colors as CSS variables with light
 * values behind them, no ids. Same input, same bytes, in any order. `id` names the chart in errors: a specification
 * that Vega complains of, that loads something or needs ids throws.
 */
export async function drawChart(spec: VegaLiteSpec, id: string): Promise<string> {
  const { datasets = {}, params = [], width, height, ...shape } = spec as VegaLiteSpec & Sized;
  const names = Object.keys(datasets);
  const signals = params.map((param) => param.name);
  const complaints: string[] = [];
  const view = new View(runtimeOf({ ...shape, names, signals }), {
    renderer: 'none',
    loader: refusing,
    logger: listener(complaints),
  });
  view.width(width).height(height);
  for (const param of params) view.signal(param.name, param.value);
  // Vega marks the rows it is given; they are not ours to change.
  for (const name of names) view.data(name, datasets[name]?.map((row) => ({ ...row })) ?? []);
  try {
    const svg = await view.toSVG();
    if (complaints.length > 0) throw new Error(`chart ${id}: ${complaints.join('; ')}`);
    return tidied(svg, id);
  } finally {
    view.finalize();
  }
}

/** Lines, bands, bars and dots of a drawn chart; axes and labels do not count. */
export function countMarks(svg: string): number {
  return [...svg.matchAll(/<g class="chart-(?:bands|bars|lines|dots)">(.*?)<\/g>/gs)].flatMap(
    ([, inside = '']) => [...inside.matchAll(/<(?:path|rect|circle|line)\b/g)],
  ).length;
}

interface Sized {
  readonly width: number;
  readonly height: number;
  readonly params?: ReadonlyArray<{ readonly name: string; readonly value: number }>;
  readonly datasets?: Readonly<Record<string, ReadonlyArray<Record<string, unknown>>>>;
}

interface Shape {
  readonly names: readonly string[];
  readonly signals: readonly string[];
}

function runtimeOf(shape: Shape): Runtime {
  const key = JSON.stringify(shape);
  const known = runtimes.get(key);
  if (known !== undefined) return known;
  const { names, signals, ...rest } = shape;
  const whole = {
    ...rest,
    width: 1,
    height: 1,
    datasets: Object.fromEntries(names.map((name) => [name, []])),
    params: signals.map((name) => ({ name, value: 0 })),
  };
  const complaints: string[] = [];
  const { spec } = compile(whole as unknown as VegaLiteSpec, { logger: listener(complaints) });
  if (complaints.length > 0) throw new Error(complaints.join('; '));
  const runtime = parse(spec);
  runtimes.set(key, runtime);
  return runtime;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('a chart may not load anything'));
}
