import { access, constants, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { smallClone } from './scripts.ts';

describe('compiling', () => {
  test('installs and compiles once; a second run does and says nothing', async () => {
    await using clone = await smallClone();
    const first = await clone.run('compile.mjs');
    expect(first).toMatchObject({
      code: 0,
      stderr: 'Installing packages (npm ci)…\nCompiling…\nCompiled into dist/.\n',
    });
    expect(await clone.calls()).toEqual(['npm ci --include=dev --include=optional --no-audit --no-fund']);
    await access(join(clone.root, 'dist/main.js'), constants.X_OK);
    expect(await readFile(join(clone.root, 'dist/main.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const made = await stat(join(clone.root, 'dist/main.js'));
    expect(await clone.run('compile.mjs')).toMatchObject({ code: 0, stderr: 'dist/ is up to date.\n' });
    expect((await stat(join(clone.root, 'dist/main.js'))).ino).toBe(made.ino);
    expect(await clone.calls()).toEqual([]);
    expect((await readdir(clone.root)).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  test('a changed, added or removed source is compiled again; a changed lock installed again', async () => {
    await using clone = await smallClone();
    await clone.run('compile.mjs');
    await clone.calls();
    const again = async (): Promise<string> => (await clone.run('compile.mjs')).stderr;
    await clone.put('clone/src/greeting.ts', "export const greeting: string = 'good day';\n");
    expect(await again()).toBe('Compiling…\nCompiled into dist/.\n');
    await clone.put('clone/src/other.ts', 'export {};\n');
    expect(await again()).toContain('Compiling…');
    await rm(join(clone.root, 'src/other.ts'));
    expect(await again()).toContain('Compiling…');
    await rm(join(clone.root, 'dist/main.js'));
    expect(await again()).toContain('Compiling…');
    expect(await clone.calls()).toEqual([]);
    await clone.put(
      'clone/package-lock.json',
      '{ "name": "small", "lockfileVersion": 3, "packages": { "": {}, "node_modules/x": { "version": "1" } } }\n',
    );
    expect(await again()).toContain('Installing packages');
    expect(await clone.calls()).toHaveLength(1);
  });

  test('YAML files that alone have changed are parsed again, not compiled; they are parsed again if that is lost', async () => {
    await using clone = await smallClone();
    const parsed = () => readFile(join(clone.root, 'dist/built-in.json'), 'utf8').catch(() => '');
    await clone.put('clone/data/metals/tin.yaml', 'metal: tin\n');
    await clone.put('clone/data/inbox/not-ours.yaml', 'own: 1\n');
    await clone.run('compile.mjs');
    expect(await parsed()).toBe('metal: tin\n');
    const again = async (): Promise<string> => (await clone.run('compile.mjs')).stderr;
    await clone.put('clone/data/metals/tin.yaml', 'metal: zinc\n');
    await clone.put('clone/data/calendars/lme.yaml', 'venue: lme\n');
    expect(await again()).toBe('dist/ is up to date.\n');
    expect(await parsed()).toBe('metal: zinc\n,venue: lme\n');
    await rm(join(clone.root, 'dist/built-in.json'));
    expect(await again()).toBe('dist/ is up to date.\n');
    expect(await parsed()).toBe('metal: zinc\n,venue: lme\n');
  });

  test('a running program finds its parts after a compilation; two compilations later they are gone', async () => {
    await using clone = await smallClone();
    const dist = async (): Promise<string[]> =>
      (await readdir(join(clone.root, 'dist'))).filter((name) => /^later-.*js$/.test(name));
    await clone.put('clone/src/main.ts', "import './greeting.ts';\nawait import('./later.ts');\n");
    const made: string[] = [];
    for (const word of ['one', 'two', 'three']) {
      await clone.put('clone/src/later.ts', `console.log('${word}');\nexport {};\n`);
      await clone.run('compile.mjs');
      made.push(...(await dist()).filter((name) => !made.includes(name)));
      expect(await dist()).toEqual(made.slice(-2).sort());
    }
    expect(made).toHaveLength(3);
    expect((await readdir(join(clone.root, 'dist'))).filter((name) => /\.\d+$/.test(name))).toEqual([]);
  });

  test('packages that npm recorded as installed are not installed again', async () => {
    await using clone = await smallClone();
    const lock = (version: string) =>
      JSON.stringify({
        packages: {
          '': {},
          'node_modules/x': { version, integrity: 'sha512-1' },
          'node_modules/for-another-system': { version: '1', optional: true },
        },
      });
    await clone.put('bin/npm', '#!/bin/sh\nexit 9\n', 0o755);
    await clone.put('clone/package-lock.json', lock('1'));
    await clone.put(
      'clone/node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/x': { version: '1', integrity: 'sha512-1' } } }),
    );
    expect((await clone.run('compile.mjs')).stderr).not.toContain('Installing');
    await clone.put('clone/package-lock.json', lock('2'));
    expect((await clone.run('compile.mjs')).stderr).toContain('Installing');
  });

  test('an npm that fails, or is not there, is told with what to do', async () => {
    await using clone = await smallClone();
    await clone.put('bin/npm', '#!/bin/sh\necho "npm error code ENOTFOUND" >&2\nexit 7\n', 0o755);
    expect(await clone.run('compile.mjs')).toMatchObject({
      code: 69,
      stderr: expect.stringMatching(
        /npm error code ENOTFOUND\nE_SETUP_INSTALL npm ci: ended with exit code 7; its own words stand above\. Check the network/,
      ),
    });
    expect(await clone.run('compile.mjs', [], { env: { PATH: '' } })).toMatchObject({
      code: 69,
      stderr: expect.stringContaining('E_SETUP_INSTALL npm ci: there is no npm on PATH.'),
    });
    expect(await readdir(clone.root)).not.toContain('dist');
  });

  test('a source that does not compile is named by line, and the old program stays', async () => {
    await using clone = await smallClone();
    await clone.run('compile.mjs');
    await clone.put('clone/src/greeting.ts', 'export const greeting = ;\n');
    const result = await clone.run('compile.mjs');
    expect(result.code).toBe(78);
    expect(result.stderr).toContain('E_SETUP_COMPILE src/main.ts: does not compile.');
    expect(result.stderr).toContain('src/greeting.ts:1:25: Unexpected ";"');
    expect(await readdir(join(clone.root, 'dist'))).toContain('main.js');
  });
});

describe('starting', () => {
  test('words are passed to the program, and its exit code comes back', async () => {
    await using clone = await smallClone();
    const browser = await clone.browser('bin/chrome');
    const first = await clone.run('start.mjs', ['check', '2025-W24'], { env: { ASSAY_CHROME: browser } });
    expect(first).toMatchObject({ code: 0, stdout: 'hello check 2025-W24\n' });
    await clone.put('clone/src/main.ts', 'process.exitCode = 65;\nexport {};\nimport "./greeting.ts";\n');
    expect((await clone.run('start.mjs', ['check'], { env: { ASSAY_CHROME: browser } })).code).toBe(65);
  });

  test('an archived sample week is shown, not built', async () => {
    await using clone = await smallClone();
    const browser = await clone.browser('bin/chrome');
    for (const language of ['en', 'zh']) {
      for (const file of ['brief.html', 'brief.pdf'])
        await clone.put(`clone/reports/2025-W24/${language}/${file}`, '');
    }
    await clone.put('clone/reports/2025-W24/edition.json', '{}');
    const result = await clone.run('start.mjs', [], { env: { ASSAY_CHROME: browser } });
    const dir = join(clone.root, 'reports/2025-W24');
    expect(result.stdout).toBe(
      `${dir}/en/brief.html\n${dir}/en/brief.pdf\n${dir}/zh/brief.html\n${dir}/zh/brief.pdf\n`,
    );
    expect(result.stderr).toContain('The sample week 2025-W24 is archived already.');
    expect(result.code).toBe(0);
  });

  test('a browser is asked once whether it starts, and again when it has changed', async () => {
    await using clone = await smallClone();
    const browser = await clone.browser('bin/chrome');
    const start = () => clone.run('start.mjs', ['x'], { env: { ASSAY_CHROME: browser } });
    await start();
    expect(await clone.calls()).toContain('browser --version');
    await start();
    expect(await clone.calls()).toEqual([]);
    await clone.browser(
      'bin/chrome',
      'echo "error while loading shared libraries: libnss3.so" >&2; exit 127',
    );
    expect(await start()).toMatchObject({
      code: 78,
      stderr: `E_BROWSER_PATH ASSAY_CHROME: ${JSON.stringify(browser)} does not start (error while loading shared libraries: libnss3.so). Reinstall it, or set ASSAY_CHROME to another Chrome or Chromium.\n`,
    });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s reaches the program, and set-up waits for it to clean up',
    async (signal) => {
      await using clone = await smallClone();
      const browser = await clone.browser('bin/chrome');
      await clone.put(
        'clone/src/main.ts',
        `import './greeting.ts';
const alive = setInterval(() => undefined, 1000);
process.on('${signal}', () => {
  clearInterval(alive);
  console.log('cleaned up');
  process.exitCode = 130;
});
console.log('building');
`,
      );
      const stopWhen = { said: 'building', signal };
      const result = await clone.run('start.mjs', ['build'], { env: { ASSAY_CHROME: browser }, stopWhen });
      expect(result).toEqual({ code: 130, stdout: 'building\ncleaned up\n', stderr: expect.any(String) });
    },
  );

  test('a wrong ASSAY_CHROME ends the set-up with exit 78', async () => {
    await using clone = await smallClone();
    const result = await clone.run('start.mjs', [], { env: { ASSAY_CHROME: '/nowhere/chrome' } });
    expect(result.code).toBe(78);
    expect(result.stderr).toContain('E_BROWSER_PATH ASSAY_CHROME: "/nowhere/chrome" does not exist.');
  });
});

test('a Node.js that is too old is told so before anything is done', async () => {
  await using clone = await smallClone();
  await mkdir(join(clone.root, 'node_modules'));
  const probe = join(clone.root, 'src/setup/probe.mjs');
  await writeFile(
    probe,
    `import { requireNode } from './packages.mjs';
import { asScript } from './failure.mjs';
for (const version of ['20.19.0', '22.0.0', '24.1.0']) requireNode(version);
await asScript(async () => requireNode('20.18.9'));
`,
  );
  const result = await clone.run('probe.mjs');
  expect(result.code).toBe(78);
  expect(result.stderr).toMatch(
    /^E_SETUP_NODE .*: Node\.js 20\.18\.9 is too old\. Expected 20\.19 or newer\./,
  );
});
