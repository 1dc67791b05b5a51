import type { Command } from 'commander';
import { AssayError, quoted } from '../errors.ts';
import { appFor, type Context, printLine } from './context.ts';

export function addServe(program: Command, context: Context): void {
  program
    .command('serve')
    .description('the studio and the schedule, until Ctrl-C; reached from this machine only')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'on which port; 0 for any that is free', '8600')
    .option('--no-schedule', 'makes and mails nothing by itself')
    .action(async (options: { host: string; port: string; schedule: boolean }, command: Command) => {
      const port = portOption(options.port);
      const app = await appFor(command, context);
      const onListening = (address: string): void => printLine(`Listening on ${address}; Ctrl-C stops.`);
      // For whoever started it: into no log.
      const onSetupCode = (code: string): void =>
        printLine(`Nobody has an account yet. Open it within ten minutes and give this code: ${code}`);
      const isTerminal = process.stderr.isTTY === true;
      await app.serve({
        host: options.host,
        port,
        schedule: options.schedule,
        isTerminal,
        onListening,
        onSetupCode,
      });
    });
}

function portOption(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where: '--port',
    message: `${quoted(text)} is no port. Expected a number from 0 to 65535, e.g. --port 8600.`,
  });
}
