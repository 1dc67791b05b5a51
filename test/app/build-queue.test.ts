import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openBuildQueue } from '../../src/app/build-queue.ts';
import { openHands } from '../../src/app/hands.ts';
import type { Hands, JobName, JobOptions, ResultOf } from '../../src/app/jobs.ts';
import type { BuildQueue, BuildWish, Ticket } from '../../src/app/queue.ts';
import type { Built } from '../../src/app.ts';
import { AssayError } from '../../src/errors.ts';
import type { Actor, Role } from '../../src/model/account.ts';
import { stillEffects } from '../support/effects.ts';
import { SAMPLE_WEEK, thinDesk } from '../support/sample-desk.ts';

const person = (name: string, role: Role = 'analyst'): Actor => ({ name, role, from: '127.0.0.1' });
const wish = (name: string, week = '2026-W47'): BuildWish => ({ week, draft: true, by: person(name) });

/** Hands that build when the test says so; at most one build may be under way. */
function slowHands() {
  const begun: string[] = [];
  let current:
    | { resolve(built: Built): void; reject(error: Error): void; stage(name: string): void }
    | undefined;
  const hands: Hands = {
    run: <J extends JobName>(_job: J, request: unknown, { stop, onProgress }: JobOptions = {}) => {
      expect(current).toBeUndefined();
      begun.push(JSON.stringify(request));
      return new Promise<ResultOf<J>>((resolve, reject) => {
        const over =
          <T>(work: (value: T) => void) =>
          (value: T): void => {
            current = undefined;
            work(value);
          };
        current = {
          resolve: over((built: Built) => resolve(z.custom<ResultOf<J>>().parse(structuredClone(built)))),
          reject: over(reject),
          stage: (stage) => onProgress?.({ stage }),
        };
        stop?.addEventListener('abort', () => current?.reject(new Error('stopped')));
      });
    },
    close: async () => undefined,
  };
  return {
    hands,
    begun,
    stage: (name: string) => current?.stage(name),
    /** Ends the build under way; gives whether there was one. */
    end: async (how: 'built' | Error = 'built'): Promise<boolean> => {
      const was = current;
      if (how === 'built') was?.resolve(BUILT);
      else was?.reject(how);
      await settled();
      return was !== undefined;
    },
  };
}

const BUILT: Built = {
  edition: '2026-W47',
  snapshot: 'a'.repeat(64),
  dir: '/desk/reports/.drafts/2026-W47',
  files: [],
  findings: [],
  timings: {},
};

/** Promises that were resolved have told everyone. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function queueOf(hands: Hands): BuildQueue {
  return openBuildQueue({
    hands,
    effects: stillEffects('2026-11-22T08:58:00.000Z'),
    timeZone: 'Asia/Shanghai',
    reports: '/desk/reports',
  });
}

const states = (queue: BuildQueue) =>
  queue.list().map(({ wish: { by }, state, ahead }) => `${by.name} ${state} ${ahead}`);

describe('the queue of builds', () => {
  test('builds one at a time, in the order they were asked for, the scheduled one first', async () => {
    const { hands, end } = slowHands();
    const queue = queueOf(hands);
    queue.ask(wish('wang'));
    queue.ask(wish('li'));
    queue.ask(wish('zhao'));
    const scheduled = queue.scheduled({ draft: false });
    expect(states(queue)).toEqual([
      'wang building 0',
      'schedule waiting 1',
      'li waiting 2',
      'zhao waiting 3',
    ]);
    await end();
    expect(states(queue).slice(0, 3)).toEqual(['schedule building 0', 'li waiting 1', 'zhao waiting 2']);
    await end();
    expect(await scheduled).toMatchObject({
      state: 'built',
      folder: '.drafts/2026-W47',
      edition: '2026-W47',
    });
    await end();
    await end();
    expect(states(queue)).toEqual(['zhao built 0', 'li built 0', 'schedule built 0', 'wang built 0']);
  });

  test('has one place a person, and says what is built or waits, and since when', async () => {
    const { hands, end } = slowHands();
    const queue = queueOf(hands);
    queue.ask(wish('wang'));
    expect(() => queue.ask(wish('wang', '2026-W46'))).toThrow(
      'E_BUILD_RUNNING 2026-W47 is being built by wang since 16:58. Wait for it, or cancel it first.',
    );
    queue.ask({ draft: true, by: person('li') });
    expect(() => queue.ask(wish('li'))).toThrow(
      'E_BUILD_RUNNING The last week waits to be built for li since 16:58.',
    );
    await end();
    expect(queue.ask(wish('wang')).state).toBe('waiting');
  });

  test('what is refused keeps its problems; what the program did wrong is in the log alone', async () => {
    const { hands, end } = slowHands();
    const queue = queueOf(hands);
    const one = queue.ask(wish('wang'));
    const problem = { code: 'E_GATE_HOLD', where: '2026-W47', message: 'held.' };
    await end(new AssayError('data', problem));
    expect(queue.find(one.id)).toMatchObject({ state: 'refused', problems: [problem] });
    const other = queue.ask(wish('wang'));
    await end(new Error('secret of the heap'));
    expect(queue.find(other.id)).toMatchObject({ state: 'refused', problems: [{ code: 'E_INTERNAL' }] });
    expect(JSON.stringify(queue.list())).not.toContain('heap');
  });

  test('cancels for whoever asked and for editors, waiting or building, and not what has ended', async () => {
    const { hands, end, begun } = slowHands();
    const queue = queueOf(hands);
    const [wang, li, zhao] = ['wang', 'li', 'zhao'].map((name) => queue.ask(wish(name)).id);
    expect(() => queue.cancel(li ?? '', person('zhao'))).toThrow('E_HTTP_ROLE needs "editor"');
    expect(queue.cancel(li ?? '', person('li'))).toBe(true);
    expect(queue.cancel(wang ?? '', person('chief', 'editor'))).toBe(true);
    await settled();
    expect(queue.find(wang ?? '')?.state).toBe('cancelled');
    expect(queue.find(zhao ?? '')?.state).toBe('building');
    await end();
    expect(queue.cancel(zhao ?? '', person('zhao'))).toBe(false);
    expect(queue.cancel('nosuch', person('zhao'))).toBe(false);
    expect(begun).toHaveLength(2);
  });

  test('shows each change to whoever watches, until the end', async () => {
    const { hands, end, stage } = slowHands();
    const queue = queueOf(hands);
    queue.ask(wish('wang'));
    const { id } = queue.ask(wish('li'));
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { state, stages } of queue.watch(id, new AbortController().signal))
        seen.push([state, ...stages].join(' '));
    })();
    await settled();
    await end();
    stage('data');
    await settled();
    stage('data');
    stage('print');
    await settled();
    await end();
    await watching;
    expect(seen).toEqual(['waiting', 'building', 'building data', 'building data print', 'built data print']);
  });

  test('a watcher who goes away is forgotten, be it mid-build or in the middle of a look', async () => {
    const { hands } = slowHands();
    const queue = queueOf(hands);
    const { id } = queue.ask(wish('wang'));
    const gone = new AbortController();
    const first = queue.watch(id, gone.signal)[Symbol.asyncIterator]();
    expect((await first.next()).value.state).toBe('building');
    const next = first.next();
    gone.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    for await (const _ of queue.watch(id, new AbortController().signal)) break;
    for await (const _ of queue.watch('nosuch', new AbortController().signal)) expect.unreachable();
  });

  test('keeps the last twenty that ended', async () => {
    const { hands, end } = slowHands();
    const queue = queueOf(hands);
    const ids: string[] = [];
    for (let at = 0; at < 25; at += 1) {
      ids.push(queue.ask(wish('wang')).id);
      await end();
    }
    expect(new Set(ids).size).toBe(25);
    expect(queue.list().map(({ id }) => id)).toEqual(ids.slice(5).reverse());
  });

  test('closed, it takes nothing, gives up what waits and stops what builds past the grace', async () => {
    const { hands } = slowHands();
    const queue = queueOf(hands);
    queue.ask(wish('wang'));
    queue.ask(wish('li'));
    const scheduled = queue.scheduled({ draft: false });
    await queue.close(5);
    expect(states(queue).sort()).toEqual(['li cancelled 0', 'schedule cancelled 0', 'wang cancelled 0']);
    expect((await scheduled).state).toBe('cancelled');
    expect(() => queue.ask(wish('wang'))).toThrow(/^E_BUILD_CLOSED/);
    await expect(queue.scheduled({ draft: false })).rejects.toThrow(/^E_BUILD_CLOSED/);
  });

  test('whatever is asked, cancelled and ended in whatever order, each ends once and nobody is overtaken', async () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.oneof(
      fc.record({ do: fc.constant('ask' as const), name: names }),
      fc.record({ do: fc.constant('cancel' as const), name: names }),
      fc.record({ do: fc.constantFrom('end' as const, 'fail' as const, 'scheduled' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { hands, end } = slowHands();
        const queue = queueOf(hands);
        /** What must be: waiting in order, the first of them under way. */
        let model: string[] = [];
        const scheduled: Array<Promise<Ticket>> = [];
        for (const one of steps) {
          if (one.do === 'ask') {
            if (model.includes(one.name)) expect(() => queue.ask(wish(one.name))).toThrow(/^E_BUILD_RUNNING/);
            else {
              queue.ask(wish(one.name));
              model.push(one.name);
            }
          } else if (one.do === 'scheduled') {
            scheduled.push(queue.scheduled({ draft: false }));
            const behind = model.findIndex((name, at) => at > 0 && name !== 'schedule');
            model.splice(behind < 0 ? model.length : behind, 0, 'schedule');
          } else if (one.do === 'cancel') {
            const ticket = queue
              .list()
              .find(({ wish: { by }, endedAt }) => by.name === one.name && endedAt === '');
            expect(ticket === undefined ? false : queue.cancel(ticket.id, person(one.name))).toBe(
              model.includes(one.name),
            );
            await settled();
            model = model.filter((name) => name !== one.name);
          } else if (await end(one.do === 'end' ? 'built' : new Error('broken'))) model.shift();
          const open = queue.list().filter(({ endedAt }) => endedAt === '');
          expect(open.map(({ wish: { by } }) => by.name)).toEqual(model);
          expect(open.map(({ ahead }) => ahead)).toEqual(model.map((_, at) => at));
          expect(open.map(({ state }) => state)).toEqual(
            model.map((_, at) => (at === 0 ? 'building' : 'waiting')),
          );
        }
        while (await end()) model.shift();
        expect(model).toEqual([]);
        for (const ticket of await Promise.all(scheduled)) expect(ticket.endedAt).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });
});

test('real builds: one is made, one is cancelled while it waits', async () => {
  const desk = await thinDesk();
  const effects = stillEffects();
  const hands = openHands(desk, effects);
  onTestFinished(() => hands.close());
  const queue = openBuildQueue({ hands, effects, timeZone: 'Asia/Shanghai', reports: `${desk}/reports` });
  const { id } = queue.ask(wish('wang', SAMPLE_WEEK));
  const other = queue.ask(wish('li', SAMPLE_WEEK));
  queue.cancel(other.id, person('li'));
  let last: Ticket | undefined;
  for await (const ticket of queue.watch(id, new AbortController().signal)) last = ticket;
  expect(last).toMatchObject({
    state: 'built',
    edition: SAMPLE_WEEK,
    folder: `.drafts/${SAMPLE_WEEK}`,
    problems: [],
  });
  expect(last?.stages).toContain('print');
  expect(queue.find(other.id)?.stages).toEqual([]);
});
