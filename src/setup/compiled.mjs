import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asSetupError, SetupError } from './failure.mjs';
import { ROOT } from './place.mjs';
import { hashOfAll, sourcesHash, yamlFiles } from './sources.mjs';

/**
 * Packages left out of the bundle: they find a native module or .wasm beside themselves, or import a CommonJS one by
 * its names. All others are bundled, which halves the time their modules take to load.
 */
const EXTERNAL = ['libsql', 'subset-font', '@fastify/cookie'];

/**
 * The parts of packages that the program uses: juice parses without fetching or guessing encodings, and puppeteer
 * connects to a browser that we have started. The rest is three megabytes to read at each build.
 */
const PARTS = {
  cheerio: 'cheerio/slim',
  'puppeteer-core': 'puppeteer-core/lib/esm/puppeteer/puppeteer-core-browser.js',
};

/** CommonJS packages ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE = `import { createRequire as assayRequire } from 'node:module'; const require = assayRequire(import.meta.url);`;

/**
 * Compiles src/main.ts into dist/ unless dist/ was made from these very sources. Gives whether it did.
 *
 * Chunks are named by their content and main.js is put in place last, so a program that is running keeps finding its
 * own chunks: those of the program before stay until the compilation after. YAML files that alone have changed are
 * parsed anew, without compiling.
 * @returns {Promise<boolean>}
 */
export async function ensureCompiled(root = ROOT) {
  const dist = join(root, 'dist');
  const hash = sourcesHash(root);
  const before = stampOf(dist);
  const yaml = yamlFiles(root);
  const stamp = { hash, yaml: hashOfAll(yaml) };
  if (before.hash === hash && existsSync(join(dist, ENTRY))) {
    if (before.yaml === stamp.yaml && existsSync(join(dist, VALUES))) return false;
    try {
      await putValues(dist, yaml, hash);
      put(join(dist, STAMP), JSON.stringify({ ...stamp, files: before.files }), 0o644);
    } catch {
      // It only saves time: the program parses what it does not know.
    }
    return false;
  }
  process.stderr.write('Compiling…\n');
  const outputs = await bundle(root);
  const files = outputs.map(({ path }) => basename(path));
  try {
    mkdirSync(dist, { recursive: true });
    const isEntry = (/** @type {{ path: string }} */ { path }) =>
      [...CHILDREN, ENTRY].includes(basename(path));
    for (const one of outputs.filter((output) => !isEntry(output)))
      put(join(dist, basename(one.path)), one.contents, 0o644);
    await putValues(dist, yaml, hash);
    for (const one of outputs.filter(isEntry)) put(join(dist, basename(one.path)), one.contents, 0o755);
    put(join(dist, STAMP), JSON.stringify({ ...stamp, files }), 0o644);
    const kept = new Set([STAMP, VALUES, ...files, ...before.files]);
    for (const name of readdirSync(dist)) {
      if (!kept.has(name) && !isBeingWritten(name))
        rmSync(join(dist, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw asSetupError(error, 'compile into dist/');
  }
  return true;
}

const ENTRY = 'main.js';
/** Processes started by their names: the one that reads workbooks, the one that works for the server. */
const CHILDREN = ['xlsx-child.js', 'hand.js'];
/** The part of the program that parses YAML files before it runs, and what it makes of them. */
const PARSER = 'parse-ahead.js';
const VALUES = 'built-in.json';
const STAMP = '.stamp.json';

/**
 * Values of YAML files, so that the program need not parse those it knows; others it parses itself.
 * @param {string} dist
 * @param {readonly Uint8Array[]} yaml
 * @param {string} hash of the sources: the parser of an earlier compilation may be loaded already
 */
async function putValues(dist, yaml, hash) {
  const { parsedAhead } = await import(`${pathToFileURL(join(dist, PARSER)).href}?${hash}`);
  put(join(dist, VALUES), parsedAhead(yaml), 0o644);
}

/**
 * What dist/ was made from and which files were made then.
 * @param {string} dist
 * @returns {{ hash?: string, yaml?: string, files: string[] }}
 */
function stampOf(dist) {
  try {
    return JSON.parse(readFileSync(join(dist, STAMP), 'utf8'));
  } catch {
    return { files: [] };
  }
}

/**
 * Writes a file under another name first: whoever reads it reads the old or the new, never half.
 * @param {string} path
 * @param {string | Uint8Array} contents
 * @param {number} mode
 */
function put(path, contents, mode) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents, { mode });
  renameSync(temporary, path);
}

/**
 * Whether it is the temporary file of a compilation that runs beside this one.
 * @param {string} name
 */
function isBeingWritten(name) {
  const pid = Number(/\.(\d+)$/.exec(name)?.[1]);
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} root */
async function bundle(root) {
  const { build } = await import('esbuild');
  const entry = 'src/main.ts';
  let result;
  try {
    result = await build({
      absWorkingDir: root,
      entryPoints: [entry, 'src/sources/xlsx/xlsx-child.ts', 'src/app/hand.ts', 'src/catalog/parse-ahead.ts'],
      entryNames: '[name]',
      outdir: 'dist',
      write: false,
      metafile: true,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      // Flat, so that a chunk lies as deep below the root as src/main.ts does.
      chunkNames: '[name]-[hash]',
      external: EXTERNAL,
      alias: PARTS,
      // Less to parse at each start; names stay as they are written.
      minifyWhitespace: true,
      minifySyntax: true,
      banner: { js: REQUIRE },
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
    });
  } catch (error) {
    throw new SetupError('E_SETUP_COMPILE', 'config', entry, describe(error), { cause: error });
  }
  const seen = Object.keys(result.metafile.inputs).filter((path) => path.startsWith('src/'));
  const made = Object.entries(result.metafile.outputs).find(([, output]) => output.entryPoint === entry);
  if (made === undefined || seen.length < 2) {
    throw new SetupError(
      'E_SETUP_COMPILE',
      'config',
      entry,
      `nothing was compiled (${seen.length} source files seen).`,
    );
  }
  return result.outputFiles;
}

/** @param {unknown} error */
function describe(error) {
  const errors =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  if (errors.length === 0) return `does not compile: ${String(error)}`;
  const lines = errors
    .slice(0, 20)
    .map(({ location, text }) =>
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
    );
  return `does not compile. Expected sources that "npm run typecheck" accepts.\n${lines.join('\n')}`;
}
