import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { bundled } from '../support/bundled.ts';
import { temporaryDesk } from '../support/desk.ts';

let program = '';

beforeAll(async () => {
  program = await bundled(new URL('./writer.ts', import.meta.url));
});

function write(
  file: string,
  name: string,
  times: number,
  rows: number,
): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, [program, file, name, String(times), String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (!child.stdout) throw new Error('no stdout');
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

// Short imports, many at once: one that first reads and then asks to write would fail here.
test('processes that make and fill one store at once both succeed, and nothing is lost', async () => {
  const file = join(await temporaryDesk({}), 'data/assay.db');
  const writers = ['x', 'y', 'z'].map((name) => write(file, name, 60, 20));
  const ends = await Promise.all(writers.map(({ child }) => once(child, 'exit')));
  expect(ends.map(([code]) => code)).toEqual([0, 0, 0]);
  const store = await openStore(file);
  expect(await store.observations()).toHaveLength(3 * 60 * 20);
  expect(await store.imports()).toHaveLength(180);
  await store.close();
});

test('a process killed while it writes loses nothing it acknowledged and leaves nothing half', async () => {
  const file = join(await temporaryDesk({}), 'data/assay.db');
  const acknowledged: string[] = [];
  for (const name of ['k', 'l', 'm', 'n']) {
    const { child, lines } = write(file, name, 1000, 400);
    // Let some imports through, then pull the plug in the midst of the next.
    for (let heard = 0; heard < 3; heard += 1) {
      const { value } = await lines.next();
      acknowledged.push(`${name}_${String(value).split(' ')[1]}`);
    }
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  const store = await openStore(file);
  const counts = new Map<string, number>();
  for (const { series } of await store.observations()) counts.set(series, (counts.get(series) ?? 0) + 1);
  expect(acknowledged).toHaveLength(12);
  for (const series of acknowledged) expect(counts.get(series)).toBe(400);
  // Each series is one import: all of it is there or none.
  expect(new Set(counts.values())).toEqual(new Set([400]));
  expect((await store.imports()).length).toBe(counts.size);
  await store.close();
});

test('a reader beside a writer sees whole imports only', async () => {
  const file = join(await temporaryDesk({}), 'data/assay.db');
  const { child, lines } = write(file, 'w', 100_000, 500);
  await lines.next();
  const reader = await openStore(file);
  const exited = once(child, 'exit');
  const seen = new Set<number>();
  while (seen.size < 6) {
    const { length } = await reader.observations();
    expect(length % 500).toBe(0);
    seen.add(length);
    await new Promise(setImmediate);
  }
  child.kill('SIGKILL');
  await exited;
  await reader.close();
});
