import { createHash } from 'node:crypto';

/** Words of a slot: three of a key's hash, then the row. */
const WORDS = 4;

/**
 * In which row of a file each key stood first. 96 bits of a hash stand for a key, in one flat array: a list of a
 * million takes 32 MB, and two keys are never taken for one in practice.
 */
export class Seen {
  private slots = new Uint32Array(1024 * WORDS);
  private count = 0;

  /** The row, from 1, in which the key stood before; else this one is remembered. */
  firstRow(key: string, row: number): number | undefined {
    if (this.count * 2 * WORDS >= this.slots.length) this.grow();
    const hash = createHash('sha256').update(key).digest();
    const words = [hash.readUInt32LE(0), hash.readUInt32LE(4), hash.readUInt32LE(8)] as const;
    const before = put(this.slots, ...words, row);
    if (before === 0) this.count += 1;
    return before === 0 ? undefined : before;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      const row = old[at + 3] ?? 0;
      if (row > 0) put(this.slots, old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, row);
    }
  }
}

/** Finds the slot of a hash, or fills the first free one; gives the row that was there, 0 for none. */
function put(slots: Uint32Array, a: number, b: number, c: number, row: number): number {
  const count = slots.length / WORDS;
  for (let slot = a % count; ; slot = (slot + 1) % count) {
    const at = slot * WORDS;
    const held = slots[at + 3] ?? 0;
    if (held > 0 && slots[at] === a && slots[at + 1] === b && slots[at + 2] === c) return held;
    if (held > 0) continue;
    slots.set([a, b, c, row], at);
    return 0;
  }
}
