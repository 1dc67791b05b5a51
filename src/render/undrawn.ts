import { AssayError } from '../errors.ts';
import type { Sheet } from './sheet.ts';

/** Pictures of notes that the browser has loaded and cannot draw, by their words. */
const UNDRAWN = `Promise.all([...document.images].map((image) => image.decode().then(() => '', () => 'picture "' + image.alt + '"')))
  .then((all) => all.filter((words) => words !== ''))`;

/** Throws AssayError data E_NOTE_IMAGE for pictures whose header is right and whose rest is not: a reader would see none. */
export async function checkDrawn(sheet: Sheet, where: string): Promise<void> {
  const undrawn = await sheet.ask(UNDRAWN);
  if (!Array.isArray(undrawn) || undrawn.length === 0) return;
  const problems = undrawn.map((words) => ({
    code: 'E_NOTE_IMAGE',
    where: `${where}, ${String(words)}`,
    message: 'cannot be drawn: its file is damaged. Save it again as PNG or JPEG.',
  }));
  throw new AssayError('data', problems);
}
