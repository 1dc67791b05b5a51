import { createHash } from 'node:crypto';
import { type EditionFile, type Manifest, manifestSchema } from '../model/edition.ts';
import { canonicalJson } from './canonical.ts';

/** Name of the manifest inside an edition's folder. */
export const MANIFEST = 'edition.json';

/** What the maker of an edition knows about it; the archive adds the moment, the files and the proof. */
export type ManifestDraft = Omit<Manifest, 'publishedAt' | 'files' | 'manifest'>;

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lists the files by hash and length, then signs the whole with its own hash. */
export function sealManifest(
  draft: ManifestDraft,
  files: readonly EditionFile[],
  publishedAt: string,
): Manifest {
  const listed = Object.fromEntries(
    files.map((file) => [file.path, { sha256: sha256(file.bytes), bytes: file.bytes.byteLength }]),
  );
  const unsealed = { ...draft, publishedAt, files: listed };
  return { ...unsealed, manifest: selfHash(unsealed) };
}

/** sha256 of the manifest's canonical text without its `manifest` line. */
function selfHash(manifest: Omit<Manifest, 'manifest'> | Manifest): string {
  const { manifest: _, ...rest } = { manifest: '', ...manifest };
  return sha256(canonicalJson(rest));
}

export type OpenedManifest =
  | { readonly manifest: Manifest; readonly problem?: undefined }
  | { readonly manifest?: undefined; readonly problem: string };

/**
 * Reads the text of an `edition.json` and proves it: canonical to the byte and equal to its own hash, so that one
 * flipped bit anywhere in it shows. `problem` says in words what is wrong.
 */
export function openManifest(bytes: Uint8Array): OpenedManifest {
  const parsed = parse(bytes);
  if (parsed.problem !== undefined) return parsed;
  const { manifest, text } = parsed;
  if (canonicalJson(manifest) !== text) {
    return { problem: 'is not in the form it was published in (its bytes were edited)' };
  }
  const found = selfHash(manifest);
  if (found !== manifest.manifest) {
    return { problem: `says its own sha256 is ${short(manifest.manifest)}, but it is ${short(found)}` };
  }
  return { manifest };
}

function parse(
  bytes: Uint8Array,
): { manifest: Manifest; text: string; problem?: undefined } | { problem: string } {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not readable JSON' };
  }
  const checked = manifestSchema.safeParse(value);
  if (checked.success) return { manifest: checked.data, text };
  const issue = checked.error.issues[0];
  return { problem: `is not an edition's manifest (${issue?.path.join('.')}: ${issue?.message})` };
}

/** First 12 digits of a hash: enough for people to compare. */
export function short(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}
