import { z } from 'zod';

/** The languages a brief can be written in. Adding one here makes the compiler list what it lacks. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The same words in every language. */
export const bilingualSchema = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
