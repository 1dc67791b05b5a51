import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../src/alive.ts';
import { type HandLimits, openHands } from '../../src/app/hands.ts';
import { bundled } from '../support/bundled.ts';
import { descendants } from '../support/descendants.ts';
import { stillEffects } from '../support/effects.ts';
import { handsHere } from '../support/hands-here.ts';
import { met } from '../support/met.ts';
import { SAMPLE_WEEK, sampleDesk, thinDesk } from '../support/sample-desk.ts';

/** Processes that work for this one. */
const working = () => descendants(process.pid).filter(({ command }) => command.includes('hand.js'));
const browsers = () => descendants(process.pid).filter(({ command }) => command.includes('assay-press-'));

function hands(desk: string, limits: Partial<HandLimits> = {}) {
  const effects = stillEffects();
  const opened = openHands(desk, effects, limits);
  onTestFinished(() => opened.close());
  return { ...opened, effects };
}

/** What a job was ended with; undefined where it was done before that. */
const whyNot = (job: Promise<unknown>): Promise<string | undefined> =>
  job.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

/** In one language: the other is printed alike. */
const DRAFT = { week: SAMPLE_WEEK, draft: true, languages: ['en'] } as const;

describe.skipIf(process.platform !== 'linux')('a build in a process of its own', () => {
  test('ends when it is stopped while the browser runs, browser and all, and writes nothing', async () => {
    const { desk, seen, error } = await met(async () => {
      const desk = await sampleDesk();
      const { run } = hands(desk);
      const stop = new AbortController();
      let seen: unknown[] = [];
      const building = run('build', DRAFT, {
        stop: stop.signal,
        onProgress: ({ stage }) => {
          if (stage !== 'compose') return;
          seen = browsers();
          stop.abort();
        },
      });
      const error = await whyNot(building);
      return error === undefined ? undefined : { desk, seen, error };
    });
    expect(error).toMatch(/^E_JOB_STOPPED build: /);
    expect(seen).not.toEqual([]);
    expect(working()).toEqual([]);
    expect(browsers()).toEqual([]);
    expect(await readdir(join(desk, 'reports')).catch(() => [])).toEqual([]);
  });

  test('is not begun where it was stopped before', async () => {
    const { run } = hands('/nowhere');
    await expect(run('build', DRAFT, { stop: AbortSignal.abort() })).rejects.toThrow(/^E_JOB_STOPPED/);
    expect(working()).toEqual([]);
  });

  test('that is killed says so with what to do next, its browser ends too, and the next one is made', async () => {
    const desk = await thinDesk();
    const { run } = hands(desk);
    const why = await met(() =>
      whyNot(
        run('build', DRAFT, {
          onProgress: ({ stage }) => {
            if (stage === 'compose') for (const { pid } of working()) process.kill(pid, 'SIGKILL');
          },
        }),
      ),
    );
    expect(why).toMatch(/^E_JOB_LOST build: .*SIGKILL/);
    await expect.poll(browsers).toEqual([]);
    await expect(run('build', { week: '2025-W99', draft: true })).rejects.toThrow(/2025-W99/);
  });

  test('that hangs is ended at its limit', async () => {
    const { run } = hands(await thinDesk(), { longMs: 30, graceMs: 30 });
    await expect(run('build', DRAFT)).rejects.toThrow(/^E_JOB_TIME build: not done within/);
    expect(working()).toEqual([]);
  });

  test('what it refuses arrives as the AssayError it is', async () => {
    const { run } = hands(
      await thinDesk({ 'data/inbox/odd.csv': 'date,series,value\n2025-06-13,cu_lme_3m,abc\n' }),
    );
    await expect(run('build', DRAFT)).rejects.toMatchObject({
      name: 'AssayError',
      exit: 'data',
      problems: [{ code: 'E_DATA_NUMBER', where: 'data/inbox/odd.csv:2:3' }],
    });
  });

  test('closing stops it', async () => {
    const { run, error } = await met(async () => {
      const { run, close } = hands(await thinDesk());
      let begun: () => void = () => undefined;
      const first = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const building = whyNot(run('build', DRAFT, { onProgress: begun }));
      await first;
      await close();
      const error = await building;
      return error === undefined ? undefined : { run, error };
    });
    expect(error).toMatch(/^E_JOB_STOPPED/);
    expect(working()).toEqual([]);
    await expect(run('build', DRAFT)).rejects.toThrow(/^E_JOB_STOPPED/);
  });
});

describe.skipIf(process.platform !== 'linux')('short jobs share a process that is kept warm', () => {
  test('a draft is the page a build in a process of its own makes, follows the note and the data', async () => {
    const desk = await sampleDesk();
    const { run } = hands(desk);
    const draft = (note?: string) =>
      run('draft', { week: SAMPLE_WEEK, language: 'en', ...(note === undefined ? {} : { note }) });
    const stages: string[] = [];
    const built = await run('build', DRAFT, { onProgress: ({ stage }) => stages.push(stage) });
    expect(built).toMatchObject({
      edition: SAMPLE_WEEK,
      snapshot: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(stages.slice(0, 3)).toEqual(['desk', 'templates', 'data']);
    expect(stages).toContain('print');
    expect(working()).toEqual([]);
    const first = await draft();
    expect(first.html === (await readFile(join(built.dir, 'en', 'brief.html'), 'utf8'))).toBe(true);
    expect(first).toMatchObject({ week: SAMPLE_WEEK, snapshot: built.snapshot, problems: [] });
    const [warm] = working();
    const noted = await draft('## Copper\n\nA word of ours on {{cu_lme_3m}} and {{cu_lme_3n}}.\n');
    expect(noted.snapshot).not.toBe(first.snapshot);
    expect(noted.html).toContain('A word of ours on');
    expect(noted.problems.map(({ where }) => where)).toEqual([
      expect.stringMatching(/^data\/notes\/2025-W24\.en\.md:3:/),
    ]);
    expect(noted.verdict).toBe('hold');
    expect(working()).toEqual([warm]);
    await writeFile(join(desk, 'data/inbox/later.csv'), 'date,series,value\n2025-06-13,cu_lme_3m,9777.5\n');
    const later = await draft();
    expect(later.html).toContain('9,777.50');
    expect(later.snapshot).not.toBe(first.snapshot);
    await rm(join(desk, 'data/inbox/later.csv'));
    expect((await draft()).snapshot).toBe(first.snapshot);
    expect(working()).toEqual([warm]);
  });

  test('it ends when it is idle, and the next job has a new one', async () => {
    const { run } = hands(await thinDesk(), { idleMs: 1 });
    const asked = run('overridesList', {});
    await expect.poll(working).toHaveLength(1);
    const first = await asked;
    await expect.poll(working).toEqual([]);
    expect(await run('overridesList', {})).toEqual(first);
  });

  test('one that dies takes its jobs with it, says so, and the next has a new one', async () => {
    const { run } = hands(await thinDesk());
    const why = await met(async () => {
      const lost = whyNot(run('draft', { week: SAMPLE_WEEK, language: 'en' }));
      await expect.poll(() => working().length).toBe(1);
      for (const { pid } of working()) process.kill(pid, 'SIGKILL');
      return lost;
    });
    expect(why).toMatch(/^E_JOB_LOST draft: /);
    await expect(run('draft', { week: '2025-W99', language: 'en' })).rejects.toThrow(/2025-W99/);
  });

  test('it does not end at work, however many jobs end together', async () => {
    const { run } = hands(await thinDesk(), { idleMs: 200 });
    const three = () => Promise.all([0, 1, 2].map(() => run('overridesList', {})));
    await three();
    const [warm] = working();
    const begun = performance.now();
    // It is never idle; what was counted from an end long ago is over meanwhile.
    while (performance.now() - begun < 700) expect(await three()).toHaveLength(3);
    expect(working()).toEqual([warm]);
  });

  test('it ends with the one that started it', async () => {
    const desk = await thinDesk();
    const parent = spawn(
      process.execPath,
      [await bundled(new URL('./hands-parent.ts', import.meta.url)), desk],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(parent.stdout, 'data');
    const children = descendants(parent.pid ?? 0);
    expect(children.map(({ command }) => command)).toEqual([expect.stringContaining('hand.js')]);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => children.filter(({ pid }) => isAlive(pid))).toEqual([]);
  });
});

test('in this process, jobs are given and give copies, and a stop is told the same way', async () => {
  const desk = await thinDesk();
  const { run } = handsHere(desk, stillEffects());
  await expect(run('build', { ...DRAFT, week: '2025-W99' })).rejects.toMatchObject({ exit: 'usage' });
  await expect(run('build', DRAFT, { stop: AbortSignal.abort() })).rejects.toThrow(/^E_JOB_STOPPED/);
});
