import { AssayError, type ExitName } from '../../errors.ts';

interface Kind {
  readonly code: string;
  readonly exit: ExitName;
  readonly message: (reason: string, schema: string) => string;
}

const UNAVAILABLE: Kind = {
  code: 'E_DB_UNAVAILABLE',
  exit: 'unavailable',
  message: (reason) =>
    `the database does not answer (${reason}). What was acknowledged is kept. Check that it runs and can be reached, and try again.`,
};
const PERMISSION: Kind = {
  code: 'E_DB_PERMISSION',
  exit: 'permission',
  message: (reason, schema) =>
    `the database refuses this user (${reason}). Check user and password of DATABASE_URL, and that the user may create in the database or owns its schema "${schema}".`,
};
const MISSING: Kind = {
  code: 'E_DB_URL',
  exit: 'config',
  message: (reason) => `no such database (${reason}). Create it, or correct DATABASE_URL.`,
};
const BUSY: Kind = {
  code: 'E_DB_BUSY',
  exit: 'temporary',
  message: () =>
    'another process is writing to it and did not finish in time, or wrote the same. Nothing was changed. Try again.',
};
const FULL: Kind = {
  code: 'E_DB_FULL',
  exit: 'io',
  message: () => "the database server's disk is full. Nothing was changed. Make room and try again.",
};
const IO: Kind = {
  code: 'E_DB_IO',
  exit: 'io',
  message: (reason) => `the database server cannot read or write (${reason}). Check its log and its disk.`,
};
const OLD: Kind = {
  code: 'E_DB_VERSION',
  exit: 'config',
  message: (reason) => `the database server lacks something (${reason}). Expected PostgreSQL 13 or newer.`,
};

/** By SQLSTATE, the whole of it before its class. Those not listed are the program's mistakes. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['08', UNAVAILABLE],
  ['25006', PERMISSION],
  ['25P03', UNAVAILABLE],
  ['28', PERMISSION],
  ['3D000', MISSING],
  ['42501', PERMISSION],
  ['42883', OLD],
  ['23505', BUSY],
  ['40', BUSY],
  ['53', UNAVAILABLE],
  ['53100', FULL],
  ['55P03', BUSY],
  ['57P', UNAVAILABLE],
  ['58', IO],
]);

/** Of the system's calls: no such host, nobody listens, the line broke. */
const NETWORK =
  /^(?:ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ENOENT|EACCES)$/;
/** The driver's own words have no code. */
const DRIVER =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support SSL|Client was closed|Cannot use a pool after)/;

/** What a driver's error means for people; errors that are not the driver's are given back as they are. */
export function postgresFailure(error: unknown, label: string, schema: string): unknown {
  if (!(error instanceof Error) || error instanceof AssayError) return error;
  const kind = kindOf(error);
  if (!kind) return error;
  // Several addresses of one host fail together, without words of their own.
  const reason = error.message || codeOf(error);
  return new AssayError(
    kind.exit,
    { code: kind.code, where: label, message: kind.message(reason, schema) },
    { cause: error },
  );
}

/** The connection is gone, or two waited for each other: what was not committed is not there, and can be tried again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return code === '40P01' || code === '40001' || (kindOf(error) === UNAVAILABLE && !HOPELESS.test(code));
}

/** Too many connections, a name nobody knows: waiting two seconds does not help. */
const HOPELESS = /^(?:ENOTFOUND|EACCES)$/;

function kindOf(error: Error): Kind | undefined {
  const code = codeOf(error);
  const found = KINDS.get(code) ?? KINDS.get(code.slice(0, 3)) ?? KINDS.get(code.slice(0, 2));
  if (found && /^[0-9A-Z]{5}$/.test(code)) return found;
  if (NETWORK.test(code) || DRIVER.test(error.message)) return UNAVAILABLE;
  // A password is asked for and none was given.
  return /password/i.test(error.message) ? PERMISSION : undefined;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
