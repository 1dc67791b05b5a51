import { AssayError, quoted } from '../errors.ts';

/** What can go wrong between a document and its paper, as people read it. */

export function browserDied(cause?: unknown): AssayError {
  return new AssayError(
    'temporary',
    {
      code: 'E_BROWSER_DIED',
      where: '',
      message: 'the browser ended while it was printing. Nothing was written; run the command again.',
    },
    { cause },
  );
}

/** `said`: what the browser wrote before it ended, or why it could not be run at all. */
export function browserNotStarted(executable: string, said: string): AssayError {
  const lines = said.split('\n').map((line) => line.trim());
  const telling = lines.find((line) =>
    /ENOENT|EACCES|ENOEXEC|error|fatal|sandbox|cannot|no such/i.test(line),
  );
  return new AssayError(
    'unavailable',
    {
      code: 'E_BROWSER_START',
      where: executable,
      message: `the browser did not start (${reasonOf(telling ?? lines[0] ?? '')}). Run "assay doctor", or set ASSAY_CHROME to a Chromium that runs here.`,
    },
    { cause: new Error(said) },
  );
}

export function browserSilent(executable: string, milliseconds: number): AssayError {
  return new AssayError('temporary', {
    code: 'E_BROWSER_TIMEOUT',
    where: executable,
    message: `the browser started but did not answer within ${milliseconds / 1000} s; it was stopped. Run the command again when the machine is less busy; if it stays so, run "assay doctor", or set ASSAY_CHROME to a Chromium that runs here.`,
  });
}

/** Without a folder for its profile no browser starts. */
export function noProfile(folder: string, cause: unknown): AssayError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new AssayError(
    'unavailable',
    {
      code: 'E_BROWSER_START',
      where: folder,
      message: `no folder can be made there for the browser (${code}). Expected a place for temporary files. Free some room, or set TMPDIR to a folder that can be written to.`,
    },
    { cause },
  );
}

function reasonOf(line: string): string {
  if (line === '') return 'it ended at once without a word';
  if (line.includes('ENOENT')) return 'no such file';
  if (line.includes('EACCES')) return 'not allowed to run it';
  if (line.includes('ENOEXEC')) return 'not a program for this machine';
  return line.slice(0, 160);
}

export function renderTimeout(milliseconds: number): AssayError {
  return new AssayError('temporary', {
    code: 'E_RENDER_TIMEOUT',
    where: '',
    message: `the page was not printed within ${milliseconds / 1000} s; the browser was stopped. Nothing was written; run the command again when the machine is less busy.`,
  });
}

/** A brief is self-contained: an address in it is a template's or a drawing's mistake, or an attack. */
export function outsideRequest(addresses: readonly string[]): AssayError {
  return new AssayError(
    'data',
    [...new Set(addresses)].map((address) => ({
      code: 'E_RENDER_REQUEST',
      where: '',
      message: `the page asked for ${quoted(address)}, which was refused. A brief loads nothing from outside: put it into the template or drawing itself.`,
    })),
  );
}

/** What puppeteer says when page, session or browser vanish under a command. */
export function isDeath(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Target closed|Session closed|Connection closed|Target crashed|Page crashed|detached|Printing failed/i.test(
      error.message,
    )
  );
}
