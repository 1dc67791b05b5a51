import { join } from 'node:path';
import { type Entry, readList } from '../../../src/delivery/subscribers/read-list.ts';
import { Told } from '../../../src/delivery/subscribers/told.ts';
import { wishReaders } from '../../../src/delivery/subscribers/wishes.ts';
import { openDesk } from '../../../src/desk.ts';
import { problemLines } from '../../../src/errors.ts';
import { openTable, SourceRefused } from '../../../src/sources/index.ts';
import { temporaryDesk } from '../../support/desk.ts';

/** A list as the program reads it: its people, and what people are told of it. */
export async function readAsList(
  content: string | Uint8Array,
  name = 'subscribers.csv',
): Promise<{ readonly entries: readonly Entry[]; readonly lines: readonly string[]; readonly told: Told }> {
  const root = await temporaryDesk({ [name]: content });
  const { catalog, config } = await openDesk(root);
  const told = new Told();
  const entries: Entry[] = [];
  try {
    const table = await openTable(join(root, name), name, 2 ** 26);
    const readers = wishReaders({ catalog, languages: config.languages });
    for await (const batch of readList(table, readers, told)) entries.push(...batch);
    await table.close();
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    told.take(error.findings);
  }
  return { entries, lines: problemLines(told.findings), told };
}
