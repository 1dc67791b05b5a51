import type { Effects } from '../../effects.ts';
import { oneLine } from '../../errors.ts';
import { cellPlace } from '../../model/cell-place.ts';
import type { Subscriber, Wishes } from '../../model/subscriber.ts';
import type { Instant } from '../../model/time.ts';
import type { Table } from '../../sources/index.ts';
import type { Ledger, NewSubscriber, SubscriberWriting } from '../../store/ledger/index.ts';
import { isSame, merged } from './merged.ts';
import { type Entry, readList } from './read-list.ts';
import { Seen } from './seen.ts';
import type { Told } from './told.ts';
import type { WishReaders } from './wishes.ts';

export interface ListImport {
  readonly table: Table;
  readonly readers: WishReaders;
  /** Of people nobody knew before and the list does not tell of. */
  readonly usual: Wishes;
  /** Everybody in it is put on this list too. */
  readonly list?: string;
  /** Why those who left, or whose mail came back, are written to again; without it they are not. */
  readonly resubscribe?: string;
  /** Who does it, for their histories: `import list.csv`. */
  readonly by: string;
  readonly dryRun: boolean;
}

/** How many rows did what. */
export interface ListCounts {
  rows: number;
  added: number;
  changed: number;
  same: number;
  resubscribed: number;
  /** Known and unsubscribed, and left so. */
  unsubscribed: number;
  bounced: number;
  duplicates: number;
}

/**
 * Takes a list in: all of it in one transaction, or nothing where anything is wrong with it. `onPlanned` hears what it
 * comes to before it is kept. Memory does not grow with the list but for 32 bytes a person. Throws SourceRefused.
 */
export function importList(
  ledger: Ledger,
  asked: ListImport,
  told: Told,
  effects: Effects,
  onPlanned: (counts: Readonly<ListCounts>) => void,
): Promise<Readonly<ListCounts>> {
  return ledger.subscribers.change(
    async (writing) => {
      const batches = new ListTaking(writing, asked, told, effects.now().toISOString());
      for await (const entries of readList(asked.table, asked.readers, told)) {
        effects.stop.throwIfAborted();
        await batches.take(entries);
      }
      if (told.counts.error === 0) onPlanned(batches.counts);
      return batches.counts;
    },
    () => told.counts.error === 0 && !asked.dryRun,
  );
}

class ListTaking {
  readonly counts: ListCounts = {
    rows: 0,
    added: 0,
    changed: 0,
    same: 0,
    resubscribed: 0,
    unsubscribed: 0,
    bounced: 0,
    duplicates: 0,
  };
  private readonly seen = new Seen();
  private readonly writing: SubscriberWriting;
  private readonly asked: ListImport;
  private readonly told: Told;
  private readonly now: Instant;

  constructor(writing: SubscriberWriting, asked: ListImport, told: Told, now: Instant) {
    this.writing = writing;
    this.asked = asked;
    this.told = told;
    this.now = now;
  }

  async take(entries: readonly Entry[]): Promise<void> {
    this.counts.rows += entries.length;
    // Nothing will be kept: what is left of the file is read for its errors only.
    if (entries.length === 0 || this.told.counts.error > 0) return;
    const { by } = this.asked;
    const known = await this.writing.byKeys(entries.map(({ address }) => address.key));
    const add = new Map<string, NewSubscriber>();
    const update = new Map<string, NewSubscriber & { readonly id: number }>();
    const back: Subscriber[] = [];
    for (const entry of entries) {
      const { key } = entry.address;
      const first = this.seen.firstRow(key, entry.row);
      const before = known.get(key);
      if (first !== undefined) {
        this.duplicate(entry, first, add.get(key) ?? update.get(key) ?? before);
        continue;
      }
      const person = merged(entry, before, this.asked.usual, this.asked.list);
      if (before === undefined) {
        add.set(key, person);
        this.counts.added += 1;
        continue;
      }
      if (before.state !== 'active') {
        if (this.asked.resubscribe === undefined) {
          this.keptOut(entry, before);
          continue;
        }
        back.push(before);
        this.counts.resubscribed += 1;
      } else this.counts[isSame(person, before) ? 'same' : 'changed'] += 1;
      if (!isSame(person, before)) update.set(key, { ...person, id: before.id });
    }
    if (add.size > 0) await this.writing.add([...add.values()], by, this.now);
    if (update.size > 0) await this.writing.update([...update.values()], by, this.now);
    for (const { id } of back)
      await this.writing.setState(id, 'active', by, this.asked.resubscribe ?? '', this.now);
  }

  private duplicate(entry: Entry, first: number, kept: Subscriber | NewSubscriber | undefined): void {
    this.counts.duplicates += 1;
    const twin = kept === undefined ? '' : ` (${kept.address})`;
    const other =
      kept !== undefined &&
      !isSame({ ...merged(entry, kept, kept, this.asked.list), address: kept.address }, kept);
    const rest = other ? ` What line ${first} says of them counts.` : '';
    this.told.say(
      'W_SUB_DUPLICATE',
      this.place(entry),
      `${oneLine(entry.written)} is the same as line ${first}${twin}; one mail will be sent.${rest}`,
    );
  }

  private keptOut(entry: Entry, { address, state, since }: Subscriber): void {
    const day = since.slice(0, 10);
    const next = 'Use --resubscribe with a reason.';
    if (state === 'bounced') {
      this.counts.bounced += 1;
      const message = `${address} was taken off on ${day}: mail to it came back; kept off. ${next}`;
      this.told.say('W_SUB_BOUNCED', this.place(entry), message);
      return;
    }
    this.counts.unsubscribed += 1;
    const message = `${address} unsubscribed on ${day}; kept unsubscribed. ${next}`;
    this.told.say('W_SUB_OPTOUT', this.place(entry), message);
  }

  private place({ row }: Entry): string {
    return cellPlace({ file: this.asked.table.place, row });
  }
}
