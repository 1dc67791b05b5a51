import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Effects } from '../../effects.ts';
import { AssayError, oneLine } from '../../errors.ts';
import type { Outcome } from '../../model/delivery.ts';
import type { Ledger } from '../../store/ledger/index.ts';
import { isDead, isOfEarlierBoot, ownerName } from './owner.ts';

/** What became of letters when the ledger could not take it: disk full, database gone. Room for it is kept from the start. */
export interface Journal {
  readonly path: string;
  /** On disk when it resolves. */
  append: (outcomes: readonly Outcome[]) => Promise<void>;
  /** Removes the file unless something was written in it. */
  close(): Promise<void>;
}

/** Reserved per run: some 40,000 outcomes. */
const RESERVED = 16 * 1024 * 1024;
const SUFFIX = '.journal';
/** Of an owner we cannot ask after: the file is nobody's after so many ms. */
const ABANDONED_MS = 24 * 3_600_000;
/** Those of this process that are written in: its earlier runs' it may merge. */
const inUse = new Set<string>();

/**
 * Of a run over the ledger with that id. Throws AssayError io E_SEND_JOURNAL where there is no room: then nothing has
 * been sent yet.
 */
export async function openJournal(folder: string, effects: Effects, ledger?: string): Promise<Journal> {
  const name = Buffer.from(effects.random(8)).toString('hex');
  const path = join(folder, `${name}${SUFFIX}`);
  let file: FileHandle | undefined;
  try {
    await mkdir(folder, { recursive: true });
    inUse.add(path);
    file = await open(path, 'wx+', 0o600);
    // First of all whose it is: the file of a run that dies here is nobody's at once.
    const head = line({ owner: ownerName(), ...(ledger === undefined ? {} : { ledger }) });
    await writeAll(file, head, 0);
    await reserve(file, head.length);
    return journalIn(file, path, head.length);
  } catch (error) {
    inUse.delete(path);
    await file?.close();
    if (file !== undefined) await rm(path, { force: true });
    throw noJournal(path, error);
  }
}

function journalIn(file: FileHandle, path: string, start: number): Journal {
  let end = start;
  return {
    path,
    async append(outcomes) {
      const bytes = Buffer.concat(outcomes.map(line));
      // Beyond what is reserved the file grows like any other, if it can.
      await writeAll(file, bytes, end);
      await file.datasync();
      end += bytes.length;
    },
    async close() {
      await file.close();
      inUse.delete(path);
      if (end === start) await rm(path, { force: true });
    },
  };
}

/** A disk that is nearly full takes a part, and says so by the number alone. */
async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

/** Zeros on disk: a hole would need room just when there is none. */
async function reserve(file: FileHandle, from: number): Promise<void> {
  const zeros = Buffer.alloc(1024 * 1024);
  for (let at = from; at < RESERVED; at += zeros.length)
    await writeAll(file, zeros.subarray(0, RESERVED - at), at);
  await file.sync();
}

function noJournal(path: string, error: unknown): AssayError {
  const code = codeOf(error) ?? 'unknown';
  return new AssayError(
    'io',
    {
      code: 'E_SEND_JOURNAL',
      where: path,
      message: `16 MB could not be reserved (${code}); nothing was sent. Letters are only sent where what becomes of them can be written down. Make room or give this user the right to write there, then send again.`,
    },
    { cause: error },
  );
}

/**
 * Writes into the ledger what dead runs left in their journals, then removes these. Doing it twice changes nothing.
 * A living run's journal is left alone, and one of another ledger than that with `id`. Gives how many outcomes were merged. Throws what `ledger.write` throws.
 */
export async function mergeJournals(
  folder: string,
  ledger: Pick<Ledger, 'write'>,
  effects: Effects,
  id?: string,
): Promise<number> {
  let merged = 0;
  for (const path of await journalsIn(folder)) {
    // A run that ends takes its journal with it, be it while we look.
    const bytes = await readFile(path).catch(goneIsNothing);
    if (bytes === undefined) continue;
    const { owner, outcomes, ledger: itsLedger } = readJournal(path, bytes);
    if (!(await isLeft(path, owner, effects))) continue;
    // The same numbers mean other attempts there.
    if (outcomes.length > 0 && itsLedger !== undefined && id !== undefined && itsLedger !== id) {
      effects.log(`W_SEND_JOURNAL ${path}: of a run over another ledger; left for the next run over that.`);
      continue;
    }
    for (const outcome of outcomes) {
      if (await isTaken(ledger, owner, outcome, effects)) merged += 1;
    }
    await rm(path, { force: true });
  }
  return merged;
}

/** One by one: of a ledger that was restored from an older copy some deliveries may be unknown, and the rest are not. */
async function isTaken(
  ledger: Pick<Ledger, 'write'>,
  owner: string,
  outcome: Outcome,
  effects: Effects,
): Promise<boolean> {
  try {
    await ledger.write({ outcomes: [outcome], intents: [], owner }, effects.now().toISOString());
    return true;
  } catch (error) {
    const isUnknown = error instanceof AssayError && error.problems[0]?.code === 'E_DELIVERY_UNKNOWN';
    if (!isUnknown) throw error;
    const { delivery, state, reason } = outcome;
    effects.log(
      `W_SEND_JOURNAL ${delivery}: the ledger does not know this delivery; it was ${state} (${oneLine(reason)}).`,
    );
    return false;
  }
}

/** In order of name. A folder that is not there holds none. */
export async function journalsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(goneIsNothing);
  return (names ?? [])
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether nobody writes in the file any more. */
async function isLeft(path: string, owner: string, effects: Effects): Promise<boolean> {
  if (owner === ownerName()) return !inUse.has(path);
  if (isDead(owner) || isOfEarlierBoot(owner)) return true;
  const found = await stat(path).catch(goneIsNothing);
  return found !== undefined && effects.now().getTime() - found.mtimeMs > ABANDONED_MS;
}

function goneIsNothing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const headSchema = z.strictObject({ owner: z.string(), ledger: z.string().exactOptional() });
const outcomeSchema = z.strictObject({
  delivery: z.string(),
  attempt: z.int(),
  fence: z.int(),
  state: z.enum(['ACCEPTED', 'DEFERRED', 'REJECTED', 'UNCERTAIN']),
  phase: z.string(),
  reply: z.strictObject({ code: z.int(), enhanced: z.string(), text: z.string() }).exactOptional(),
  queueId: z.string().exactOptional(),
  reason: z.string(),
  nextAt: z.string().exactOptional(),
  strike: z.enum(['gone', 'strike']).exactOptional(),
});

/** All whole records up to the first that is torn. Throws AssayError data E_SEND_JOURNAL for those it does not know. */
export function readJournal(
  path: string,
  bytes: Buffer,
): { readonly owner: string; readonly ledger: string | undefined; readonly outcomes: Outcome[] } {
  const [head, ...records] = recordsOf(bytes);
  const { data } = headSchema.safeParse(head);
  const outcomes = z.array(outcomeSchema).safeParse(records);
  if (outcomes.success) return { owner: data?.owner ?? '', ledger: data?.ledger, outcomes: outcomes.data };
  const message =
    'this journal of a run that could not reach its ledger was written by another version of Assay. Nothing was sent. Send again with the version that wrote it.';
  throw new AssayError('data', { code: 'E_SEND_JOURNAL', where: path, message });
}

/** `<16 hex of sha256> <JSON>\n`. */
function line(record: unknown): Buffer {
  const text = JSON.stringify(record);
  return Buffer.from(`${checksum(text)} ${text}\n`);
}

function recordsOf(bytes: Buffer): unknown[] {
  const records: unknown[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return records;
    const text = bytes.toString('utf8', at, end);
    const json = text.slice(17);
    if (text[16] !== ' ' || checksum(json) !== text.slice(0, 16)) return records;
    records.push(JSON.parse(json));
    at = end + 1;
  }
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
