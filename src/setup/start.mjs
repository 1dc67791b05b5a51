import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asScript } from './failure.mjs';
import { inRoot } from './place.mjs';
import { ready } from './ready.mjs';
import { run } from './run.mjs';

const WEEK = '2025-W24';

/** `npm start`: sets up, builds the sample week, says where it lies. `npm start -- ARGS` runs `assay ARGS` instead. */
await asScript(async () => {
  await ready();
  const program = inRoot('dist', 'main.js');
  const words = process.argv.slice(2);
  if (words.length > 0) return run(process.execPath, [program, ...words]);

  const edition = inRoot('reports', WEEK);
  if (existsSync(join(edition, 'edition.json'))) {
    process.stderr.write(
      `The sample week ${WEEK} is archived already. (To see it built anew: npm start -- build ${WEEK} --draft)\n`,
    );
  } else {
    process.stderr.write(`Building the sample week ${WEEK}…\n`);
    // It would print the same paths as are printed below.
    const code = await run(process.execPath, [program, 'build', WEEK, '--desk', inRoot()], {
      stdout: 'ignore',
    });
    if (code !== 0) return code;
  }
  const briefs = briefsOf(edition);
  if (briefs.length === 0) {
    process.stderr.write(
      `E_SETUP_EDITION ${edition}: no brief in it. See "node dist/main.js archive verify ${WEEK}".\n`,
    );
    return 65;
  }
  for (const path of briefs) process.stdout.write(`${path}\n`);
  return 0;
});

/**
 * @param {string} edition
 * @returns {string[]}
 */
function briefsOf(edition) {
  return readdirSync(edition, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => ['brief.html', 'brief.pdf'].map((file) => join(edition, entry.name, file)))
    .filter((path) => existsSync(path));
}
