import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../model/edition.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import type { EditionId } from '../model/time.ts';
import { parseEditionId } from './edition-id.ts';
import { errorCode } from './folder.ts';
import { MANIFEST, openManifest, sha256, short } from './manifest.ts';
import {
  foldersOf,
  labelOf,
  placeProblem,
  RESTORE,
  readBytes,
  readFailure,
  readManifestBytes,
  requireEdition,
} from './read.ts';

/** Every edition's findings, and those folders of `reports` that only look like editions. */
export async function verifyArchive(
  reports: string,
): Promise<Array<{ readonly edition: string; readonly findings: readonly Finding[] }>> {
  const { editions, misnamed } = await foldersOf(reports);
  const proven = editions.map(async ({ edition }) => ({
    edition,
    findings: await verifyEdition(reports, edition),
  }));
  const strange = misnamed.map((name) => ({
    edition: name,
    findings: [
      findingAt(
        'E_ARCHIVE_ADDED',
        labelOf(reports, name),
        'not the name of an edition. Move it out of the archive.',
      ),
    ],
  }));
  return [...(await Promise.all(proven)), ...strange];
}

/**
 * Compares an edition's folder with its manifest and the manifest with itself: every changed, missing and added
 * file is a finding that names it. No finding: the edition is what was published.
 * Throws AssayError usage E_EDITION_ID, missing E_EDITION_MISSING.
 */
export async function verifyEdition(reports: string, edition: string): Promise<Finding[]> {
  const name = parseEditionId(edition);
  await requireEdition(reports, name.edition);
  const misplaced = await placeProblem(reports, name.edition);
  if (misplaced !== undefined) {
    return [findingAt('E_ARCHIVE_CHANGED', labelOf(reports, name.edition), `${misplaced}. ${RESTORE}`)];
  }
  const where = labelOf(reports, name.edition, MANIFEST);
  const untold = 'What it says of the other files cannot be trusted, so they were not checked.';
  let bytes: Uint8Array;
  try {
    bytes = await readManifestBytes(reports, name.edition);
  } catch (error) {
    const reason = errorCode(error) === 'ENOENT' ? 'is missing' : `cannot be read (${errorCode(error)})`;
    return [
      findingAt('E_ARCHIVE_MANIFEST', where, `${reason}. The other files were not checked. ${RESTORE}`),
    ];
  }
  const { manifest, problem } = openManifest(bytes);
  if (manifest === undefined) {
    return [findingAt('E_ARCHIVE_MANIFEST', where, `${problem}. ${untold} ${RESTORE}`)];
  }
  return [
    ...identityFindings(manifest, name.edition, name.week, where),
    ...(await fileFindings(reports, name.edition, manifest)),
  ];
}

function identityFindings(manifest: Manifest, edition: EditionId, week: string, where: string): Finding[] {
  const findings: Finding[] = [];
  if (manifest.edition !== edition || manifest.week !== week) {
    const message = `belongs to edition ${manifest.edition}, not ${edition}. Give the folder its own name again.`;
    findings.push(findingAt('E_ARCHIVE_MANIFEST', where, message));
  }
  const listed = manifest.files['snapshot.json']?.sha256;
  if (listed !== manifest.snapshot) {
    const message = `names snapshot ${short(manifest.snapshot)}, but lists ${listed === undefined ? 'none' : short(listed)}. ${RESTORE}`;
    findings.push(findingAt('E_ARCHIVE_MANIFEST', where, message));
  }
  return findings;
}

async function fileFindings(reports: string, edition: EditionId, manifest: Manifest): Promise<Finding[]> {
  const { files: found, folders } = await walk(join(reports, edition));
  const listed = Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1));
  const compared = await Promise.all(
    listed.map(async ([path, { sha256: hash, bytes }]) => {
      const where = labelOf(reports, edition, path);
      const kind = found.get(path);
      if (kind === undefined) {
        return findingAt('E_ARCHIVE_MISSING', where, `published with ${bytes} bytes, now gone. ${RESTORE}`);
      }
      if (kind !== 'file')
        return findingAt('E_ARCHIVE_CHANGED', where, `now ${kind}, not a file. ${RESTORE}`);
      return changedFinding(join(reports, edition, path), where, hash, bytes);
    }),
  );
  const manifestKind = found.get(MANIFEST) ?? 'gone';
  const parents = new Set(listed.flatMap(([path]) => parentsOf(path)));
  const added = [
    ...[...found]
      .filter(([path]) => path !== MANIFEST && manifest.files[path] === undefined)
      .map(([path, kind]) => ({ path, kind })),
    ...folders.filter((path) => !parents.has(path)).map((path) => ({ path, kind: 'a folder' })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return [
    ...(manifestKind === 'file'
      ? []
      : [
          findingAt(
            'E_ARCHIVE_CHANGED',
            labelOf(reports, edition, MANIFEST),
            `now ${manifestKind}, not a file. ${RESTORE}`,
          ),
        ]),
    ...compared.filter((one) => one !== undefined),
    ...added.map(({ path, kind }) =>
      findingAt(
        'E_ARCHIVE_ADDED',
        labelOf(reports, edition, path),
        `${kind === 'file' ? 'a file' : kind} that was not published with the edition. Move it out of the archive.`,
      ),
    ),
  ];
}

async function changedFinding(
  path: string,
  where: string,
  hash: string,
  length: number,
): Promise<Finding | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path);
  } catch (error) {
    return findingAt('E_ARCHIVE_READ', where, `cannot be read (${errorCode(error) ?? 'unknown'}).`);
  }
  const now = sha256(bytes);
  if (now === hash) return undefined;
  const size =
    bytes.byteLength === length
      ? `${length} bytes as before`
      : `${length} bytes then, ${bytes.byteLength} now`;
  return findingAt(
    'E_ARCHIVE_CHANGED',
    where,
    `published with sha256 ${short(hash)}, now ${short(now)} (${size}). ${RESTORE}`,
  );
}

/** Everything below a folder by relative path, links not followed. */
async function walk(root: string): Promise<{ files: Map<string, string>; folders: string[] }> {
  const files = new Map<string, string>();
  const folders: string[] = [];
  const visit = async (folder: string, prefix: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      throw readFailure(folder, error);
    });
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        folders.push(path);
        await visit(join(folder, entry.name), `${path}/`);
      } else {
        files.set(
          path,
          entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'a symbolic link' : 'a special file',
        );
      }
    }
  };
  await visit(root, '');
  return { files, folders };
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
