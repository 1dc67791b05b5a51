import { findingAt } from '../../model/finding.ts';
import { SourceRefused } from '../table.ts';
import { openArchive } from './archive.ts';
import { requireArchive } from './container.ts';
import { lookThrough } from './guard.ts';
import { MOST_PACKED } from './limits.ts';
import { type Message, requestSchema, type WorkbookRequest } from './message.ts';
import { sheetRows } from './sheet-rows.ts';
import { scanSheet } from './sheet-scan.ts';
import { chosenSheet, sheetsIn } from './sheets.ts';

/*
 * The process that reads a workbook: whatever is in the file, the program that started it lives on. It is given what to
 * read as its argument, writes messages a line each, and ends with the program.
 */

process.stdin.resume();
process.stdin.on('end', () => process.exit(1));
process.stdout.on('error', () => process.exit(1));

async function* read({
  file,
  label,
  sheet: asked,
  formulas = 'refused',
}: WorkbookRequest): AsyncGenerator<Message, void> {
  const bytes = await requireArchive(file, label, MOST_PACKED);
  const archive = await openArchive(file, label, bytes);
  const kept = await lookThrough(archive, label);
  const { sheet, notes } = chosenSheet(sheetsIn(kept, label), asked, label);
  const where = `${label}!${sheet.name}`;
  const facts = await scanSheet(archive.read(sheet.part), where, formulas === 'refused');
  const macros = archive.parts.some((part) => /vbaProject\.bin$/i.test(part));
  archive.close();
  yield { sheet: sheet.name, notes: [...notes, ...(macros ? [macroNote(label)] : []), ...facts.notes] };
  for await (const rows of sheetRows(file, sheet.name, facts, label)) yield { rows };
  yield { done: true };
}

function macroNote(where: string) {
  return findingAt('I_XLSX_MACRO', where, 'the workbook holds macros; they are never run.');
}

/** Waits until the program takes more: a pipe that is full must not fill the memory. */
function send(message: Message): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve());
  });
}

const request = requestSchema.parse(JSON.parse(process.argv[2] ?? ''));
try {
  for await (const message of read(request)) await send(message);
} catch (error) {
  const refused =
    error instanceof SourceRefused
      ? [...error.findings]
      : [
          findingAt(
            'E_XLSX_BROKEN',
            request.label,
            `cannot be read (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}). Save the workbook again.`,
          ),
        ];
  await send({ refused });
}
process.exit(0);
