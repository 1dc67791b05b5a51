import type { Command } from 'commander';
import type { Context } from './context.ts';
import { printLine } from './context.ts';

export function addInit(program: Command, context: Context): void {
  program
    .command('init <dir>')
    .description('make a new desk')
    .action(async (folder: string) => {
      const { initDesk } = await import('../app/init.ts');
      for (const file of await initDesk(folder)) printLine(file);
      context.effects.log(`A desk. Put a .csv into ${folder}/data/inbox, then: assay build --desk ${folder}`);
    });
}
