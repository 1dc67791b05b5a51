import { copyFile, link, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { syncFolder, writeSynced } from '../archive/folder.ts';
import { type Desk, openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError } from '../errors.ts';
import type { InputFile } from '../sources/index.ts';
import { openStore, openStoreAsIs } from '../store/index.ts';
import {
  type Dropped,
  discardUpload,
  keepUpload,
  openUpload,
  readJson,
  type UploadFolder,
  writeJson,
} from './upload-folder.ts';
import { freeName } from './upload-name.ts';
import { type ImportPlan, takeUpload, typedMappings } from './upload-plan.ts';

/** Who asks, of which upload. */
export interface UploadRequest {
  readonly account: number;
  readonly id: string;
}

/** Keeps files that were dropped, and looks at what importing them would change. Gives the upload's name. */
export async function planUpload(
  folder: string,
  request: { readonly account: number; readonly by: string; readonly files: readonly Dropped[] },
  effects: Effects,
): Promise<{ readonly id: string; readonly plan: ImportPlan }> {
  const desk = await openDesk(folder);
  const upload = await keepUpload(folder, request, effects);
  return { id: upload.id, plan: await planned(upload, desk, effects) };
}

/** What importing them would change, as it was found last. */
export async function uploadPlan(
  folder: string,
  request: UploadRequest,
  effects: Effects,
): Promise<ImportPlan> {
  const upload = await openUpload(folder, request.id, request.account);
  const kept = z
    .custom<ImportPlan>((value) => typeof value === 'object')
    .safeParse(await readJson(planFile(upload)));
  return kept.data ?? planned(upload, await openDesk(folder), effects);
}

/** The same with mappings as somebody has typed them. */
export async function mapUpload(
  folder: string,
  request: UploadRequest & { readonly mappings: readonly string[] },
  effects: Effects,
): Promise<ImportPlan> {
  const { id, dir, record } = await openUpload(folder, request.id, request.account);
  const changed = { ...record, mappings: request.mappings.filter((text) => text.trim() !== '') };
  await writeJson(join(dir, 'upload.json'), changed);
  return planned({ id, dir, record: changed }, await openDesk(folder), effects);
}

export async function dropUpload(folder: string, request: UploadRequest): Promise<void> {
  await discardUpload(await openUpload(folder, request.id, request.account));
}

async function planned(upload: UploadFolder, desk: Desk, effects: Effects): Promise<ImportPlan> {
  const store = await openStoreAsIs(desk.paths.store);
  try {
    const { plan } = await takeUpload(upload, desk, store, { now: effects.now(), stop: effects.stop });
    await writeJson(planFile(upload), plan);
    return plan;
  } finally {
    await store.close();
  }
}

function planFile({ dir }: UploadFolder): string {
  return join(dir, 'plan.json');
}

/**
 * Imports an upload: into the store, then into the inbox. `weeks` are those the asker was shown: where they are others
 * by now nothing is done. Throws AssayError temporary E_UPLOAD_CHANGED; the plan is renewed then. With anything wrong
 * in any file nothing is kept, and the plan says what.
 */
export async function importUpload(
  folder: string,
  request: UploadRequest & { readonly weeks: string },
  effects: Effects,
): Promise<ImportPlan> {
  const upload = await openUpload(folder, request.id, request.account);
  const desk = await openDesk(folder);
  const before = await planned(upload, desk, effects);
  if (!before.sound) return before;
  if (before.weeksText !== request.weeks) {
    throw new AssayError('temporary', {
      code: 'E_UPLOAD_CHANGED',
      where: upload.id.slice(0, 8),
      message:
        'the data changed since you looked, and importing would change other weeks. Nothing was imported. Look at the page again.',
    });
  }
  const hidden = await stagedFiles(upload, desk);
  const mappings = await saveMappings(upload, desk);
  let plan: ImportPlan;
  let files: readonly InputFile[];
  try {
    const store = await openStore(desk.paths.store);
    try {
      ({ plan, files } = await takeUpload(
        { ...upload, record: { ...upload.record, mappings: [] } },
        mappings.length === 0 ? desk : await openDesk(folder),
        store,
        { now: effects.now(), stop: effects.stop },
      ));
    } finally {
      await store.close();
    }
  } catch (error) {
    await withdraw([...mappings, ...hidden.values()]);
    throw error;
  }
  if (!plan.sound) {
    await withdraw([...mappings, ...hidden.values()]);
    return plan;
  }
  await intoInbox(desk, files, hidden);
  await discardUpload(upload);
  return plan;
}

async function withdraw(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true }).catch(() => undefined);
}

/**
 * The files under hidden names in the inbox, where nobody reads them: a full disk shows before anything is imported.
 * By the name they were uploaded under.
 */
async function stagedFiles(upload: UploadFolder, { paths }: Desk): Promise<Map<string, string>> {
  await mkdir(paths.inbox, { recursive: true });
  const staged = new Map<string, string>();
  try {
    for (const [at, name] of upload.record.files.entries()) {
      const from = join(upload.dir, 'files', name);
      const to = join(paths.inbox, `.upload-${upload.id}-${at}`);
      await rm(to, { force: true });
      staged.set(from, to);
      // A second name for the same bytes, where the file system has such.
      await link(from, to).catch(() => copyFile(from, to));
    }
    await syncFolder(paths.inbox);
    return staged;
  } catch (error) {
    await withdraw([...staged.values()]);
    throw error;
  }
}

/** Throws AssayError where a file of that name came into being in the meantime. */
async function saveMappings(upload: UploadFolder, desk: Desk): Promise<string[]> {
  const { mappings } = await typedMappings(upload, desk);
  const folder = join(desk.root, 'data', 'mappings');
  if (mappings.length > 0) await mkdir(folder, { recursive: true });
  const saved: string[] = [];
  try {
    for (const [at, { name }] of mappings.entries()) {
      const path = join(folder, `${name}.yaml`);
      await writeSynced(path, `${upload.record.mappings[at]?.trimEnd()}\n`);
      saved.push(path);
    }
    return saved;
  } catch (error) {
    await withdraw(saved);
    throw error;
  }
}

/** Gives each file its name, and never another's. */
async function intoInbox(
  { paths: { inbox } }: Desk,
  files: readonly InputFile[],
  staged: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { file, label } of files) {
    const hidden = staged.get(file);
    if (hidden === undefined) continue;
    const present = new Set((await readdir(inbox)).map((name) => name.toLowerCase()));
    const wished = basename(label);
    // Of the same bytes: it lies there already.
    if (present.has(wished.toLowerCase()) && (await isKept(wished, inbox, hidden))) continue;
    await link(
      hidden,
      join(
        inbox,
        freeName(wished, (name) => present.has(name.toLowerCase())),
      ),
    ).catch(async (error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error;
      await copyFile(hidden, join(inbox, wished));
    });
  }
  await withdraw([...staged.values()]);
  await syncFolder(inbox);
}

async function isKept(name: string, inbox: string, hidden: string): Promise<boolean> {
  const [there, ours] = await Promise.all([readFile(join(inbox, name)), readFile(hidden)]);
  return there.equals(ours);
}
