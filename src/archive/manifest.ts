import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { quoted } from '../errors.ts';
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
  const [issue] = checked.error.issues;
  return { problem: `is not an edition's manifest (${issue === undefined ? '' : fieldFault(value, issue)})` };
}

/** The first field that is not as the schema has it, in words. */
function fieldFault(value: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown field ${quoted(issue.keys[0] ?? '')}`;
  const path = issue.path.map(String).join('.');
  if (path === '') return `it is ${kindOf(value)}; expected a map of fields`;
  const found = issue.path.reduce<unknown>(
    (here, step) => (typeof here === 'object' && here !== null ? Reflect.get(here, step) : undefined),
    value,
  );
  if (found === undefined) return `${quoted(path)} is missing`;
  return `${quoted(path)} is ${kindOf(found)} where it cannot be`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** First 12 digits of a hash: enough for people to compare. */
export function short(hash: string): string {
  return `${hash.slice(0, 12)}…`;
}
