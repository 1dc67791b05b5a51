import { pino } from 'pino';
import type { Effects } from '../effects.ts';

/** Where the log goes: stderr, or what stands in for it. */
export interface LogStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** `E_…` stops something, `W_…` should be known; a code may come after a reference. */
const CODE = /^(?:[0-9a-z]{1,24} )?(?<code>(?<kind>[EWI])_[A-Z0-9_]+)\b/;
const LEVELS: Readonly<Record<string, 'error' | 'warn' | 'info'>> = { E: 'error', W: 'warn', I: 'info' };

/**
 * The log of a server: a line for each on a terminal, else a line of JSON each (`level`, `time`, `code` where there is
 * one, `msg`). `redact` sees every line as it is written.
 */
export function openLog(
  stream: LogStream,
  redact: (text: string) => string,
  now: Effects['now'],
): Effects['log'] {
  if (stream.isTTY)
    return (line) => {
      stream.write(`${redact(line)}\n`);
    };
  const log = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${now().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: redact },
    },
    { write: (text: string) => stream.write(text) },
  );
  return (line) => {
    const { code, kind = 'I' } = CODE.exec(line)?.groups ?? {};
    // Before and after: in JSON some secrets are spelled otherwise than they stand in the line.
    log[LEVELS[kind] ?? 'info'](code === undefined ? {} : { code }, redact(line));
  };
}
