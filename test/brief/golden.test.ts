import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/model/language.ts';
import { briefText } from '../../src/render/model-text.ts';
import { parseSnapshot } from '../../src/snapshot/freeze.ts';
import { composed } from './sample-desk.ts';

const golden = resolve(import.meta.dirname, '../golden');
const cases = readdirSync(golden).filter((name) => existsSync(join(golden, name, 'input/snapshot.json')));

test('there are golden cases to compare', () => {
  expect(cases.length).toBeGreaterThanOrEqual(3);
});

/**
 * A folder is a case: `input/snapshot.json` in, `expected/brief.<language>.json` out. A missing golden is written
 * here and fails in CI; one that differs is written beside as `.actual`. Delete the golden to accept a change.
 */
describe.each(cases)('%s', (name) => {
  test.each(LANGUAGES)('gives the expected brief in %s', (language) => {
    const snapshot = parseSnapshot(readFileSync(join(golden, name, 'input/snapshot.json'), 'utf8'));
    const { brief } = composed(snapshot, language);
    // Drawings have goldens of their own kind: what is read is compared here.
    const actual = `${JSON.stringify(JSON.parse(briefText(brief)), undefined, 1)}\n`;
    const folder = join(golden, name, 'expected');
    const file = join(folder, `brief.${language}.json`);
    if (!existsSync(file)) {
      expect(process.env.CI, `${file} is missing`).toBeUndefined();
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, actual);
      return;
    }
    rmSync(`${file}.actual`, { force: true });
    const expected = readFileSync(file, 'utf8');
    if (expected !== actual) writeFileSync(`${file}.actual`, actual);
    expect(actual, `differs from ${file}; see ${file}.actual`).toBe(expected);
  });
});
