import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { AssayError } from '../../errors.ts';
import { LANGUAGES, type Language } from '../../model/language.ts';
import type { EditionId } from '../../model/time.ts';
import { MANIFEST, sha256 } from '../manifest.ts';
import { readBytes, readManifest } from '../read.ts';
import { type Passage, passagesOf } from './passages.ts';

/** What can be found of an edition, by language; a damaged edition has nothing. */
export type EditionPassages = Partial<Record<Language, readonly Passage[]>>;

/**
 * Tells whether an edition is the one read before; undefined where it has no manifest. At once: asked of hundreds in a
 * row it takes a few milliseconds, and many times that if each had to wait for its turn.
 */
export function stampOf(reports: string, edition: EditionId): string | undefined {
  const found = lstatSync(join(reports, edition, MANIFEST), { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/** The passages of an edition's briefs, each brief proven by the manifest: what was not published is not found. */
export async function readPassages(reports: string, edition: EditionId): Promise<EditionPassages> {
  const passages: EditionPassages = {};
  try {
    const { files } = await readManifest(reports, edition);
    for (const language of LANGUAGES) {
      const path = `${language}/brief.json`;
      const listed = Object.hasOwn(files, path) ? files[path] : undefined;
      if (listed === undefined) continue;
      const bytes = await readBytes(join(reports, edition, path));
      if (sha256(bytes) !== listed.sha256) continue;
      const found = passagesOf(JSON.parse(Buffer.from(bytes).toString('utf8')));
      if (found !== undefined) passages[language] = found;
    }
  } catch (error) {
    // What is wrong with it `archive verify` says; the others are found all the same.
    if (!(error instanceof AssayError || error instanceof SyntaxError || isSystems(error))) throw error;
  }
  return passages;
}

function isSystems(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
