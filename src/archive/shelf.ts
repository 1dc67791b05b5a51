import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Manifest } from '../model/edition.ts';
import type { Verdict } from '../model/finding.ts';
import { LANGUAGES, type Language } from '../model/language.ts';
import type { EditionId, Instant, WeekId } from '../model/time.ts';
import { MANIFEST, openManifest, sha256 } from './manifest.ts';
import { foldersOf, placeProblem, readBytes, readManifest, readManifestBytes } from './read.ts';
import { stampOf } from './search/documents.ts';

/** An edition as a page of many shows it. */
export interface Shelved {
  readonly edition: EditionId;
  readonly week: WeekId;
  /** 0 for the first publication, 1 for the first correction. */
  readonly correction: number;
  /** `unread`: not looked at yet. */
  readonly state: 'sound' | 'broken' | 'unread';
  /** What is wrong with a broken one. */
  readonly problem: string;
  readonly publishedAt: Instant | '';
  readonly verdict: Verdict | '';
  readonly languages: readonly string[];
  readonly headlines: Partial<Record<Language, string>>;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly files: number;
  readonly bytes: number;
}

/** How long a list is believed while nothing was published. */
const KEPT_MS = 5_000;
const MOST_MANIFESTS = 24;

function folderStamp(folder: string): string {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeMs}`;
}

const lineSchema = z.array(z.looseObject({ text: z.string() }));
const briefSchema = z.looseObject({ cover: z.looseObject({ headline: lineSchema }) });

/** A brief begins with its cover. */
const START_BYTES = 16 * 1024;
const HEADLINE = /"headline":\s*(\[(?:[^[\]"]|"(?:[^"\\]|\\.)*")*\])/;

/**
 * The headline of a `brief.json`, read out of its start: to parse five hundred briefs of 200 KB each takes memory that
 * a server would not give back. Where it is not found so, the whole is parsed.
 */
function headlineIn(bytes: Uint8Array): string | undefined {
  const text = (length: number): string => Buffer.from(bytes.subarray(0, length)).toString('utf8');
  const found = HEADLINE.exec(text(START_BYTES))?.[1];
  const line =
    found === undefined
      ? briefSchema.safeParse(JSON.parse(text(bytes.byteLength))).data?.cover.headline
      : lineSchema.safeParse(JSON.parse(found)).data;
  return line?.map((run) => run.text).join('');
}

/**
 * What is known of each edition without opening it again: read once, in the background, and anew when its manifest is
 * touched. Some hundred bytes an edition.
 */
export class Shelf {
  readonly #reports: string;
  readonly #ticks: () => number;
  /** As it was listed last: every reader's page asks. */
  #listed: { readonly stamp: string; readonly at: number; readonly editions: readonly Shelved[] } | undefined;
  readonly #manifests = new Map<EditionId, { readonly stamp: string; readonly manifest: Manifest }>();
  readonly #known = new Map<EditionId, { readonly stamp: string; readonly shelved: Shelved }>();
  #reading: Promise<void> | undefined;

  /** `ticks`: milliseconds since some fixed moment. */
  constructor(reports: string, ticks: () => number) {
    this.#reports = reports;
    this.#ticks = ticks;
  }

  /**
   * Every edition, newest first, as far as it has been read; what is new begins to be read. A publication is seen at
   * once, a manifest touched by hand within seconds. Throws AssayError where the folder cannot be listed.
   */
  async list(): Promise<readonly Shelved[]> {
    const stamp = folderStamp(this.#reports);
    const kept = this.#listed;
    if (kept !== undefined && kept.stamp === stamp && this.#ticks() - kept.at < KEPT_MS) return kept.editions;
    const editions = await this.#list();
    this.#listed = this.#reading === undefined ? { stamp, at: this.#ticks(), editions } : undefined;
    return editions;
  }

  /** The manifest as `readManifest` gives it, kept until it is touched. Throws as that does. */
  async manifest(edition: EditionId): Promise<Manifest> {
    const stamp = stampOf(this.#reports, edition);
    const kept = this.#manifests.get(edition);
    if (kept !== undefined && kept.stamp === stamp) return kept.manifest;
    const manifest = await readManifest(this.#reports, edition);
    this.#manifests.delete(edition);
    if (stamp !== undefined) this.#manifests.set(edition, { stamp, manifest });
    const [oldest] = this.#manifests.keys();
    if (this.#manifests.size > MOST_MANIFESTS && oldest !== undefined) this.#manifests.delete(oldest);
    return manifest;
  }

  async #list(): Promise<Shelved[]> {
    const { editions } = await foldersOf(this.#reports);
    const stamps = editions.map(({ edition }) => stampOf(this.#reports, edition));
    const unread: Array<{ edition: EditionId; stamp: string }> = [];
    const listed = editions.map(({ edition, week, correction }, at): Shelved => {
      const stamp = stamps[at] ?? '';
      const known = this.#known.get(edition);
      if (known?.stamp === stamp) return known.shelved;
      unread.push({ edition, stamp });
      return { ...UNREAD, edition, week, correction };
    });
    const there = new Set(editions.map(({ edition }) => edition));
    for (const edition of this.#known.keys()) if (!there.has(edition)) this.#known.delete(edition);
    if (unread.length > 0) this.#reading ??= this.#read(unread.reverse(), listed);
    return listed.reverse();
  }

  /** Until nothing is being read. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  async #read(
    editions: ReadonlyArray<{ edition: EditionId; stamp: string }>,
    listed: readonly Shelved[],
  ): Promise<void> {
    const names = new Map(listed.map((one) => [one.edition, one]));
    try {
      for (const { edition, stamp } of editions) {
        // Whoever waits for a page goes before the next one.
        await new Promise((resolve) => setImmediate(resolve));
        const { week = '', correction = 0 } = names.get(edition) ?? {};
        const shelved = { ...UNREAD, edition, week, correction, ...(await this.#look(edition)) };
        this.#known.set(edition, { stamp, shelved });
      }
    } finally {
      this.#reading = undefined;
    }
  }

  async #look(edition: EditionId): Promise<Partial<Shelved>> {
    const broken = (problem: string): Partial<Shelved> => ({ state: 'broken', problem });
    try {
      const misplaced = await placeProblem(this.#reports, edition);
      if (misplaced !== undefined) return broken(misplaced);
      const { manifest, problem } = openManifest(await readManifestBytes(this.#reports, edition));
      if (manifest === undefined) return broken(`${MANIFEST} ${problem}`);
      if (manifest.edition !== edition) return broken(`${MANIFEST} belongs to edition ${manifest.edition}`);
      return { ...told(manifest), headlines: await this.#headlines(manifest) };
    } catch {
      return broken(`no readable ${MANIFEST}`);
    }
  }

  async #headlines({ edition, files }: Manifest): Promise<Partial<Record<Language, string>>> {
    const headlines: Partial<Record<Language, string>> = {};
    for (const language of LANGUAGES) {
      const path = `${language}/brief.json`;
      const listed = Object.hasOwn(files, path) ? files[path] : undefined;
      if (listed === undefined) continue;
      try {
        const bytes = await readBytes(join(this.#reports, edition, path));
        if (sha256(bytes) !== listed.sha256) continue;
        const headline = headlineIn(bytes);
        if (headline !== undefined) headlines[language] = headline;
      } catch {
        // The list does without; `verify` says what is wrong.
      }
    }
    return headlines;
  }
}

function told({ publishedAt, verdict, languages, findings, files }: Manifest): Partial<Shelved> {
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  const sizes = Object.values(files).map((file) => file.bytes);
  return {
    state: 'sound',
    publishedAt,
    verdict,
    languages,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    files: sizes.length,
    bytes: sizes.reduce((sum, one) => sum + one, 0),
  };
}

const UNREAD = {
  state: 'unread',
  problem: '',
  publishedAt: '',
  verdict: '',
  languages: [],
  headlines: {},
  errors: 0,
  warnings: 0,
  notes: 0,
  files: 0,
  bytes: 0,
} as const;
