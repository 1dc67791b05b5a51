import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import { freeName, inboxName, kindOf } from './upload-name.ts';

/** A file somebody dropped, where the server has put it. */
export interface Dropped {
  readonly path: string;
  /** As the browser gave it. */
  readonly name: string;
}

const uploadSchema = z.strictObject({
  /** Whose it is; nobody else sees it. */
  account: z.int(),
  by: z.string(),
  at: z.string(),
  /** Names of the files, of no folders. */
  files: z.array(z.string()).min(1),
  /** Mappings they are to be read by, as typed. */
  mappings: z.array(z.string()).default([]),
});
type UploadRecord = z.infer<typeof uploadSchema>;

/** Files that were uploaded and not yet imported: in a folder of their own, under a name nobody can guess. */
export interface UploadFolder {
  readonly id: string;
  readonly dir: string;
  readonly record: UploadRecord;
}

const ID = /^[0-9a-f]{32}$/;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Uploads of one account that wait to be imported; the oldest gives way to the next. */
const MOST_WAITING = 10;

function uploadsIn(folder: string): string {
  return join(folder, 'data', '.uploads');
}

/** Takes the files out of the server's hands. What is older than a day goes, and the oldest of who leaves too many. */
export async function keepUpload(
  folder: string,
  request: { readonly account: number; readonly by: string; readonly files: readonly Dropped[] },
  effects: Effects,
): Promise<UploadFolder> {
  const uploads = uploadsIn(folder);
  await sweepUploads(uploads, effects.now());
  await makeRoom(folder, request.account);
  const id = Buffer.from(effects.random(16)).toString('hex');
  const dir = join(uploads, id);
  // Nobody but who runs the server has any business in it.
  await mkdir(join(dir, 'files'), { recursive: true, mode: 0o700 });
  try {
    const names: string[] = [];
    for (const file of request.files) {
      const wished = inboxName(file.name, kindOf(await startOf(file.path)));
      const name = freeName(wished, (tried) =>
        names.some((one) => one.toLowerCase() === tried.toLowerCase()),
      );
      names.push(name);
      await moved(file.path, join(dir, 'files', name));
    }
    const record = {
      account: request.account,
      by: request.by,
      at: effects.now().toISOString(),
      files: names,
      mappings: [],
    };
    await writeJson(join(dir, 'upload.json'), record);
    return { id, dir, record };
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

/** Throws AssayError missing E_UPLOAD_GONE: never there, swept, imported, or somebody else's. */
export async function openUpload(folder: string, id: string, account: number): Promise<UploadFolder> {
  const dir = join(uploadsIn(folder), ID.test(id) ? id : '-');
  const record = uploadSchema.safeParse(await readJson(join(dir, 'upload.json'))).data;
  if (ID.test(id) && record?.account === account) return { id, dir, record };
  throw new AssayError('missing', {
    code: 'E_UPLOAD_GONE',
    where: 'data/.uploads',
    message:
      'no such upload of yours. Expected one of the last day that was not imported yet. Upload the file again.',
  });
}

export async function discardUpload(upload: Pick<UploadFolder, 'dir'>): Promise<void> {
  await rm(upload.dir, { recursive: true, force: true });
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  const handle = await open(`${path}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
}

export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function sweepUploads(uploads: string, now: Date): Promise<void> {
  for (const name of await readdir(uploads).catch((): string[] => [])) {
    const path = join(uploads, basename(name));
    const made = await stat(path).catch(() => undefined);
    if (made !== undefined && now.getTime() - made.mtimeMs > DAY_MS)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A disk is full sooner than a day is over. */
async function makeRoom(folder: string, account: number): Promise<void> {
  const names = await readdir(uploadsIn(folder)).catch((): string[] => []);
  const all = await Promise.all(names.map((id) => openUpload(folder, id, account).catch(() => undefined)));
  const own = all.filter((one) => one !== undefined).sort((a, b) => (a.record.at < b.record.at ? 1 : -1));
  for (const upload of own.slice(MOST_WAITING - 1)) await discardUpload(upload);
}

async function startOf(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function moved(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(from, to);
  }
}
