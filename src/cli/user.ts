import { Argument, type Command, Option } from 'commander';
import type { UserChange } from '../app/users.ts';
import { type Account, ROLES, type Role } from '../model/account.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';
import { givenPassword, type PasswordOptions, requireOneSource } from './given-password.ts';

export function addUser(program: Command, context: Context): void {
  const user = program.command('user').description('who may sign in to the studio, and as what');
  addOne(user, context);
  addList(user, context);
  user
    .command('role <name>')
    .description('change what somebody may do; ends their sessions')
    .addArgument(new Argument('<role>').choices(ROLES))
    .action((name: string, role: Role, _: unknown, command: Command) =>
      change({ name, role }, command, context),
    );
  user
    .command('disable <name>')
    .description('nobody signs in by this name any more; what was done under it stays')
    .action((name: string, _: unknown, command: Command) =>
      change({ name, state: 'disabled' }, command, context),
    );
  user
    .command('enable <name>')
    .description('let somebody sign in again')
    .action((name: string, _: unknown, command: Command) =>
      change({ name, state: 'active' }, command, context),
    );
  withPassword(user.command('password <name>'))
    .description('give somebody a new password; ends their sessions')
    .action((name: string, options: PasswordOptions, command: Command) => {
      requireOneSource(options);
      const password = () => givenPassword(name, options, context.effects);
      return change({ name, password }, command, context);
    });
}

function addOne(user: Command, context: Context): void {
  withPassword(user.command('add <name>'))
    .description('a new account; its password is asked for')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).makeOptionMandatory())
    .action(async (name: string, options: PasswordOptions & { role: Role }, command: Command) => {
      requireOneSource(options);
      const password = () => givenPassword(name, options, context.effects);
      const app = await appFor(command, context);
      printLine(lineOf(await app.users.add({ name, role: options.role, password })));
      context.effects.log('Added.');
    });
}

function withPassword(command: Command): Command {
  return command
    .option('--password-file <file>', 'read the password from a file that only you may read')
    .option('--password-stdin', 'read the password from standard input');
}

function addList(user: Command, context: Context): void {
  user
    .command('list')
    .description('everybody, by name')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean }, command: Command) => {
      const accounts = await (await appFor(command, context)).users.list();
      if (options.json) return printJson(accounts);
      if (accounts.length === 0) {
        context.effects.log('Nobody. Add the first: assay user add NAME --role admin');
        return;
      }
      printLine(['name', 'role', 'state', 'since'].join('\t'));
      for (const account of accounts) printLine(lineOf(account));
    });
}

async function change(request: UserChange, command: Command, context: Context): Promise<void> {
  const { isChanged, account } = await (await appFor(command, context)).users.change(request);
  printLine(lineOf(account));
  context.effects.log(isChanged ? 'Changed.' : 'Nothing to do.');
}

function lineOf({ name, role, state, createdAt }: Account): string {
  return [name, role, state, createdAt.slice(0, 10)].join('\t');
}
