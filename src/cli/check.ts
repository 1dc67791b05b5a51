import type { Command } from 'commander';
import type { Checked } from '../app.ts';
import { counted, EXIT, problemLine } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addCheck(program: Command, context: Context): void {
  program
    .command('check [week]')
    .description('check configuration, catalog, templates, inbox and the gate; writes nothing')
    .option('--json', 'one JSON document on stdout')
    .action(async (week: string | undefined, options: { json?: boolean }, command: Command) => {
      const app = await appFor(command, context);
      const result = await app.check(week);
      if (result.verdict === 'hold') context.exit = EXIT.data;
      if (options.json) {
        printJson(result);
        return;
      }
      // Notes are for the brief's readers; whoever mends data looks for what is wrong with it.
      const wrong = result.findings.filter((finding) => finding.severity !== 'note');
      for (const line of groupedLines(wrong, result)) context.effects.log(line);
      const notes = result.findings.length - wrong.length;
      const errors = wrong.filter((finding) => finding.severity === 'error').length;
      const counts = [
        ...[
          counted(result.checks, 'check'),
          counted(errors, 'error'),
          counted(wrong.length - errors, 'warning'),
        ],
        `${counted(notes, 'note')}${notes > 0 ? '; --json lists all' : ''}`,
      ];
      printLine(`${result.verdict} (${counts.join(', ')})`);
    });
}

const MOST_SHOWN = 20;

/** Held series first, each under its name and verdict; what is of no series stands before them. */
function groupedLines(findings: readonly Finding[], { series }: Checked): string[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = one.series ?? '';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rank = (id: string): number => (id === '' ? 0 : series[id] === 'hold' ? 1 : 2);
  const lines: string[] = [];
  let left = MOST_SHOWN;
  for (const [id, own] of [...groups].sort(([a], [b]) => rank(a) - rank(b))) {
    if (left === 0) break;
    if (id !== '') lines.push(`${id}: ${series[id] ?? 'hold'}`);
    const indent = id === '' ? '' : '  ';
    lines.push(...own.slice(0, left).map((one) => `${indent}${problemLine(one)}`));
    left -= Math.min(left, own.length);
  }
  const more = findings.length - MOST_SHOWN;
  return more > 0 ? [...lines, `…and ${more} more`] : lines;
}
