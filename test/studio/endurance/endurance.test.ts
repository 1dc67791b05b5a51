import { readdir } from 'node:fs/promises';
import { Agent } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Net } from './browser.ts';
import { beginDay, type Day } from './day.ts';
import { smallDesk } from './desk.ts';
import { report } from './report.ts';
import { type Rest, restOf } from './rest.ts';
import { type Served, serveSmall } from './served.ts';

/** Requests and builds; a whole day of a busy desk, in ten minutes, is `5000x200`. */
const SIZE = process.env.ASSAY_ENDURANCE ?? '400x6';
const [REQUESTS = 0, BUILDS = 0] = SIZE.split('x').map(Number);
/** Requests in which every errand is run once: what is loaded, compiled and kept is there from then on. */
const FIRST = 130;
/** Looks inside after the first, evenly spread. */
const LOOKS = BUILDS < 40 ? 1 : 4;

/** Ended builds that are still told of are kept on purpose, each with the signal that could stop it. */
const KEPT_BUILDS = 20;
/** Of a hundred requests one may be remembered by a cache; what is never given back remembers all. */
const REMEMBERED = 0.01;
/** Code that was compiled again for being used often, and caches; a kilobyte a request of a busy day would be more. */
const HEAP_GROWTH = 1.07;
/** The system's allocator gives pages back when it likes: the server at rest has been seen up to a tenth apart. */
const RSS_GROWTH = 1.2;

test.skipIf(process.platform !== 'linux')(
  `${SIZE} requests and builds leave nothing behind: memory is flat, no file is held, no process is left`,
  { timeout: 3_600_000 },
  async () => {
    const root = await smallDesk();
    const served = await serveSmall(root);
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const net: Net = { port: served.port, agent, times: [], asked: 0, failures: [] };
    const { rests, outcomes } = await workedThrough(await beginDay(net), served, net);
    const ended = await served.stop();
    if (process.env.ASSAY_ENDURANCE !== undefined) process.stdout.write(report(rests, outcomes, net));

    // Everything was answered as it should, however many asked.
    expect.soft(net.failures).toEqual([]);
    expect(net.asked).toBeGreaterThanOrEqual(REQUESTS);
    const cancelled = outcomes.filter((_, at) => at % 5 === 1);
    expect(outcomes.filter((one) => one === 'built')).toHaveLength(BUILDS - cancelled.length);
    expect(new Set(cancelled)).toEqual(new Set(['cancelled']));

    const [from, last] = [rests.slice(-4)[0], rests.at(-1)];
    if (from === undefined || last === undefined) throw new Error('nobody looked inside');
    const most = KEPT_BUILDS + (last.asked - from.asked) * REMEMBERED;
    for (const one of ['server', 'hand'] as const) {
      const [before, after] = [from[one], last[one]];
      expect.soft(after.alive.signals - before.alive.signals, `signals of the ${one}`).toBeLessThan(most);
      expect.soft(after.alive.emitters - before.alive.emitters, `emitters of the ${one}`).toBeLessThan(most);
      expect.soft(after.heapUsed / before.heapUsed, `heap of the ${one}`).toBeLessThan(HEAP_GROWTH);
      expect.soft(after.rss / before.rss, `memory of the ${one}`).toBeLessThan(RSS_GROWTH);
      expect.soft(after.held, `what the ${one} holds open`).toEqual(before.held);
    }
    expect.soft(last.processes).toEqual([expect.stringContaining('hand.js')]);

    // It ended by itself, and took everything with it.
    expect(ended.code).toBe(0);
    expect(await served.left()).toEqual([]);
    expect(await served.temporary()).toEqual([]);
    expect(await readdir(`${root}/data/.uploads`)).toEqual([]);
    const files = await readdir(root, { recursive: true });
    expect(files.filter((name) => /(\.(tmp|new|lock)|-(wal|shm|journal))$|\/\.(tmp|new)/.test(name))).toEqual(
      [],
    );
    const lines = ended.stderr.split('\n').filter((line) => line !== '' && !line.includes('"level":"info"'));
    expect(lines, 'what the server complained of').toEqual([]);
  },
);

/** Builds one after another with requests beside each; looks inside after the first, and then now and again. */
async function workedThrough(day: Day, served: Served, net: Net) {
  const rests: Rest[] = [];
  const outcomes: string[] = [];
  for (let build = 0; build < BUILDS; build += 1) {
    const share = build / (BUILDS - 1);
    outcomes.push(await day.work(FIRST + Math.round((REQUESTS - FIRST) * share)));
    const wanted = 1 + Math.floor(share * LOOKS);
    if (rests.length < wanted) rests.push(await restOf(served, net));
  }
  return { rests, outcomes };
}
