import { expect, test } from 'vitest';
import type { Hands, ResultOf } from '../../../src/app/jobs.ts';
import { Searches } from '../../../src/studio/archive/searches.ts';
import { stillEffects } from '../../support/effects.ts';

const FOUND = { words: ['copper'], hits: [], total: 0, page: 1, pages: 1, read: 2, editions: 2 };

/** Searches whose answers the test gives, on a clock that it moves. */
function asked(answers: Array<ResultOf<'search'> | Error>) {
  const clock = { ms: 0 };
  let runs = 0;
  const run = async (): Promise<never> => {
    const answer = answers[runs];
    runs += 1;
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('not expected');
    // What a job gives is of its own kind; here there is one job.
    return answer as never;
  };
  const hands: Hands = { run, close: async () => undefined };
  const effects = { ...stillEffects('2025-06-15T10:00:00.000Z'), ticks: () => clock.ms };
  return { searches: new Searches({ hands, effects }), clock, runs: () => runs };
}

test('many who ask for the same words at once are answered by one search, and so are those soon after', async () => {
  const { searches, clock, runs } = asked([FOUND, FOUND, FOUND]);
  await Promise.all([1, 2, 3].map(() => searches.ask({ words: 'copper', page: 1 })));
  clock.ms = 9_000;
  await searches.ask({ words: 'copper', page: 1 });
  expect(runs()).toBe(1);
  await searches.ask({ words: 'copper', page: 2 });
  clock.ms = 20_000;
  await searches.ask({ words: 'copper', page: 1 });
  expect(runs()).toBe(3);
});

test('an archive that is still being read, and a search that failed, are asked again', async () => {
  const { searches, runs } = asked([{ ...FOUND, read: 1 }, new Error('lost'), FOUND]);
  const query = { words: 'copper', page: 1 };
  expect(await searches.ask(query)).toMatchObject({ read: 1 });
  await expect(searches.ask(query)).rejects.toThrow('lost');
  expect(await searches.ask(query)).toMatchObject({ read: 2 });
  expect(runs()).toBe(3);
});
