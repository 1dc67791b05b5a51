import type { Command } from 'commander';
import { AssayError, quoted } from '../errors.ts';
import { appFor, type Context, printLine } from './context.ts';

export function addServe(program: Command, context: Context): void {
  program
    .command('serve')
    .description("the subscribers' pages and the archive's briefs by HTTP, until Ctrl-C; this machine only")
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'on which port; 0 for any that is free', '8600')
    .action(async (options: { host: string; port: string }, command: Command) => {
      const port = portOption(options.port);
      const app = await appFor(command, context);
      const onListening = (address: string): void => printLine(`Listening on ${address}; Ctrl-C stops.`);
      await app.serve({ host: options.host, port, onListening });
      context.effects.log('Stopped.');
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
