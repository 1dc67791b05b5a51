import { z } from 'zod';
import { findingSchema } from './finding.ts';

/** `edition.json`: what an edition is made of, and what proves it. */
export const manifestSchema = z.strictObject({
  schema: z.literal(1),
  edition: z.string(),
  week: z.string(),
  /** When it was published, UTC. The only time in an edition that is not a function of its snapshot. */
  publishedAt: z.string(),
  languages: z.array(z.string()),
  snapshot: z.string(),
  inputs: z.array(z.strictObject({ file: z.string(), sha256: z.string() })),
  versions: z.strictObject({
    program: z.string(),
    templates: z.string(),
    browser: z.string(),
    fonts: z.record(z.string(), z.string()),
  }),
  verdict: z.enum(['pass', 'notes', 'hold']),
  checks: z.int(),
  findings: z.array(findingSchema),
  /** Path inside the edition → its bytes. Every file but this one. */
  files: z.record(z.string(), z.strictObject({ sha256: z.string(), bytes: z.int() })),
  /** sha256 of this manifest without this line, in canonical form. */
  manifest: z.string(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** A file of an edition, path relative to the edition's folder. */
export interface EditionFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}
