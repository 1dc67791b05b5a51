import { AssayError, type ExitName } from '../errors.ts';

interface Kind {
  readonly code: string;
  readonly exit: ExitName;
  readonly message: (reason: string, remedy: string) => string;
}

const BUSY: Kind = {
  code: 'E_DB_BUSY',
  exit: 'temporary',
  message: () =>
    'another process is writing to it and did not finish in time. Nothing was changed. Try again.',
};
const CORRUPT: Kind = {
  code: 'E_DB_CORRUPT',
  exit: 'io',
  message: (reason, remedy) => `not a database, or a damaged one (${reason}). ${remedy}`,
};
const PERMISSION: Kind = {
  code: 'E_DB_PERMISSION',
  exit: 'permission',
  message: (reason) =>
    `cannot be written (${reason}). Give this user the right to write the file and its folder.`,
};
const IO: Kind = {
  code: 'E_DB_IO',
  exit: 'io',
  message: (reason) => `cannot be read or written (${reason}). Check the disk and try again.`,
};
const FULL: Kind = {
  code: 'E_DB_FULL',
  exit: 'io',
  message: () => 'the disk is full. Nothing was changed. Make room and try again.',
};
const NOT_OPENED: Kind = {
  code: 'E_DB_OPEN',
  exit: 'cannotCreate',
  message: () =>
    'cannot be opened or made. Expected a file, or none yet, in a folder that is there and that this user may write.',
};

/** By SQLite's primary result code. Codes not listed (a bad statement, a broken constraint) are the program's mistakes. */
const KINDS: ReadonlyMap<number, Kind> = new Map([
  [3, PERMISSION],
  [5, BUSY],
  [6, BUSY],
  [8, PERMISSION],
  [10, IO],
  [11, CORRUPT],
  [13, FULL],
  [14, NOT_OPENED],
  [23, PERMISSION],
  [26, CORRUPT],
]);

const REMEDY =
  'Restore it from a copy, or move it away: the inbox is then read anew, without earlier vintages.';

/**
 * What a driver's error means for people; errors that are not the driver's are given back as they are. `remedy`: what
 * to do about a damaged file.
 */
export function storeFailure(error: unknown, label: string, remedy = REMEDY): unknown {
  if (!(error instanceof Error)) return error;
  const kind = kindOf(error);
  if (!kind) return error;
  const problem = { code: kind.code, where: label, message: kind.message(error.message, remedy) };
  return new AssayError(kind.exit, problem, { cause: error });
}

function kindOf(error: Error): Kind | undefined {
  // The driver gives this one no code, only the path, which is nobody's business.
  if (error.message.startsWith('ConnectionFailed')) return NOT_OPENED;
  const raw = 'rawCode' in error ? error.rawCode : undefined;
  // The upper bytes say which kind of it (1544: a read-only folder).
  return typeof raw === 'number' ? KINDS.get(raw % 256) : undefined;
}
