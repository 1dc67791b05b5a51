import { z } from 'zod';
import { LANGUAGES } from './language.ts';

/** A stretch of the letter. `when` names what must hold for it to be sent; `@@slot@@` inside is filled at sending. */
export const pieceSchema = z.strictObject({
  text: z.string(),
  /** `metal.copper`, or one of the conditions. */
  when: z.string().optional(),
});
export type Piece = z.infer<typeof pieceSchema>;

/**
 * Beside `metal.<metal>`. `unsubscribe`: there is a link to leave by, which is always; `unsubscribe-mail`: it writes a
 * mail, for the desk has no page; `preferences`: it has one, where readers say what they wish.
 */
export const LETTER_CONDITIONS = [
  'online',
  'pdf',
  'correction',
  'unsubscribe',
  'unsubscribe-mail',
  'preferences',
] as const;

/** What only sending knows: written `@@online@@` in `email.html` and in the text. */
export const LETTER_SLOTS = ['online', 'unsubscribe', 'preferences', 'manifest'] as const;
export type LetterSlot = (typeof LETTER_SLOTS)[number];

/**
 * `<lang>/email.json`: what is mailed beside `<lang>/email.html`, whose pictures lie beside it as files and whose
 * pieces stand between `<!--when metal.copper-->` and `<!--end-->`, not nested.
 */
export const letterSchema = z.strictObject({
  schema: z.literal(1),
  edition: z.string(),
  week: z.string(),
  language: z.enum(LANGUAGES),
  /** The newsletter's name, for From: and List-Id:. */
  title: z.string(),
  /** The desk's name. */
  sender: z.string(),
  subject: z.string().min(1),
  /** The same for those who got an earlier edition of the week. */
  correctionSubject: z.string().min(1),
  preheader: z.string(),
  /** Files beside it, shown at `width` × `height` CSS pixels and drawn at twice that. */
  pictures: z.array(z.strictObject({ file: z.string(), alt: z.string(), width: z.int(), height: z.int() })),
  /** Name of the attached PDF, without folders: `金属周报 2025-W24.pdf`. */
  attachment: z.string(),
  /** Metals by group, for readers who chose a group. */
  groups: z.record(z.string(), z.array(z.string())),
  text: z.array(pieceSchema),
});
export type Letter = z.infer<typeof letterSchema>;
