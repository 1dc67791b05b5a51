import { resolve } from 'node:path';
import { importList, type ListCounts } from '../delivery/subscribers/import-list.ts';
import { Told } from '../delivery/subscribers/told.ts';
import { wishReaders } from '../delivery/subscribers/wishes.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { oneLine } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { openTable, SourceRefused } from '../sources/index.ts';
import type { Ledger } from '../store/ledger/index.ts';
import { labelIn } from './import.ts';
import { openDeskLedger, openDeskLedgerAsIs } from './ledger.ts';
import { listNamed, reasonToReturn, usage, usualWishes, wishDesk } from './subscriber-request.ts';

export interface SubscribersImport {
  /** A path as people typed it. */
  readonly file: string;
  /** What it is called in findings and histories; its path inside the desk where nothing is said. */
  readonly label?: string;
  /** Everybody in the file is put on this list too. */
  readonly list?: string;
  /** Those who left, or whose mail came back, are written to again, for `reason`. */
  readonly resubscribe: boolean;
  readonly reason?: string;
  /** Who asks for it, for the histories. */
  readonly by?: string;
  readonly dryRun: boolean;
  /** Hears what the import comes to before it is kept. */
  readonly onPlanned?: (planned: Omit<SubscribersImported, 'kept'>) => void;
}

export interface SubscribersImported {
  readonly file: string;
  /** Absent where anything was wrong. */
  readonly counts?: Readonly<ListCounts>;
  readonly errors: number;
  readonly warnings: number;
  /** The first hundred errors, and the first hundred warnings. */
  readonly findings: readonly Finding[];
  readonly kept: boolean;
}

/** A million people with all that can be said of them. */
const LIST_BYTES = 256 * 1024 * 1024;

/** Takes a list of subscribers in, whole or not at all; what is wrong with it is in the findings. */
export async function importSubscribers(
  desk: Desk,
  request: SubscribersImport,
  effects: Effects,
): Promise<SubscribersImported> {
  const where = 'subscribers import';
  if (request.file === '')
    throw usage(where, 'an empty file name. Expected the path of a .csv or .xlsx file.');
  const reason = reasonToReturn(request);
  const list = request.list === undefined ? undefined : listNamed(request.list, desk);
  const file = request.label ?? labelIn(desk.root, request.file);
  const told = new Told();
  const soFar = (counts: Readonly<ListCounts> | undefined) => ({
    file,
    ...(counts === undefined || told.counts.error > 0 ? {} : { counts }),
    errors: told.counts.error,
    warnings: told.counts.warning,
    findings: told.findings,
  });
  const take = async (ledger: Ledger): Promise<Readonly<ListCounts>> => {
    const table = await openTable(
      resolve(request.file),
      file,
      Math.max(LIST_BYTES, desk.config.data.maxBytes),
    );
    const asked = {
      table,
      readers: wishReaders(wishDesk(desk)),
      usual: usualWishes(desk),
      ...(list === undefined ? {} : { list }),
      ...(reason === undefined ? {} : { resubscribe: reason }),
      by: `import ${oneLine(file).slice(0, 200)}${request.by === undefined ? '' : ` by ${request.by}`}`,
      dryRun: request.dryRun,
    };
    try {
      return await importList(ledger, asked, told, effects, (counts) => request.onPlanned?.(soFar(counts)));
    } finally {
      await table.close();
    }
  };
  // A dry run asks for no right to write, and leaves no ledger where there is none.
  const ledger = await (request.dryRun ? openDeskLedgerAsIs : openDeskLedger)(desk);
  try {
    const counts = await take(ledger).catch((error: unknown) => {
      if (!(error instanceof SourceRefused)) throw error;
      told.take(error.findings);
      return undefined;
    });
    return { ...soFar(counts), kept: told.counts.error === 0 && !request.dryRun };
  } finally {
    await ledger.close();
  }
}
