import type { Command } from 'commander';
import type { Shown } from '../app.ts';
import { cellPlace, isSheet } from '../model/cell-place.ts';
import type { Place } from '../model/observation.ts';
import { appFor, type Context, printJson, printLine } from './context.ts';

export function addShow(program: Command, context: Context): void {
  program
    .command('show <series>')
    .description('observations of a series: date, value, unit, status, known at, where read')
    .option('--as-of <instant>', 'only what was known then')
    .option('--revisions', 'what was changed: old and new value, when, by which file, by whom and why')
    .option('--json', 'one JSON document on stdout')
    .action(
      async (
        series: string,
        options: { asOf?: string; revisions?: boolean; json?: boolean },
        command: Command,
      ) => {
        const app = await appFor(command, context);
        const shown = await app.show(series, {
          ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
          revisions: options.revisions ?? false,
        });
        if (options.json) {
          printJson(shown);
          return;
        }
        for (const line of options.revisions ? revisionLines(shown) : observationLines(shown))
          printLine(line);
      },
    );
}

function observationLines({ observations, unit }: Shown): string[] {
  const rows = observations.map(({ date, value, status, knownAt, place }) => [
    date,
    value,
    unit,
    status,
    knownAt,
    placed(place),
  ]);
  return [['date', 'value', 'unit', 'status', 'known at', 'read at'], ...rows].map((row) => row.join('\t'));
}

/** Each change of a value beside what it was before; the first vintage of a date is no change. */
function revisionLines({ observations, unit }: Shown): string[] {
  const rows = observations.flatMap((one, at) => {
    const before = observations[at - 1];
    if (one.revision === undefined || before?.date !== one.date) return [];
    const status = before.status === one.status ? one.status : `${before.status} → ${one.status}`;
    const values = `${before.value} → ${one.value}`;
    const who = one.revision === 'source' ? 'source revision' : 'correction';
    return [[one.date, values, unit, status, one.knownAt, placed(one.place), who, one.reason ?? '']];
  });
  const header = ['date', 'old → new', 'unit', 'status', 'known at', 'read at', 'kind', 'reason'];
  return [header, ...rows].map((row) => row.join('\t').trimEnd());
}

/** A row of a file; in a workbook people look for the cell. */
function placed(place: Place): string {
  return isSheet(place.file) ? cellPlace(place) : `${place.file}:${place.row}`;
}
