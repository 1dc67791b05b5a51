import { AssayError } from '../errors.ts';
import { type Finding, hasErrors } from '../model/finding.ts';
import { type Input, type InputFile, ignoredInInbox, listInbox } from '../sources/index.ts';
import type { Store } from '../store/index.ts';
import type { IntakeOptions, IntakeOwner } from './intake-options.ts';
import { type FileTaken, knownFile, openFile, takeFile } from './take-file.ts';

export type { IntakeOptions, IntakeOwner } from './intake-options.ts';
export type { FileTaken } from './take-file.ts';

/** What of some files was news to the store: all of it went in, or nothing. */
export interface Intake {
  readonly files: readonly FileTaken[];
  /** Everything wrong with any of them. */
  readonly findings: readonly Finding[];
  /** Rows looked at; a file known by its hash costs none. */
  readonly rows: number;
  /** Whether the store has it now. */
  readonly kept: boolean;
}

/** Takes in what is new in the inbox: with one error in any file, nothing of any. */
export async function takeInbox(
  desk: IntakeOwner & { readonly paths: { readonly inbox: string } },
  store: Store,
  clock: () => Date,
  options: IntakeOptions = {},
): Promise<Intake> {
  const { inbox } = desk.paths;
  const ignored = await ignoredInInbox(inbox);
  const intake = await takeIn(await listInbox(inbox), desk, store, clock, options);
  return { ...intake, findings: [...ignored, ...intake.findings] };
}

/** Takes in what is new in the files, in one transaction. */
export async function takeIn(
  files: readonly InputFile[],
  desk: IntakeOwner,
  store: Store,
  clock: () => Date,
  options: IntakeOptions = {},
): Promise<Intake> {
  const opened: Array<Input | FileTaken> = [];
  for (const file of files) opened.push(await openFile(file, desk, store, options));
  // Most builds find nothing new: they need no right to write.
  if (!opened.some((one) => isInput(one) && !one.known)) {
    return summary(opened.map((one) => (isInput(one) ? knownFile(one) : one)));
  }
  return store.transaction(
    async (writing) => {
      // Asked only when the right to write is there: of two imports the later vintage is known later.
      const now = clock();
      const taken: FileTaken[] = [];
      for (const one of opened) {
        taken.push(isInput(one) ? await takeFile(one, desk, writing, now, options) : one);
      }
      return summary(taken);
    },
    (intake) => intake.kept,
  );
}

function isInput(one: Input | FileTaken): one is Input {
  return 'read' in one;
}

function summary(files: readonly FileTaken[]): Intake {
  const findings = files.flatMap((file) => file.findings);
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return { files, findings, rows, kept: !hasErrors(findings) };
}

/** Throws AssayError data with every error of every file: one bad row and nothing is taken in. */
export function requireSound(intake: Pick<Intake, 'findings'>): void {
  const errors = intake.findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw new AssayError('data', errors);
}
