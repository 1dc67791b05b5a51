import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/index.ts';
import { programRoot } from '../../src/program.ts';
import { validate } from '../../src/snapshot/validate.ts';
import { listInbox } from '../../src/sources/index.ts';
import { readInboxFile } from '../support/read-file.ts';
import { hasRealDesk, REAL_DESK } from '../support/real-desk.ts';

const there = hasRealDesk();

test.skipIf(!there)(
  'the built-in catalog admits every row of the real desk: series, unit and range',
  async () => {
    const data = join(programRoot(), 'data');
    const catalog = await readCatalog({ metals: join(data, 'metals'), calendars: join(data, 'calendars') });
    let rows = 0;
    const refused: string[] = [];
    for (const { file, label } of await listInbox(join(REAL_DESK, 'data', 'inbox'))) {
      const read = await readInboxFile(file, label);
      rows += read.rows.length;
      const { findings } = validate(read, catalog, { allowNegative: [], today: '2026-11-22' });
      for (const { code, severity, where } of findings)
        if (severity === 'error') refused.push(`${code} ${where}`);
    }
    expect(rows).toBe(47_755);
    expect(refused).toEqual([]);
  },
);
