import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, knownText, knownValuesIn } from '../../src/catalog/known-values.ts';
import { parsedAhead } from '../../src/catalog/parse-ahead.ts';
import { parsedSource } from '../../src/catalog/parsed-source.ts';
import { programRoot } from '../../src/program.ts';
import { temporaryDesk } from '../support/desk.ts';

/** Every YAML file that comes with the program, by its path. */
async function builtIn(): Promise<Map<string, Buffer>> {
  const data = join(programRoot(), 'data');
  const names = (await readdir(data, { recursive: true })).filter((name) => name.endsWith('.yaml'));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(data, name))] as const)),
  );
}

async function written(text: string | Uint8Array): Promise<string> {
  return join(await temporaryDesk({ 'built-in.json': text }), 'built-in.json');
}

test('compiling leaves the value of every built-in file, equal to the parsed one', async () => {
  const known = await knownValuesIn(join(programRoot(), 'dist', 'built-in.json'));
  const files = await builtIn();
  expect(files.size).toBeGreaterThan(30);
  for (const [name, bytes] of files) {
    const { value, problems } = parsedSource(bytes, name);
    expect(problems).toEqual([]);
    expect(known.has(hashOf(bytes)), name).toBe(true);
    // To the order of the keys, which decides the order of what is printed.
    expect(JSON.stringify(known.get(hashOf(bytes))), name).toBe(JSON.stringify(value));
    expect(known.get(hashOf(bytes)), name).toStrictEqual(value);
  }
});

test('files with a problem are left out, and so are values that JSON does not hold', async () => {
  const texts = [
    'a: 1\n',
    'a: [1\n',
    'a: 1\na: 2\n',
    'a: !own 1\n',
    '<<: { a: 1 }\n',
    'a: .nan\n',
    'a: -.inf\n',
    'a: -0.0\n',
    'a: \u0000\n',
    'a: \\xff',
    '[]\n',
    '# nothing\n',
  ];
  const files = texts.map((text) => Buffer.from(text.replace('\\xff', '\xff'), 'latin1'));
  const known = await knownValuesIn(await written(parsedAhead(files)));
  expect([...known.values()]).toEqual([{ a: 1 }, [], null]);
});

test('any values come back as they were', async () => {
  const property = fc.asyncProperty(fc.array(fc.jsonValue({ noUnicodeString: false })), async (values) => {
    const known = new Map(
      values.map((value, at) => [hashOf(Buffer.from(String(at))), JSON.parse(JSON.stringify(value))]),
    );
    expect(await knownValuesIn(await written(knownText(known)))).toStrictEqual(known);
  });
  await fc.assert(property, { numRuns: 30 });
});

test('a file that is missing, cut short, changed or another one holds nothing', async () => {
  const whole = Buffer.from(knownText(new Map([['a'.repeat(64), { metal: 'tin', order: 8 }]])));
  expect((await knownValuesIn(await written(whole))).size).toBe(1);
  const broken: Array<string | Uint8Array> = [
    '',
    '{}',
    'null',
    '[1]',
    `${whole}\n`,
    '{"sha256":"","values":{}}',
  ];
  for (let at = 0; at < whole.length; at += 1) {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    broken.push(whole.subarray(0, at), flipped);
  }
  const folder = await temporaryDesk({});
  for (const [at, text] of broken.entries()) {
    const file = join(folder, String(at));
    await writeFile(file, text);
    expect([...(await knownValuesIn(file))], String(text)).toEqual([]);
  }
  expect(await knownValuesIn(join(folder, 'missing'))).toEqual(new Map());
  await mkdir(join(folder, 'a-folder'));
  expect(await knownValuesIn(join(folder, 'a-folder'))).toEqual(new Map());
});
