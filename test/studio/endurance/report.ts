import type { Net } from './browser.ts';
import type { Rest } from './rest.ts';

/** What was measured, for people. */
export function report(rests: readonly Rest[], outcomes: readonly string[], net: Net): string {
  const lines = rests.map(({ asked, server, hand, processes }) => {
    const files = Object.values(server.held).reduce((sum, count) => sum + count, 0);
    return [
      `after ${asked} requests:`,
      `server ${megabytes(server.rss)} MB (heap ${megabytes(server.heapUsed)}),`,
      `hand ${megabytes(hand.rss)} MB (heap ${megabytes(hand.heapUsed)}),`,
      `${files} files held, ${processes.length} process beside it,`,
      `${server.alive.emitters} emitters, ${server.alive.signals} signals`,
    ].join(' ');
  });
  const counts = [...new Set(outcomes)].map(
    (one) => `${outcomes.filter((other) => other === one).length} ${one}`,
  );
  const sorted = net.times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return [
    ...lines,
    `${outcomes.length} builds: ${counts.join(', ')}`,
    `${net.asked} requests, ${net.failures.length} not answered as they should; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
    '',
  ].join('\n');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
