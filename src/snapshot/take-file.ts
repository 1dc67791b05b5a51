import { localDay } from '../calendar/clock.ts';
import { quoted } from '../errors.ts';
import { cellPlace } from '../model/cell-place.ts';
import { type Finding, findingAt } from '../model/finding.ts';
import { type Input, type InputFile, openInput, SourceRefused } from '../sources/index.ts';
import type { ImportWriter, Store, Writing } from '../store/index.ts';
import { ChainCheck } from './chain-check.ts';
import type { IntakeOptions, IntakeOwner } from './intake-options.ts';
import { andMore, MOST_FINDINGS } from './tally.ts';
import { type Validator, validator } from './validate.ts';

/** What became of one file. */
export interface FileTaken {
  readonly label: string;
  readonly bytes: number;
  /** The mapping it was read by; '' for long and wide form. */
  readonly mapping: string;
  /** Its bytes were taken in before: nothing to do. */
  readonly known: boolean;
  readonly rows: number;
  /** Rows that are new, are as they were known, change what was known, cannot be kept. */
  readonly added: number;
  readonly same: number;
  readonly revised: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
}

const NOTHING = { rows: 0, added: 0, same: 0, revised: 0, refused: 0, findings: [] } as const;

/** A file that may be read, or what keeps it from being. */
export async function openFile(
  { file, label }: InputFile,
  desk: IntakeOwner,
  store: Pick<Store, 'importOf'>,
  { mapping }: IntakeOptions,
): Promise<Input | FileTaken> {
  try {
    return await openInput(file, label, {
      maxBytes: desk.config.data.maxBytes,
      mappings: desk.mappings ?? [],
      ...(mapping ? { mapping } : {}),
      isKnown: async (sha256, by) => (await store.importOf(label, sha256, by)) !== undefined,
    });
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    return { label, bytes: 0, mapping: '', known: false, ...NOTHING, findings: error.findings };
  }
}

export function knownFile({ label, bytes, mapping }: Input): FileTaken {
  return { label, bytes, mapping: mapping?.name ?? '', known: true, ...NOTHING };
}

/** Reads, checks and writes one file, a batch after another, in the transaction of whoever calls. */
export async function takeFile(
  input: Input,
  desk: IntakeOwner,
  writing: Writing,
  now: Date,
  options: IntakeOptions,
): Promise<FileTaken> {
  const { label, sha256, bytes, mapping, mappingKey } = input;
  // Asked again: another process may have taken it in while this one waited for the right to write.
  if (await writing.importOf(label, sha256, mappingKey)) return knownFile(input);
  const isRelease = options.release ?? mapping?.release ?? false;
  const writer = await writing.begin(
    {
      label,
      sha256,
      bytes,
      mapping: mappingKey,
      kind: isRelease ? 'source' : 'desk',
      reason: options.reason ?? '',
    },
    now.toISOString(),
  );
  const extents = await writing.extents([...desk.catalog.series.keys()]);
  const checks = validator(desk.catalog, {
    allowNegative: desk.config.data.allowNegative,
    today: localDay(now, desk.config.timeZone),
    newest: (series) => numberOrNone(extents.get(series)?.newest),
  });
  const read = await readAll(input, checks, writer, writing, options, new ChainCheck(desk.catalog));
  // A release changes what it will, and whoever gives a reason knows of it.
  const isExpected = isRelease || options.reason !== undefined;
  const findings = isExpected ? read : [...read, ...corrections(writer, desk)];
  const { rows, refused } = checks;
  return {
    label,
    bytes,
    mapping: mapping?.name ?? '',
    known: false,
    rows,
    refused,
    ...(await writer.end()),
    findings,
  };
}

/** A file that contradicts another one, or what was typed before: the newer value is kept, and it is said. */
function corrections({ corrected }: ImportWriter, { catalog }: IntakeOwner): Finding[] {
  if (!corrected) return [];
  const { first, before, values } = corrected;
  const { series, date, value, place } = first;
  const name = quoted(catalog.series.get(series)?.name.en ?? series);
  const more =
    values > 1 ? ` (and ${values - 1} more ${values === 2 ? 'value differs' : 'values differ'})` : '';
  const message =
    `${name} (${series}) of ${date} is ${value} here and was ${before} in what was read before${more}. ` +
    'Expected one value of a day; the newer one counts. Compare with the source; if this file is wrong, remove it and import the right value.';
  return [findingAt('W_DATA_CORRECTED', cellPlace(place), message, { series, date })];
}

function numberOrNone(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Everything wrong with the file; what is right of it is with the writer then. */
async function readAll(
  input: Input,
  checks: Validator,
  writer: ImportWriter,
  writing: Writing,
  { stop }: IntakeOptions,
  chains: ChainCheck,
): Promise<Finding[]> {
  const read: Finding[] = [];
  try {
    for await (const { rows, findings } of input.read()) {
      stop?.throwIfAborted();
      for (const finding of findings) if (read.length < MOST_FINDINGS) read.push(finding);
      const { observations, repeats } = checks.check(rows);
      await writer.append(observations);
      if (repeats.length > 0) {
        await writer.flush();
        const kept = await writing.newest(repeats.map((one) => one.observation));
        for (const one of repeats) {
          const before = kept.get(one.observation);
          if (before) checks.judge(one, before);
        }
      }
      chains.note(rows);
      if (checks.isFull || read.length >= MOST_FINDINGS) break;
    }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    // Bytes in another encoding than was thought make every row wrong: only the cause is told.
    if (error.findings.some((one) => NO_TEXT.has(one.code))) return [...error.findings];
    read.push(...error.findings);
  }
  if (read.length >= MOST_FINDINGS) read.push(andMore(input.label));
  await writer.flush();
  return [...read, ...checks.findings(), ...(await chains.findings(writing))];
}

const NO_TEXT: ReadonlySet<string> = new Set(['E_DATA_ENCODING', 'E_DATA_BINARY', 'E_DATA_CHANGED']);
