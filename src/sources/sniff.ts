import { open } from 'node:fs/promises';
import { isGb18030 } from './gb18030.ts';

/** How an unknown text table is most likely written, where that is not UTF-8 with commas. */
export interface Sniffed {
  readonly encoding?: 'gb18030';
  readonly delimiter?: string;
}

const LOOKED_AT = 64 * 1024;

export async function sniff(file: string): Promise<Sniffed> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const encoding = !isUtf8(bytes) && isGb18030(bytes, bytesRead === LOOKED_AT) ? 'gb18030' : undefined;
    const marked = /^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2));
    const text = new TextDecoder(encoding ?? (marked ? 'utf-16' : 'utf-8')).decode(bytes);
    const delimiter = delimiterOf(text);
    return {
      ...(encoding === undefined ? {} : { encoding }),
      ...(delimiter === ',' ? {} : { delimiter }),
    };
  } finally {
    await handle.close();
  }
}

/** A character may be cut at the end of what was read. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** What stands on most lines; of equals the comma. */
function delimiterOf(text: string): string {
  const lines = text.split(/\r\n|\n|\r/, 30).filter((line) => line.trim() !== '');
  const on = (mark: string) => lines.filter((line) => line.includes(mark)).length;
  return [',', ';', '\t', '|'].reduce((best, mark) => (on(mark) > on(best) ? mark : best));
}
