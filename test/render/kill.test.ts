import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { browserPath } from '../../src/program.ts';
import { openPress } from '../../src/render/index.ts';
import { stillEffects } from '../support/effects.ts';

const run = promisify(execFile);

it('a process killed without warning takes its browser with it, and the next one sweeps up', async () => {
  // Inside the project, so that its packages are found.
  const folder = await mkdtemp(resolve('node_modules', '.kill-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await build({
    stdin: {
      contents: `import { openPress } from '${resolve('src/render/index.ts')}';
        const press = openPress({ executable: ${JSON.stringify(browserPath())}, effects: { stop: new AbortController().signal } });
        await press.print('<p>one');
        console.log('printed');
        setInterval(() => undefined, 1000);`,
      resolveDir: folder,
      loader: 'ts',
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'prints.mjs'),
  });
  const child = spawn(process.execPath, [join(folder, 'prints.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const profile = `assay-press-${child.pid}-`;
  expect(await browsersWith(profile)).not.toBe('');

  child.kill('SIGKILL');
  await once(child, 'exit');
  await expect.poll(() => browsersWith(profile)).toBe('');

  const next = openPress({ executable: browserPath(), effects: stillEffects() });
  await next.version();
  await next.close();
  expect((await readdir(tmpdir())).filter((name) => name.startsWith(profile))).toEqual([]);
});

async function browsersWith(profile: string): Promise<string> {
  const { stdout } = await run('ps', ['-eo', 'stat=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(profile) && !line.startsWith('Z'))
    .join('\n');
}
