import { openStore } from '../../src/store/index.ts';

/**
 * A process that appends to a store: `writer.mjs FILE NAME TIMES ROWS`. Says `done N` after each import that the
 * store acknowledged.
 */
const [file = '', name = '', times = '1', rows = '1'] = process.argv.slice(2);
const store = await openStore(file);
for (let time = 0; time < Number(times); time += 1) {
  const label = `data/inbox/${name}-${time}.csv`;
  const observations = Array.from({ length: Number(rows) }, (_, at) => ({
    series: `${name}_${time}`,
    date: new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10),
    value: String(at),
    status: 'traded' as const,
    place: { file: label, row: at + 2 },
  }));
  await store.append({ label, sha256: `${name}${time}`, bytes: 1 }, observations, '2025-06-14T02:00:00.000Z');
  process.stdout.write(`done ${time}\n`);
}
await store.close();
