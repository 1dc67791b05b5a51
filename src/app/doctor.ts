import { constants } from 'node:fs';
import { access, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { openDesk } from '../desk.ts';
import type { Effects } from '../effects.ts';
import { AssayError, problemLine } from '../errors.ts';
import { fontVersions, missingGlyphs } from '../render/fonts.ts';
import { openPress } from '../render/press.ts';
import { findBrowser } from '../setup/browser.mjs';
import { openStoreAsIs } from '../store/index.ts';
import { type Answer, type Diagnosis, ok } from './doctor-answer.ts';
import { clock, zone } from './doctor-clock.ts';
import { backup, office, schedule } from './doctor-work.ts';

export type { Diagnosis } from './doctor-answer.ts';

/** Looks at everything a build needs, each on its own, so that one broken part does not hide another. */
export async function diagnose(folder: string, effects: Effects): Promise<Diagnosis[]> {
  const examined = [
    one('node', async () => ok(process.version)),
    one('browser', () => browser(effects)),
    one('fonts', fonts),
    one('desk', async () => {
      const desk = await openDesk(folder);
      return ok(`${desk.root}, ${desk.catalog.series.size} series, ${desk.config.languages.join(' and ')}`);
    }),
    one('store', () => store(folder)),
    one('reports', () => writable(join(folder, 'reports'), folder)),
    one('disk', () => disk(folder)),
    one('clock', () => clock(folder, effects)),
    one('zone', () => zone(folder, effects)),
    one('office', () => office(folder)),
    one('schedule', () => schedule(folder, effects)),
    one('backup', () => backup(folder, effects)),
    one('smtp', () => mailServer(folder)),
  ];
  return Promise.all(examined);
}

async function one(subject: string, look: () => Promise<Answer>): Promise<Diagnosis> {
  try {
    return { subject, ...(await look()) };
  } catch (error) {
    const message =
      error instanceof AssayError
        ? error.problems.map(problemLine).join(' | ')
        : `${error instanceof Error ? error.message : String(error)}`;
    return { subject, state: 'broken', message };
  }
}

async function browser(effects: Effects): Promise<Answer> {
  const { path, from } = findBrowser();
  const press = openPress({ executable: path, effects });
  try {
    const version = await press.version();
    const asRoot = process.getuid?.() === 0;
    return {
      state: asRoot ? 'note' : 'ok',
      message: `${version} at ${path} (${from})${asRoot ? '; running as root, so without its sandbox. Run as another user to have it' : ', in its sandbox'}`,
    };
  } finally {
    await press.close();
  }
}

/** Characters every Chinese brief has. */
const CHINESE = '铜铝锌铅镍锡锂钴稀土周涨跌库存吨元，。“”';

async function fonts(): Promise<Answer> {
  const missing = await missingGlyphs(CHINESE);
  const versions = Object.entries(fontVersions()).map(([name, version]) => `${name} ${version}`);
  const message = `${versions.join(', ')}; Latin and Chinese shown from these files, whatever the machine has`;
  return missing.length === 0
    ? ok(message)
    : {
        state: 'broken',
        message: `${versions.join(', ')} lack ${missing.join('')}. Run npm ci for whole ones`,
      };
}

async function store(folder: string): Promise<Answer> {
  const desk = await openDesk(folder);
  const opened = await openStoreAsIs(desk.paths.store);
  try {
    const ids = await opened.seriesIds();
    return ids.length === 0
      ? { state: 'note', message: 'no observation yet; the first build or check reads data/inbox' }
      : ok(`${ids.length} series in ${desk.paths.store}`);
  } finally {
    await opened.close();
  }
}

async function writable(reports: string, folder: string): Promise<Answer> {
  const place = await access(reports).then(
    () => reports,
    () => folder,
  );
  await access(place, constants.W_OK).catch(() => {
    throw new AssayError('permission', {
      code: 'E_IO_PERMISSION',
      where: place,
      message: 'cannot write here. Give this user the right to, or run as its owner.',
    });
  });
  const left = (await readdir(reports).catch(() => [])).filter((name) => name.startsWith('.tmp-'));
  return left.length === 0
    ? ok(`${reports} is writable`)
    : {
        state: 'note',
        message: `${left.length} leftover of a build that was cut off; the next build removes it`,
      };
}

async function disk(folder: string): Promise<Answer> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / 2 ** 30;
  const message = `${free.toFixed(1)} GiB free; an edition takes up to 3 MB`;
  return free < 0.1 ? { state: 'broken', message: `${message}. Free some space` } : ok(message);
}

/** Milliseconds to wait for a mail server before calling it unreachable; a campaign waits longer. */
const SERVER_PATIENCE = 20_000;

/** The server that letters go to, as a campaign meets it; nothing is sent. */
export async function mailServer(folder: string): Promise<Answer> {
  const { mail, root } = await openDesk(folder);
  if (mail === undefined)
    return { state: 'note', message: 'not configured; add mail: to data/desk.yaml to send letters' };
  const [{ checkSmtp }, { readPassword }] = await Promise.all([
    import('../delivery/smtp/smtp-check.ts'),
    import('../delivery/smtp/password.ts'),
  ]);
  return checkSmtp({
    smtp: mail.smtp,
    password: await readPassword(mail, root),
    maxBytes: mail.maxBytes,
    timeouts: { connect: SERVER_PATIENCE },
  });
}
