import { lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { EditionFile, Manifest } from '../model/edition.ts';
import type { EditionId } from '../model/time.ts';
import { canonicalJson } from './canonical.ts';
import { parseEditionId } from './edition-id.ts';
import { writeFailure } from './failure.ts';
import { errorCode, withTemporaryFolder } from './folder.ts';
import { MANIFEST, type ManifestDraft, openManifest, sealManifest } from './manifest.ts';
import { readManifestBytes } from './read.ts';
import { sweep } from './sweep.ts';

export interface Published {
  readonly edition: EditionId;
  readonly dir: string;
  readonly manifest: Manifest;
}

/**
 * Publishes a whole edition as `reports/<edition>/` by one rename, or nothing: everything is on the disk under a
 * temporary name first. Of two processes that publish the same edition at once, one wins.
 * Throws AssayError: cannotCreate E_EDITION_EXISTS, io E_ARCHIVE_FULL, permission E_ARCHIVE_PERMISSION…
 */
export async function publish(
  reports: string,
  draft: ManifestDraft,
  files: readonly EditionFile[],
  effects: Effects,
): Promise<Published> {
  const { edition } = parseEditionId(draft.edition);
  requireOwnPaths(files);
  const dir = join(reports, edition);
  try {
    await mkdir(reports, { recursive: true });
    await sweep(reports);
    await requireUnpublished(reports, edition);
    const manifest = sealManifest(draft, files, effects.now().toISOString());
    const bytes = new TextEncoder().encode(canonicalJson(manifest));
    await withTemporaryFolder(reports, edition, [...files, { path: MANIFEST, bytes }], async (temporary) => {
      effects.stop.throwIfAborted();
      await renameOnto(temporary, reports, edition);
    });
    return { edition, dir, manifest };
  } catch (error) {
    throw writeFailure(reports, error);
  }
}

/**
 * Throws E_EDITION_EXISTS when the edition is archived. Ask before the work of a build; `publish` asks again, and
 * the rename settles a race.
 */
export async function requireUnpublished(reports: string, edition: EditionId): Promise<void> {
  const found = await lstat(join(reports, edition)).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw writeFailure(reports, error);
  });
  if (found !== undefined) throw await alreadyPublished(reports, edition);
}

async function renameOnto(temporary: string, reports: string, edition: EditionId): Promise<void> {
  try {
    await rename(temporary, join(reports, edition));
  } catch (error) {
    // A folder that holds anything is never replaced: POSIX says ENOTEMPTY or EEXIST, Windows EPERM.
    const taken = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(errorCode(error) ?? '');
    if (taken) await requireUnpublished(reports, edition);
    throw error;
  }
}

async function alreadyPublished(reports: string, edition: EditionId): Promise<AssayError> {
  const bytes = await readManifestBytes(reports, edition).catch(() => undefined);
  const manifest = bytes === undefined ? undefined : openManifest(bytes).manifest;
  const when =
    manifest === undefined
      ? 'a folder of this name exists, without a sound edition.json'
      : `already published on ${manifest.publishedAt.slice(0, 10)} at ${manifest.publishedAt.slice(11, 16)} UTC`;
  const next =
    manifest === undefined
      ? `See "assay archive verify ${edition}"; to build the week anew, move the folder away first.`
      : 'An edition never changes. Use --draft to see the week as it would be built today.';
  return new AssayError('cannotCreate', {
    code: 'E_EDITION_EXISTS',
    where: join(reports, edition),
    message: `${when}. Nothing was changed. ${next}`,
  });
}

const PATH = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Guards the program against itself: a path that leaves the edition's folder is a defect, not bad input. */
function requireOwnPaths(files: readonly EditionFile[]): void {
  const seen = new Set<string>([MANIFEST]);
  for (const { path } of files) {
    if (!PATH.test(path)) throw new Error(`not a path inside an edition: ${JSON.stringify(path)}`);
    if (seen.has(path)) throw new Error(`two files of one edition have the path ${path}`);
    seen.add(path);
  }
}
