import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { sizeText } from '../../catalog/regular-file.ts';
import { findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import { MOST_INFLATED, MOST_PARTS, MOST_RATIO } from './limits.ts';

/** A workbook's zip archive, whose parts are counted as they are inflated: what it says of their sizes is not believed. */
export interface Archive {
  readonly parts: readonly string[];
  /** A part's bytes. Throws SourceRefused when it is broken or the archive grows beyond its limits. */
  read(part: string): AsyncGenerator<Uint8Array, void>;
  close(): void;
}

export async function openArchive(file: string, label: string, bytes: number): Promise<Archive> {
  const zip = await openPromise(file, {
    lazyEntries: true,
    autoClose: false,
    validateEntrySizes: false,
  }).catch((error: unknown) => {
    throw broken(label, error);
  });
  const entries = await entriesOf(zip, label);
  const said = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const refused = inflated(said, bytes, label, 'would expand to');
  if (refused) throw refused;
  // Parts are read twice, so each is counted once.
  const counted = new Map<string, number>();
  return {
    parts: [...entries.keys()],
    close: () => zip.close(),
    async *read(part) {
      const entry = entries.get(part);
      if (entry === undefined) return;
      let size = 0;
      try {
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          if (!(chunk instanceof Uint8Array)) continue;
          size += chunk.length;
          counted.set(part, Math.max(size, counted.get(part) ?? 0));
          const total = [...counted.values()].reduce((sum, one) => sum + one, 0);
          const over = inflated(total, bytes, label, 'expands to');
          if (over) throw over;
          yield chunk;
        }
      } catch (error) {
        throw broken(label, error, part);
      }
      if (size !== entry.uncompressedSize) {
        const message = `part ${part} says it holds ${entry.uncompressedSize.toLocaleString('en-US')} bytes and holds ${size.toLocaleString('en-US')}. ${SAVE_AGAIN}`;
        throw new SourceRefused([findingAt('E_XLSX_BROKEN', label, message)]);
      }
    },
  };
}

const SAVE_AGAIN = 'Open it in a spreadsheet program and save it again.';

async function entriesOf(zip: ZipFile, label: string): Promise<Map<string, Entry>> {
  const refuse = (code: string, message: string) => new SourceRefused([findingAt(code, label, message)]);
  if (zip.entryCount > MOST_PARTS) {
    const count = zip.entryCount.toLocaleString('en-US');
    throw refuse('E_XLSX_BROKEN', `${count} parts in the archive; the limit is ${MOST_PARTS}. ${SAVE_AGAIN}`);
  }
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw refuse('E_XLSX_PASSWORD', PASSWORD);
      if (entries.has(entry.fileName))
        throw refuse('E_XLSX_BROKEN', `part ${entry.fileName} is in the archive twice. ${SAVE_AGAIN}`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw broken(label, error);
  }
  return entries;
}

export const PASSWORD =
  'the workbook is password-protected. Expected one that opens without. Save it without a password.';

function inflated(total: number, bytes: number, label: string, verb: string): SourceRefused | undefined {
  const ratio = total / Math.max(bytes, 1);
  // A workbook of a few cells may be well packed; a bomb is big.
  if (total <= MOST_INFLATED && (ratio <= MOST_RATIO || total < 1024 * 1024)) return undefined;
  const times = `${Math.round(ratio).toLocaleString('en-US')}×`;
  const message = `${verb} ${sizeText(total)} from ${sizeText(bytes)} (${times}); limits are ${sizeText(MOST_INFLATED)} and ${MOST_RATIO}×. Not opened.`;
  return new SourceRefused([findingAt('E_XLSX_INFLATE', label, message)]);
}

function broken(label: string, error: unknown, part?: string): unknown {
  if (error instanceof SourceRefused) return error;
  const reason = (error instanceof Error ? error.message : String(error)).split(/[.\n]/)[0] ?? '';
  const where = part === undefined ? '' : `part ${part}: `;
  return new SourceRefused([
    findingAt(
      'E_XLSX_BROKEN',
      label,
      `not a whole workbook (${where}${reason}). Copy the file anew, or save it again.`,
    ),
  ]);
}
