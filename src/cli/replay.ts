import type { Command } from 'commander';
import { EXIT, problemLines } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addReplay(program: Command, context: Context): void {
  program
    .command('replay <edition>')
    .description('make an archived edition again from its own folder and compare bytes')
    .option('--json', 'one JSON document on stdout')
    .action(async (edition: string, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const result = await app.replay(edition);
      if (!result.identical) context.exit = EXIT.data;
      if (options.json) {
        printJson(result);
        return;
      }
      for (const line of problemLines(result.findings)) context.effects.log(line);
      printLine(
        result.identical
          ? `${edition}: identical, ${result.compared} files`
          : `${edition}: differs in ${result.findings.length} of ${result.compared} files`,
      );
    });
}
