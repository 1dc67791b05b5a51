import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson, sha256 } from '../../src/archive/index.ts';
import { sealManifest } from '../../src/archive/manifest.ts';
import type { Manifest } from '../../src/model/edition.ts';
import type { Finding } from '../../src/model/finding.ts';

/** A brief as small as one can be: a cover, and a section per entry of `sections`. */
export function smallBrief(headline: string, sections: Readonly<Record<string, string>>): string {
  const line = (text: string) => [{ kind: 'text', text }];
  return JSON.stringify({
    cover: { headline: line(headline), points: [line('A point.')] },
    sections: Object.entries(sections).map(([id, text]) => ({
      id,
      title: id,
      level: 1,
      blocks: [{ kind: 'paragraph', line: line(text) }],
    })),
  });
}

/** Puts an edition that verifies into `reports`, without waiting for the disk as publishing would. */
export async function placeEdition(
  reports: string,
  edition: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  findings: readonly Finding[] = [],
): Promise<Manifest> {
  const all = { 'snapshot.json': `{"edition":"${edition}"}\n`, ...files };
  const listed = Object.entries(all).map(([path, content]) => ({ path, bytes: Buffer.from(content) }));
  const manifest = sealManifest(
    {
      schema: 1,
      edition,
      week: edition.slice(0, 8),
      languages: ['en', 'zh'],
      snapshot: sha256(all['snapshot.json']),
      inputs: [{ file: 'data/inbox/week.csv', sha256: sha256('week') }],
      versions: {
        program: '0.1.0',
        templates: 'abc',
        browser: 'Chromium',
        fonts: { 'Noto Sans SC': '0.4.3' },
      },
      verdict: findings.length > 0 ? 'notes' : 'pass',
      checks: 12,
      findings: [...findings],
    },
    listed,
    '2025-06-15T10:00:00.000Z',
  );
  const folder = join(reports, edition);
  for (const { path, bytes } of [
    ...listed,
    { path: 'edition.json', bytes: Buffer.from(canonicalJson(manifest)) },
  ]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return manifest;
}

/** The last `count` weeks of 52 a year up to the end of 2025, oldest first. */
export function weekNames(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const back = count - 1 - at;
    return `${2025 - Math.floor(back / 52)}-W${String(52 - (back % 52)).padStart(2, '0')}`;
  });
}
