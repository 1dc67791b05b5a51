import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from '../support/desk.ts';

/** Words of the YAML library that nothing else has. */
const LIBRARY = 'Document with errors cannot be stringified';

let root = '';
/** The compiled program in a folder of its own, so that its files can be changed. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-program-'));
  const copied = (name: string) => cp(join(programRoot(), name), join(root, name), { recursive: true });
  const yaml = ['metals', 'calendars', 'mappings'].map((name) => join('data', name));
  await Promise.all(['dist', 'package.json', 'templates', ...yaml].map(copied));
  await symlink(join(programRoot(), 'node_modules'), join(root, 'node_modules'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Seen {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether a part of the program that holds the YAML library was loaded. */
  readonly library: boolean;
}

async function show(desk: string): Promise<Seen> {
  const coverage = await mkdtemp(join(root, 'coverage-'));
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js'), 'show', 'sn_shfe', '--desk', desk], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_V8_COVERAGE: coverage },
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
  const [code] = await once(child, 'close');
  const text = async (parts: Promise<unknown[]> | undefined) => ((await parts) ?? []).join('');
  const loaded = await loadedIn(coverage);
  // It found the parts, not only none of the library.
  expect(loaded.length).toBeGreaterThan(3);
  const library = loaded.some((part) => part.includes(LIBRARY));
  return { code, stdout: await text(stdout), stderr: await text(stderr), library };
}

/** Texts of the program's parts that a process loaded. */
async function loadedIn(coverage: string): Promise<string[]> {
  const [report = ''] = await readdir(coverage);
  const { result }: { result: Array<{ url: string }> } = JSON.parse(
    await readFile(join(coverage, report), 'utf8'),
  );
  const parts = result.filter(({ url }) => url.startsWith('file:') && url.includes('/dist/'));
  return Promise.all(parts.map(({ url }) => readFile(fileURLToPath(url), 'utf8')));
}

const known = () => join(root, 'dist', 'built-in.json');

/** Runs `work` and puts the file back as it was. */
async function withFile<T>(file: string, text: string | Buffer, work: () => Promise<T>): Promise<T> {
  const before = await readFile(file);
  await writeFile(file, text);
  try {
    return await work();
  } finally {
    await writeFile(file, before);
  }
}

test('a desk of built-in files opens without the YAML library, its own files by their bytes too', async () => {
  const [desk, overrides] = await Promise.all(
    ['desk.yaml', 'overrides.yaml'].map((name) => readFile(join(programRoot(), 'data', name))),
  );
  const bare = await show(await temporaryDesk({}));
  expect(bare).toMatchObject({ code: 0, stderr: '', library: false });
  const whole = await show(
    await temporaryDesk({ 'data/desk.yaml': desk ?? '', 'data/overrides.yaml': overrides ?? '' }),
  );
  expect(whole).toMatchObject({ code: 0, stdout: bare.stdout, stderr: '', library: false });
});

test('a built-in file with one byte changed is parsed as it is now, without compiling', async () => {
  const desk = await temporaryDesk({});
  const file = join(root, 'data', 'metals', 'tin.yaml');
  const text = await readFile(file, 'utf8');
  const renamed = text.replaceAll('sn_shfe', 'sn_shfx');
  expect(renamed).not.toBe(text);
  expect(await withFile(file, renamed, () => show(desk))).toMatchObject({
    code: 78,
    // Told of a file that has not changed, at its place all the same.
    stderr: expect.stringMatching(
      /^E_CATALOG_SERIES data\/metals\/rare-earths\.yaml:\d+:\d+: chart minor_movers names the unknown series "sn_shfe"/,
    ),
    library: true,
  });
  const broken = text.replace('metal: tin', 'metal: "tin');
  const { code, stderr, library } = await withFile(file, broken, () => show(desk));
  expect({ code, library }).toEqual({ code: 78, library: true });
  expect(stderr).toMatch(/^E_CONFIG_YAML data\/metals\/tin\.yaml:\d+:\d+: /);
  expect(await show(desk)).toMatchObject({ code: 0, library: false });
});

test('without what compiling left, or with half of it, everything is parsed and said alike', async () => {
  const desk = await temporaryDesk({});
  const { stdout } = await show(desk);
  const whole = await readFile(known());
  for (const text of [whole.subarray(0, 1000), '{}', Buffer.from(whole.toString().replace('锡', '铅'))]) {
    const seen = await withFile(known(), text, () => show(desk));
    expect(seen).toMatchObject({ code: 0, stdout, stderr: '', library: true });
  }
  await rm(known());
  expect(await show(desk)).toMatchObject({ code: 0, stdout, stderr: '', library: true });
  await writeFile(known(), whole);
});

test('what is wrong among known files is told with line and column', async () => {
  const names = await readdir(join(root, 'data', 'metals'));
  const metals = await Promise.all(
    names.map(
      async (name) => [`data/metals/${name}`, await readFile(join(root, 'data', 'metals', name))] as const,
    ),
  );
  const files = Object.fromEntries(metals);
  const { code, stderr, library } = await show(
    await temporaryDesk({ ...files, 'data/metals/zz.yaml': files['data/metals/tin.yaml'] ?? '' }),
  );
  expect({ code, library }).toEqual({ code: 78, library: true });
  expect(stderr).toContain(
    'E_CATALOG_TWICE data/metals/zz.yaml:1:8: metal "tin" is already at data/metals/tin.yaml:1:8.',
  );
  expect(stderr.split('\n').filter((line) => line !== '' && !/\.yaml:\d+:\d+: /.test(line))).toEqual([]);
});
