import type { Vintage } from '../model/observation.ts';

interface InputFile {
  readonly file: string;
  readonly sha256: string;
}

/** Files that contribute, by name and hash: a file read again after a change is another input. */
export class InputFiles {
  readonly list: InputFile[];
  private readonly index = new Map<string, Map<string, number>>();
  private readonly hashes: ReadonlyMap<string, string>;

  /** `given`: hashes for observations that do not carry their own. */
  constructor(used: ReadonlyArray<readonly Vintage[]>, given: readonly InputFile[]) {
    this.hashes = new Map(given.map((one) => [one.file, one.sha256]));
    const found: InputFile[] = [];
    for (const observations of used) {
      for (const one of observations) {
        const sha256 = this.hashOf(one);
        const hashes = this.index.get(one.place.file) ?? new Map<string, number>();
        if (hashes.has(sha256)) continue;
        this.index.set(one.place.file, hashes.set(sha256, -1));
        found.push({ file: one.place.file, sha256 });
      }
    }
    this.list = found.sort((a, b) => order(a.file, b.file) || order(a.sha256, b.sha256));
    for (const [at, { file, sha256 }] of this.list.entries()) this.index.get(file)?.set(sha256, at);
  }

  indexOf(one: Vintage): number {
    return this.index.get(one.place.file)?.get(this.hashOf(one)) ?? -1;
  }

  private hashOf(one: Vintage): string {
    return one.sha256 ?? this.hashes.get(one.place.file) ?? '';
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
