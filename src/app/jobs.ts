import type { BuildRequest, Built } from '../app.ts';
import type { Effects } from '../effects.ts';
import type { Draft, DraftRequest } from './draft.ts';
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

/** Explicit: what is not listed cannot be asked for. */
export const JOBS = { build, draft, list } as const;

/** What takes long or much memory has a process of its own; the others share one that is kept warm. */
export const LONG_JOBS: readonly JobName[] = ['build', 'list'];

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
