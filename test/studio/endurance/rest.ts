import { expect } from 'vitest';
import type { Net } from './browser.ts';
import type { Inside, Served } from './served.ts';

/** A server at rest: no page is open, nothing is built. */
export interface Rest {
  /** Requests it has had. */
  readonly asked: number;
  readonly server: Inside;
  readonly hand: Inside;
  readonly held: Readonly<Record<string, number>>;
  /** Command lines of what it has started and kept. */
  readonly processes: readonly string[];
}

/** Closes all browsers and waits until the server has noticed, and its builds have ended. */
export async function restOf(served: Served, net: Net): Promise<Rest> {
  net.agent.destroy();
  // What is kept at rest: where it listens, and the two channels of the process that is kept warm.
  await expect.poll(() => served.processes().length, { timeout: 20_000 }).toBeLessThanOrEqual(1);
  await expect
    .poll(async () => (await served.held()).socket ?? 0, { timeout: 20_000 })
    .toBeLessThanOrEqual(8);
  return {
    asked: net.asked,
    server: await served.lookInside(),
    hand: await served.lookInsideHand(),
    held: await served.held(),
    processes: served.processes(),
  };
}
