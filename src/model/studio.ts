import { z } from 'zod';

/** `studio:` of `data/desk.yaml`: where `assay serve` is reached by those who work there, and for how long. */
export const studioSchema = z.strictObject({
  /** `https://desk.example.cn`: an origin, without a path. Requests under any other name are refused off this machine. */
  site: z.string().optional(),
  /** A session ends when it is not used for so long. */
  idleMinutes: z.int().min(5).max(1_440).default(60),
  /** A session ends after so long however much it is used. */
  sessionHours: z.number().min(1).max(168).default(12),
});
export type StudioConfig = z.infer<typeof studioSchema>;
