import { findingAt } from '../model/finding.ts';
import { hexPair } from './hex.ts';
import { SourceRefused } from './table.ts';

export const LOOKS_GB18030 = '; looks like GB18030';

/** Almost any pair of high bytes decodes to something: only Chinese characters make it a likely guess. */
export function isGb18030(bytes: Uint8Array, mayBeCut = false): boolean {
  try {
    const text = new TextDecoder('gb18030', { fatal: true }).decode(bytes, { stream: mayBeCut });
    return /\p{Script=Han}/u.test(text);
  } catch {
    return false;
  }
}

/** So many bytes are enough to tell one encoding from another. */
const ENOUGH = 64 * 1024;

/**
 * Single Chinese characters in GB18030, such as 铜 or 元, are two bytes that UTF-8 reads as one letter no market
 * file holds. Chinese that is UTF-8 lies above U+0800, currency signs and accents below U+0180: a file with letters
 * between and none above is hardly UTF-8, which only its end can tell.
 */
export class ModestLetters {
  private first: { readonly offset: number; readonly seen: string } | undefined;
  private readonly samples: Buffer[] = [];
  private sampled = 0;
  private isWide = false;
  private readonly label: string;
  private readonly advice: string;

  constructor(label: string, advice: string) {
    this.label = label;
    this.advice = advice;
  }

  see(text: string, bytes: Buffer, before: number): void {
    if (this.isWide) return;
    this.isWide = /[\u0800-\ufefe]/.test(text);
    const found = this.first ? undefined : /[\u0180-\u07ff]/.exec(text);
    if (found) {
      const at = Buffer.byteLength(text.slice(0, found.index));
      this.first = { offset: before + at, seen: hexPair(bytes, at) };
    }
    if (this.first && this.sampled < ENOUGH) {
      const line = bytes.subarray(0, ENOUGH);
      this.samples.push(Buffer.from(line));
      this.sampled += line.length;
    }
  }

  /** At the end of the file. Throws SourceRefused. */
  judge(): void {
    if (this.isWide || !this.first) return;
    if (!isGb18030(Buffer.concat(this.samples), true)) return;
    const { offset, seen } = this.first;
    const message = `hardly UTF-8 at byte ${offset} (${seen})${LOOKS_GB18030}. ${this.advice}`;
    throw new SourceRefused([findingAt('E_DATA_ENCODING', this.label, message)]);
  }
}
