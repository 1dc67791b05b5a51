import { AssayError, type ExitName } from '../errors.ts';

interface Kind {
  readonly code: string;
  readonly exit: ExitName;
  readonly message: (reason: string) => string;
}

const KINDS: ReadonlyArray<readonly [sqlite: RegExp, kind: Kind]> = [
  [
    /^SQLITE_(?:BUSY|LOCKED)/,
    {
      code: 'E_DB_BUSY',
      exit: 'temporary',
      message: () =>
        'another process is writing to it and did not finish in time. Nothing was changed. Try again.',
    },
  ],
  [
    /^SQLITE_(?:NOTADB|CORRUPT)/,
    {
      code: 'E_DB_CORRUPT',
      exit: 'io',
      message: (reason) =>
        `not a database, or a damaged one (${reason}). Restore it from a copy, or move it away: the inbox is then read anew, without earlier vintages.`,
    },
  ],
  [
    /^SQLITE_FULL/,
    {
      code: 'E_DB_FULL',
      exit: 'io',
      message: () => 'the disk is full. Nothing was changed. Make room and try again.',
    },
  ],
  [
    /^SQLITE_(?:READONLY|PERM|AUTH)/,
    {
      code: 'E_DB_PERMISSION',
      exit: 'permission',
      message: (reason) =>
        `cannot be written (${reason}). Give this user the right to write the file and its folder.`,
    },
  ],
  [
    /^SQLITE_CANTOPEN/,
    {
      code: 'E_DB_OPEN',
      exit: 'cannotCreate',
      message: (reason) =>
        `cannot be opened or made (${reason}). Expected a file in a folder this user may write.`,
    },
  ],
];

const OTHER: Kind = {
  code: 'E_DB_IO',
  exit: 'io',
  message: (reason) => `cannot be read or written (${reason}). Check the disk and try again.`,
};

/** What a driver's error means for people; errors that are not the driver's are given back as they are. */
export function storeFailure(error: unknown, label: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  const { code } = error;
  // These are mistakes of the program, not of the disk.
  if (!code.startsWith('SQLITE_') || /^SQLITE_(?:ERROR|CONSTRAINT|MISUSE|RANGE)/.test(code)) return error;
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? OTHER;
  return new AssayError(
    kind.exit,
    { code: kind.code, where: label, message: kind.message(error.message) },
    { cause: error },
  );
}
