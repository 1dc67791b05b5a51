import { expect } from 'vitest';
import type { Net } from './browser.ts';
import type { Inside, Served } from './served.ts';

/** A server at rest: no page is open, nothing is built. */
export interface Rest {
  /** Requests it has had. */
  readonly asked: number;
  readonly server: Inside;
  /** The process that is kept warm for short jobs. */
  readonly hand: Inside;
  /** Command lines of what the server has started and kept. */
  readonly processes: readonly string[];
}

/** Closes all browsers and waits until the server has noticed, and its builds have ended. */
export async function restOf(served: Served, net: Net): Promise<Rest> {
  net.agent.destroy();
  const atWork = (): string[] => served.processes().filter((one) => !one.includes('hand.js'));
  await expect.poll(atWork).toEqual([]);
  await expect.poll(() => served.processes().length).toBe(1);
  await expect.poll(() => served.connections()).toBe(0);
  return {
    asked: net.asked,
    server: await served.lookInside(),
    hand: await served.lookInsideHand(),
    processes: served.processes(),
  };
}
