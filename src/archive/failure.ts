import { userInfo } from 'node:os';
import { refusalWords } from '../catalog/regular-file.ts';
import { AssayError, type ExitName } from '../errors.ts';
import { errorCode } from './folder.ts';

const NOTHING = 'Nothing was published and nothing half done was kept.';

/**
 * A failed write below `reports`, in words: what the disk refused, and what to do. AssayErrors and defects of the
 * program pass through unchanged.
 */
export function writeFailure(reports: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof AssayError || code === undefined) return error;
  const path = pathOf(error) ?? reports;
  const fail = (exit: ExitName, name: string, message: string): AssayError =>
    new AssayError(exit, { code: name, where: path, message: `${message} ${NOTHING}` }, { cause: error });
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail(
        'io',
        'E_ARCHIVE_FULL',
        `${code === 'ENOSPC' ? 'the disk is full' : 'your disk quota is used up'} (${code}). Make room (an edition needs up to 3 MB) and build again.`,
      );
    case 'EACCES':
    case 'EPERM':
      return fail(
        'permission',
        'E_ARCHIVE_PERMISSION',
        `not allowed to write here (${code}, running as ${runningAs()}). Give this user the right to write to ${reports}, and build again.`,
      );
    case 'EROFS':
      return fail(
        'cannotCreate',
        'E_ARCHIVE_READONLY',
        'the file system is read-only. Use --desk with a folder that can be written to.',
      );
    case 'ENOENT':
    case 'ELOOP':
      return fail(
        'cannotCreate',
        'E_ARCHIVE_PLACE',
        `${refusalWords(error)} stands where a folder is needed. Move it away, and build again.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return fail(
        'cannotCreate',
        'E_ARCHIVE_PLACE',
        `a file stands where a folder is needed (${code}). Move it away, and build again.`,
      );
    default:
      return fail(
        'io',
        'E_ARCHIVE_WRITE',
        `could not be written (${code}). Check the disk, and build again.`,
      );
  }
}

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

function runningAs(): string {
  try {
    return JSON.stringify(userInfo().username);
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
