import type { Command } from 'commander';
import type { DeliveriesQuery, ListedDeliveries } from '../app/deliveries.ts';
import type { LogResolved } from '../delivery/bounces/postfix-log.ts';
import { AssayError, EXIT, oneLine, problemLines } from '../errors.ts';
import { DELIVERY_STATES, type Delivery } from '../model/delivery.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addDeliveries(program: Command, context: Context): void {
  const deliveries = program
    .command('deliveries')
    .description('what became of every letter: list, audit, resolve, release');
  addList(deliveries, context);
  addAudit(deliveries, context);
  addResolve(deliveries, context);
  addRelease(deliveries, context);
}

function addList(deliveries: Command, context: Context): void {
  deliveries
    .command('list [edition]')
    .description(
      "campaigns and their sums; an edition's deliveries one by one, or those of a state or an address",
    )
    .option('--list <name>', 'of one list only')
    .option('--state <state>', 'e.g. uncertain, rejected, deferred')
    .option('--address <address>', 'of one reader only')
    .option('--json', 'one JSON document on stdout')
    .action(
      async (
        edition: string | undefined,
        options: DeliveriesQuery & { json?: boolean },
        command: Command,
      ) => {
        const app = await appFor(command, context);
        const { json, ...query } = options;
        await app.deliveries.list({ ...query, ...(edition === undefined ? {} : { edition }) }, (listed) =>
          json ? printListJson(listed) : printList(listed, context),
        );
      },
    );
}

async function printList({ campaigns, deliveries }: ListedDeliveries, context: Context): Promise<void> {
  let printed = 0;
  for await (const batch of deliveries) {
    for (const one of batch) printLine(deliveryLine(one));
    printed += batch.length;
  }
  const line = printed === 0 ? printLine : context.effects.log;
  for (const { edition, list, state, reason, planned, counts } of campaigns) {
    const parts = DELIVERY_STATES.filter((one) => counts[one] > 0).map(
      (one) => `${counts[one].toLocaleString('en-US')} ${wordOf(one)}`,
    );
    const told = reason === '' ? state : `${state} (${oneLine(reason)})`;
    line(`${edition} to ${list}: ${told}, ${planned.toLocaleString('en-US')} planned: ${parts.join(', ')}`);
  }
  if (campaigns.length === 0)
    context.effects.log('No campaign of that is known. An edition becomes one with "assay send EDITION".');
}

/** 16 digits of the id are enough for `resolve`. */
function deliveryLine({
  delivery,
  edition,
  list,
  address,
  state,
  changedAt,
  nextAt,
  reason,
}: Delivery): string {
  const next = nextAt === undefined ? '' : `next try ${nextAt.slice(0, 16)}Z`;
  return [
    delivery.slice(0, 16),
    edition,
    list,
    address,
    wordOf(state),
    changedAt,
    [next, oneLine(reason)].filter((text) => text !== '').join('; '),
  ]
    .join('\t')
    .trimEnd();
}

/** One document, written as it is read: a list may be longer than memory. */
async function printListJson({ campaigns, deliveries }: ListedDeliveries): Promise<void> {
  process.stdout.write(`{\n  "campaigns": ${JSON.stringify(campaigns)},\n  "deliveries": [`);
  let between = '\n    ';
  for await (const batch of deliveries) {
    for (const one of batch) {
      process.stdout.write(between + JSON.stringify(one));
      between = ',\n    ';
    }
  }
  process.stdout.write(`${between.startsWith(',') ? '\n  ' : ''}]\n}\n`);
}

/** `in-data`: as `--state` takes it. */
export function wordOf(state: Delivery['state']): string {
  return state.toLowerCase().replaceAll('_', '-');
}

function addAudit(deliveries: Command, context: Context): void {
  deliveries
    .command('audit')
    .description('check that the books balance: no one twice, no one skipped, every sum right')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const audited = await app.deliveries.audit();
      const { breaches, campaigns, deliveries: count, uncertain } = audited;
      if (breaches.length > 0) context.exit = EXIT.data;
      if (options.json) {
        printJson(audited);
        return;
      }
      for (const { invariant, where, what } of breaches)
        context.effects.log(`E_LEDGER_AUDIT ${oneLine(where)}: ${invariant}: ${what}`);
      const sum = `${amount(campaigns, 'campaign')}, ${amount(count, 'letter')}, ${uncertain.toLocaleString('en-US')} uncertain`;
      printLine(
        breaches.length === 0
          ? `The books balance: I1 to I10 hold (${sum}).`
          : `THE BOOKS DO NOT BALANCE: ${amount(breaches.length, 'breach', 'breaches')} (${sum}).`,
      );
    });
}

function amount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

interface ResolveOptions {
  readonly edition?: string;
  readonly sent?: boolean;
  readonly again?: boolean;
  readonly cancel?: boolean;
  readonly reason?: string;
  readonly fromPostfixLog?: string;
  readonly json?: boolean;
}

function addResolve(deliveries: Command, context: Context): void {
  deliveries
    .command('resolve [which]')
    .description('say what became of an uncertain letter: its id, or an address with --edition')
    .option('--edition <edition>', 'the edition an address is meant of')
    .option('--sent', 'it arrived: never sent again')
    .option('--again', 'it did not: sent again by the next "assay send", under the same Message-ID')
    .option('--cancel', 'leave it')
    .option('--reason <text>', 'how this is known; kept with the letter')
    .option('--from-postfix-log <file>', "settle every uncertain letter the relay's log knows of")
    .option('--json', 'one JSON document on stdout')
    .action(async (which: string | undefined, options: ResolveOptions, command: Command) => {
      const app = await appFor(command, context);
      if (options.fromPostfixLog !== undefined) {
        if (which !== undefined) throw usage('give either a letter or --from-postfix-log, not both.');
        const found = await app.deliveries.resolveFromPostfixLog(options.fromPostfixLog);
        if (options.json) printJson(found);
        else {
          for (const line of problemLines(found.findings)) context.effects.log(line);
          printLine(logLine(found));
        }
        return;
      }
      if (which === undefined)
        throw usage(
          'which letter? Give its id as "assay deliveries list" prints it, or an address with --edition.',
        );
      const [to, ...more] = (['sent', 'again', 'cancel'] as const).filter((word) => options[word]);
      if (to === undefined || more.length > 0)
        throw usage('say one thing of it: --sent (it arrived), --again (it did not) or --cancel (leave it).');
      const resolved = await app.deliveries.resolve({
        which,
        to,
        reason: options.reason ?? '',
        ...(options.edition === undefined ? {} : { edition: options.edition }),
      });
      if (options.json) printJson(resolved);
      else printLine(deliveryLine(resolved));
      if (to === 'again')
        context.effects.log(`Sent again by: assay send ${resolved.edition} --list ${resolved.list}`);
    });
}

function logLine({ uncertain, accepted, bounced, notReceived, left, spared }: LogResolved): string {
  const more = spared === 0 ? '' : `; ${amount(spared, 'letter')} that waited for another try had arrived`;
  if (uncertain === 0) return `No letter is uncertain${more}.`;
  return `${amount(uncertain, 'uncertain letter')}: ${accepted} arrived at the relay, ${bounced} came back, ${notReceived} never reached it, ${left} not in the log${more}`;
}

interface ReleaseOptions {
  readonly list?: string;
  readonly reason?: string;
  readonly cancel?: boolean;
  readonly json?: boolean;
}

function addRelease(deliveries: Command, context: Context): void {
  deliveries
    .command('release [edition]')
    .description('let go on what was held: paused campaigns, and a ledger that was restored or copied')
    .option('--list <name>', 'of one list only')
    .option('--reason <text>', 'what was seen to')
    .option('--cancel', 'cancel what is left of the edition instead')
    .option('--json', 'one JSON document on stdout')
    .action(async (edition: string | undefined, options: ReleaseOptions, command: Command) => {
      const app = await appFor(command, context);
      const released = await app.deliveries.release({
        reason: options.reason ?? '',
        cancel: options.cancel ?? false,
        ...(edition === undefined ? {} : { edition }),
        ...(options.list === undefined ? {} : { list: options.list }),
      });
      if (options.json) {
        printJson(released);
        return;
      }
      if (released.hold) printLine('The ledger is released: this machine goes on from where it stands.');
      for (const { edition, list, state, was } of released.campaigns)
        printLine(`${edition} to ${list}: ${state}${was === '' ? '' : ` (was held: ${oneLine(was)})`}`);
      if (!released.hold && released.campaigns.length === 0) context.effects.log('Nothing was held.');
      const open = released.campaigns.find(({ state }) => state === 'open');
      if (open) context.effects.log(`Goes on with: assay send ${open.edition} --list ${open.list}`);
    });
}

function usage(message: string): AssayError {
  return new AssayError('usage', { code: 'E_USAGE', where: 'deliveries resolve', message });
}
