import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TOTALS = fileURLToPath(new URL('../../src/setup/totals.mjs', import.meta.url));

/** Asks the script as set-up does: it has no types to import. */
function closing(report: string | undefined, code: number, checks: readonly number[]): string {
  const script = `
    import { closingLine, countsOf } from ${JSON.stringify(TOTALS)};
    const [report, code, checks] = JSON.parse(process.argv[1]);
    console.log(closingLine(countsOf(report ?? undefined, code, checks.map((code) => ({ code })))));`;
  const args = ['--input-type=module', '-e', script, JSON.stringify([report, code, checks])];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

const report = (passed: number, failed: number, pending = 0): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 1,
  });

test.each([
  ['all is well', report(10, 0, 2), 0, [0, 0, 0], '13 passed, 0 failed, 3 skipped'],
  ['a failed test', report(9, 1), 1, [0, 0, 0], '12 passed, 1 failed, 1 skipped'],
  ['a failed check', report(10, 0), 0, [0, 1, 0], '12 passed, 1 failed, 1 skipped'],
  ['a file that does not load', report(10, 0), 1, [0, 0, 0], '13 passed, 1 failed, 1 skipped'],
  ['no report at all', undefined, 1, [0, 0, 0], '3 passed, 1 failed, 0 skipped'],
  ['no test at all', report(0, 0), 0, [0, 0, 0], '3 passed, 1 failed, 1 skipped'],
])('%s is counted', (_, text, code, checks, line) => {
  expect(closing(text, code, checks)).toBe(line);
});
