import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder, writeSynced } from '../../archive/folder.ts';

/** What the wall clock said when the machine was up so many milliseconds. */
const clockSchema = z.strictObject({ boot: z.string(), uptime: z.number(), at: z.iso.datetime() });
export type ClockMark = z.infer<typeof clockSchema>;

/**
 * How far this machine has seen a ledger come, in a file outside the desk: a ledger that was restored from a copy has
 * forgotten whom it wrote to. `pending` is what the ledger was about to become when we were last seen.
 */
const markSchema = z.strictObject({
  epoch: z.int(),
  seenAt: z.string(),
  pending: z.strictObject({ epoch: z.int(), seenAt: z.string() }).exactOptional(),
  released: z.string().exactOptional(),
  clock: clockSchema.exactOptional(),
});
export type Mark = z.infer<typeof markSchema>;

/** Which ledger a desk's letters went from last: a new one has forgotten everybody. */
const deskSchema = z.strictObject({ ledger: z.string(), seenAt: z.string() });
export type DeskMark = z.infer<typeof deskSchema>;

/** Where a ledger's mark lies. */
export function markPath(folder: string, ledger: string): string {
  return join(folder, `${ledger}.json`);
}

/** Undefined where there is none. */
export async function readMark(path: string): Promise<Mark | 'unreadable' | undefined> {
  return read(markSchema, path);
}

export function writeMark(path: string, mark: Mark): Promise<void> {
  return writeWhole(path, mark);
}

/** `desk` is the fingerprint of its key. */
export async function readDeskMark(
  folder: string,
  desk: string,
): Promise<DeskMark | 'unreadable' | undefined> {
  return read(deskSchema, deskPath(folder, desk));
}

export function writeDeskMark(folder: string, desk: string, mark: DeskMark): Promise<void> {
  return writeWhole(deskPath(folder, desk), mark);
}

function deskPath(folder: string, desk: string): string {
  return join(folder, `desk-${desk}.json`);
}

async function read<T>(schema: z.ZodType<T>, path: string): Promise<T | 'unreadable' | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

async function writeWhole(path: string, value: Mark | DeskMark): Promise<void> {
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  await writeSynced(temporary, `${JSON.stringify(value)}\n`, 0o600);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
