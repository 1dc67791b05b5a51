import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a server counts, for whoever watches it. */
export interface Metrics {
  /** A request that was answered; `route` as it is declared, never the path that was asked for. */
  answered(method: string, route: string, status: number, seconds: number): void;
  built(outcome: string): void;
  /** In the words of Prometheus. */
  text(): Promise<string>;
  readonly type: string;
}

/** Asked when somebody looks. What cannot be known now is left out. */
export interface Watched {
  readonly queue: () => { readonly waiting: number; readonly building: number };
  /** Of the newest campaign. */
  readonly deliveries: () => Promise<Readonly<Record<string, number>>>;
  /** State of the newest week that was due. */
  readonly occurrence: () => Promise<string | undefined>;
}

/** Pages take up to 50 ms; what takes ten times that should be seen. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function openMetrics(watched: Watched): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'assay_http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  });
  const builds = new Counter({
    name: 'assay_builds_total',
    help: 'Builds that ended, by how.',
    labelNames: ['outcome'],
    registers,
  });
  for (const outcome of ['built', 'refused', 'cancelled']) builds.inc({ outcome }, 0);
  new Gauge({
    name: 'assay_build_queue',
    help: 'Builds that wait or are under way.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(watched.queue())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'assay_deliveries',
    help: 'Letters of the newest campaign, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await watched.deliveries().catch(() => undefined);
      this.reset();
      for (const [state, count] of Object.entries(counts ?? {})) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'assay_occurrence',
    help: 'State of the newest week that was due: 1 for the state it is in.',
    labelNames: ['state'],
    registers,
    async collect() {
      const state = await watched.occurrence().catch(() => undefined);
      this.reset();
      if (state !== undefined) this.set({ state }, 1);
    },
  });
  return {
    answered: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    built: (outcome) => builds.inc({ outcome }),
    text: () => register.metrics(),
    type: register.contentType,
  };
}
