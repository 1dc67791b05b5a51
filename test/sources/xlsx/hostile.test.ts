import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInput, SourceRefused } from '../../../src/sources/index.ts';
import { HOSTILE } from './hostile-books.ts';
import { peakOfChildren } from './peak.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-hostile-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is said of a file when it is taken in as any other is. */
async function said(path: string, file: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    const input = await openInput(path, file);
    for await (const batch of input.read()) {
      for (const one of batch.findings) lines.push(`${one.code} ${one.where}: ${one.message}`);
      expect(batch.rows).toEqual([]);
    }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    for (const one of error.findings) lines.push(`${one.code} ${one.where}: ${one.message}`);
  }
  return lines;
}

describe('hostile workbooks are refused within 256 MB and seconds of the processor', () => {
  test.each(HOSTILE.map((one) => [one.name, one] as const))('%s', async (_, hostile) => {
    const file = hostile.file ?? 'x.xlsx';
    await writeFile(join(folder, file), await hostile.bytes());
    const peak = peakOfChildren();
    const lines = await said(join(folder, file), file);
    const { megabytes, seconds } = peak.stop();
    expect(lines).toHaveLength(hostile.says.length);
    hostile.says.forEach((line, at) => {
      // Where a message depends on the packing, only its beginning is given.
      expect(lines[at]).toContain(line);
    });
    expect(seconds).toBeLessThan(20);
    expect(megabytes).toBeLessThan(256);
    // Nothing seen would mean that nothing was watched.
    if (process.platform === 'linux') expect(megabytes).toBeGreaterThan(10);
  });
});
