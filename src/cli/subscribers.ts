import { type Command, Option } from 'commander';
import type { SubscribersImported } from '../app/import-subscribers.ts';
import { EXIT, oneLine, problemLines } from '../errors.ts';
import { SUBSCRIBER_STATES, type SubscriberState } from '../model/subscriber.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';
import { exitOf } from './import.ts';
import { eventLine, printPeople, subscriberLine, subscriberLines } from './subscriber-lines.ts';

export function addSubscribers(program: Command, context: Context): void {
  const subscribers = program
    .command('subscribers')
    .description('who gets the brief by mail: import, list, add, remove, show');
  addListImport(subscribers, context);
  addList(subscribers, context);
  addOne(subscribers, context);
  addRemove(subscribers, context);
  addShowOne(subscribers, context);
}

function addListImport(subscribers: Command, context: Context): void {
  subscribers
    .command('import <file>')
    .description('take a list of people in, all or none; a .csv or .xlsx with a column "address"')
    .option('--list <name>', 'put everybody in it on this list too')
    .option('--dry-run', 'keep nothing, say what it would do')
    .option('--resubscribe', 'bring back those who left or whose mail came back; needs --reason')
    .option('--reason <text>', 'why, for their histories')
    .option('--json', 'one JSON document on stdout')
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const app = await appFor(command, context);
      const tell = (findings: SubscribersImported['findings']): void => {
        const told = findings.filter(({ severity }) => severity !== 'note');
        for (const line of problemLines(told)) context.effects.log(line);
      };
      const imported = await app.subscribers.import({
        file,
        dryRun: options.dryRun ?? false,
        resubscribe: options.resubscribe ?? false,
        ...(options.list === undefined ? {} : { list: options.list }),
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        // Before it is kept: whoever watches may still stop it.
        onPlanned: (planned) => {
          if (options.json) return;
          tell(planned.findings);
          printLine(summary(planned));
        },
      });
      if (imported.errors > 0) context.exit = EXIT[exitOf(imported)];
      if (options.json) {
        printJson(imported);
        return;
      }
      if (imported.errors > 0) tell(imported.findings);
      context.effects.log(ending(imported));
    });
}

interface ImportOptions {
  readonly list?: string;
  readonly dryRun?: boolean;
  readonly resubscribe?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

function addList(subscribers: Command, context: Context): void {
  subscribers
    .command('list')
    .description('everybody: address, name, language, time zone, metals, format, lists, state, since')
    .option('--list <name>', 'only who is on this list')
    .addOption(new Option('--state <state>', 'only who is in this state').choices(SUBSCRIBER_STATES))
    .addOption(new Option('--csv', 'as CSV, safe to open in a spreadsheet').conflicts('json'))
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ListOptions, command: Command) => {
      const app = await appFor(command, context);
      const people = app.subscribers.list({
        ...(options.list === undefined ? {} : { list: options.list }),
        ...(options.state === undefined ? {} : { state: options.state }),
      });
      const count = await printPeople(people, options.json ? 'json' : options.csv ? 'csv' : 'lines');
      if (count > 0) return;
      const isAll = options.list === undefined && options.state === undefined;
      context.effects.log(
        isAll
          ? 'No subscriber yet. Take a list in with "assay subscribers import FILE".'
          : 'Nobody. "assay subscribers list" names everybody.',
      );
    });
}

interface ListOptions {
  readonly list?: string;
  readonly state?: SubscriberState;
  readonly csv?: boolean;
  readonly json?: boolean;
}

function addOne(subscribers: Command, context: Context): void {
  subscribers
    .command('add <address>')
    .description('one person, or other wishes of a known one')
    .option('--name <name>', 'as letters greet them')
    .option('--language <language>', 'en or zh')
    .option('--zone <zone>', "their time zone, like Asia/Shanghai; else the desk's")
    .option(
      '--metals <metals>',
      'metals or groups the letter is narrowed to, like copper,tin or bulk; or all',
    )
    .option('--format <format>', 'pdf, link or html')
    .option('--list <name>', 'a list they are on; may be given again', gathered)
    .option('--resubscribe', 'bring back one who left or whose mail came back; needs --reason')
    .option('--reason <text>', 'why, for the history')
    .option('--json', 'one JSON document on stdout')
    .action(async (address: string, options: AddOptions, command: Command) => {
      const app = await appFor(command, context);
      const changed = await app.subscribers.add({
        address,
        wishes: {
          name: options.name,
          language: options.language,
          timeZone: options.zone,
          metals: options.metals,
          format: options.format,
          lists: options.list?.join(','),
        },
        resubscribe: options.resubscribe ?? false,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
      });
      if (options.json) return printJson(changed);
      printLine(subscriberLine(changed.subscriber));
      context.effects.log(changed.what === 'same' ? 'Nothing to do.' : `${capital(changed.what)}.`);
    });
}

interface AddOptions {
  readonly name?: string;
  readonly language?: string;
  readonly zone?: string;
  readonly metals?: string;
  readonly format?: string;
  readonly list?: string[];
  readonly resubscribe?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

function gathered(name: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), name];
}

function addRemove(subscribers: Command, context: Context): void {
  subscribers
    .command('remove <address>')
    .description('unsubscribe a person; they stay known, so that no import brings them back')
    .requiredOption('--reason <text>', 'why, for the history')
    .option('--json', 'one JSON document on stdout')
    .action(async (address: string, options: { reason: string; json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const changed = await app.subscribers.remove({ address, reason: options.reason });
      if (options.json) return printJson(changed);
      printLine(subscriberLine(changed.subscriber));
      const { since } = changed.subscriber;
      context.effects.log(
        changed.what === 'same'
          ? `Unsubscribed already, on ${since.slice(0, 10)}. Nothing to do.`
          : 'Unsubscribed.',
      );
    });
}

function addShowOne(subscribers: Command, context: Context): void {
  subscribers
    .command('show <address>')
    .description('what one person wishes, and what befell them')
    .option('--json', 'one JSON document on stdout')
    .action(async (address: string, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const shown = await app.subscribers.show(address);
      if (options.json) return printJson(shown);
      for (const line of subscriberLines(shown.subscriber)) printLine(line);
      for (const event of shown.history) printLine(eventLine(event));
    });
}

function summary({ file, counts }: Omit<SubscribersImported, 'kept'>): string {
  if (counts === undefined) return `${oneLine(file)}: nothing`;
  const parts: ReadonlyArray<readonly [number, string]> = [
    [counts.added, 'new'],
    [counts.changed, 'changed'],
    [counts.same, 'same'],
    [counts.resubscribed, 'resubscribed'],
    [counts.unsubscribed, 'kept unsubscribed'],
    [counts.bounced, 'kept off after bounces'],
    [counts.duplicates, 'twice in it'],
  ];
  const always = 3;
  const said = parts.filter(([count], at) => at < always || count > 0);
  return `${oneLine(file)}: ${said.map(([count, word]) => `${count.toLocaleString('en-US')} ${word}`).join(', ')}`;
}

function ending({ errors, kept, counts }: SubscribersImported): string {
  if (errors > 0) return 'Nothing was kept: nobody of a list goes in while a line of it is wrong.';
  if (!kept) return 'A dry run: nothing was kept. Without --dry-run these people go in.';
  const changes = (counts?.added ?? 0) + (counts?.changed ?? 0) + (counts?.resubscribed ?? 0);
  return changes > 0 ? 'Kept.' : 'Nothing to do.';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
