import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import type { EditionFile } from '../../model/edition.ts';
import { LETTER_FORMATS } from '../../model/subscriber.ts';
import { letterPictures, type Press } from '../../render/index.ts';
import { type Letters, MADE_UP } from './letters.ts';
import { writeTogether } from './write-together.ts';

/** A telephone and a window of a mail program, in CSS pixels. */
const WIDTHS = [360, 700] as const;

export interface PreviewRequest {
  readonly letters: Letters;
  readonly press: Press;
  /** Made where it is missing. */
  readonly folder: string;
}

/**
 * Writes an edition's letters to a reader who does not exist: `2025-W24-zh-pdf.eml`, one for each language and format
 * and, where the edition is a correction, one for those who got what it corrects; and how each language's looks, by the
 * light and in the dark. All of them or none; gives their paths. Throws AssayError: cannotCreate E_PREVIEW_PLACE,
 * permission E_PREVIEW_PERMISSION, io E_PREVIEW_WRITE, and as `letterPictures`.
 */
export async function writePreview({ letters, press, folder }: PreviewRequest): Promise<string[]> {
  const files: EditionFile[] = [];
  for (const { name, seen, ...reader } of readersOf(letters)) {
    const bytes = await bytesOf(letters, reader);
    files.push({ path: `${name}.eml`, bytes });
    if (seen) files.push(...(await looks(name, bytes, press)));
  }
  return writeTogether(folder, files);
}

/** Who is written to. `seen`: whose letter is pictured; the formats differ in one line. */
function readersOf({ edition, languages, sizes }: Letters) {
  const corrects = edition.includes('.');
  return languages.flatMap((language) => [
    ...LETTER_FORMATS.filter((format) => sizes[`${language} ${format}`] !== undefined).map((format) => ({
      name: `${edition}-${language}-${format}`,
      seen: format === 'pdf' && !corrects,
      ...{ language, format, corrected: false },
    })),
    ...(corrects
      ? [
          {
            name: `${edition}-${language}-correction`,
            seen: true,
            language,
            format: 'pdf' as const,
            corrected: true,
          },
        ]
      : []),
  ]);
}

function bytesOf(letters: Letters, reader: Partial<typeof MADE_UP>): Promise<Buffer> {
  const opened = letters.compose({ ...MADE_UP, ...reader }).open();
  return Buffer.isBuffer(opened) ? Promise.resolve(opened) : buffer(opened);
}

/** As the message shows it, not as the archive has it: read back by a program that knows nothing of this one. */
async function looks(name: string, message: Buffer, press: Press): Promise<EditionFile[]> {
  const email = await PostalMime.parse(message, { attachmentEncoding: 'arraybuffer' });
  const files: EditionFile[] = [];
  for (const dark of [false, true]) {
    const seen = await letterPictures(email.html ?? '', press, {
      widths: WIDTHS,
      dark,
      pictures: picturesOf(email),
    });
    seen.forEach((bytes, at) => {
      files.push({ path: `${name}-${WIDTHS[at]}-${dark ? 'dark' : 'light'}.png`, bytes });
    });
  }
  return files;
}

function picturesOf({ attachments }: Email): Map<string, Uint8Array> {
  const pictures = new Map<string, Uint8Array>();
  for (const { contentId, content } of attachments) {
    if (contentId === undefined || !(content instanceof ArrayBuffer)) continue;
    pictures.set(`cid:${contentId.replace(/^<|>$/g, '')}`, new Uint8Array(content));
  }
  return pictures;
}
