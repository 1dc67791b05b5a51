import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';
import { parseEditionId } from './edition-id.ts';
import { MANIFEST, sha256 } from './manifest.ts';
import { labelOf, RESTORE, readBytes, readFailure, readManifest } from './read.ts';

export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

interface Kept {
  readonly file: ServedFile;
  /** Of the manifest and the file when they were proven. */
  readonly stamp: string;
}

/** What is read again and again: a handful of briefs. */
const MOST_KEPT = 64 * 1024 * 1024;

/**
 * Files of editions for whoever asks for many: each is proven by the manifest before it is given, and kept until it or
 * its manifest is touched. Never gives a byte that was not published.
 */
export class ServedFiles {
  readonly #reports: string;
  /** Least recently asked for first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(reports: string) {
    this.#reports = reports;
  }

  /**
   * A file the manifest of the edition lists; undefined where it lists none of that path. Throws what `readManifest`
   * does, and data E_ARCHIVE_CHANGED or E_ARCHIVE_MISSING for one that is not what was published.
   */
  async read(edition: string, path: string): Promise<ServedFile | undefined> {
    const name = parseEditionId(edition).edition;
    const key = `${name}/${path}`;
    const stamp = await this.#stamp(name, path);
    const kept = this.#kept.get(key);
    if (kept !== undefined && stamp !== undefined && kept.stamp === stamp) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.file;
    }
    this.#forget(key);
    const { files } = await readManifest(this.#reports, name);
    const listed = Object.hasOwn(files, path) ? files[path] : undefined;
    if (listed === undefined) return undefined;
    const where = labelOf(this.#reports, name, path);
    const bytes = await readBytes(join(this.#reports, name, path)).catch((error: unknown) => {
      throw readFailure(where, error);
    });
    if (sha256(bytes) !== listed.sha256) {
      const message = `not what was published. ${RESTORE}`;
      throw new AssayError('data', { code: 'E_ARCHIVE_CHANGED', where, message });
    }
    const file = { bytes, sha256: listed.sha256 };
    // Touched while it was read: proven, but not to be kept.
    if (stamp !== undefined && stamp === (await this.#stamp(name, path))) this.#keep(key, { file, stamp });
    return file;
  }

  /** Gives back the memory; what is asked for next is read anew. */
  rest(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #keep(key: string, kept: Kept): void {
    if (kept.file.bytes.byteLength > MOST_KEPT / 4) return;
    this.#forget(key);
    this.#kept.set(key, kept);
    this.#bytes += kept.file.bytes.byteLength;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= MOST_KEPT) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.file.bytes.byteLength ?? 0;
    this.#kept.delete(key);
  }

  async #stamp(edition: string, path: string): Promise<string | undefined> {
    try {
      const found = await Promise.all(
        ['', MANIFEST, path].map((part) => lstat(join(this.#reports, edition, part), { bigint: true })),
      );
      return found.map(({ ino, size, mtimeNs, ctimeNs }) => [ino, size, mtimeNs, ctimeNs].join()).join(' ');
    } catch {
      return undefined;
    }
  }
}
