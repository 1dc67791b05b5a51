import type { NoteImage } from '../../model/notes.ts';
import { plainGif } from './gif.ts';
import { plainJpeg } from './jpeg.ts';
import type { PlainPicture } from './pieces.ts';
import { plainPng } from './png.ts';
import { plainWebp } from './webp.ts';

const PLAIN: Readonly<Record<NoteImage['type'], (bytes: Uint8Array) => PlainPicture | undefined>> = {
  'image/jpeg': plainJpeg,
  'image/png': plainPng,
  'image/gif': plainGif,
  'image/webp': plainWebp,
};

/**
 * A picture with its pixels, colours and the way it is turned, and nothing of where, when, by whom and with what it was
 * made: the same bytes for the same file. A string says why it cannot be shown.
 */
export function plainPicture(bytes: Uint8Array, type: NoteImage['type']): PlainPicture | string {
  const plain = PLAIN[type](bytes);
  if (plain === undefined) return 'is cut off or damaged. Save it again.';
  // Browsers turn JPEGs alone in the same way everywhere.
  if (plain.turn > 1 && type !== 'image/jpeg')
    return 'is turned by a remark within it, which is not shown everywhere. Turn the picture itself, and save it again.';
  return plain;
}
