import type { Command } from 'commander';
import { problemLines } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';
import { languagesOption } from './options.ts';

export function addBuild(program: Command, context: Context): void {
  program
    .command('build [week]')
    .description(
      'make and archive the edition of a week; the last complete week that has data when none is named',
    )
    .option('--lang <list>', "languages, comma separated; the desk's own when absent")
    .option('--as-of <instant>', 'build with what was known then (ISO date or instant)')
    .option('--draft', 'write to reports/.drafts/<week>/, not archived, overwritten')
    .option('--json', 'one JSON document on stdout')
    .action(async (week: string | undefined, options: BuildOptions, command: Command) => {
      const app = await appFor(command, context);
      const built = await app.build({
        ...(week === undefined ? {} : { week }),
        ...(options.lang === undefined ? {} : { languages: languagesOption(options.lang) }),
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        draft: options.draft ?? false,
      });
      // Errors among them are of values that this edition withholds.
      const told = built.findings.filter((finding) => finding.severity !== 'note');
      for (const line of problemLines(told)) context.effects.log(line);
      if (options.json) {
        const { edition, dir, files, findings, timings } = built;
        printJson({ edition, dir, files, findings, timings });
        return;
      }
      for (const file of built.files.filter((path) => /\/brief\.(?:html|pdf)$/.test(path)))
        printLine(`${built.dir}/${file}`);
    });
}

interface BuildOptions {
  readonly lang?: string;
  readonly asOf?: string;
  readonly draft?: boolean;
  readonly json?: boolean;
}
