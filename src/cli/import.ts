import type { Command } from 'commander';
import type { Imported } from '../app.ts';
import { EXIT, type ExitName, oneLine, problemLines } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addImport(program: Command, context: Context): void {
  program
    .command('import <file...>')
    .description('take files from anywhere into the store, all or none; builds read data/inbox by themselves')
    .option('--mapping <name>', 'read them by this mapping of data/mappings')
    .option('--dry-run', 'do everything, keep nothing, say what it would do')
    .option(
      '--release',
      "a publisher's release: what it changes is the source's revision, not our correction",
    )
    .option('--reason <text>', 'why, for whoever reads the revisions')
    .option('--json', 'one JSON document on stdout')
    .action(async (files: string[], options: ImportOptions, command: Command) => {
      const app = await appFor(command, context);
      const imported = await app.import({
        files,
        dryRun: options.dryRun ?? false,
        ...(options.mapping === undefined ? {} : { mapping: options.mapping }),
        ...(options.release === undefined ? {} : { release: options.release }),
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      if (!imported.sound) context.exit = EXIT[exitOf(imported)];
      if (options.json) {
        printJson(imported);
        return;
      }
      const told = imported.findings.filter((finding) => finding.severity !== 'note');
      for (const line of problemLines(told)) context.effects.log(line);
      for (const file of imported.files) printLine(fileLine(file));
      for (const { yaml, notes } of imported.proposals) {
        printLine(yaml.trimEnd());
        for (const note of notes) context.effects.log(note);
      }
      context.effects.log(ending(imported, options.dryRun ?? false));
    });
}

interface ImportOptions {
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly release?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

function fileLine(file: Imported['files'][number]): string {
  const label = oneLine(file.label);
  if (file.known) return `${label}: known already, nothing to do`;
  const count = (n: number) => n.toLocaleString('en-US');
  const counts = `${count(file.added)} new, ${count(file.same)} same, ${count(file.revised)} revised, ${count(file.refused)} refused`;
  return `${label}: ${counts}${file.mapping === '' ? '' : ` (mapping ${file.mapping})`}`;
}

function ending({ files, kept, sound }: Imported, dryRun: boolean): string {
  if (!sound) return 'Nothing was kept: one error and no file goes in.';
  if (dryRun) return 'A dry run: nothing was kept. Without --dry-run these rows go into the store.';
  return kept && files.some((file) => !file.known) ? 'Kept.' : 'Nothing to do.';
}

/** What is missing or may not be read is another kind of fault than what a file says. */
const EXITS: ReadonlyArray<readonly [code: string, exit: ExitName]> = [
  ['E_DATA_MISSING', 'missing'],
  ['E_DATA_PERMISSION', 'permission'],
  ['E_DATA_READ', 'io'],
];

export function exitOf({ findings }: Pick<Imported, 'findings'>): ExitName {
  const errors = findings.filter((finding) => finding.severity === 'error');
  const kinds = new Set(errors.map(({ code }) => EXITS.find(([one]) => one === code)?.[1] ?? 'data'));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'data';
}
