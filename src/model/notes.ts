import { z } from 'zod';
import type { Span } from './analysis.ts';
import { LANGUAGES } from './language.ts';

/** What an analyst wrote of a week in one language: the front matter's fields, and the Markdown under it. */
const noteSchema = z.strictObject({
  author: z.string().optional(),
  headline: z.string().optional(),
  text: z.string(),
});
export type Note = z.infer<typeof noteSchema>;

/** A picture that a note names by its path inside `data/notes/`, without what its makers wrote into it. Pixels as it is shown. */
const noteImageSchema = z.strictObject({
  file: z.string(),
  type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  width: z.int().positive(),
  height: z.int().positive(),
  /** Base64. */
  data: z.string(),
});
export type NoteImage = z.infer<typeof noteImageSchema>;

/** The notes of a week as its snapshot keeps them: what was written, and the pictures all of it names. */
export const weekNotesSchema = z.strictObject({
  texts: z.partialRecord(z.enum(LANGUAGES), noteSchema),
  images: z.array(noteImageSchema).optional(),
});
export type WeekNotes = z.infer<typeof weekNotesSchema>;

/** A figure that words ask for: the last value, or a change; `absolute` in the series' own unit instead of per cent. */
export interface Slot {
  readonly series: string;
  readonly measure: 'last' | Span;
  readonly absolute: boolean;
}

/** A stretch of a person's words: as they stand, or a figure to be put in. `unknown`: a slot that asks for nothing we have. */
export type NotePart =
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly strong?: true;
      readonly em?: true;
      readonly link?: string;
    }
  | { readonly kind: 'slot'; readonly slot: Slot; readonly strong?: true }
  | { readonly kind: 'unknown'; readonly text: string };

/** A note's text, laid out as far as Markdown says; `L` is what a line is made of. */
export type NoteBlock<L> =
  | { readonly kind: 'text' | 'subheading'; readonly line: L }
  | {
      readonly kind: 'list';
      /** The first number of an ordered list; absent for bullets. */
      readonly start?: number;
      readonly items: ReadonlyArray<ReadonlyArray<NoteBlock<L>>>;
    }
  | { readonly kind: 'quote'; readonly blocks: ReadonlyArray<NoteBlock<L>> }
  | {
      readonly kind: 'grid';
      readonly columns: ReadonlyArray<{ readonly head: L; readonly align: 'left' | 'right' | 'center' }>;
      readonly rows: ReadonlyArray<readonly L[]>;
    }
  | { readonly kind: 'image'; readonly file: string; readonly alt: string; readonly caption: string };

/** Where a note's words are printed: a section of the brief, a metal, or the part before all others. */
export type NotePlace = string;

/** The part of the brief that only notes make: what is said of the whole week. */
export const OVERVIEW: NotePlace = 'overview';
