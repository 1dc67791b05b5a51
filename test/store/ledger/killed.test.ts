import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../../support/bundled.ts';
import { ledgerPlaces, openedAt } from '../../support/ledgers.ts';
import { all, join, minute, person, tally } from './scene.ts';

let program = '';

beforeAll(async () => {
  program = await bundled(new URL('./sender.ts', import.meta.url));
});

const PEOPLE = 40;
/** Lines that a sender says before it is killed: in the midst of a plan, of claims, of outcomes. */
const HEARD = [1, 2, 3, 9, 23, 41, 42, 43, 60, 83];

/** Kills a sender after it said so many lines; gives what it said until it was dead. */
async function killedAfter(lines: number, place: string, name: string): Promise<string[]> {
  const child = spawn(process.execPath, [program, place, name, '30'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('no stdout');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return said;
}

describe.each(ledgerPlaces)('a sender that is killed on $name', ({ place }) => {
  test('leaves whole plans, keeps what was acknowledged, and nobody is left out or written to twice', async () => {
    const where = await place();
    const ledger = await openedAt(where);
    await join(
      ledger,
      Array.from({ length: PEOPLE }, (_, at) => person(`p${at}`)),
    );
    const accepted = new Set<string>();
    for (const [round, lines] of HEARD.entries()) {
      for (const line of await killedAfter(lines, where, `sender ${round}`)) {
        const [what, name = ''] = line.split(' ');
        if (what !== 'accepted') continue;
        expect(accepted.has(name), 'nobody is told twice').toBe(false);
        accepted.add(name);
      }
      const held = await ledger.owners();
      await ledger.recover(held, minute(round));
      expect(await ledger.audit(minute(round))).toEqual([]);
    }
    expect(accepted.size).toBeGreaterThan(HEARD.length);
    const states = new Map<string, string>();
    for (const { delivery, state } of await all(ledger.deliveries({}))) states.set(delivery, state);
    for (const name of accepted) expect(states.get(name)).toBe('ACCEPTED');
    const campaigns = await ledger.campaigns();
    expect(campaigns.length).toBeGreaterThan(0);
    for (const { id, planned } of campaigns) {
      expect(planned).toBe(PEOPLE);
      const counts = Object.values(await tally(ledger, id));
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PEOPLE);
    }
    // A kill leaves at most one batch in doubt.
    const doubted = [...states.values()].filter((state) => state === 'UNCERTAIN').length;
    expect(doubted).toBeLessThanOrEqual(5 * HEARD.length);
  }, 120_000);
});
