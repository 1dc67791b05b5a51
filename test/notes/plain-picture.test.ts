import { describe, expect, test } from 'vitest';
import { plainPicture } from '../../src/notes/index.ts';
import { exifOf } from '../../src/notes/picture/exif.ts';
import { JPEG, segment } from '../support/pictures.ts';

type Type = Parameters<typeof plainPicture>[1];
const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const CANARY = 'canary N 51.5 W 0.1';

/** Of two frames, with a comment before each. */
const GIF = fromBase64(
  'R0lGODlhBgAEAPEAAP8AAKoAVVUAqgAA/yH5BAAAAAAAIf4GY2FuYXJ5ACH/C05FVFNDQVBFMi4wAwEAAAAsAAAAAAYABAAAAgeEH6nCPQ8LACH5BAAKAAAAIf4GY2FuYXJ5ACwAAAAABgAEAAACBISPqVcAOw==',
);
const WEBP = fromBase64(
  'UklGRlQAAABXRUJQVlA4IEgAAABwAwCdASoGAAQAAgA0JagCdGuA/gGEAfwD2/7sA/QAGBrNsAAA/vneRWKf/+oYInZ3//y2zOa5f/9xn/v2/lRBeDPvV53dgAA=',
);

function chunk(name: string, content: string | Uint8Array): Buffer {
  const body = typeof content === 'string' ? ascii(content) : Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, ascii(name), body, Buffer.alloc(4)]);
}

function riff(...parts: Buffer[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0));
  return Buffer.concat([ascii('RIFF'), size, ascii('WEBP'), ...parts]);
}

function part(name: string, body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([ascii(name), size, body, Buffer.alloc(body.length % 2)]);
}

/** What a camera that was held sideways writes: its directory begins behind other words, in the other byte order. */
const SIDEWAYS = Buffer.concat([
  ascii(`II*\0\x10\0\0\0`),
  ascii('--------'),
  ascii('\x02\0'),
  ascii('\x0f\x01\x02\0\x04\0\0\0abc\0'),
  ascii('\x12\x01\x03\0\x01\0\0\0\x06\0\0\0'),
  ascii(`\0\0\0\0 ${CANARY}`),
]);
const PNG_HEAD = ascii('\x89PNG\r\n\x1a\n');

function plain(bytes: Buffer, type: Type): { bytes: Buffer; turn: number } {
  const read = plainPicture(bytes, type);
  if (typeof read === 'string') throw new Error(read);
  expect(plainPicture(Buffer.from(bytes), type)).toEqual(read);
  return { bytes: Buffer.from(read.bytes), turn: read.turn };
}

describe('a picture keeps nothing of who made it, where and when', () => {
  const kept = [segment(0xe2, 'ICC_PROFILE\0\x01\x01profile'), segment(0xee, 'Adobe\0d\0\0\0\0\x01')];
  const gone = [
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${CANARY}</x>`),
    segment(0xe2, `MPF\0${CANARY}`),
    segment(0xed, `Photoshop 3.0\0${CANARY}`),
    segment(0xe0, `JFXX\0${CANARY}`),
    segment(0xeb, CANARY),
    segment(0xfe, CANARY),
  ];
  const dirty = (turned: Buffer[]): Buffer =>
    Buffer.concat([
      JPEG.subarray(0, 20),
      ...turned,
      ...gone,
      ...kept,
      ascii('\xff\xff'),
      JPEG.subarray(20),
      ascii(CANARY),
      segment(0xe1, CANARY),
    ]);

  test('a JPEG, whose colours and scan stay as they are', () => {
    const { bytes, turn } = plain(dirty([]), 'image/jpeg');
    expect([bytes.includes('canary'), turn]).toEqual([false, 1]);
    expect(bytes).toEqual(Buffer.concat([JPEG.subarray(0, 20), ...kept, JPEG.subarray(20)]));
    expect(plain(JPEG, 'image/jpeg').bytes).toEqual(JPEG);
  });

  test('a JPEG that is to be turned says that alone', () => {
    const camera = segment(0xe1, 'Exif\0\0', SIDEWAYS);
    const { bytes, turn } = plain(dirty([camera]), 'image/jpeg');
    expect([bytes.includes('canary'), turn]).toEqual([false, 6]);
    const only = segment(0xe1, 'Exif\0\0', exifOf(6));
    expect(bytes).toEqual(Buffer.concat([JPEG.subarray(0, 20), only, ...kept, JPEG.subarray(20)]));
    expect(plain(bytes, 'image/jpeg')).toEqual({ bytes, turn });
  });

  test.each([
    ['of no length', ''],
    ['whose directory lies outside', 'MM\0*\0\0\xff\0--------'],
    ['whose turn is none there is', 'MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0'],
  ])('EXIF %s turns nothing', (_what, tiff) => {
    const { bytes, turn } = plain(dirty([segment(0xe1, 'Exif\0\0', tiff)]), 'image/jpeg');
    expect([turn, bytes.includes('Exif')]).toEqual([1, false]);
  });

  test('a PNG', () => {
    const head = chunk('IHDR', '\0\0\0\x06\0\0\0\x04\x08\x02\0\0\0');
    const needed = [chunk('gAMA', '\0\0\xb1\x8f'), chunk('PLTE', 'abc'), chunk('IDAT', 'data')];
    const told = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'].map((name) => chunk(name, CANARY));
    const dirtyPng = Buffer.concat([
      ...[PNG_HEAD, head, ...told, chunk('eXIf', `MM\0*\0\0\0\x08\0\0${CANARY}`)],
      ...[...needed, chunk('IEND', ''), ascii(CANARY)],
    ]);
    const { bytes, turn } = plain(dirtyPng, 'image/png');
    expect(bytes).toEqual(Buffer.concat([PNG_HEAD, head, ...needed, chunk('IEND', '')]));
    expect(turn).toBe(1);
    const turned = Buffer.concat([PNG_HEAD, head, chunk('eXIf', SIDEWAYS), chunk('IEND', '')]);
    expect(plainPicture(turned, 'image/png')).toMatch(/^is turned by a remark .* save it again\.$/);
  });

  test('a GIF, which still moves', () => {
    const { bytes } = plain(Buffer.concat([GIF, ascii(CANARY)]), 'image/gif');
    expect([GIF.includes('canary'), bytes.includes('canary')]).toEqual([true, false]);
    expect(bytes.length).toBe(GIF.length - 2 * 10);
    expect(bytes.includes('NETSCAPE2.0')).toBe(true);
    expect(bytes.at(-1)).toBe(0x3b);
  });

  test('a WebP', () => {
    const flags = (bits: number): Buffer =>
      part('VP8X', ascii(`${String.fromCharCode(bits)}\0\0\0\x05\0\0\x03\0\0`));
    const image = WEBP.subarray(12);
    const upright = part('EXIF', ascii(`Exif\0\0MM\0*\0\0\0\x08\0\0${CANARY}`));
    const dirtyWebp = riff(
      flags(0x2c),
      image,
      upright,
      part('XMP ', ascii(CANARY)),
      part('what', ascii(CANARY)),
    );
    const { bytes } = plain(Buffer.concat([dirtyWebp, ascii(CANARY)]), 'image/webp');
    expect(bytes).toEqual(riff(flags(0x20), image));
    expect(plain(WEBP, 'image/webp').bytes).toEqual(WEBP);
    expect(plainPicture(riff(flags(8), image, part('EXIF', SIDEWAYS)), 'image/webp')).toMatch(/^is turned/);
  });

  const whole: ReadonlyArray<readonly [Type, Buffer]> = [
    ['image/jpeg', JPEG],
    ['image/gif', GIF],
    ['image/webp', WEBP],
    ['image/png', Buffer.concat([PNG_HEAD, chunk('IHDR', 'x'), chunk('IDAT', 'data'), chunk('IEND', '')])],
  ];
  test.each(whole)('a %s that is cut off anywhere is refused in words', (type, bytes) => {
    for (let length = 30; length < bytes.length; length += 1)
      expect([length, plainPicture(bytes.subarray(0, length), type)]).toEqual([
        length,
        'is cut off or damaged. Save it again.',
      ]);
  });
});
