import type { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addWatch(program: Command, context: Context): void {
  program
    .command('watch')
    .description(
      'tell people when an edition is not out by its time (schedule.outBy), whatever the server does; until Ctrl-C',
    )
    .option('--once', 'one look: ends with 0 where it is out, or none should be, else with 75')
    .option('--json', 'with --once: one JSON document on stdout')
    .action(async (options: { once?: boolean; json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      if (!options.once) {
        await app.watch.always();
        return;
      }
      const watched = await app.watch.once();
      const { week, outBy, lacks, reason } = watched;
      if (options.json) printJson(watched);
      else if (week === '') printLine('No edition should be out yet.');
      else printLine(lacks === '' ? `${week} is out.` : `${week} is not out by ${outBy}: ${reason}`);
      if (lacks !== '') context.exit = EXIT.temporary;
    });
}
