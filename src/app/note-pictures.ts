import { join } from 'node:path';
import { openRegularFile, refusalWords, sizeText } from '../catalog/regular-file.ts';
import { type Problem, quoted } from '../errors.ts';
import type { NoteImage } from '../model/notes.ts';
import { imageShape, type NamedPicture, plainPicture } from '../notes/index.ts';
import { isAbsent, liesIn } from './note-files.ts';

export const MOST_PICTURE_BYTES = 5 * 1024 * 1024;
const MOST_PIXELS = 40_000_000;
/** All pictures of a week together: they are kept in its edition, and in each of its pages. */
const MOST_IN_ALL = 12 * 1024 * 1024;
/** Where a header tells the size of the picture, it does so within so many bytes. */
const HEADER = 512 * 1024;

/** Names from the note's folder down: no way up, no hidden file, nothing another system reads as a path. */
const NAME =
  /^(?:[\p{L}\p{N}_][\p{L}\p{N}_ .-]*\/)*[\p{L}\p{N}_][\p{L}\p{N}_ .-]*\.(?:png|jpe?g|webp|gif)$/iu;

/** The pictures that notes name, each once, and what is wrong with those that cannot be shown. */
export async function readPictures(
  folder: string,
  named: readonly NamedPicture[],
): Promise<{ readonly images: NoteImage[]; readonly problems: Problem[] }> {
  const images = new Map<string, NoteImage>();
  const problems: Problem[] = [];
  let bytes = 0;
  for (const { file, where } of named) {
    if (images.has(file)) continue;
    const read = await readPicture(folder, file);
    if (typeof read === 'string') {
      problems.push({ code: 'E_NOTE_IMAGE', where, message: read });
      continue;
    }
    bytes += read.data.length * 0.75;
    images.set(file, read);
    if (bytes > MOST_IN_ALL) {
      const message = `with this one the week's pictures have ${sizeText(bytes)}; the limit is ${sizeText(MOST_IN_ALL)} together. Expected fewer or smaller ones.`;
      problems.push({ code: 'E_NOTE_IMAGE', where, message });
      break;
    }
  }
  // In one order whatever language names them first.
  return { images: [...images.values()].sort((a, b) => (a.file < b.file ? -1 : 1)), problems };
}

/** A picture, or why there is none. */
async function readPicture(folder: string, file: string): Promise<NoteImage | string> {
  if (!NAME.test(file) || /[ .](?:\/|$)/.test(file))
    return `${quoted(file)} is not the name of a picture here. Expected a .png, .jpg, .webp or .gif in data/notes or a folder in it, such as pictures/stocks.png.`;
  const path = join(folder, ...file.split('/'));
  try {
    if (!(await liesIn(folder, path)))
      return `${quoted(file)} is a link that leads out of data/notes. Expected the picture itself there.`;
    const opened = await openRegularFile(path, Number.MAX_SAFE_INTEGER);
    if (!('readFile' in opened)) return `${quoted(file)} is ${opened.kind}, not a picture. Move it away.`;
    try {
      const { size } = await opened.stat();
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(Math.min(size, HEADER)), 0, undefined, 0);
      const shape = imageShape(buffer.subarray(0, bytesRead));
      if (shape === undefined)
        return `${quoted(file)} is no PNG, JPEG, WebP or GIF. Save it again as one of these.`;
      if (size > MOST_PICTURE_BYTES || shape.width * shape.height > MOST_PIXELS) {
        const [width, height] = [shape.width, shape.height].map((one) => one.toLocaleString('en-US'));
        return `${sizeText(size)} / ${width}×${height} px; limits 5 MB and 40 Mpx. Make the picture smaller.`;
      }
      const bytes = Buffer.alloc(size);
      const whole = await opened.read(bytes, 0, size, 0);
      const plain = plainPicture(bytes.subarray(0, whole.bytesRead), shape.type);
      if (typeof plain === 'string') return `${quoted(file)} ${plain}`;
      const { type, width, height } = shape;
      const seen = plain.turn < 5 ? { width, height } : { width: height, height: width };
      return { file, type, ...seen, data: Buffer.from(plain.bytes).toString('base64') };
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (isAbsent(error))
      return `no picture ${quoted(file)}. Expected it as data/notes/${file}. Put it there, or mend the name.`;
    return `${quoted(file)} cannot be read (${refusalWords(error)}). Expected a file that whoever runs this may read.`;
  }
}
