import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTable, measureBuild } from './bench-build.mjs';
import { importTable, measureImport } from './bench-import.mjs';
import { mailTable, measureMail } from './bench-mail.mjs';
import { measureServe, serveTable } from './bench-serve.mjs';
import { measureStore, storeTable } from './bench-store.mjs';
import { asScript, SetupError } from './failure.mjs';
import { ready } from './ready.mjs';

const PARTS = ['build', 'import', 'store', 'mail', 'serve'];

/**
 * `npm run bench [-- PAIRS [PART…]]`: a build against the bare browser, an import of a million rows against csv-parse
 * reading them, a week from a store of ten million observations against one of a hundred thousand, ten thousand letters
 * against bare nodemailer, a build while two hundred people read the archive against the build alone. Each pair is
 * measured turn by turn, so that a slow moment of the machine meets both. JSON on stdout, a table on stderr.
 */
await asScript(async () => {
  const [count = '7', ...named] = process.argv.slice(2);
  const pairs = Number(count);
  if (!Number.isInteger(pairs) || pairs < 1)
    throw wrong('E_BENCH_PAIRS', `${count} is not a number of pairs. Expected 1 or more.`);
  const unknown = named.find((part) => !PARTS.includes(part));
  if (unknown !== undefined)
    throw wrong('E_BENCH_PART', `${unknown} is no part of the bench. Expected ${PARTS.join(', ')}.`);
  const parts = named.length > 0 ? named : PARTS;
  const browser = await ready();
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const stop = () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const at = (/** @type {string} */ part) => join(folder, part);
    const build = parts.includes('build') ? await measureBuild(at('build'), browser.path, pairs) : undefined;
    const imported = parts.includes('import') ? await measureImport(at('import'), pairs) : undefined;
    const store = parts.includes('store') ? await measureStore(at('store'), pairs) : undefined;
    const mail = parts.includes('mail') ? await measureMail(at('mail'), pairs) : undefined;
    const serve = parts.includes('serve') ? await measureServe(at('serve'), pairs) : undefined;
    process.stdout.write(`${JSON.stringify({ build, import: imported, store, mail, serve }, null, 2)}\n`);
    if (build) process.stderr.write(buildTable(build));
    if (imported) process.stderr.write(importTable(imported));
    if (store) process.stderr.write(storeTable(store));
    if (mail) process.stderr.write(mailTable(mail));
    if (serve) process.stderr.write(serveTable(serve));
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} code
 * @param {string} message
 */
function wrong(code, message) {
  return new SetupError(code, 'config', '', message);
}
