/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Tests and checks together. A run that ended badly without a failed test (a file that does not load, an error after
 * the last test), or that found no test at all, is one failure: nothing passes because nothing was seen.
 * @param {string | undefined} report vitest's JSON report
 * @param {number} code vitest's exit code
 * @param {ReadonlyArray<{ code: number }>} checks
 * @returns {Counts}
 */
export function countsOf(report, code, checks) {
  const tests = report === undefined ? {} : JSON.parse(report);
  const passedTests = tests.numPassedTests ?? 0;
  const failedTests = tests.numFailedTests ?? 0;
  const unseen = failedTests === 0 && (code !== 0 || passedTests === 0) ? 1 : 0;
  const failedChecks = checks.filter((check) => check.code !== 0).length;
  return {
    passed: passedTests + checks.length - failedChecks,
    failed: failedTests + failedChecks + unseen,
    skipped: (tests.numPendingTests ?? 0) + (tests.numTodoTests ?? 0),
  };
}

/** @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
