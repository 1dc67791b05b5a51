import { ensureCompiled } from './compiled.mjs';
import { asScript } from './failure.mjs';
import { ensureInstalled } from './packages.mjs';

await asScript(async () => {
  await ensureInstalled();
  const done = await ensureCompiled();
  process.stderr.write(done ? 'Compiled into dist/.\n' : 'dist/ is up to date.\n');
  return 0;
});
