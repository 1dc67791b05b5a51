/** The part of yauzl that is used; the package brings no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    isEncrypted(): boolean;
  }

  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  export function openPromise(
    path: string,
    options: {
      readonly lazyEntries: true;
      readonly autoClose: false;
      /** Whether yauzl itself stops where an entry holds more than it says; it is counted here instead. */
      readonly validateEntrySizes: false;
    },
  ): Promise<ZipFile>;
}
