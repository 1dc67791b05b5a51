import type { Command } from 'commander';
import type { ReplyCounts } from '../delivery/bounces/index.ts';
import { counted, problemLine, problemLines } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addBounces(program: Command, context: Context): void {
  program
    .command('bounces <place...>')
    .description(
      'read what came back (a Maildir, an mbox file, a message, or - for standard input): bounces, complaints, unsubscriptions by mail',
    )
    .option('--dry-run', 'say what would be written; write nothing')
    .option('--json', 'one JSON document on stdout')
    .action(async (places: string[], options: { dryRun?: boolean; json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const read = await app.bounces({ places, dryRun: options.dryRun ?? false });
      if (options.json) {
        printJson(read);
        return;
      }
      const isNote = ({ severity }: { readonly severity: string }): boolean => severity === 'note';
      for (const line of problemLines(read.findings.filter((one) => !isNote(one)))) context.effects.log(line);
      const notes = read.findings.filter(isNote);
      for (const one of notes.slice(0, MOST_SHOWN)) printLine(problemLine(one));
      const more = notes.length - MOST_SHOWN;
      if (more > 0) printLine(`…and ${more} more; --json lists them`);
      printLine(
        `${counted(read.messages, 'message')} read${sumOf(read.counts)}${read.dryRun ? '. Nothing was written.' : '.'}`,
      );
    });
}

const MOST_SHOWN = 20;

const WORDS: Readonly<Record<keyof ReplyCounts, string>> = {
  bounced: 'bounced',
  accepted: 'no longer uncertain',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
  delayed: 'delayed',
  known: 'known already',
  early: 'still being sent',
  unverified: 'not verified',
  automatic: 'answered by a machine',
  other: 'other',
  unreadable: 'unreadable',
};

function sumOf(counts: ReplyCounts): string {
  const parts = Object.entries(WORDS).flatMap(([end, word]) => {
    const count = new Map(Object.entries(counts)).get(end) ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${word}`];
  });
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}
