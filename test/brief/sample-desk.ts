import { join, resolve } from 'node:path';
import { analyze } from '../../src/analysis/index.ts';
import { type Composition, compose, linesOf } from '../../src/brief/index.ts';
import { readCatalog, readDeskConfig } from '../../src/catalog/index.ts';
import type { Brief, Line, Run } from '../../src/model/brief.ts';
import type { Language } from '../../src/model/language.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { freeze } from '../../src/snapshot/freeze.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { listInbox } from '../../src/sources/index.ts';
import { readInboxFile } from '../support/read-file.ts';

const data = resolve(import.meta.dirname, '../../data');

let sample: Promise<Snapshot> | undefined;

/** The sample desk's own week, as a build freezes it; read once per test file. */
export function sampleSnapshot(): Promise<Snapshot> {
  sample ??= readSample();
  return sample;
}

async function readSample(): Promise<Snapshot> {
  const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
  const files = await Promise.all(
    (await listInbox(join(data, 'inbox'))).map(({ file, label }) => readInboxFile(file, label)),
  );
  const observations = files.flatMap((file) =>
    validate(file, catalog, { allowNegative: [], today: '2026-11-22' }).observations.map((one) => ({
      ...one,
      sha256: file.sha256,
      knownAt: '2026-11-22T00:00:00.000Z',
    })),
  );
  const desk = await readDeskConfig(join(data, 'desk.yaml'));
  return freeze({ week: '2025-W24', desk, catalog, observations, findings: [] });
}

export function composed(snapshot: Snapshot, language: Language): Composition {
  return compose(snapshot, analyze(snapshot), language, snapshot.week);
}

export function runsOf(brief: Brief): Run[] {
  return linesOf(brief).flat();
}

export function textOf(line: Line): string {
  return line.map((run) => run.text).join('');
}

/** All that a brief says, a line a line. */
export function wholeText(brief: Brief): string {
  return linesOf(brief).map(textOf).join('\n');
}
