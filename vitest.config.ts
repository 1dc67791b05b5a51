import { defineConfig } from 'vitest/config';

/**
 * Folders whose tests ask modules questions and leave nothing in them: their files share what a worker has loaded and
 * read, which halves their time. All other files have modules of their own.
 */
const SHARING = [
  ...['access', 'analysis', 'archive', 'brief', 'calendar', 'catalog', 'charts', 'checks', 'data'],
  ...['language', 'model', 'notes', 'snapshot', 'sources', 'units'],
  ...['delivery/bounces', 'delivery/engine', 'delivery/message', 'delivery/subscribers'],
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/support/compiled.ts', 'test/support/postgres-cluster.ts'],
    // Limits end what hangs, and judge nothing: no test may fail because its machine is slow or stood still for a while.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'own', include: ['test/**/*.test.ts'], exclude: SHARING } },
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
    ],
  },
});
