import { AssayError } from '../errors.ts';
import type { Press } from './press.ts';

export interface LetterPicturesOptions {
  /** CSS pixels: a telephone has 360, a window of a mail program 700. */
  readonly widths: readonly number[];
  /** As a reader sees it who prefers the dark. */
  readonly dark: boolean;
  /** What the letter's images show, by their `src`: `email-1.png`, or `cid:…` of a message. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/**
 * Pictures of a letter as it looks at these widths, PNG, in their order. Nothing is loaded: images are put in as they
 * are given. Throws as `Press.open`.
 */
export async function letterPictures(
  html: string,
  press: Press,
  { widths, dark, pictures }: LetterPicturesOptions,
): Promise<Uint8Array[]> {
  const page = withPictures(html, pictures);
  const seen: Uint8Array[] = [];
  for (const width of widths) {
    const sheet = await press.open(page, { screen: { width, height: 800, scale: 2, dark } });
    try {
      const height = await sheet.ask('document.documentElement.scrollHeight');
      if (typeof height !== 'number') throw noHeight();
      seen.push(await sheet.picture({ x: 0, y: 0, width, height }));
    } finally {
      await sheet.close();
    }
  }
  return seen;
}

function withPictures(html: string, pictures: ReadonlyMap<string, Uint8Array>): string {
  return html.replace(/(<img\b[^>]*\ssrc=")([^"]*)"/gi, (whole, before: string, src: string) => {
    const bytes = pictures.get(src);
    return bytes === undefined
      ? whole
      : `${before}data:image/png;base64,${Buffer.from(bytes).toString('base64')}"`;
  });
}

function noHeight(): AssayError {
  return new AssayError('data', {
    code: 'E_RENDER_LETTER',
    where: 'email.html',
    message: 'the letter has no height to picture. Expected an HTML document.',
  });
}
