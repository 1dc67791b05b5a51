import { readdir } from 'node:fs/promises';
import { Agent } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Net } from './browser.ts';
import { beginDay } from './day.ts';
import { smallDesk } from './desk.ts';
import { type Inside, serveSmall } from './served.ts';

const SIZE = process.env.ASSAY_ENDURANCE ?? '400x6';
const [REQUESTS = 0, BUILDS = 0] = SIZE.split('x').map(Number);

test('prints', { timeout: 3_600_000 }, async () => {
  const root = await smallDesk();
  const served = await serveSmall(root);
  const net: Net = { port: served.port, agent: new Agent({ keepAlive: true }), times: [], asked: 0, failures: [] };
  onTestFinished(() => net.agent.destroy());
  const day = await beginDay(net);
  const outcomes: string[] = [];
  const show = async (what: string) => {
    net.agent.destroy();
    await expect.poll(() => served.processes().filter((one) => !one.includes('hand.js')), { timeout: 10_000 }).toEqual([]);
    const one = await served.lookInto();
    const hand = await served.lookIntoHand();
    console.log(what, net.asked, JSON.stringify(one), 'HAND', JSON.stringify(hand), JSON.stringify(await served.held()), served.processes());
  };
  await show('begin');
  for (let build = 1; build <= BUILDS; build += 1) {
    const t = performance.now();
    outcomes.push(await day.work(Math.round((REQUESTS * build) / BUILDS)));
    console.log('batch', Math.round(performance.now() - t), outcomes.at(-1));
    if (build <= 2 || build % Math.ceil(BUILDS / 6) === 0) await show(`after ${build}`);
  }
  const sorted = net.times.toSorted((a, b) => a - b);
  console.log('p50', sorted[Math.floor(sorted.length / 2)], 'p99', sorted[Math.floor(sorted.length * 0.99)], net.failures.slice(0, 10), net.failures.length, outcomes);
  const { code, stderr } = await served.stop();
  console.log(code, await served.left(), await served.temporary(), stderr.split('\n').filter((one) => !/"level":"info"/.test(one)).slice(0, 10));
  console.log(await readdir(root, { recursive: true }));
});
