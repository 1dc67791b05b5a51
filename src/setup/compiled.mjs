import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asSetupError, SetupError } from './failure.mjs';
import { ROOT } from './place.mjs';
import { sourcesHash } from './sources.mjs';

/**
 * Packages left out of the bundle: they find a native module beside themselves. All others are
 * bundled, which halves the time their modules take to load.
 */
const EXTERNAL = ['libsql'];

/** CommonJS packages ask for Node's own modules by `require`, which a module does not have. */
const REQUIRE = `import { createRequire as assayRequire } from 'node:module'; const require = assayRequire(import.meta.url);`;

/**
 * Compiles src/main.ts into dist/ unless dist/ was made from these very sources. Gives whether it did.
 * @returns {Promise<boolean>}
 */
export async function ensureCompiled(root = ROOT) {
  const dist = join(root, 'dist');
  const stamp = `${sourcesHash(root)}\n`;
  if (isMade(dist, stamp)) return false;
  process.stderr.write('Compiling…\n');
  const files = await bundle(root);
  const temporary = join(root, `dist.tmp-${process.pid}`);
  try {
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary);
    for (const { path, contents } of files) {
      const name = basename(path);
      writeFileSync(join(temporary, name), contents, { mode: name === 'main.js' ? 0o755 : 0o644 });
    }
    writeFileSync(join(temporary, '.stamp'), stamp);
    replace(dist, temporary, stamp);
  } catch (error) {
    throw asSetupError(error, 'compile into dist/');
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return true;
}

/**
 * Two set-ups may compile at once: the second to come finds the same dist/ and is content.
 * @param {string} dist
 * @param {string} temporary
 * @param {string} stamp
 */
function replace(dist, temporary, stamp) {
  const old = `${temporary}-old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(temporary, dist);
  } catch (error) {
    if (!isMade(dist, stamp)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/**
 * @param {string} dist
 * @param {string} stamp
 */
function isMade(dist, stamp) {
  try {
    return existsSync(join(dist, 'main.js')) && readFileSync(join(dist, '.stamp'), 'utf8') === stamp;
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
      entryPoints: [entry],
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
