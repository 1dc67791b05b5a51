/** Exit codes of sysexits(3) that set-up can end with; the program's own are in src/errors.ts. */
const EXIT = { unavailable: 69, cannotCreate: 73, io: 74, permission: 77, config: 78 };

/** Set-up cannot go on. Printed as `CODE where: what. What to do.`, without a trace. */
export class SetupError extends Error {
  /**
   * @param {string} code
   * @param {keyof typeof EXIT} exit
   * @param {string} where
   * @param {string} message
   * @param {{ cause?: unknown }} [options]
   */
  constructor(code, exit, where, message, options) {
    super(where === '' ? `${code} ${message}` : `${code} ${where}: ${message}`, options);
    this.name = 'SetupError';
    this.code = code;
    this.exit = EXIT[exit];
    this.where = where;
    /** Without code and place. */
    this.detail = message;
  }
}

/**
 * A failed system call as people can use it. SetupErrors pass through.
 * @param {unknown} error
 * @param {string} doing what was being done, as `compile into dist/`
 * @returns {unknown}
 */
export function asSetupError(error, doing) {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  const where = 'path' in error && typeof error.path === 'string' ? error.path : '';
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new SetupError(
      'E_SETUP_FULL',
      'io',
      where,
      `cannot ${doing}: the disk is full. Make room and run again.`,
    );
  }
  if (error.code === 'EROFS') {
    return new SetupError(
      'E_SETUP_READONLY',
      'cannotCreate',
      where,
      `cannot ${doing}: the file system is read-only. Run the set-up once where it can be written to.`,
    );
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return new SetupError(
      'E_SETUP_PERMISSION',
      'permission',
      where,
      `cannot ${doing}: not allowed (${error.code}). Give this user the right to write here, or run as its owner.`,
    );
  }
  return error;
}

/**
 * Runs a script's work and turns every way of failing into one line and an exit code.
 * @param {() => Promise<number>} work gives the exit code
 */
export async function asScript(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exit;
  }
}
