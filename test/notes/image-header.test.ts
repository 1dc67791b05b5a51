import fc from 'fast-check';
import { expect, test } from 'vitest';
import { imageShape } from '../../src/notes/index.ts';
import { pngOf } from '../support/pictures.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replace(/\s/g, ''), 'hex');

test.each([
  ['PNG', pngOf(7, 3), { type: 'image/png', width: 7, height: 3 }],
  [
    'GIF',
    Buffer.concat([Buffer.from('GIF89a'), bytes('0a00 0500 00')]),
    { type: 'image/gif', width: 10, height: 5 },
  ],
  [
    'JPEG behind other segments',
    bytes('ffd8 ffe0 0004 0000 ff ffc4 0005 000000 ffc2 0011 08 0102 0304 03 000000'),
    { type: 'image/jpeg', width: 0x304, height: 0x102 },
  ],
  [
    'WebP',
    Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WEBPVP8 \0\0\0\0'),
      bytes('000000 9d012a 1001 0800'),
      Buffer.alloc(8),
    ]),
    { type: 'image/webp', width: 0x110, height: 8 },
  ],
  [
    'lossless WebP',
    Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8L\0\0\0\0'), bytes('2f 63c00400'), Buffer.alloc(8)]),
    { type: 'image/webp', width: 100, height: 20 },
  ],
  [
    'extended WebP',
    Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WEBPVP8X\0\0\0\0'),
      bytes('00000000 0f0000 070000'),
      Buffer.alloc(8),
    ]),
    { type: 'image/webp', width: 16, height: 8 },
  ],
])('tells the pixels of %s', (_name, picture, shape) => {
  expect(imageShape(picture)).toEqual(shape);
});

test.each([
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>')],
  ['text', Buffer.from('root:x:0:0')],
  ['nothing', Buffer.alloc(0)],
  ['half a PNG', pngOf(7, 3).subarray(0, 20)],
  ['a PNG of no width', pngOf(0, 3)],
  ['a JPEG without a frame', bytes('ffd8 ffe0 0004 0000 ffd9')],
])('%s is no picture', (_name, picture) => {
  expect(imageShape(picture)).toBeUndefined();
});

test('any bytes whatever are a picture or none', () => {
  const starts = ['89504e470d0a1a0a', '474946383961', 'ffd8ffe0', '524946460000000057454250'].map(bytes);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (rest) => {
      for (const start of starts) {
        const shape = imageShape(Buffer.concat([start, rest]));
        if (shape !== undefined) expect(shape.width * shape.height).toBeGreaterThan(0);
      }
    }),
  );
});
