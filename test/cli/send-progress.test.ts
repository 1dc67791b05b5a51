import { expect, test } from 'vitest';
import { duration, openProgress } from '../../src/cli/progress.ts';

/** A screen that keeps what is written, under a clock that the test moves; milliseconds. */
function screen(more: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = openProgress(
    '2025-W24 to weekly',
    { ticks: () => clock.now },
    {
      ...more,
      write: (text) => written.push(text),
    },
  );
  const show = (at: number, done: number, accepted = done, note = ''): void => {
    clock.now = at;
    progress.show({ planned: 1000, done, accepted, note });
  };
  return { written, progress, show };
}

test('a terminal sees one line that moves, with rate and time left, and nothing when it is over', () => {
  const { written, progress, show } = screen({ isTTY: true, columns: 200 });
  show(0, 0);
  show(5000, 250, 248);
  progress.end();
  expect(written).toEqual([
    '\r\x1b[K2025-W24 to weekly [░░░░░░░░░░░░░░░░░░░░] 0 of 1,000 (0 %)',
    '\r\x1b[K2025-W24 to weekly [█████░░░░░░░░░░░░░░░] 250 of 1,000 (25 %), 50 a second, 15 s left, 2 not accepted',
    '\r\x1b[K',
  ]);
});

test('a terminal is not redrawn more than ten times a second, and no line is longer than it is wide', () => {
  const { written, show } = screen({ isTTY: true, columns: 40 });
  for (let at = 0; at < 1000; at += 10) show(at, at);
  expect(written.length).toBeGreaterThan(5);
  expect(written.length).toBeLessThanOrEqual(10);
  for (const line of written) expect(line.replace('\r\x1b[K', '').length).toBeLessThan(40);
});

test('a log gets a line every ten seconds, none before the first', () => {
  const { written, progress, show } = screen();
  for (let at = 0; at <= 25_000; at += 100)
    show(at, at / 100, at / 100, at > 15_000 ? 'waiting until 10:05' : '');
  progress.end();
  expect(written).toEqual([
    '2025-W24 to weekly: 100 of 1,000 (10 %), 10 a second, 90 s left\n',
    '2025-W24 to weekly: 200 of 1,000 (20 %), 10 a second, 80 s left, waiting until 10:05\n',
  ]);
});

test('a bar that was never drawn leaves no trace', () => {
  const { written, progress } = screen({ isTTY: true });
  progress.end();
  expect(written).toEqual([]);
});

test.each([
  [0.2, '1 s'],
  [99.4, '100 s'],
  [101, '2 min'],
  [5900, '99 min'],
  [6061, '1 h 42 min'],
])('%d seconds are said as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});
