import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManifestDraft } from '../../src/archive/index.ts';
import { sha256 } from '../../src/archive/manifest.ts';
import type { Effects } from '../../src/effects.ts';
import type { EditionFile } from '../../src/model/edition.ts';

/** An empty `reports/` of its own, removed when the test ends. */
export async function temporaryReports(): Promise<{ reports: string } & AsyncDisposable> {
  const root = await mkdtemp(join(tmpdir(), 'assay-archive-test-'));
  return {
    reports: join(root, 'reports'),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

export function effectsAt(instant: string): Effects {
  return {
    now: () => new Date(instant),
    log: () => undefined,
    ticks: () => 0,
    wait: async () => undefined,
    random: (bytes) => new Uint8Array(bytes),
    stop: new AbortController().signal,
  };
}

/** The files of an edition with every kind there is; contents differ with `salt`. */
export function filesOf(salt: string, size = 2000): EditionFile[] {
  const text = (path: string): EditionFile => ({
    path,
    bytes: new TextEncoder().encode(`${path} ${salt}\n`.repeat(Math.ceil(size / 20))),
  });
  return [
    'snapshot.json',
    'figures.json',
    'templates.json',
    ...['en', 'zh'].flatMap((language) =>
      ['brief.html', 'brief.pdf', 'brief.json'].map((name) => `${language}/${name}`),
    ),
  ].map(text);
}

export function draftOf(edition: string, files: readonly EditionFile[]): ManifestDraft {
  const snapshot = files.find((file) => file.path === 'snapshot.json');
  return {
    schema: 1,
    edition,
    week: edition.slice(0, 8),
    languages: ['en', 'zh'],
    snapshot: sha256(snapshot?.bytes ?? ''),
    inputs: [{ file: 'data/inbox/week.csv', sha256: sha256('week') }],
    versions: { program: '0.1.0', templates: 'abc', browser: 'Chromium', fonts: { 'Noto Sans SC': '0.4.3' } },
    verdict: 'notes',
    checks: 12,
    findings: [
      { code: 'W_DATA_STALE', severity: 'warning', where: 'co_smm', message: 'old', series: 'co_smm' },
    ],
  };
}
