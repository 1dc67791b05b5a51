import type { Command } from 'commander';
import { EXIT } from '../errors.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addDoctor(program: Command, context: Context): void {
  program
    .command('doctor')
    .description(
      'browser, fonts, store, clock, office, schedule and more: what works, and the fix for what does not',
    )
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const diagnoses = await app.doctor();
      if (diagnoses.some((one) => one.state === 'broken')) context.exit = EXIT.unavailable;
      if (options.json) {
        printJson(diagnoses);
        return;
      }
      for (const { subject, state, message } of diagnoses)
        printLine(`${state.padEnd(6)} ${subject}: ${message}`);
    });
}
