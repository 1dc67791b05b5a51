import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AssayError, quoted } from '../errors.ts';
import { programRoot } from '../program.ts';

/** Makes a new desk in `folder`, which must be absent or empty; returns the files it wrote. */
export async function initDesk(folder: string): Promise<string[]> {
  if (folder === '') {
    throw new AssayError('usage', {
      code: 'E_USAGE',
      where: 'init',
      message: 'empty. Expected the name of a new folder.',
    });
  }
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw cannotMake(folder, error);
  });
  if (present.length > 0) {
    throw new AssayError('cannotCreate', {
      code: 'E_INIT_NOT_EMPTY',
      where: folder,
      message: `the folder is not empty (it holds ${quoted(present[0] ?? '')}). Nothing was changed. Name a new or empty folder.`,
    });
  }
  const files = {
    'data/desk.yaml': DESK,
    'data/inbox/README.md': INBOX,
    'data/notes/README.md': NOTES,
    'reports/README.md': 'Editions appear here, a folder each: `assay archive list`.\n',
    '.gitignore': IGNORED,
  };
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      await makeFolders(dirname(file));
      await writeFile(file, text, { flag: 'wx' });
    }
    await makeFolders(join(folder, 'templates'));
    await copyFile(join(programRoot(), 'data', 'inbox', '2025-W24.csv'), join(folder, 'data', 'example.csv'));
  } catch (error) {
    throw cannotMake(folder, error);
  }
  return [...Object.keys(files), 'data/example.csv'].map((path) => join(folder, path));
}

/** Level by level: Node's own recursion never ends where a folder that exists refuses children (as /proc does). */
async function makeFolders(folder: string): Promise<void> {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) await makeFolders(parent);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function cannotMake(folder: string, error: unknown): AssayError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new AssayError(
    code === 'EACCES' || code === 'EPERM' ? 'permission' : 'cannotCreate',
    {
      code: 'E_INIT',
      where: folder,
      message: `cannot make a desk here (${code}). Name a folder you may write to.`,
    },
    { cause: error },
  );
}

/** What is made here, and what is secret. */
const IGNORED = `data/assay.db*
data/ledger.db*
data/notes/.history/
data/office.db*
data/outcomes/
data/.uploads/
data/.search/
data/.lists/
data/mail.key
data/metrics.token
data/*.password
data/*.pem
reports/*
!reports/README.md
`;

const DESK = `# What this desk is. Everything not said here, and the metals, calendars and templates, come built in;
# a folder data/metals, data/calendars or templates of your own takes their place.
version: 1
name: { en: My metals desk, zh: 金属研究部 }
title: { en: Metals Weekly, zh: 金属周报 }
languages: [en, zh]
timeZone: Asia/Shanghai
paper: A4
sections: [dashboard, inventories, macro, bulk, minor, energy, method, data-notes, disclaimer]

# To mail the brief, take away the # and say who sends it through which server; docs/mail.md of the program has the rest.
# mail:
#   from: weekly@example.cn
#   site: https://brief.example.cn
#   links: signed        # the brief is read by the links in letters alone, for 90 days
#   smtp: { host: smtp.example.cn, user: weekly@example.cn, passwordFile: data/smtp.password }
`;

const NOTES = `What people say of a week: 2025-W24.en.md and 2025-W24.zh.md, Markdown with a ## heading for each section or
metal. Figures are put in by name, {{cu_lme_3m}} or {{cu_lme_3m wow}}. The README of the program says the rest.
`;

const INBOX = `Drop the week's figures here as UTF-8 .csv or as .xlsx, in one of two forms; a file in another wants a mapping.

Long, one value a row (unit and status may be left out):

    date,series,value,unit,status
    2025-06-13,cu_lme_3m,9647.50,USD/t,traded

Wide, one column a series:

    date,cu_lme_3m,cu_shfe
    2025-06-13,9647.50,78010

An empty value means "no quotation". Series ids are those of the catalog (data/metals/*.yaml); ../example.csv is a
whole week. Then: \`assay check\`, \`assay build\`.
`;
