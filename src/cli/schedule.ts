import type { Command } from 'commander';
import type { NextRuns } from '../app/schedule-commands.ts';
import { AssayError, oneLine, problemLines, quoted } from '../errors.ts';
import type { ScheduledRun } from '../schedule/runs.ts';
import { noteWords } from '../schedule/words.ts';
import type { Occurrence } from '../store/office/index.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addSchedule(program: Command, context: Context): void {
  const schedule = program
    .command('schedule')
    .description('when editions are made and mailed by themselves, by a running "assay serve"');
  schedule
    .command('next')
    .description('the next runs')
    .option('--count <n>', 'how many', '5')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { count: string; json?: boolean }, command: Command) => {
      const count = countOption(options.count);
      const next = await (await appFor(command, context)).schedule.next(count);
      if (options.json) printJson(next);
      else for (const line of nextLines(next)) printLine(line);
      for (const line of problemLines(next.warnings)) context.effects.log(line);
    });
  schedule
    .command('list')
    .description('the weeks that were due and what became of them, the newest first')
    .option('--count <n>', 'how many', '20')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { count: string; json?: boolean }, command: Command) => {
      const count = countOption(options.count);
      const listed = await (await appFor(command, context)).schedule.list(count);
      if (options.json) printJson(listed);
      else if (listed.length === 0) printLine('No week was due yet.');
      else for (const one of listed) printLine(occurrenceLine(one));
    });
  schedule
    .command('hold <week>')
    .description('make and mail nothing of a week by itself until it is released')
    .requiredOption('--reason <text>', 'why, for those who come after')
    .action(async (week: string, { reason }: { reason: string }, command: Command) =>
      printLine(occurrenceLine(await (await appFor(command, context)).schedule.hold({ week, reason }))),
    );
  schedule
    .command('release <week>')
    .description('try again what is held, failed or missed')
    .option('--reason <text>', 'why, for those who come after', '')
    .action(async (week: string, { reason }: { reason: string }, command: Command) =>
      printLine(occurrenceLine(await (await appFor(command, context)).schedule.release({ week, reason }))),
    );
}

function nextLines({ timeZone, runs }: NextRuns): string[] {
  if (runs.length === 0) return ['Nothing is ever due.'];
  return [
    `By the clocks of ${timeZone}:`,
    ...runs.flatMap((run) => [runLine(run), ...run.notes.map((note) => `            ${noteWords(note)}`)]),
  ];
}

function runLine({ week, due, send, skipped }: ScheduledRun): string {
  const mailed =
    send === undefined ? 'not mailed by itself' : `mailed ${dayName(send.date)} ${send.date} ${send.time}`;
  const what = skipped ? 'skipped' : mailed;
  return `  ${week}  ${dayName(due.date)} ${due.date} ${due.time}  (${due.at.slice(0, 16)}Z)  ${what}`;
}

function dayName(date: string): string {
  return new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}

function occurrenceLine({ week, dueAt, state, reason }: Occurrence): string {
  return `${week}  due ${dueAt.slice(0, 16)}Z  ${state.padEnd(9)}  ${oneLine(reason)}`.trimEnd();
}

function countOption(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where: '--count',
    message: `${quoted(text)} is no number of runs. Expected 1 to 999, e.g. --count 5.`,
  });
}
