import type { NoteImage } from '../model/notes.ts';
import { ascii, viewOf } from './picture/pieces.ts';

/** What a picture's first bytes say it is. */
export type ImageShape = Pick<NoteImage, 'type' | 'width' | 'height'>;

/** Format and pixels by the file's own header, whatever its name says; undefined for anything else. */
export function imageShape(bytes: Uint8Array): ImageShape | undefined {
  const shape = png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes);
  return shape !== undefined && shape.width > 0 && shape.height > 0 ? shape : undefined;
}

function png(bytes: Uint8Array): ImageShape | undefined {
  if (bytes.length < 24 || ascii(bytes, 0, 8) !== '\x89PNG\r\n\x1a\n' || ascii(bytes, 12, 16) !== 'IHDR')
    return undefined;
  const view = viewOf(bytes);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(bytes: Uint8Array): ImageShape | undefined {
  if (bytes.length < 10 || !/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return undefined;
  const view = viewOf(bytes);
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(bytes: Uint8Array): ImageShape | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 12) !== 'WEBP') return undefined;
  const view = viewOf(bytes);
  const sized = (width: number, height: number): ImageShape => ({ type: 'image/webp', width, height });
  switch (ascii(bytes, 12, 16)) {
    case 'VP8 ':
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const packed = view.getUint32(21, true);
      return sized((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sized(
        1 + (view.getUint32(24, true) & 0xffffff),
        1 + (view.getUint16(27, true) | (view.getUint8(29) << 16)),
      );
    default:
      return undefined;
  }
}

/** The frame's header lies behind any number of other segments, each with its length. */
function jpeg(bytes: Uint8Array): ImageShape | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = viewOf(bytes);
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) {
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, but for the three numbers among them that mean tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
