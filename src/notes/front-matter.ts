import { z } from 'zod';
import { fieldProblems, valueAt } from '../catalog/field-problems.ts';
import type { Problem } from '../errors.ts';
import type { Note } from '../model/notes.ts';

/** What may stand between the `---` lines. */
const matterSchema = z.strictObject({
  author: z.string().min(1).max(60).optional(),
  headline: z.string().min(1).max(160).optional(),
});

export interface SplitNote {
  readonly note: Note;
  /** The whole file with the front matter's lines empty, so that places in it are the file's. */
  readonly placed: string;
  /** The line its headline stands on, counted from 0. */
  readonly headlineLine: number;
  readonly problems: readonly Problem[];
}

/** A note's file, taken apart: the fields of its front matter, and the Markdown under it. */
export async function splitNote(text: string, label: string): Promise<SplitNote> {
  const lines = text.split('\n');
  if (lines[0]?.trimEnd() !== '---') return { note: { text }, placed: text, headlineLine: 0, problems: [] };
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---');
  if (end < 0) {
    const message =
      'front matter that is not closed. Expected a second line "---" under author and headline.';
    const problems = [{ code: 'E_NOTE_FRONT', where: `${label}:1:1`, message }];
    return { note: { text: '' }, placed: '', headlineLine: 0, problems };
  }
  const matter = lines.slice(1, end);
  const body = lines.slice(end + 1);
  const placed = [...lines.slice(0, end + 1).map(() => ''), ...body].join('\n');
  const { fields, problems } = await readMatter(matter, label);
  const headlineLine =
    1 +
    Math.max(
      0,
      matter.findIndex((line) => line.startsWith('headline')),
    );
  return { note: { ...fields, text: body.join('\n') }, placed, headlineLine, problems };
}

/** The YAML library is loaded only for notes that have any. */
async function readMatter(
  matter: readonly string[],
  label: string,
): Promise<{ fields: z.infer<typeof matterSchema>; problems: Problem[] }> {
  const { parsedSource } = await import('../catalog/parsed-source.ts');
  const source = parsedSource(new TextEncoder().encode(['', ...matter].join('\n')), label);
  const ours = (problems: readonly Problem[]): Problem[] =>
    problems.map((problem) => ({ ...problem, code: 'E_NOTE_FRONT' }));
  if (source.problems.length > 0) return { fields: {}, problems: ours(source.problems) };
  const parsed = matterSchema.safeParse(source.value ?? {});
  if (parsed.success) return { fields: parsed.data, problems: [] };
  // What its headline says is looked at all the same.
  const headline = valueAt(source.value, ['headline']);
  const fields = typeof headline === 'string' ? { headline } : {};
  return { fields, problems: ours(fieldProblems(matterSchema, parsed.error, source)) };
}
