import { type Loader, type LoggerInterface, parse, type Runtime, View } from 'vega';
import { compile } from 'vega-lite';
import type { VegaLiteSpec } from './plot.ts';

/** What all charts of one sort share: the specification without data, values of params and size. */
export interface Shape {
  readonly names: readonly string[];
  readonly signals: readonly string[];
}

export type DataRow = Readonly<Record<string, unknown>>;

/** A specification, taken apart into what all of its sort share and what is its own. */
export interface Parts {
  readonly shape: Shape;
  readonly datasets: Readonly<Record<string, readonly DataRow[]>>;
  readonly params: ReadonlyArray<{ readonly name: string; readonly value: number }>;
  readonly width: number;
  readonly height: number;
}

export function partsOf(spec: VegaLiteSpec): Parts {
  const { datasets = {}, params = [], width, height, ...rest } = spec as VegaLiteSpec & Partial<Parts>;
  const shape = { ...rest, names: Object.keys(datasets), signals: params.map((param) => param.name) };
  return { shape, datasets, params, width: width ?? 0, height: height ?? 0 };
}

/** A compiled chart to draw on; `use` counts the charts drawn on it, this one included. */
export interface Easel {
  readonly view: View;
  /** What Vega found wrong. A specification is ours: it must not pass as a log line. */
  readonly complaints: string[];
  use: number;
}

interface Workshop {
  readonly runtime: Runtime;
  readonly idle: Easel[];
}

/** Compiling takes longer than drawing ten charts, setting up a view as long as drawing one. Caches only. */
const workshops = new Map<string, Workshop>();
/** A view keeps traces of what was drawn on it; then a new one is set up. */
const MOST_USES = 100;

/** Runs `draw` on an easel that nothing else uses meanwhile. One on which a drawing failed is thrown away. */
export async function withEasel<T>(shape: Shape, draw: (easel: Easel) => Promise<T>): Promise<T> {
  const workshop = workshopOf(shape);
  const easel = workshop.idle.pop() ?? newEasel(workshop.runtime);
  easel.use += 1;
  const drawn = await draw(easel);
  if (easel.use < MOST_USES) workshop.idle.push(easel);
  else easel.view.finalize();
  return drawn;
}

function newEasel(runtime: Runtime): Easel {
  const complaints: string[] = [];
  const view = new View(runtime, { renderer: 'none', loader: refusing, logger: listener(complaints) });
  return { view, complaints, use: 0 };
}

function workshopOf(shape: Shape): Workshop {
  const key = JSON.stringify(shape);
  const known = workshops.get(key);
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
  const workshop = { runtime: parse(spec), idle: [] };
  workshops.set(key, workshop);
  return workshop;
}

/** Charts hold all they show: whatever asks for a file or an address is refused. */
const refusing: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

function refuse(): Promise<never> {
  return Promise.reject(new Error('a chart may not load anything'));
}

function listener(complaints: string[]): LoggerInterface {
  const hear = (...messages: readonly unknown[]): LoggerInterface => {
    complaints.push(messages.map(String).join(' '));
    return logger;
  };
  const pass = (): LoggerInterface => logger;
  const logger = { level: pass, info: pass, debug: pass, warn: hear, error: hear } as LoggerInterface;
  return logger;
}
