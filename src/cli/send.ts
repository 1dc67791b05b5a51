import type { Command } from 'commander';
import type { Doubted, Sent } from '../app/send.ts';
import { AssayError, counted, EXIT, oneLine, quoted } from '../errors.ts';
import { DELIVERY_STATES } from '../model/delivery.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';
import { wordOf } from './deliveries.ts';
import { openProgress } from './progress.ts';

interface SendOptions {
  readonly list: string;
  readonly dryRun?: boolean;
  readonly expect?: string;
  readonly preview?: string;
  readonly wait: string;
  readonly json?: boolean;
}

/** Greylisting asks for five minutes; whoever waits so long sees most letters through in one go. */
const WAIT_MINUTES = '15';

export function addSend(program: Command, context: Context): void {
  program
    .command('send <edition>')
    .description('mail an edition to a list, once to each; where it was cut off it goes on')
    .option('--list <name>', 'the list it goes to', 'weekly')
    .option('--dry-run', 'everything but sending: who, how many, how large')
    .option('--expect <n>', 'go only if there are exactly so many recipients')
    .option(
      '--preview <dir>',
      'write the letters as .eml files and pictures into this folder; nothing is sent',
    )
    .option('--wait <minutes>', 'stay so long for letters that are to be tried again', WAIT_MINUTES)
    .option('--json', 'one JSON document on stdout')
    .action(async (edition: string, options: SendOptions, command: Command) => {
      const app = await appFor(command, context);
      if (options.preview !== undefined) {
        const files = await app.preview(edition, options.preview);
        if (options.json) printJson(files);
        else for (const file of files) printLine(file);
        return;
      }
      const progress = openProgress(`${edition} to ${options.list}`, context.effects, process.stderr);
      const expect = options.expect === undefined ? undefined : wholeNumber('--expect', options.expect);
      const sent = await app
        .send({
          edition,
          list: options.list,
          dryRun: options.dryRun ?? false,
          waitMinutes: minutes(options.wait),
          onProgress: progress.show,
          ...(expect === undefined ? {} : { expect }),
        })
        .finally(progress.end);
      context.exit = options.dryRun ? 0 : exitOf(sent);
      if (options.json) printJson(sent);
      else for (const line of sent.plan === undefined ? sumLines(sent) : planLines(sent)) printLine(line);
      for (const line of wordsOf(sent)) context.effects.log(line);
    });
}

function exitOf({ state }: Sent): number {
  if (state === 'waiting') return EXIT.temporary;
  if (state === 'paused') return EXIT.unavailable;
  if (state === 'cancelled') return EXIT.data;
  return state === 'stopped' ? 130 : 0;
}

function sumLines({ edition, list, state, recipients, counts }: Sent): string[] {
  const rows = DELIVERY_STATES.filter((one) => (counts?.[one] ?? 0) > 0).map(
    (one) => [wordOf(one), counts?.[one] ?? 0] as const,
  );
  return [
    `${edition} to ${list}: ${state}`,
    ...[['in all', recipients] as const, ...rows].map(
      ([word, count]) => `  ${word.padEnd(10)} ${count.toLocaleString('en-US').padStart(9)}`,
    ),
  ];
}

function planLines({ edition, list, recipients, plan }: Sent): string[] {
  if (plan === undefined) return [];
  const { kinds, first, cancels } = plan;
  const line = (words: string, count: number, more: string) =>
    `  ${words.padEnd(10)} ${count.toLocaleString('en-US').padStart(9)}  ${more}`;
  const others = recipients - kinds.reduce((sum, { count }) => sum + count, 0);
  return [
    `${edition} to ${list}: would go to ${counted(recipients, 'recipient')}`,
    ...kinds.map(({ language, format, count, bytes }) =>
      line(`${language} ${format}`, count, `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB each`),
    ),
    ...(others > 0
      ? [line('others', others, 'not on the list now; got an earlier edition of the week')]
      : []),
    `  first: ${first.map(oneLine).join(', ')}`,
    ...cancels.map(
      (one) => `  would cancel what is left of ${one.edition} to ${one.list}: ${counted(one.left, 'letter')}`,
    ),
  ];
}

const MOST_NAMED = 20;

/** What is left to do, and how; nobody whose letter is in doubt goes unnamed. */
function wordsOf(sent: Sent): string[] {
  const { edition, list, state, reason, nextDue, counts, uncertain, plan } = sent;
  const again = `assay send ${edition} --list ${list}`;
  const doubt = counts?.UNCERTAIN ?? 0;
  const named = uncertain.slice(0, MOST_NAMED);
  return [
    ...named.map((one) => doubtLine(one, again)),
    ...(doubt > named.length
      ? [
          `…and ${counted(doubt - named.length, 'more uncertain letter')}: assay deliveries list ${edition} --state uncertain`,
        ]
      : []),
    ...(plan === undefined ? [] : ['A dry run: nothing was planned, nothing sent.']),
    ...(sent.untouched && state === 'finished' ? ['Nothing was sent now: it was finished before.'] : []),
    ...(sent.untouched && state === 'planned'
      ? [`A dry run: nothing was sent. It was planned before, and goes on with: ${again}`]
      : []),
    ...ending(state, reason, nextDue, again, edition),
  ];
}

function doubtLine({ delivery, address, reason, resendAt }: Doubted, again: string): string {
  const told = `W_SEND_UNCERTAIN ${address}: the letter may or may not have arrived (${oneLine(reason)})`;
  const resolve = `assay deliveries resolve ${delivery.slice(0, 16)} --sent`;
  return resendAt === undefined
    ? `${told}; it is not sent again by itself. Ask, or look into the server's log, then: ${resolve} (or --again) --reason TEXT`
    : `${told}; from ${resendAt} on it is sent again (mail.uncertain) by: ${again}. If you know before that it arrived: ${resolve} --reason TEXT`;
}

function ending(
  state: Sent['state'],
  reason: string,
  nextDue: string | undefined,
  again: string,
  edition: string,
): string[] {
  const why = oneLine(reason).replace(/\.+$/, '');
  if (state === 'waiting')
    return [
      `E_SEND_WAITING ${edition}: some letters are to be tried again${nextDue === undefined ? '' : `, the next at ${nextDue}`}. Then run: ${again}`,
    ];
  if (state === 'paused')
    return [
      `E_SEND_PAUSED ${edition}: ${why}. What was not sent waits. See to it, then: assay deliveries release ${edition}, and ${again}`,
    ];
  if (state === 'stopped')
    return [
      `E_STOPPED ${edition}: stopped on request; letters under way were finished. The rest goes with: ${again}`,
    ];
  if (state === 'cancelled')
    return [`E_SEND_CANCELLED ${edition}: cancelled (${why}); what was left is not sent.`];
  return [];
}

function wholeNumber(where: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where,
    message: `${quoted(text)} is not a number of recipients. Expected digits, e.g. --expect 1200.`,
  });
}

function minutes(text: string): number {
  if (/^\d{1,5}(?:\.\d+)?$/.test(text)) return Number(text);
  throw new AssayError('usage', {
    code: 'E_USAGE',
    where: '--wait',
    message: `${quoted(text)} is not a number of minutes. Expected 0 or more, e.g. --wait 30.`,
  });
}
