import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, oneLine } from '../errors.ts';
import { importSubscribers, type SubscribersImported } from './import-subscribers.ts';

/** A list somebody gave by the studio: first looked at, then taken in. */
export interface UploadedList {
  /** Where the file lies now; '' for one that was looked at before. */
  readonly path: string;
  /** Of a list that was looked at before, as `ListLookedAt` has it; '' for a new one. */
  readonly token: string;
  /** As the browser gave it, without folders. */
  readonly name: string;
  /** Everybody in the file is put on this list too; '' for none. */
  readonly list: string;
  /** Why those who left are written to again; '' where they are not. */
  readonly resubscribe: string;
  readonly by: string;
  readonly keep: boolean;
}

export interface ListLookedAt extends SubscribersImported {
  /** By which it is taken in later; '' where it was, or cannot be. */
  readonly token: string;
}

/** How long a list waits for a decision. */
const HOUR_MS = 3_600_000;
const TOKEN = /^[0-9a-f]{32}\.(?:csv|xlsx?|xlsm|txt)$/;

/**
 * Looks at a list, or takes it in. Between the two it waits under a name of ours in the desk's own data, for an hour.
 * Throws AssayError as `importSubscribers`, missing E_LIST_GONE where it waits no more.
 */
export async function takeUploadedList(
  folder: string,
  request: UploadedList,
  effects: Effects,
): Promise<ListLookedAt> {
  const desk = await openDesk(folder);
  const waiting = join(desk.root, 'data', '.lists');
  await sweep(waiting, effects.now().getTime());
  const { token, path } = await found(waiting, request, effects);
  const name = oneLine(request.name).slice(0, 100);
  const imported = await importSubscribers(
    desk,
    {
      file: path,
      label: name === '' ? 'list' : name,
      by: request.by,
      ...(request.list === '' ? {} : { list: request.list }),
      ...(request.resubscribe === '' ? {} : { reason: request.resubscribe }),
      resubscribe: request.resubscribe !== '',
      dryRun: !request.keep,
    },
    effects,
  );
  const mayWait = !imported.kept && imported.errors === 0;
  if (!mayWait) await rm(join(waiting, token), { force: true });
  return { ...imported, file: name, token: mayWait ? token : '' };
}

async function found(
  waiting: string,
  { path, token, name }: UploadedList,
  effects: Effects,
): Promise<{ token: string; path: string }> {
  if (token !== '') {
    const kept = join(waiting, token);
    if (TOKEN.test(token) && (await stat(kept).catch(() => undefined))?.isFile())
      return { token, path: kept };
    throw new AssayError('missing', {
      code: 'E_LIST_GONE',
      where: oneLine(name),
      message:
        'the list waited for an hour and is no longer here. Nothing was changed. Choose the file again.',
    });
  }
  const ending = /\.(csv|xlsx?|xlsm)$/i.exec(name)?.[1]?.toLowerCase() ?? 'txt';
  const given = `${Buffer.from(effects.random(16)).toString('hex')}.${ending}`;
  // People's addresses: nobody else's to read.
  await mkdir(waiting, { recursive: true, mode: 0o700 });
  await copyFile(path, join(waiting, given));
  return { token: given, path: join(waiting, given) };
}

async function sweep(waiting: string, now: number): Promise<void> {
  for (const name of await readdir(waiting).catch(() => [])) {
    const file = join(waiting, name);
    const at = (await stat(file).catch(() => undefined))?.mtimeMs ?? now;
    if (now - at > HOUR_MS) await rm(file, { force: true });
  }
}
