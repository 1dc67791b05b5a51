import type { BuildRequest, Built } from '../app.ts';
import type { Searched, SearchQuery } from '../archive/search/index.ts';
import type { Effects } from '../effects.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Finding } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { Readiness } from '../model/readiness.ts';
import type { Needs } from '../schedule/work.ts';
import type { CompareRequest } from './compare.ts';
import type { Draft, DraftRequest } from './draft.ts';
import type { NeedsRequest } from './needs.ts';
import type { OverrideDone, OverrideRequest } from './overrides.ts';
import type { ListedOverride } from './overrides-list.ts';
import type { ReadinessRequest } from './readiness.ts';
import type { SeriesList } from './series-list.ts';
import type { SeriesPage } from './series-page.ts';
import type { Dropped } from './upload-folder.ts';
import type { UploadRequest } from './upload-import.ts';
import type { ImportPlan } from './upload-plan.ts';
import type { ListLookedAt, UploadedList } from './uploaded-list.ts';

/**
 * What the server has done by a process of its own, so that nobody waits for it, its memory ends with it, and it can
 * be stopped. Requests and results are plain data; AssayErrors arrive as AssayErrors.
 */
export type Job<Request, Result> = (
  folder: string,
  request: Request,
  effects: Effects,
  report: (progress: Progress) => void,
) => Promise<Result>;

export interface Progress {
  /** `data`, `charts`, `print`: a stage of the build, as `timings` calls it. */
  readonly stage: string;
}

const build: Job<BuildRequest, Built> = async (folder, request, effects, report) =>
  (await import('../pipeline.ts')).buildEdition(folder, { ...request, report }, effects);

const list: Job<UploadedList, ListLookedAt> = async (folder, request, effects) =>
  (await import('./uploaded-list.ts')).takeUploadedList(folder, request, effects);

const draft: Job<DraftRequest, Draft> = async (folder, request, effects) =>
  (await import('./draft.ts')).draftOf(folder, request, effects);

const seriesList: Job<object, SeriesList> = async (folder, request, effects) =>
  (await import('./series-list.ts')).listSeries(folder, request, effects);

const seriesPage: Job<{ readonly id: string; readonly language: Language }, SeriesPage> = async (
  folder,
  request,
  effects,
) => (await import('./series-page.ts')).seriesPage(folder, request, effects);

const seriesCsv: Job<{ readonly id: string }, string> = async (folder, request, effects) =>
  (await import('./series-csv.ts')).seriesCsv(folder, request, effects);

const overridesList: Job<object, ListedOverride[]> = async (folder, request, effects) =>
  (await import('./overrides-list.ts')).listOverrides(folder, request, effects);

const uploadTake: Job<
  { readonly account: number; readonly by: string; readonly files: readonly Dropped[] },
  { readonly id: string; readonly plan: ImportPlan }
> = async (folder, request, effects) =>
  (await import('./upload-import.ts')).planUpload(folder, request, effects);

const uploadPlan: Job<UploadRequest, ImportPlan> = async (folder, request, effects) =>
  (await import('./upload-import.ts')).uploadPlan(folder, request, effects);

const uploadMap: Job<UploadRequest & { readonly mappings: readonly string[] }, ImportPlan> = async (
  folder,
  request,
  effects,
) => (await import('./upload-import.ts')).mapUpload(folder, request, effects);

const uploadDrop: Job<UploadRequest, void> = async (folder, request) =>
  (await import('./upload-import.ts')).dropUpload(folder, request);

const uploadImport: Job<UploadRequest & { readonly weeks: string }, ImportPlan> = async (
  folder,
  request,
  effects,
) => (await import('./upload-import.ts')).importUpload(folder, request, effects);

const search: Job<SearchQuery & { readonly isWhole?: boolean }, Searched> = async (
  folder,
  request,
  effects,
) => (await import('./search-archive.ts')).searchArchive(folder, request, effects);

const verify: Job<{ readonly edition: string }, Finding[]> = async (folder, request) =>
  (await import('./verify-edition.ts')).verifyOne(folder, request);

const readiness: Job<ReadinessRequest, Readiness> = async (folder, request, effects) =>
  (await import('./readiness.ts')).readinessOf(folder, request, effects);

const compare: Job<CompareRequest, Comparison> = async (folder, request, effects) =>
  (await import('./compare.ts')).compareWeek(folder, request, effects);

const override: Job<OverrideRequest, OverrideDone> = async (folder, request, effects) =>
  (await import('./overrides.ts')).changeOverrides(folder, request, effects);

const needs: Job<NeedsRequest, Needs> = async (folder, request, effects) =>
  (await import('./needs.ts')).needsOf(folder, request, effects);

/** Explicit: what is not listed cannot be asked for. */
export const JOBS = {
  build,
  draft,
  list,
  seriesList,
  seriesPage,
  seriesCsv,
  overridesList,
  uploadTake,
  uploadPlan,
  uploadMap,
  uploadDrop,
  uploadImport,
  search,
  verify,
  readiness,
  compare,
  override,
  needs,
} as const;

/** What takes long or much memory has a process of its own; the others share one that is kept warm. */
export const LONG_JOBS: readonly JobName[] = ['build', 'list', 'uploadTake', 'uploadMap', 'uploadImport'];

export type JobName = keyof typeof JOBS;
export type RequestOf<J extends JobName> = (typeof JOBS)[J] extends Job<infer Q, unknown> ? Q : never;
export type ResultOf<J extends JobName> = Awaited<ReturnType<(typeof JOBS)[J]>>;

export interface JobOptions {
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Whoever does jobs: `app/hands.ts` in other processes, a test in its own. */
export interface Hands {
  /** Throws AssayError as the job does; unavailable E_JOB_LOST where its process ended without a word. */
  run<J extends JobName>(job: J, request: RequestOf<J>, options?: JobOptions): Promise<ResultOf<J>>;
  close(): Promise<void>;
}
