import { type Turn, turnOf } from './exif.ts';
import { ascii, joined, type PlainPicture, viewOf } from './pieces.ts';

/** What colours and movement need; beside these only chunks without which there is no picture. */
const KEPT = 'tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT pHYs bKGD acTL fcTL fdAT'.split(' ');

/** A PNG without texts, times and EXIF, and without what follows its end. Undefined of a broken one. */
export function plainPng(bytes: Uint8Array): PlainPicture | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let turn: Turn = 1;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const name = ascii(bytes, at + 4, at + 8);
    if (name === 'eXIf') turn = turnOf(bytes.subarray(at + 8, end - 4));
    if (/^[A-Z]/.test(name) || KEPT.includes(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') return { bytes: joined(kept), turn };
    at = end;
  }
  return undefined;
}
