import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/model/language.ts';
import { parseSnapshot } from '../../src/snapshot/freeze.ts';
import { letterFilesOf } from '../support/letter.ts';

/** The case with the most in its letter: movers, charts, something withheld. */
const CASE = resolve(import.meta.dirname, '../golden/withheld-week');

/**
 * A missing golden is written here and fails in CI; one that differs is written beside as `.actual`. Delete the golden
 * to accept a change.
 */
test.each(LANGUAGES)(
  'the letter of the golden case is the expected one in %s, to the byte',
  async (language) => {
    const snapshot = parseSnapshot(readFileSync(join(CASE, 'input/snapshot.json'), 'utf8'));
    const { html, json } = await letterFilesOf(snapshot, language);
    for (const [kind, actual] of [
      ['html', html],
      ['json', json],
    ] as const) {
      const file = join(CASE, 'expected', `email.${language}.${kind}`);
      if (!existsSync(file)) {
        expect(process.env.CI, `${file} is missing`).toBeUndefined();
        writeFileSync(file, actual);
        continue;
      }
      rmSync(`${file}.actual`, { force: true });
      const expected = readFileSync(file, 'utf8');
      if (expected !== actual) writeFileSync(`${file}.actual`, actual);
      expect(actual, `differs from ${file}; see ${file}.actual`).toBe(expected);
    }
  },
);
