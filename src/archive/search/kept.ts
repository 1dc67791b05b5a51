import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '../../model/language.ts';
import type { EditionId } from '../../model/time.ts';
import { writeSynced } from '../folder.ts';
import type { EditionPassages } from './documents.ts';

/** Another way to part words makes another index. */
const PARTED_BY = `1 icu${process.versions.icu ?? ''}`;

const passageSchema = z.strictObject({ place: z.string(), title: z.string(), text: z.string() });
const editionSchema = z.strictObject({
  stamp: z.string(),
  passages: z.partialRecord(z.enum(LANGUAGES), z.array(passageSchema)),
});
const indexSchema = z.strictObject({
  partedBy: z.literal(PARTED_BY),
  /** Edition → the stamp of its manifest when it was read. */
  editions: z.record(z.string(), z.string()),
  index: z.looseObject({ documentCount: z.int(), index: z.array(z.unknown()) }),
});

/** An index as it was kept, for the library to open. */
interface KeptIndex {
  readonly editions: Readonly<Record<EditionId, string>>;
  readonly index: object;
}

/**
 * What was read of the archive, kept between runs: an index, and beside it the passages of each edition to quote from.
 * All of it can be made again; what cannot be read or written is made again next time.
 */
export class Kept {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async index(): Promise<KeptIndex | undefined> {
    return indexSchema.safeParse(await this.#read('index.json')).data;
  }

  async saveIndex(kept: KeptIndex): Promise<void> {
    await this.#write('index.json', { partedBy: PARTED_BY, ...kept });
  }

  async passages(edition: EditionId, stamp: string): Promise<EditionPassages | undefined> {
    const found = editionSchema.safeParse(await this.#read(`${edition}.json`)).data;
    return found?.stamp === stamp ? found.passages : undefined;
  }

  async savePassages(edition: EditionId, stamp: string, passages: EditionPassages): Promise<void> {
    await this.#write(`${edition}.json`, { stamp, passages });
  }

  async #read(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(join(this.#folder, name), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /** Under another name first: whoever reads at the same time reads the old or the new. */
  async #write(name: string, value: unknown): Promise<void> {
    const path = join(this.#folder, name);
    const temporary = join(this.#folder, `.${process.pid}-${name}`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await rm(temporary, { force: true });
      await writeSynced(temporary, JSON.stringify(value));
      await rename(temporary, path);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** Takes away what is kept of editions that are no more. */
  async forget(present: ReadonlySet<EditionId>): Promise<void> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const gone = names.filter(
      (name) => /^\d{4}-W\d\d.*\.json$/.test(name) && !present.has(name.slice(0, -5)),
    );
    for (const name of gone) await rm(join(this.#folder, name), { force: true }).catch(() => undefined);
  }
}
