import { z } from 'zod';
import { EXIT, type ExitName } from '../errors.ts';
import { JOBS, type JobName, type Progress } from './jobs.ts';

/** What the server and a process that works for it say to each other, as plain data. */
export type ToHand =
  | { readonly ask: number; readonly job: JobName; readonly folder: string; readonly request: unknown }
  /** The job of that number is no longer wanted. */
  | { readonly stop: number };

export type FromHand =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly result: unknown }
  /** An AssayError. */
  | {
      readonly id: number;
      readonly exit: ExitName;
      readonly problems: ReadonlyArray<{ code: string; where: string; message: string }>;
    }
  /** Another error: a defect of the program. */
  | { readonly id: number; readonly defect: string };

const id = z.number().int();

export const toHandSchema: z.ZodType<ToHand> = z.union([
  z.object({
    ask: id,
    job: z.custom<JobName>((name) => typeof name === 'string' && Object.hasOwn(JOBS, name)),
    folder: z.string(),
    request: z.unknown(),
  }),
  z.object({ stop: id }),
]);

export const fromHandSchema: z.ZodType<FromHand> = z.union([
  z.object({ id, progress: z.object({ stage: z.string() }) }),
  z.object({
    id,
    exit: z.custom<ExitName>((name) => typeof name === 'string' && Object.hasOwn(EXIT, name)),
    problems: z.array(z.object({ code: z.string(), where: z.string(), message: z.string() })).min(1),
  }),
  z.object({ id, defect: z.string() }),
  z.object({ id, result: z.unknown() }),
]);
