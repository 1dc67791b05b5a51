import { expect, test } from 'vitest';
import type { Journal } from '../../../src/delivery/campaign/journal.ts';
import { openScribe } from '../../../src/delivery/campaign/scribe.ts';
import type { Outcome } from '../../../src/model/delivery.ts';
import type { Batch, Ledger } from '../../../src/store/ledger/index.ts';
import { virtualTime } from './virtual-time.ts';

const intent = (delivery: string) => ({ delivery, attempt: 1, fence: 1 });
const outcome = (delivery: string): Outcome => ({
  ...intent(delivery),
  state: 'ACCEPTED',
  phase: 'end',
  reason: '250',
});

type Write = Ledger['write'];
const grantAll: Write = async ({ intents }) => ({ granted: new Set(intents.map((one) => one.delivery)) });

/** A scribe, what it wrote where, and when. */
function desk(write: Write = grantAll) {
  const time = virtualTime();
  const batches: Batch[] = [];
  const kept: Outcome[] = [];
  const journal: Journal = {
    path: 'the-journal',
    append: async (outcomes) => {
      kept.push(...outcomes);
    },
    close: async () => undefined,
  };
  const ledger: Pick<Ledger, 'write'> = {
    write: (batch, now) => {
      batches.push(batch);
      return write(batch, now);
    },
  };
  return { time, batches, kept, scribe: openScribe(ledger, journal, 'me', time), journal };
}

const names = ({ outcomes, intents }: Batch): string[][] => [
  outcomes.map((one) => one.delivery),
  intents.map((one) => one.delivery),
];

test('what all lines have to say at one moment is one commit', async () => {
  const { time, batches, scribe } = desk();
  scribe.record(outcome('done-1'));
  scribe.record(outcome('done-2'));
  const begun = Promise.all([scribe.begin(intent('next-1')), scribe.begin(intent('next-2'))]);
  expect(await time.run(begun)).toEqual([true, true]);
  expect(batches.map(names)).toEqual([
    [
      ['done-1', 'done-2'],
      ['next-1', 'next-2'],
    ],
  ]);
});

test('while one commit is under way the next one gathers, and an outcome never follows its line’s next intent', async () => {
  const open: Array<() => void> = [];
  const { time, batches, scribe } = desk(async (batch, now) => {
    await new Promise<void>((resolve) => open.push(resolve));
    return grantAll(batch, now);
  });
  const first = scribe.begin(intent('a'));
  await time.run(new Promise((resolve) => setImmediate(resolve)));
  expect(open).toHaveLength(1);
  scribe.record(outcome('a'));
  const second = scribe.begin(intent('b'));
  scribe.record(outcome('c'));
  open[0]?.();
  await first;
  await time.run(new Promise((resolve) => setImmediate(resolve)));
  expect(batches.map(names)).toEqual([
    [[], ['a']],
    [['a', 'c'], ['b']],
  ]);
  open[1]?.();
  expect(await second).toBe(true);
});

test('an intent that is not granted says so', async () => {
  const { time, scribe } = desk(async () => ({ granted: new Set() }));
  expect(await time.run(scribe.begin(intent('a')))).toBe(false);
});

test('a write whose fate is unknown is repeated word for word', async () => {
  let calls = 0;
  const { time, batches, kept, scribe } = desk(async (batch, now) => {
    calls += 1;
    if (calls < 3) throw new Error('connection lost');
    return grantAll(batch, now);
  });
  scribe.record(outcome('a'));
  expect(await time.run(scribe.begin(intent('b')))).toBe(true);
  expect(batches).toHaveLength(3);
  expect(batches[1]).toEqual(batches[0]);
  expect(kept).toEqual([]);
  expect(scribe.failure).toBeUndefined();
});

test('what the ledger does not take goes to the journal, nothing is granted any more, and it is said', async () => {
  const full = new Error('disk full');
  const { time, batches, kept, scribe } = desk(async () => {
    throw full;
  });
  scribe.record(outcome('a'));
  expect(await time.run(scribe.begin(intent('b')))).toBe(false);
  expect(scribe.failure).toBe(full);
  expect(kept).toMatchObject([
    { delivery: 'a', state: 'ACCEPTED' },
    { delivery: 'b', state: 'DEFERRED', reason: 'the ledger could not be written; the letter was not sent' },
  ]);
  const tried = batches.length;
  scribe.record(outcome('c'));
  expect(await time.run(scribe.begin(intent('d')))).toBe(false);
  expect(batches).toHaveLength(tried);
  expect(kept.map((one) => one.delivery)).toEqual(['a', 'b', 'c', 'd']);
  expect(time.lines).toEqual([
    'The ledger cannot be written. What became of letters is kept in the-journal; the next run takes it over.',
  ]);
});

test('where even the journal fails, what is lost is named', async () => {
  const { time, scribe, journal } = desk(async () => {
    throw new Error('disk full');
  });
  journal.append = async () => {
    throw new Error('no room');
  };
  scribe.record(outcome('a'));
  await time.run(scribe.settled());
  expect(time.lines.at(-1)).toBe('E_SEND_JOURNAL the-journal: no room. Not written down: a ACCEPTED ');
});

test('a closed scribe finishes what it has, then takes nothing', async () => {
  const { time, batches, scribe } = desk();
  scribe.record(outcome('a'));
  await time.run(scribe.close());
  scribe.record(outcome('b'));
  expect(await time.run(scribe.begin(intent('c')))).toBe(false);
  await time.run(scribe.settled());
  expect(batches.map(names)).toEqual([[['a'], []]]);
});
