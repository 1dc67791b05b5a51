import type { Command } from 'commander';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addShow(program: Command, context: Context): void {
  program
    .command('show <series>')
    .description('observations of a series: date, value, unit, status, known at, where read')
    .option('--as-of <instant>', 'only what was known then')
    .option('--revisions', 'every vintage of dates whose value was revised')
    .option('--json', 'one JSON document on stdout')
    .action(
      async (
        series: string,
        options: { asOf?: string; revisions?: boolean; json?: boolean },
        command: Command,
      ) => {
        const app = await appFor(command, context);
        const shown = await app.show(series, {
          ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
          revisions: options.revisions ?? false,
        });
        if (options.json) {
          printJson(shown);
          return;
        }
        printLine(['date', 'value', 'unit', 'status', 'known at', 'read at'].join('\t'));
        for (const { date, value, status, knownAt, place } of shown.observations) {
          printLine([date, value, shown.unit, status, knownAt, `${place.file}:${place.row}`].join('\t'));
        }
      },
    );
}
