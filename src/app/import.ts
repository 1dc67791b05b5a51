import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Imported, ImportRequest } from '../app.ts';
import type { Desk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, quoted } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Mapping } from '../model/mapping.ts';
import { nearest } from '../nearest.ts';
import { type FileTaken, type IntakeOptions, takeIn } from '../snapshot/intake.ts';
import { type InputFile, proposalFor } from '../sources/index.ts';
import { openStore, openStoreAsIs } from '../store/index.ts';

/** Takes files from anywhere into the desk's store: all of them, or none. A dry run only says what it would do. */
export async function importFiles(desk: Desk, request: ImportRequest, effects: Effects): Promise<Imported> {
  const files = request.files.map((file) => ({ file: resolve(file), label: labelIn(desk.root, file) }));
  const options: IntakeOptions = {
    stop: effects.stop,
    ...(request.mapping === undefined ? {} : { mapping: mappingNamed(request.mapping, desk.mappings) }),
    ...(request.release === undefined ? {} : { release: request.release }),
    ...(request.reason === undefined ? {} : { reason: request.reason }),
  };
  // A dry run asks for no right to write, and leaves no store where there is none.
  const store = await (request.dryRun ? openStoreAsIs : openStore)(desk.paths.store);
  try {
    const intake = await takeIn(files, desk, store, effects.now(), options);
    const proposals = request.mapping === undefined ? await proposed(intake.files, files, desk) : [];
    const findings = [...intake.findings, ...proposals.map(noMapping)];
    return { ...intake, findings, kept: intake.kept && !request.dryRun, sound: isSound(findings), proposals };
  } finally {
    await store.close();
  }
}

function isSound(findings: readonly Finding[]): boolean {
  return !findings.some((finding) => finding.severity === 'error');
}

/** What says that a file is in no form we know; others say what is wrong in one we do. */
const FOREIGN: ReadonlySet<string> = new Set([
  'E_DATA_COLUMN',
  'E_DATA_COLUMN_TWICE',
  'E_DATA_COMMENT',
  'E_DATA_ENCODING',
  'E_DATA_SERIES',
]);

/** Mappings for files that have none and gave nothing. */
async function proposed(
  taken: readonly FileTaken[],
  files: readonly InputFile[],
  { catalog }: Desk,
): Promise<Imported['proposals']> {
  const proposals: Array<Imported['proposals'][number]> = [];
  for (const [at, { file, label }] of files.entries()) {
    const one = taken[at];
    if (one?.mapping !== '' || one.added + one.same + one.revised > 0) continue;
    if (!one.findings.some((finding) => FOREIGN.has(finding.code))) continue;
    const proposal = await proposalFor(file, label, catalog);
    if (proposal) proposals.push({ file: label, ...proposal });
  }
  return proposals;
}

function noMapping({ file, yaml }: Imported['proposals'][number]): Finding {
  const path = /data\/mappings\/\S+?\.yaml/.exec(yaml)?.[0] ?? 'data/mappings/NAME.yaml';
  return {
    code: 'E_MAPPING_NONE',
    severity: 'error',
    where: file,
    message: `neither in long nor in wide form, and no mapping fits its name. One is proposed on stdout: look at every line, save it as ${path} and import again.`,
  };
}

/** What a file is called in messages and in the store: its path inside the desk, else only its name. */
function labelIn(root: string, file: string): string {
  const path = relative(root, resolve(file));
  const isOutside = path === '' || path.startsWith('..') || isAbsolute(path);
  return isOutside ? (path.split(sep).at(-1) ?? path) : path.split(sep).join('/');
}

function mappingNamed(name: string, mappings: readonly Mapping[]): Mapping {
  const found = mappings.find((one) => one.name === name);
  if (found) return found;
  const names = mappings.map((one) => one.name);
  const near = nearest(name, names);
  const hint = near ? ` Did you mean ${quoted(near)}?` : '';
  throw new AssayError('usage', {
    code: 'E_MAPPING_UNKNOWN',
    where: '--mapping',
    message: `no mapping ${quoted(name)}.${hint} Expected one of data/mappings/*.yaml: ${names.join(', ') || 'there is none'}.`,
  });
}
