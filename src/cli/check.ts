import type { Command } from 'commander';
import { EXIT, problemLines } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addCheck(program: Command, context: Context): void {
  program
    .command('check [week]')
    .description('check configuration, catalog, templates, inbox and the gate; writes nothing')
    .option('--json', 'one JSON document on stdout')
    .action(async (week: string | undefined, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const result = await app.check(week);
      if (result.verdict === 'hold') context.exit = EXIT.data;
      if (options.json) {
        printJson(result);
        return;
      }
      // Notes are for the brief's readers; whoever mends data looks for what is wrong with it.
      const wrong = result.findings.filter((finding) => finding.severity !== 'note');
      for (const line of problemLines(wrong)) context.effects.log(line);
      const notes = result.findings.length - wrong.length;
      printLine(
        `${result.verdict} (${result.checks} checks, ${wrong.length} errors and warnings, ${notes} notes${notes > 0 ? '; --json lists all' : ''})`,
      );
    });
}
