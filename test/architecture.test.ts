import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { breachesOf, DOORS, ORDER } from './architecture/rules.ts';
import { readSources, sourceOf } from './architecture/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root, ['.ts', '.mts', '.mjs']);

/** Set-up scripts that bundle, once everything is installed. */
const LAZY = ['src/setup/compiled.mjs', 'src/setup/bench-mail-parts.mjs'];

describe('the house as it stands', () => {
  test('there are sources to look at, and the folders are those of the plan', () => {
    expect(sources.length).toBeGreaterThan(60);
    const folders = new Set(sources.map((source) => source.folder));
    expect([...folders].filter((folder) => ![...ORDER, '', 'setup', 'app'].includes(folder))).toEqual([]);
  });

  test('no file breaks a rule of the plan', () => {
    expect(sources.flatMap(breachesOf)).toEqual([]);
  });

  test('the reader of imports sees every import that the compiler sees', async () => {
    const entryPoints = sources.map(({ path }) => path).filter((path) => path.endsWith('.ts'));
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outdir: 'none',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const seen = new Map(sources.map(({ path, imports }) => [path, new Set(imports)]));
    let compared = 0;
    for (const [path, input] of Object.entries(metafile.inputs)) {
      for (const { original, path: resolved } of input.imports) {
        compared += 1;
        expect(seen.get(path), `${path} imports ${original ?? resolved}`).toContain(original ?? resolved);
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('set-up runs before anything is installed: its scripts import only what Node.js has', () => {
    const scripts = sources.filter(({ path }) => path.startsWith('src/setup/') && path.endsWith('.mjs'));
    expect(scripts.length).toBeGreaterThan(5);
    for (const { path, imports } of scripts) {
      for (const specifier of imports) {
        const lazily = specifier === 'esbuild' && LAZY.includes(path);
        expect(
          lazily || specifier.startsWith('node:') || /^\.\/[\w-]+\.mjs$/.test(specifier),
          `${path}: ${specifier}`,
        ).toBe(true);
      }
    }
    for (const path of LAZY)
      expect(readFileSync(join(root, path), 'utf8'), path).toContain("await import('esbuild')");
  });

  test('every door leads to a dependency that is declared, and all but tests and fonts have a door', () => {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text));
    const behindDoors = new Set(Object.keys(DOORS));
    const doorless = Object.keys(dependencies).filter(
      (name) => !behindDoors.has(name) && !name.startsWith('@expo-google-fonts/'),
    );
    expect(doorless).toEqual(['zod']);
  });

  test('files are small: half of them have at most 110 lines, nine in ten fewer than 300', () => {
    const lines = sources
      .map(({ path }) => readFileSync(join(root, path), 'utf8').split('\n').length - 1)
      .sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(110);
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThan(300);
  });

  test('no file has a name that says nothing', () => {
    const empty = /\/(?:utils?|helpers?|common|misc|shared|types|manager|base)\.(?:ts|mjs)$/;
    expect(sources.map(({ path }) => path).filter((path) => empty.test(path))).toEqual([]);
  });
});

describe('the rules themselves', () => {
  const breaches = (path: string, text: string): string[] =>
    breachesOf(sourceOf(path, text)).map(({ rule }) => rule);

  test.each([
    ['src/units/unit.ts', "import { x } from '../charts/line.ts';", 'upward import'],
    ['src/units/unit.ts', "import type { X } from '../charts/line.ts';", 'upward import'],
    ['src/units/unit.ts', "export * from '../charts/line.ts';", 'upward import'],
    ['src/units/unit.ts', "const x = await import(\n  '../charts/line.ts'\n);", 'upward import'],
    ['src/units/unit.ts', "import '../charts/line.ts';", 'upward import'],
    ['src/units/unit.ts', "import {\n  a,\n  b as c,\n} from '../charts/line.ts';", 'upward import'],
    ['src/archive/read.ts', "import { App } from '../app.ts';", 'upward import'],
    ['src/render/press.ts', "import { x } from '../setup/browser.mjs';", 'upward import'],
    ['src/setup/x.mjs', "import { x } from '../units/unit.ts';", 'upward import'],
    ['src/brief/x.ts', "import { x } from './y';", 'import without its ending'],
    ['src/brief/x.ts', "import { x } from '../../test/y.ts';", 'import from outside src'],
    ['src/brief/x.ts', "import Decimal from 'decimal.js';", 'second door'],
    ['src/render/html.ts', "import puppeteer from 'puppeteer-core';", 'second door'],
    ['src/app.ts', "import { View } from 'vega';", 'second door'],
    ['src/charts/x.ts', "import { tz } from '@date-fns/tz/tz';", 'second door'],
    ['src/analysis/x.ts', "import { readFile } from 'node:fs/promises';", 'disk'],
    ['src/snapshot/x.ts', "import { readFileSync } from 'fs';", 'builtin without node:'],
    ['src/analysis/x.ts', "import { createHash } from 'node:crypto';", 'the pure middle'],
    ['src/brief/x.ts', 'const year = new Date(text).getFullYear();', 'the pure middle'],
    ['src/store/x.ts', 'const now = new Date();', 'clock or chance outside effects'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is code
    ['src/store/x.ts', 'const text = `at ${new Date( )}`;', 'clock or chance outside effects'],
    ['src/store/x.ts', 'const now = Date.now();', 'clock or chance outside effects'],
    ['src/cli/x.ts', 'const id = Math.random();', 'clock or chance outside effects'],
    ['src/cli/x.ts', 'const at = performance.now();', 'clock or chance outside effects'],
    ['src/cli/x.ts', 'function f(x: any) {}', 'any'],
    ['src/cli/x.ts', 'const x = JSON.parse(t) as any;', 'any'],
    ['src/cli/x.ts', 'const x: Record<string, any> = {};', 'any'],
    ['src/cli/x.ts', 'const x = JSON.parse(t) as Manifest;', 'cast away from a door'],
    ['src/cli/x.ts', 'const x = { a: 1 } as unknown as string;', 'cast away from a door'],
    ['src/cli/x.ts', 'export default 1;', 'default export'],
    ['src/cli/x.ts', 'export enum A { B }', 'enum'],
  ])('in %s, %j breaks "%s"', (path, text, rule) => {
    expect(breaches(path, text)).toContain(rule);
  });

  test.each([
    ['src/charts/line.ts', "import { x } from '../units/unit.ts';\nimport { y } from './theme.ts';"],
    ['src/charts/line.ts', "import { AssayError } from '../errors.ts';"],
    ['src/cli/build.ts', "import { openApp } from '../app.ts';"],
    [
      'src/app/doctor.ts',
      "import { x } from '../setup/browser.mjs';\nimport { y } from '../store/index.ts';",
    ],
    [
      'src/store/x.ts',
      '// new Date() is only in effects\nconst text = "Date.now()";\nconst t = `Math.random()`;',
    ],
    ['src/charts/svg.ts', "import { View } from 'vega';\nconst view = made as View;"],
    [
      'src/cli/x.ts',
      "import { a as b } from './y.ts';\nimport * as c from './z.ts';\nconst d = [1] as const;",
    ],
    ['src/store/x.ts', 'const moment = new Date(instant);'],
    ['src/units/x.ts', "const pattern = /['\"`]/g;\nconst word = 'any: any';"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is code
    ['src/cli/x.ts', 'const nested = `a ${b ? `c ${{ d: 1 }.d}` : "e"} Date.now()`;'],
    ['src/cli/x.ts', 'const text = "import x from \'../nowhere\'";'],
    ['src/effects.ts', 'export const now = () => new Date();'],
  ])('in %s, %j is right', (path, text) => {
    expect(breaches(path, text)).toEqual([]);
  });
});

test('every script that is run by name can be run', () => {
  for (const path of ['.ci/run']) expect(statSync(join(root, path)).mode & 0o100, path).toBe(0o100);
  expect(existsSync(join(root, 'reports/README.md'))).toBe(true);
  expect(readdirSync(join(root, 'src/setup'))).toContain('start.mjs');
});
