import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';

/** What every command is given; a command that ends well but not with 0 says so in `exit`. */
export interface Context {
  readonly effects: Effects;
  exit: number;
}

/** The app on the desk the command line names; loaded only when a command runs, so that `--help` is instant. */
export async function appFor(command: Command, context: Context): Promise<App> {
  const { openApp } = await import('../app.ts');
  const desk: unknown = command.optsWithGlobals().desk;
  if (desk === '') {
    throw new AssayError('usage', {
      code: 'E_USAGE',
      where: '--desk',
      message: 'empty. Expected the folder of a desk; leave the option out for the current folder.',
    });
  }
  return openApp(typeof desk === 'string' ? desk : '.', context.effects);
}

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
