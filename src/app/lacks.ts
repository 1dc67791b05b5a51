import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AssayError } from '../errors.ts';
import type { Ledger } from '../store/ledger/index.ts';
import type { Office } from '../store/office/index.ts';
import { keptDesk } from './kept-desk.ts';

/** Below this an edition may not fit. */
const LEAST_BYTES = 100 * 1024 * 1024;
/** What does not answer by then does not work. */
const PATIENCE_MS = 5_000;

/** What a server needs and has not, by name and code: `office E_DB_LOCKED`. Nothing where it can work. */
export function lacksOf(
  folder: string,
  { office, ledger }: { readonly office: Office; readonly ledger: Ledger | undefined },
): () => Promise<readonly string[]> {
  const look = async (): Promise<string[]> => {
    const found = await Promise.all([
      one('desk', () => keptDesk(folder)),
      one('office', () => office.accounts.byId(0)),
      one('ledger', async () => ledger?.instance()),
      one('disk', () => requireRoom(folder)),
    ]);
    return found.flatMap((lack) => lack ?? []);
  };
  // Many who ask at once are told of one look.
  let looking: Promise<string[]> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

async function one(what: string, look: () => Promise<unknown>): Promise<string | undefined> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    late = setTimeout(() => resolve(`${what} does not answer`), PATIENCE_MS);
  });
  const answered = look().then(
    () => undefined,
    (error: unknown) => `${what} ${error instanceof AssayError ? error.problems[0]?.code : 'fails'}`,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(late));
}

async function requireRoom(folder: string): Promise<void> {
  const reports = join(folder, 'reports');
  try {
    await mkdir(reports, { recursive: true });
    await access(reports, constants.W_OK);
  } catch (error) {
    throw new AssayError(
      'permission',
      { code: 'E_IO_PERMISSION', where: reports, message: 'cannot write here.' },
      {
        cause: error,
      },
    );
  }
  const { bavail, bsize } = await statfs(reports);
  if (bavail * bsize < LEAST_BYTES)
    throw new AssayError('io', { code: 'E_IO_SPACE', where: reports, message: 'no room for an edition.' });
}
