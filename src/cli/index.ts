import { Command, CommanderError } from 'commander';
import { type Effects, realEffects } from '../effects.ts';
import { AssayError, EXIT, oneLine, problemLines } from '../errors.ts';
import { programVersion } from '../program.ts';
import { addArchive } from './archive.ts';
import { addBounces } from './bounces.ts';
import { addBuild } from './build.ts';
import { addCheck } from './check.ts';
import type { Context } from './context.ts';
import { addDeliveries } from './deliveries.ts';
import { addDoctor } from './doctor.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addReplay } from './replay.ts';
import { addSchedule } from './schedule.ts';
import { addSend } from './send.ts';
import { addServe } from './serve.ts';
import { addShow } from './show.ts';
import { onClosedPipe, onStopRequest } from './stop.ts';
import { addSubscribers } from './subscribers.ts';
import { addUser } from './user.ts';
import { addWatch } from './watch.ts';

/**
 * The whole command line: parses, runs one command, turns every way of ending into an exit code.
 * Results go to stdout, words for people to stderr.
 */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  onClosedPipe();
  const stop = onStopRequest();
  const effects = realEffects(stop.signal);
  const context: Context = { effects, exit: 0 };
  try {
    requireFolder();
    await commandLine(context).parseAsync([...words], { from: 'user' });
    return context.exit;
  } catch (error) {
    return ending(error, effects, words);
  } finally {
    stop.dispose();
  }
}

/** Somebody may have deleted the folder a shell still stands in. */
function requireFolder(): void {
  try {
    process.cwd();
  } catch (error) {
    throw new AssayError(
      'missing',
      {
        code: 'E_FOLDER',
        where: '',
        message: 'the current folder no longer exists. Change to another one and try again.',
      },
      { cause: error },
    );
  }
}

/** Every command, each with its options; nothing of the program is loaded before one runs. */
export function commandLine(context: Context): Command {
  const program = new Command('assay')
    .description(
      "Makes a desk's weekly metals brief: validated figures in, HTML and PDF in English and Chinese out.",
    )
    .option('--desk <dir>', 'the desk to work on', '.')
    .version(programVersion())
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: (text, write) => write(`${usageLine(text)}\n`) })
    .exitOverride();
  for (const add of [
    addBuild,
    addCheck,
    addImport,
    addShow,
    addReplay,
    addArchive,
    addDoctor,
    addInit,
    addBounces,
    addServe,
    addSchedule,
    addWatch,
    addSubscribers,
    addSend,
    addDeliveries,
    addUser,
  ])
    add(program, context);
  return program;
}

/** What the library says, with perhaps `(Did you mean build?)` on a line of its own, as one line. */
function usageLine(text: string): string {
  const [, said = text, guess = ''] =
    /^error: (.*?)\.?(?:\n\((Did you mean [^\n]*)\))?$/s.exec(text.trimEnd()) ?? [];
  return oneLine(`E_USAGE ${said}. ${guess === '' ? '' : `${guess} `}"assay --help" lists the commands.`);
}

function ending(error: unknown, effects: Effects, words: readonly string[]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (effects.stop.aborted) {
    effects.log('E_STOPPED stopped on request; nothing half done was kept.');
    return 130;
  }
  if (error instanceof AssayError) {
    for (const line of problemLines(error.problems)) effects.log(line);
    return EXIT[error.exit];
  }
  // A defect of the program, not of the desk: its trace helps only those who mend it.
  const reason = error instanceof Error ? error.message : String(error);
  effects.log(
    `E_INTERNAL assay ${words.join(' ')}: ${reason.split('\n')[0] ?? ''}. This is a defect of the program; run again with ASSAY_DEBUG=1 and report what it prints.`,
  );
  if (process.env.ASSAY_DEBUG && error instanceof Error) effects.log(error.stack ?? reason);
  return 70;
}
